"""A conversation of another app, as whatever reads its file hands it on.

Whoever wrote the file is not to be trusted: each value is looked at before it is believed.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from chat_app.errors import InvalidImport
from chat_app.llm.types import Role
from chat_app.models import MessageStatus, Reaction

_MOST_SECONDS = 100_000_000_000
"""Later than that (the year 5138) a number of seconds is one of milliseconds."""
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

Record = dict[str, Any]
"""An object of the file."""


class Source(StrEnum):
    """The app that wrote a file."""

    CHATGPT = "chatgpt"
    CLAUDE = "claude"
    OPEN_WEBUI = "open-webui"
    LIBRECHAT = "librechat"
    CHAT_UI = "chat-ui"
    TALLY = "tally"
    """This one, here or on another server."""


class LeftOut(StrEnum):
    """What a chat may have that is not brought along."""

    PICTURES = "pictures"
    RECORDINGS = "recordings"
    FILES = "files"
    TOOLS = "tools"
    """What a model asked of a tool, and what that answered."""
    ERRORS = "errors"
    """What stood in the place of a reply that failed."""
    EMPTY_CHATS = "empty_chats"
    CUT_TEXTS = "cut_texts"
    """Texts that were too long, and are there as far as there was room."""


class Malformed(InvalidImport):
    """A part of the file is not what it should be; who knows the place says where."""


@dataclass(slots=True)
class Said:
    """What somebody said."""

    role: Role
    text: str
    at: datetime | None = None
    model: str = ""
    """The model's name in the other app; empty where that is not told."""
    thinking: str = ""
    status: MessageStatus = MessageStatus.COMPLETE
    reaction: Reaction | None = None
    is_of_app: bool = False
    """Whether it is a command or its answer, which no model is told of."""


@dataclass(slots=True)
class Node:
    """A place in the tree of a conversation."""

    node_id: str
    parent_id: str | None
    said: Said | None
    """Nothing where there is nothing to bring along; what follows it stays where it is."""


@dataclass(slots=True)
class Conversation:
    """A conversation, its branches included."""

    source: Source
    origin_id: str
    """Its id in the other app; empty where it has none."""
    title: str
    nodes: list[Node] = field(default_factory=list[Node])
    current_id: str | None = None
    """The node that was read last; the newest one where it is not told."""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    model: str = ""
    system_prompt: str = ""
    archived: bool = False
    pinned: bool = False
    left_out: Counter[LeftOut] = field(default_factory=Counter[LeftOut])


def record_of(value: object, what: str) -> Record:
    """Return an object.

    Raises:
        Malformed: It is none.
    """
    if not isinstance(value, dict):
        raise Malformed(f"{what} must be an object")
    return cast("Record", value)


def list_of(value: object, what: str) -> list[Any]:
    """Return a list; nothing at all is an empty one.

    Raises:
        Malformed: It is something else.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise Malformed(f"{what} must be a list")
    return cast("list[Any]", value)


def records_of(value: object, what: str) -> list[Record]:
    """Return a list of objects; nothing at all is an empty one.

    Raises:
        Malformed: It is something else, or has something else in it.
    """
    return [record_of(each, f"what stands in {what}") for each in list_of(value, what)]


def records_in(value: object) -> list[Record]:
    """Return the objects of a list, and nothing of anything else: of what may well be missing."""
    if not isinstance(value, list):
        return []
    return [cast("Record", each) for each in cast("list[Any]", value) if isinstance(each, dict)]


def texts_in(value: object) -> list[str]:
    """Return the texts of a list, and nothing of anything else."""
    if not isinstance(value, list):
        return []
    return [each for each in cast("list[Any]", value) if isinstance(each, str)]


def inner(value: object, *names: str) -> Record:
    """Return the object that lies behind some names, or an empty one."""
    for name in names:
        value = cast("Record", value).get(name) if isinstance(value, dict) else None
    return cast("Record", value) if isinstance(value, dict) else {}


def text_in(record: Record, *names: str) -> str:
    """Return the first text under one of these names that is not empty, or an empty one."""
    values = (record.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value), "")


def id_in(record: Record, *names: str) -> str | None:
    """Return an id under one of these names: a text, a number, or MongoDB's `{"$oid": …}`."""
    for name in names:
        value = record.get(name)
        if isinstance(value, dict):
            value = cast("Record", value).get("$oid")
        if isinstance(value, str | int) and value != "":
            return str(value)
    return None


def moment_in(record: Record, *names: str) -> datetime | None:
    """Return the first moment under one of these names that can be one; never one to come.

    Seconds or milliseconds since 1970, ISO 8601, or MongoDB's `{"$date": …}`.
    """
    moments = (_moment_of(record.get(name)) for name in names)
    found = next((moment for moment in moments if moment), None)
    return found and min(found, datetime.now(UTC))


def _moment_of(value: object) -> datetime | None:
    if isinstance(value, dict):
        inner_value = cast("Record", value).get("$date")
        return None if isinstance(inner_value, dict) else _moment_of(inner_value)
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            seconds = float(value)
            if not math.isfinite(seconds):
                return None
            moment = datetime.fromtimestamp(seconds / (1000 if seconds > _MOST_SECONDS else 1), UTC)
        else:
            return None
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment >= _EARLIEST else None


def document(title: str, content: str, language: str = "") -> str:
    """Return what stood beside a message as a part of its text: a title and a block of code."""
    fence = "```"
    while fence in content:
        fence += "`"
    word = "".join(each for each in language if each.isalnum() or each in "+-#")
    name = " ".join(title.replace("*", "").split())
    return (f"**{name}**\n\n" if name else "") + f"{fence}{word}\n{content}\n{fence}"
