"""Who did what to what; append-only."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.models import AuditEvent


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
