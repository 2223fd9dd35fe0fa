"""Who did what to what; append-only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import false, text
from sqlalchemy import select as select_columns
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import reading
from chat_app.models import ApiKey, AuditEvent, Chat, Organisation, User, Via
from chat_app.services.accounts import Caller
from chat_app.services.cursors import parse_cursor

_NAMED: dict[str, tuple[Any, Any, Any]] = {
    "user": (col(User.user_id), col(User.email), false()),
    "key": (col(ApiKey.key_id), col(ApiKey.name), false()),
    "org": (col(Organisation.org_id), col(Organisation.name), false()),
    "chat": (col(Chat.chat_id), col(Chat.title), ~col(Chat.is_active)),
}
"""Kinds of targets whose names are shown: the id, what people call it, and whether it is gone."""
_IDS = {"user_id": "user", "user_ids": "user", "org_id": "org"}
"""Values that are ids, or lists of them, and of what kind."""


class Action(StrEnum):
    """Everything that is audited, as noun and verb."""

    USER_CREATE = "user.create"
    USER_UPDATE = "user.update"
    USER_PROMOTE = "user.promote"
    """Made an administrator, from the operator's command line."""
    USER_SYNC = "user.sync"
    """What the groups at the identity provider made of somebody who came in by it."""
    USER_CLOSE = "user.close"
    USER_REOPEN = "user.reopen"
    USER_ERASE = "user.erase"
    USER_EXPORT = "user.export"
    """All data of a person was taken out, by themselves."""
    IDENTITY_LINK = "identity.link"
    """Somebody came in by the identity provider for the first time."""
    USAGE_RESET = "usage.reset"
    PASSWORD_LINK_CREATE = "password_link.create"  # noqa: S105 (no password)
    PASSWORD_SET = "password.set"  # noqa: S105 (no password)
    """By such a link."""
    PASSWORD_CHANGE = "password.change"  # noqa: S105 (no password)
    SECOND_FACTOR_ENABLE = "second_factor.enable"
    SECOND_FACTOR_DISABLE = "second_factor.disable"
    SECOND_FACTOR_RESET = "second_factor.reset"
    """Of somebody who lost it: app, recovery codes and passkeys are taken away."""
    RECOVERY_CODES_CREATE = "recovery_codes.create"
    PASSKEY_CREATE = "passkey.create"
    PASSKEY_DELETE = "passkey.delete"
    SESSIONS_END = "sessions.end"
    """All but the one that did it."""
    ORG_CREATE = "org.create"
    ORG_UPDATE = "org.update"
    ORG_DELETE = "org.delete"
    KEY_CREATE = "key.create"
    KEY_UPDATE = "key.update"
    KEY_REVOKE = "key.revoke"
    PROMPT_CREATE = "prompt.create"
    """Of prompts, those for everybody."""
    PROMPT_UPDATE = "prompt.update"
    PROMPT_DELETE = "prompt.delete"
    CHAT_IMPORT = "chat.import"
    CHAT_ARCHIVE = "chat.archive"
    CHAT_UNARCHIVE = "chat.unarchive"
    CHAT_DELETE = "chat.delete"
    CHAT_RESTORE = "chat.restore"
    CHAT_EXPIRE = "chat.expire"
    """Into the trash, as nobody had touched it for longer than chats are kept."""
    TRASH_EMPTY = "trash.empty"
    SHARE_CREATE = "share.create"
    """Of links that show a chat."""
    SHARE_UPDATE = "share.update"
    SHARE_REVOKE = "share.revoke"
    MEMBER_INVITE = "member.invite"
    """Of a chat; whether anybody came in by it is said, too."""
    MEMBER_UPDATE = "member.update"
    MEMBER_REMOVE = "member.remove"
    MEMBER_LEAVE = "member.leave"
    TOKEN_CACHE_EMPTY = "token_cache.empty"  # noqa: S105 (no password)


@dataclass(frozen=True, slots=True)
class Name:
    """What people call something."""

    text: str
    """E-mail of a user, title of a chat, name of an API key or organisation. Empty for a chat
    without a title, as one whose text was taken away."""
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audited action, with names for the ids in it."""

    event: AuditEvent
    actor: str
    """E-mail of who did it; empty for the operator's command line."""
    target: Name
    """Who or what it was done to; what has no name is called as it was recorded."""
    names: dict[str, Name] = field(default_factory=dict[str, "Name"])
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
        connection = await session.connection()
        mentioned = {each for event, _ in found for each in _mentioned(event)}
        names: dict[tuple[str, str], Name] = {}
        for kind, (key, name, gone) in _NAMED.items():
            ids = [UUID(one_id) for one_kind, one_id in mentioned if one_kind == kind]
            named = await connection.execute(select_columns(key, name, gone).where(key.in_(ids)))
            names |= {(kind, str(row[0])): Name(row[1], is_deleted=row[2]) for row in named}
        names |= await _gone_orgs(connection, mentioned - names.keys())
    lines = [_line(event, actor or "", names) for event, actor in found[:limit]]
    return AuditPage(lines, str(lines[-1].event.event_id) if len(found) > limit else None)


async def _gone_orgs(
    connection: AsyncConnection, unnamed: set[tuple[str, str]]
) -> dict[tuple[str, str], Name]:
    """Return what organisations that are gone were called, as was noted when they went."""
    targets = [f"org:{one_id}" for kind, one_id in unnamed if kind == "org"]
    if not targets:
        return {}
    # Spelled out, for the index of just these.
    went = select_columns(col(AuditEvent.target), col(AuditEvent.before)).where(
        text(f"action = '{Action.ORG_DELETE}'"), col(AuditEvent.target).in_(targets)
    )
    return {
        ("org", target.removeprefix("org:")): Name(
            str((before or {}).get("name", "")), is_deleted=True
        )
        for target, before in await connection.execute(went)
    }


def _line(event: AuditEvent, actor: str, names: dict[tuple[str, str], Name]) -> AuditLine:
    target, *values = _mentioned(event)
    return AuditLine(
        event,
        actor,
        names.get(target, Name(event.target)),
        {value[1]: names[value] for value in values if value in names},
    )


def _mentioned(event: AuditEvent) -> Iterator[tuple[str, str]]:
    """Yield kind and id of the target, and of all else that an event tells of by its id."""
    kind, _, target_id = event.target.partition(":")
    yield kind, target_id
    for values in (event.before or {}, event.after or {}):
        for name, kind in _IDS.items():
            if value := values.get(name):
                yield from ((kind, str(one)) for one in _listed(value))


def _listed(value: Any) -> Iterable[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else (value,)
