"""What frameworks say is written down by its place: their words repeat those of visitors."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from chat_app import logs
from chat_app.config import Settings

WORDS = "said by a visitor\n{forged}"


@pytest.fixture
def written(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Configure logging as a server does, and give what is written."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure()
    yield stream
    logging.getLogger().handlers = [
        each for each in logging.getLogger().handlers if type(each) is not logging.StreamHandler
    ]


def _fail() -> None:
    raise ValueError(WORDS) from KeyError(WORDS)


@pytest.mark.parametrize(
    "name",
    [
        *("reflex.app", "reflex_base.event.processor", "reflex_components_core.core.upload"),
        *("socketio.server", "engineio.server", "uvicorn.error", "asyncio"),
    ],
)
def test_a_frameworks_line_is_one_object_without_its_words(written: io.StringIO, name: str) -> None:
    framework = logging.getLogger(name)
    try:
        _fail()
    except ValueError:
        framework.exception("Event data")
    framework.error("Event data: %s", WORDS)
    framework.info(WORDS)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["level"] for line in lines] == ["error", "error"]
    assert "visitor" not in written.getvalue()
    assert lines[0]["logger"] == name
    assert lines[0]["event"].startswith("test_logs.test_a_frameworks_line")
    assert "builtins.KeyError" in lines[0]["exception"]
    assert lines[0]["exception"].endswith("builtins.ValueError")


def test_our_own_lines_keep_their_words(written: io.StringIO) -> None:
    logging.getLogger("chat_app.services").warning("The disk is full")
    assert json.loads(written.getvalue())["event"] == "The disk is full"
