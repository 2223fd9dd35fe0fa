"""Reads what somebody typed into a search: words, and filters such as `in:archive`.

`in:archive`, `in:trash`, `in:"A folder"`, `model:name`, `after:2026-11-01`, `before:2026-12`. Of
several of a kind the last counts. What looks like a filter and is none, as `before:lunch`, is a
word as any other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from sqlalchemy import ColumnElement
from sqlmodel import col

from chat_app.llm import catalogue
from chat_app.models import Chat, Message
from chat_app.services import search
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.search import QUOTES
from chat_app.spelling import fold

_FILTER = re.compile(
    rf"(?<!\S)(in|model|before|after):(?:[{QUOTES}]([^{QUOTES}]+)[{QUOTES}]|(\S+))(?!\S)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_PLACES = {"archive": {"archived": True}, "trash": {"deleted": True}}


@dataclass(frozen=True, slots=True)
class Query:
    """What a search asks for."""

    words: str = ""
    """What is looked for, without the filters."""
    folder: str = ""
    """What the folder is called that is searched; empty for all."""
    models: tuple[str, ...] | None = None
    """Ids of the models that may answer in the chats; `None` for any."""
    after: datetime | None = None
    """From when on what is found was said."""
    before: datetime | None = None
    """Before when it was said."""
    place: dict[str, bool] = field(default_factory=dict[str, bool])

    def within(self, which: ChatFilter) -> ChatFilter:
        """Return a filter that lets through what this one does, where it asks for another place."""
        return replace(which, **self.place)

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what a row of `chat` must fulfil; by its dates, it was there at the time."""
        conditions: list[ColumnElement[bool]] = []
        if self.models is not None:
            conditions.append(col(Chat.model).in_(self.models))
        if self.after:
            conditions.append(col(Chat.updated_at) >= self.after)
        if self.before:
            conditions.append(col(Chat.created_at) < self.before)
        return conditions

    def said(self) -> list[ColumnElement[bool]]:
        """Return what a row of `message` must fulfil."""
        conditions: list[ColumnElement[bool]] = []
        if self.after:
            conditions.append(col(Message.created_at) >= self.after)
        if self.before:
            conditions.append(col(Message.created_at) < self.before)
        return conditions


def parse(q: str, zone: tzinfo = UTC) -> Query:
    """Return what a text asks for.

    Args:
        q: The text.
        zone: Whose midnights its dates begin at.

    Raises:
        InvalidRequest: It is too long.
    """
    query = Query()

    def take(found: re.Match[str]) -> str:
        nonlocal query
        taken = _KINDS[found[1].lower()](query, found[2] or found[3], zone)
        query = taken or query
        return "" if taken else found[0]

    words = _FILTER.sub(take, search.checked(q))
    return replace(query, words=words)


def _in(query: Query, value: str, _zone: tzinfo) -> Query:
    place = _PLACES.get(fold(value))
    return replace(query, place=place) if place else replace(query, folder=value)


def _model(query: Query, value: str, _zone: tzinfo) -> Query:
    wanted = fold(value)
    known = [
        model.model_id
        for model in catalogue.catalogue().models
        if wanted in fold(model.model_id) or wanted in fold(model.name)
    ]
    # One that the catalogue has no more still stands on old chats.
    return replace(query, models=(*known, value))


def _after(query: Query, value: str, zone: tzinfo) -> Query | None:
    moment = _beginning(value, zone)
    return replace(query, after=moment) if moment else None


def _before(query: Query, value: str, zone: tzinfo) -> Query | None:
    moment = _beginning(value, zone)
    return replace(query, before=moment) if moment else None


def _beginning(value: str, zone: tzinfo) -> datetime | None:
    """Return when a day, month or year begins."""
    found = _DATE.fullmatch(value)
    if not found:
        return None
    try:
        local = datetime(int(found[1]), int(found[2] or 1), int(found[3] or 1), tzinfo=zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


_KINDS: dict[str, Callable[[Query, str, tzinfo], Query | None]] = {
    "in": _in,
    "model": _model,
    "after": _after,
    "before": _before,
}
