"""API keys in words, as their owners and administrators see them."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from chat_app.errors import NotFound
from chat_app.models import now
from chat_app.services.keys import KeyOverview
from chat_app.ui.levels import level
from chat_app.words import Words


class KeyRow(TypedDict):
    """A key of a table."""

    key_id: str
    name: str
    prefix: str
    made: str
    last_used: list[str]
    """Day, and time of day; likewise `expires`. Empty for never."""
    used: str
    cap: str
    """Empty where it has none of its own."""
    percent: float
    """Of the cap."""
    level: str
    expires: list[str]
    is_expired: bool
    models: list[str]
    """Ids of those it is for; empty for all."""


def key_row(found: KeyOverview, words: Words) -> KeyRow:
    """Write a key in words."""
    key = found.key
    share = found.tokens_used / key.token_limit if key.token_limit else 1.0
    return KeyRow(
        key_id=str(key.key_id),
        name=key.name,
        prefix=f"{key.prefix}…",
        made=words.day(key.created_at),
        last_used=_moment(key.last_used_at, words),
        used=words.number(found.tokens_used),
        cap="" if key.token_limit is None else words.number(key.token_limit),
        percent=min(100.0, round(100 * share, 2)),
        level="" if key.token_limit is None else level(share),
        expires=_moment(key.expires_at, words),
        is_expired=key.expires_at is not None and key.expires_at <= now(),
        models=list(key.models or ()),
    )


def key_id_of(text: str) -> UUID:
    """Read the id of a key.

    Raises:
        NotFound: It is none.
    """
    try:
        return UUID(text)
    except ValueError as fault:
        raise NotFound("This API key does not exist") from fault


def _moment(value: datetime | None, words: Words) -> list[str]:
    return [words.day(value), words.time(value)] if value else []
