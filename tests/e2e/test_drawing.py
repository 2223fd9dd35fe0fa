"""Markdown as it is drawn: the page's own parts, put together from the packages of the build."""

import subprocess
from pathlib import Path

from tests.ui.test_scripts import NODE

SCRIPT = Path(__file__).with_name("drawing.test.mjs")


def test_what_a_model_writes_is_drawn_as_meant_and_nothing_gets_through(app_url: str) -> None:
    run = subprocess.run(
        [NODE or "node", "--test", "--test-force-exit", "--no-warnings", SCRIPT],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
