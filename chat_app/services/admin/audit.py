"""Who did what to what; append-only."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import reading
from chat_app.models import AuditEvent, User
from chat_app.services.cursors import parse_cursor


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audited action, with names for the ids in it."""

    event: AuditEvent
    actor: str
    """E-mail of who did it; empty for the operator's command line."""
    target: str
    """E-mail of the user it was done to, else the target as recorded."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some audited actions, newest first."""

    lines: list[AuditLine]
    next_cursor: str | None


def record(
    session: AsyncSession,
    actor_id: UUID | None,
    action: str,
    target: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Note an action in the transaction that carries it out, so that neither exists alone.

    Args:
        actor_id: Who did it; `None` for the operator's command line.
        action: Noun and verb, such as `chat.delete`.
        target: Kind and id, such as `chat:0192…`.
        before: What the target was, as far as it changed; JSON values.
        after: What it became.
    """
    session.add(
        AuditEvent(actor_id=actor_id, action=action, target=target, before=before, after=after)
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
        ids = [UUID(event.target[5:]) for event, _ in found if event.target.startswith("user:")]
        named = select(col(User.user_id), col(User.email)).where(col(User.user_id).in_(ids))
        emails = {f"user:{user_id}": email for user_id, email in await session.exec(named)}
    lines = [
        AuditLine(event, actor or "", emails.get(event.target, event.target))
        for event, actor in found[:limit]
    ]
    return AuditPage(lines, str(lines[-1].event.event_id) if len(found) > limit else None)
