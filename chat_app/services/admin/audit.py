"""Who did what to what; append-only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import reading
from chat_app.models import ApiKey, AuditEvent, Organisation, User, Via
from chat_app.services.accounts import Caller
from chat_app.services.cursors import parse_cursor

_NAMED = {
    "user": (col(User.user_id), col(User.email)),
    "key": (col(ApiKey.key_id), col(ApiKey.name)),
    "org": (col(Organisation.org_id), col(Organisation.name)),
}
"""Kinds of targets whose names are shown: the id, and what people call it."""
_IDS = {"user_id": "user", "org_id": "org"}
"""Values that are ids, and of what kind."""


class Action(StrEnum):
    """Everything that is audited, as noun and verb."""

    USER_CREATE = "user.create"
    USER_UPDATE = "user.update"
    USER_PROMOTE = "user.promote"
    """Made an administrator, from the operator's command line."""
    USAGE_RESET = "usage.reset"
    PASSWORD_LINK_CREATE = "password_link.create"  # noqa: S105 (no password)
    PASSWORD_SET = "password.set"  # noqa: S105 (no password)
    """By such a link."""
    ORG_CREATE = "org.create"
    ORG_UPDATE = "org.update"
    ORG_DELETE = "org.delete"
    KEY_CREATE = "key.create"
    KEY_UPDATE = "key.update"
    KEY_REVOKE = "key.revoke"
    CHAT_ARCHIVE = "chat.archive"
    CHAT_UNARCHIVE = "chat.unarchive"
    CHAT_DELETE = "chat.delete"
    CHAT_RESTORE = "chat.restore"
    TOKEN_CACHE_EMPTY = "token_cache.empty"  # noqa: S105 (no password)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audited action, with names for the ids in it."""

    event: AuditEvent
    actor: str
    """E-mail of who did it; empty for the operator's command line."""
    target: str
    """E-mail of the user it was done to, name of the API key or organisation, else as recorded."""
    names: dict[str, str] = field(default_factory=dict[str, str])
    """What people call the users and organisations whose ids are among the values, by id."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some audited actions, newest first."""

    lines: list[AuditLine]
    next_cursor: str | None


def record(
    session: AsyncSession,
    caller: Caller | None,
    action: Action,
    target: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Note an action in the transaction that carries it out, so that neither exists alone.

    Args:
        caller: Who did it; `None` for the operator's command line.
        action: What was done.
        target: Kind and id, such as `chat:0192…`.
        before: What the target was, as far as it changed; JSON values.
        after: What it became.
    """
    session.add(
        AuditEvent(
            actor_id=caller and caller.user.user_id,
            via=caller.via if caller else Via.CLI,
            action=action,
            target=target,
            before=before,
            after=after,
        )
    )


async def page(limit: int = 50, cursor: str | None = None) -> AuditPage:
    """Return what was done, by whom and to whom; newest first.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    events = (
        select(AuditEvent, col(User.email))
        .outerjoin(User, col(User.user_id) == col(AuditEvent.actor_id))
        .order_by(col(AuditEvent.event_id).desc())
        .limit(limit + 1)
    )
    if cursor:
        events = events.where(col(AuditEvent.event_id) < parse_cursor(cursor))
    async with reading() as session:
        found = (await session.exec(events)).all()
        mentioned = {each for event, _ in found for each in _mentioned(event)}
        names: dict[tuple[str, str], str] = {}
        for kind, (key, name) in _NAMED.items():
            ids = [UUID(one_id) for one_kind, one_id in mentioned if one_kind == kind]
            named = await session.exec(select(key, name).where(key.in_(ids)))
            names |= {(kind, str(one_id)): called for one_id, called in named}
    lines = [_line(event, actor or "", names) for event, actor in found[:limit]]
    return AuditPage(lines, str(lines[-1].event.event_id) if len(found) > limit else None)


def _line(event: AuditEvent, actor: str, names: dict[tuple[str, str], str]) -> AuditLine:
    target, *values = _mentioned(event)
    return AuditLine(
        event,
        actor,
        names.get(target, event.target),
        {value[1]: names[value] for value in values if value in names},
    )


def _mentioned(event: AuditEvent) -> Iterator[tuple[str, str]]:
    """Yield kind and id of the target, and of all else that an event tells of by its id."""
    kind, _, target_id = event.target.partition(":")
    yield kind, target_id
    for values in (event.before or {}, event.after or {}):
        for name, kind in _IDS.items():
            if value := values.get(name):
                yield kind, value
