"""Markdown as it is drawn: the page's own parts, put together from the packages of the build."""

from pathlib import Path

import pytest

from tests.node import pass_tests

SCRIPTS = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_what_a_model_writes_is_drawn_as_meant_and_nothing_gets_through(app_url: str, script: Path):
    pass_tests(script)
