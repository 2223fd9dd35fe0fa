"""The parts of the conversation that need no browser."""

from pathlib import Path

import pytest

from tests.node import pass_tests

HERE = Path(__file__).parent


@pytest.mark.parametrize("script", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_the_script_passes(script: Path):
    pass_tests(script)
