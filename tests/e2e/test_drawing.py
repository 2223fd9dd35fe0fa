"""Markdown as it is drawn: the page's own parts, put together from the packages of the build."""

from pathlib import Path

from tests.node import pass_tests

SCRIPT = Path(__file__).with_name("drawing.test.mjs")


def test_what_a_model_writes_is_drawn_as_meant_and_nothing_gets_through(app_url: str) -> None:
    pass_tests(SCRIPT)
