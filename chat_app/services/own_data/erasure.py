"""Takes away for good what tells whose an account was, 30 days after it was closed.

The row stays, and so do exchanges, ledger and audit trail, which name it by its id. What the person
said in chats of others stays there as said by somebody whose account is closed.
"""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, delete, update
from sqlmodel import SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import LOCKED, reading, transaction
from chat_app.models import (
    ApiKey,
    AuditEvent,
    Authenticator,
    AuthSession,
    Chat,
    ChatImport,
    Feedback,
    File,
    Folder,
    IdempotencyKey,
    Identity,
    ImportedChat,
    LibraryPrompt,
    OutgoingMail,
    Passkey,
    PasswordLink,
    ReadingPosition,
    RecoveryCode,
    SavedPrompt,
    SharedLink,
    User,
    WaitingSend,
    now,
)
from chat_app.services import files
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.chats import purge
from chat_app.services.own_data.closing import REOPENED_FOR

_ACCOUNTS_AT_ONCE = 20
_FORMER = "Closed account"
"""What a person is called from then on, where others read what they said."""
_NAMES = ("name", "email")
"""Values that the audit trail has of accounts and keys, and that tell whose they were."""
ERASED: tuple[type[SQLModel], ...] = (
    AuthSession,
    PasswordLink,
    Identity,
    Authenticator,
    RecoveryCode,
    Passkey,
    OutgoingMail,
    SharedLink,
    WaitingSend,
    SavedPrompt,
    IdempotencyKey,
    Feedback,
    ReadingPosition,
    Folder,
    ImportedChat,
    ChatImport,
)
"""Tables whose rows of a person go, in an order that no reference stands against."""


async def erase_closed() -> None:
    """Erase the accounts that nothing brings back any more.

    Raises:
        Unavailable: The database is away.
    """
    due = (
        select(User.user_id)
        .where(col(User.erased_at).is_(None), col(User.closed_at) <= now() - REOPENED_FOR)
        .order_by(col(User.closed_at))
        .limit(_ACCOUNTS_AT_ONCE)
    )
    async with reading() as session:
        user_ids = list(await session.exec(due))
    for user_id in user_ids:
        await _erase(user_id)


async def _erase(user_id: UUID) -> None:
    left = select(Chat.chat_id).where(Chat.user_id == user_id, col(Chat.erased_at).is_(None))
    async with reading() as session:
        chat_ids = list(await session.exec(left))
    await purge.erase(chat_ids)
    async with transaction() as session:
        user = await session.get_one(User, user_id, with_for_update=LOCKED)
        still = (await session.exec(left.limit(1))).first()
        if still or user.erased_at or user.closed_at is None:
            # A reply still runs there, or the account was brought back just now.
            return
        for table in ERASED:
            owner: Any = getattr(table, "user_id")  # noqa: B009 (tables of several kinds)
            await session.exec(delete(table).where(owner == user_id))
        own_prompts = col(LibraryPrompt.user_id) == user_id, ~col(LibraryPrompt.shared)
        await session.exec(delete(LibraryPrompt).where(*own_prompts))
        await session.exec(update(ApiKey).where(col(ApiKey.user_id) == user_id).values(name=""))
        await _forget_in_audit(session, user)
        file_ids = list(await session.exec(select(File.file_id).where(File.user_id == user_id)))
        await session.exec(
            update(File)
            .where(col(File.user_id) == user_id, col(File.deleted_at).is_(None))
            .values(deleted_at=now())
        )
        _make_nobody(user)
        audit.record(session, None, Action.USER_ERASE, f"user:{user_id}")
    await files.erase(user_id, file_ids)


def _make_nobody(user: User) -> None:
    address = f"{user.user_id.hex}@closed.invalid"
    user.sqlmodel_update(
        {
            "email": address,
            "email_key": address,
            "email_verified": False,
            "name": _FORMER,
            "password_hash": "",
            "last_model": None,
            "language": None,
            "last_seen_at": None,
            "erased_at": now(),
        }
    )


async def _forget_in_audit(session: AsyncSession, user: User) -> None:
    """Take name and address out of what the trail says was changed; that it was, stays."""
    owned = await session.exec(select(ApiKey.key_id).where(ApiKey.user_id == user.user_id))
    targets = {f"user:{user.user_id}", *(f"key:{key_id}" for key_id in owned)}
    written = [cast(each, String) for each in (col(AuditEvent.before), col(AuditEvent.after))]
    tells = or_(
        col(AuditEvent.target).in_(targets),
        # As it stands in JSON, which is written in ASCII.
        *(each.contains(json.dumps(user.email)[1:-1], autoescape=True) for each in written),
    )
    for event in await session.exec(select(AuditEvent).where(tells)):
        told = _NAMES if event.target in targets else ()
        event.before = _without(event.before, user.email, told)
        event.after = _without(event.after, user.email, told)


def _without(
    values: dict[str, Any] | None, email: str, names: Collection[str]
) -> dict[str, Any] | None:
    if values is None:
        return None
    return {
        name: "" if name in names or value == email else value for name, value in values.items()
    }
