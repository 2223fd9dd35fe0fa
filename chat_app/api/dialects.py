"""The dialects in which a reply is written on the wire; see docs/contract/api.md.

A dialect says what stands in the data of an event; `sse.py` knows nothing else of it. What comes
as text is encoded by hand, without a model per piece.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chat_app.api.schemas.events import Dialect
from chat_app.errors import ChatAppError
from chat_app.services.broker import End, Picture


@dataclass(frozen=True, slots=True)
class Writer:
    """How one dialect writes the events of a reply."""

    piece: Callable[[str], str]
    """Writes text of the reply."""
    picture: Callable[[Picture], str]
    """Writes a picture of the reply."""
    end: Callable[[End], dict[str, Any]]
    """Writes the close of a reply that went well, whole or stopped."""
    error: Callable[[str, str | None], dict[str, Any]]
    """Writes the close of a reply that a fault ended, from its code and its words."""
    start: str | None = None
    """What is said before the first text."""
    queue: Callable[[int], str] | None = None
    """Writes how many replies of a shared chat come before this one, and itself; others do not
    say it."""
    is_bare_text: bool = False
    """Whether a piece is the text itself, line by line, so that no line end may be cut in two."""

    def close(self, end: End) -> str:
        """Write the closing event, whichever it is."""
        if end.error_code:
            return _json(self.error(end.error_code, end.error_message))
        return _json(self.end(end) | _remarks(end))

    def refuse(self, reason: ChatAppError) -> str:
        """Write the closing event for somebody who may not hear the rest."""
        return _json(self.error(reason.code, reason.message))


def _remarks(end: End) -> dict[str, Any]:
    """Return what is said at the end only where there is something to say."""
    remarks: dict[str, Any] = {}
    if end.breakdown and end.breakdown.cached:
        remarks["cached"] = True
    if end.history_dropped:
        remarks["history_dropped"] = end.history_dropped
    return remarks


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "file_id": str(picture.file_id),
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
    }


def _markdown(picture: Picture) -> str:
    """Return a picture in Markdown, in a paragraph of its own; its words can end nothing early."""
    words = re.sub(r"([\\\[\]`*_<&!])", r"\\\1", " ".join(picture.alt.split()))
    return f"\n\n![{words}](/api/files/{picture.file_id})\n\n"


def in_markdown(end: End) -> str:
    """Return a whole reply as the text dialect tells it: its pictures in Markdown."""
    said: list[str] = []
    begin = 0
    for place, picture in enumerate(end.pictures):
        said += [end.text[begin : picture.offset - place], _markdown(picture)]
        begin = picture.offset - place
    return "".join([*said, end.text[begin:]])


def _lines(text: str) -> str:
    """Return text as the data of an event, a line each."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\ndata: ")


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)


WRITERS: dict[Dialect, Writer] = {
    Dialect.TEXT: Writer(
        piece=_lines,
        picture=lambda picture: _lines(_markdown(picture)),
        end=lambda end: {
            "done": True,
            "tokens_used": end.tokens_used,
            "message_id": str(end.message_id),
        },
        error=lambda code, words: {"error": True, "message": words, "code": code},
        is_bare_text=True,
    ),
    Dialect.TOKEN: Writer(
        piece=lambda text: f'{{"token": {_json(text)}, "done": false}}',
        picture=lambda picture: _json({"image": _picture(picture), "done": False}),
        end=lambda end: {
            "token": "",
            "done": True,
            "fullText": end.text,
            "tokens_used": end.tokens_used,
            "message_id": str(end.message_id),
            "chat_id": str(end.chat_id),
        },
        error=lambda code, words: {"error": code, "message": words},
    ),
    Dialect.TYPED: Writer(
        start='{"type": "typing"}',
        queue=lambda position: _json({"type": "queue", "position": position}),
        piece=lambda text: f'{{"type": "token", "content": {_json(text)}}}',
        picture=lambda picture: _json({"type": "image"} | _picture(picture)),
        end=lambda end: {
            "type": "done",
            "tokens_used": end.tokens_used,
            "message_id": str(end.message_id),
            "breakdown": end.breakdown and end.breakdown.as_json(),
        },
        error=lambda code, words: {"type": "error", "code": code, "message": words},
    ),
}
"""Every dialect; another one is a name, a writer, and the shapes of its events."""
