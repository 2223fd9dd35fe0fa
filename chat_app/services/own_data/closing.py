"""Closes accounts: at once for everybody who looks, for good after 30 days.

Until then an administrator brings one back as it was. What was used stays in the books for ever,
under an id that tells nobody's name.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import reading, transaction
from chat_app.errors import Forbidden, Unavailable
from chat_app.models import ApiKey, Chat, Turn, User, now
from chat_app.services import live
from chat_app.services.accounts import (
    Caller,
    Scope,
    fields,
    memberships,
    password_links,
    reproof,
    sign_in,
)
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.admin.users import keep_an_admin
from chat_app.services.broker import broker
from chat_app.services.chats import temporary

REOPENED_FOR = timedelta(days=30)
"""How long a closed account can be brought back, as long as chats stay in the trash."""


@dataclass(frozen=True, slots=True)
class Closed:
    """An account that was closed."""

    user_id: UUID
    closed_at: datetime

    @property
    def erased_at(self) -> datetime:
        """From when on nothing brings it back."""
        return self.closed_at + REOPENED_FOR


async def close(caller: Caller, *, password: str = "", code: str = "") -> Closed:
    """Close the caller's own account, who proves once more that it is they.

    Raises:
        Forbidden: The caller came by an API key, is the last active admin, or has neither password
            nor code and signed in too long ago.
        InvalidCredentials: The password or the code is wrong.
        SecondFactorNeeded: No code came, and there is no password to ask for.
        RateLimited: Too many were wrong.
    """
    await reproof.prove(caller, password=password, code=code)
    return await _close(caller, caller.user.user_id)


async def close_for(caller: Caller, user_id: UUID) -> Closed:
    """Close the account of somebody who asked for it, or left.

    Raises:
        Forbidden: The caller is no administrator, or it is the last active one.
        NotFound: Nobody has this id.
    """
    caller.require(Scope.ADMIN)
    return await _close(caller, user_id)


async def reopen(caller: Caller, user_id: UUID) -> None:
    """Bring back a closed account and its chats; API keys and memberships are to be made anew.

    Raises:
        Forbidden: The caller is no administrator, or it is too late.
        NotFound: Nobody has this id.
    """
    caller.require(Scope.ADMIN)
    async with transaction() as session:
        user = await fields.held(session, user_id)
        if user.closed_at is None:
            return
        if user.erased_at or user.closed_at <= now() - REOPENED_FOR:
            raise Forbidden("This account was closed more than 30 days ago; nothing brings it back")
        restored = await session.exec(
            update(Chat)
            .where(
                col(Chat.user_id) == user_id,
                # Those that went with it: what lay in the trash before stays there.
                col(Chat.deleted_at) == user.closed_at,
                col(Chat.erased_at).is_(None),
            )
            .values(is_active=True, deleted_at=None)
            .returning(col(Chat.chat_id))
        )
        chat_ids = list(restored.scalars())
        user.is_active, user.closed_at = True, None
        after = {"chats": len(chat_ids)}
        audit.record(session, caller, Action.USER_REOPEN, f"user:{user_id}", after=after)
        for chat_id in chat_ids:
            live.publish(live.of_chat(chat_id), live.Kind.RESTORED)


async def _close(caller: Caller, user_id: UUID) -> Closed:
    async with transaction() as session:
        await keep_an_admin(session, user_id)
        user = await fields.held(session, user_id)
        if user.closed_at:
            return Closed(user_id, user.closed_at)
        closed = Closed(user_id, now())
        user.is_active, user.closed_at = False, closed.closed_at
        await _shut_the_doors(session, user, caller)
        chat_ids = await _put_away(session, closed)
        after = {"chats": len(chat_ids), "expires_at": closed.erased_at.isoformat()}
        audit.record(session, caller, Action.USER_CLOSE, f"user:{user_id}", after=after)
        live.publish(live.of_user(user_id), live.Kind.ACCOUNT)
    await _stop_replies(user_id)
    await temporary.close_all(user)
    return closed


async def _shut_the_doors(session: AsyncSession, user: User, caller: Caller) -> None:
    await sign_in.end_others(session, user.user_id)
    await password_links.kill(session, user.user_id)
    await session.exec(
        update(ApiKey)
        .where(col(ApiKey.user_id) == user.user_id, col(ApiKey.revoked_at).is_(None))
        .values(revoked_at=user.closed_at)
    )
    by = caller.user.user_id
    await memberships.end_where_apart(session, user, None if by == user.user_id else by)


async def _put_away(session: AsyncSession, closed: Closed) -> list[UUID]:
    """Put the person's chats into the trash, all at the moment of the closing."""
    gone = await session.exec(
        update(Chat)
        .where(col(Chat.user_id) == closed.user_id, col(Chat.is_active), ~col(Chat.is_temporary))
        .values(is_active=False, deleted_at=closed.closed_at)
        .returning(col(Chat.chat_id))
    )
    chat_ids = list(gone.scalars())
    for chat_id in chat_ids:
        live.publish(live.of_chat(chat_id), live.Kind.DELETED)
    return chat_ids


async def _stop_replies(user_id: UUID) -> None:
    """Stop what runs for the person, and what others ask for in their chats."""
    theirs = select(Chat.chat_id).where(Chat.user_id == user_id)
    async with reading() as session:
        running = await session.exec(
            select(Turn.message_id).where(
                col(Turn.settled_at).is_(None),
                (col(Turn.user_id) == user_id) | col(Turn.chat_id).in_(theirs),
            )
        )
        replies = [each for each in running if each]
    for reply_id in replies:
        # Where it cannot be told now, it ends by itself.
        with suppress(Unavailable):
            await broker().request_stop(reply_id)
