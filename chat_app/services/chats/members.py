"""Who is in a chat: lets people in, takes them out, and says what each may do there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import anyio
from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import LOCKED, briefly, reading, transaction
from chat_app.errors import (
    ChatArchived,
    Forbidden,
    InvalidRequest,
    MemberLimitReached,
    NotFound,
)
from chat_app.models import Chat, MemberRole, Membership, ReadingPosition, User
from chat_app.prepared import Connection
from chat_app.services import live
from chat_app.services.accounts import Caller, Scope, fields, memberships
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.chats import positions, seen
from chat_app.services.chats.access import chat_of, own_chat, readable_chat
from chat_app.services.chats.roles import ChatRole, Deed, chats, stays

_ANSWERED_AFTER_S = 0.05
_MOST_COMINGS = 100
_NOT_HERE = "This person is not in this chat"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a chat."""

    user_id: UUID
    name: str
    email: str
    joined_at: datetime
    """When they came in; of the owner, when the chat was made."""
    role: ChatRole


@dataclass(frozen=True, slots=True)
class Coming:
    """That somebody came into a chat, or went."""

    user_id: UUID
    name: str
    at: datetime
    how: Literal["joined", "left", "removed"]


def people_in(connection: Connection, chat_id: UUID) -> list[Person]:
    """Return who is in a chat: its owner, and then its members in the order they came.

    The caller has checked that the reader may read it.
    """
    params = {"of_chat_id": chat_id}
    owner = connection.execute(_OWNER, params).one()
    members = connection.execute(_MEMBERS, params)
    people = [Person(*owner, role=ChatRole.OWNER)]
    people += [Person(*row[:-1], role=ChatRole(row.role)) for row in members]
    return people


async def chats_of_others(user: User) -> Collection[UUID]:
    """Return the chats of others that a person is in."""
    async with reading() as session:
        found = await session.exec(
            select(Membership.chat_id).where(
                Membership.user_id == user.user_id, col(Membership.left_at).is_(None)
            )
        )
        return set(found)


async def of(user: User, chat_id: UUID) -> list[Person]:
    """Return who is in a chat that somebody reads; see `people_in`.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
    """
    async with reading() as session:
        await readable_chat(session, user, chat_id)
        return await briefly(session, people_in, chat_id)


async def comings(chat_id: UUID) -> list[Coming]:
    """Return who came into a chat and who went, in order; of very many the last.

    The caller has checked that the reader may read it.
    """
    newest = (
        select(Membership, User.name)
        .join(User, col(User.user_id) == col(Membership.user_id))
        .where(Membership.chat_id == chat_id)
        .order_by(col(Membership.membership_id).desc())
        .limit(_MOST_COMINGS)
    )
    told: list[Coming] = []
    async with reading() as session:
        for stay, name in await session.exec(newest):
            told.append(Coming(stay.user_id, name, stay.joined_at, "joined"))
            if stay.left_at:
                how = "removed" if stay.removed_by else "left"
                told.append(Coming(stay.user_id, name, stay.left_at, how))
    return sorted(told, key=lambda each: each.at)


async def add(caller: Caller, chat_id: UUID, email: str, role: MemberRole) -> None:
    """Let somebody into a chat, at the place where its owner reads.

    Nothing is told of whether the address has an account: only active people of the owner's own
    organisation come in, and nobody else. Who is a member already may do from now on what is said.

    Args:
        caller: The chat's owner.
        email: Whom.
        role: What they may do.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        Forbidden: The caller is not its owner, or an API key.
        ChatArchived: It can only be read.
        InvalidRequest: The address is none, or the caller's own; the chat is a temporary one.
        MemberLimitReached: There is no room for another one.
    """
    caller.require(Scope.ACCOUNT)
    address = fields.checked_email(email)
    begun = anyio.current_time()
    await _add(caller, chat_id, address, role)
    # To let somebody in takes longer than to find nobody.
    await anyio.sleep_until(begun + _ANSWERED_AFTER_S)


async def _add(caller: Caller, chat_id: UUID, address: str, role: MemberRole) -> None:
    async with transaction() as session:
        chat = await _held(session, caller.user, chat_id)
        if chat.archived:
            raise ChatArchived
        if chat.is_temporary:
            raise InvalidRequest("A temporary chat is for you alone")
        found = (await session.exec(fields.owner_of(address))).first()
        if found and found.user_id == caller.user.user_id:
            raise InvalidRequest("You are in this chat already: it is yours")
        stay = await _stay(session, chat_id, found.user_id) if found else None
        if stay is None:
            await _require_room(session, chat_id)
        before = {"role": stay.role} if stay else None
        is_let_in = found is not None and found.is_active and found.org_id == caller.user.org_id
        after = {"email": address, "role": role} | ({} if is_let_in else {"is_let_in": False})
        audit.record(session, caller, Action.MEMBER_INVITE, f"chat:{chat_id}", before, after)
        if found is None or not is_let_in:
            return
        if stay:
            stay.role = role
            live.members_changed(chat_id, found.user_id, "changed")
            return
        if not chat.is_shared:
            chat.is_shared = True
            live.publish(live.of_user(chat.user_id), live.Kind.LIST, chat=str(chat_id))
            await briefly(session, seen.note, chat.user_id, chat_id, chat.updated_at)
        await _let_in(session, caller, chat_id, found.user_id, role)


async def change(caller: Caller, chat_id: UUID, user_id: UUID, role: MemberRole) -> Person:
    """Say what a member may do from now on.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        Forbidden: The caller is not its owner, or an API key.
        ChatArchived: It can only be read.
        InvalidRequest: It is the owner.
        NotFound: This person is not in the chat.
    """
    caller.require(Scope.ACCOUNT)
    async with transaction() as session:
        chat = await _held(session, caller.user, chat_id)
        if chat.archived:
            raise ChatArchived
        if user_id == chat.user_id:
            raise InvalidRequest("The owner of a chat stays its owner")
        stay = await _stay(session, chat_id, user_id)
        if stay is None:
            raise NotFound(_NOT_HERE)
        if stay.role != role:
            audit.record(
                session,
                caller,
                Action.MEMBER_UPDATE,
                f"chat:{chat_id}",
                {"user_id": str(user_id), "role": stay.role},
                {"user_id": str(user_id), "role": role},
            )
            stay.role = role
            live.members_changed(chat_id, user_id, "changed")
        user = await session.get_one(User, user_id)
        return Person(user_id, user.name, user.email, stay.joined_at, ChatRole(role))


async def remove(caller: Caller, chat_id: UUID, user_id: UUID) -> None:
    """Take somebody out of a chat, who loses it at once; members take out themselves alone.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        Forbidden: A member means to take out somebody else; the caller is an API key.
        InvalidRequest: It is the owner.
        NotFound: This person is not in the chat.
    """
    caller.require(Scope.ACCOUNT)
    async with transaction() as session:
        read = await chat_of(session, caller.user, chat_id)
        leaves = user_id == caller.user.user_id
        if read.role is not ChatRole.OWNER and not leaves:
            raise Forbidden("Only the owner can take somebody out of this chat")
        if user_id == read.chat.user_id:
            raise InvalidRequest("This chat is yours: delete it, or take the others out")
        ended = await memberships.end(
            session,
            col(Membership.chat_id) == chat_id,
            col(Membership.user_id) == user_id,
            removed_by=None if leaves else caller.user.user_id,
        )
        if not ended:
            raise NotFound(_NOT_HERE)
        action = Action.MEMBER_LEAVE if leaves else Action.MEMBER_REMOVE
        audit.record(session, caller, action, f"chat:{chat_id}", before={"user_id": str(user_id)})


async def _held(session: AsyncSession, user: User, chat_id: UUID) -> Chat:
    """Return a chat of the user, whose members nobody else changes until the transaction ends."""
    await own_chat(session, user, chat_id, Deed.INVITE)
    return await session.get_one(Chat, chat_id, with_for_update=LOCKED, populate_existing=True)


async def _stay(session: AsyncSession, chat_id: UUID, user_id: UUID) -> Membership | None:
    found = await session.exec(
        select(Membership).where(
            Membership.chat_id == chat_id,
            Membership.user_id == user_id,
            col(Membership.left_at).is_(None),
        )
    )
    return found.first()


async def _require_room(session: AsyncSession, chat_id: UUID) -> None:
    members = await session.exec(
        select(func.count()).where(Membership.chat_id == chat_id, col(Membership.left_at).is_(None))
    )
    most = get_settings().MAX_MEMBERS_PER_CHAT
    if members.one() >= most:
        raise MemberLimitReached(f"A chat has room for {most} people beside its owner")


async def _let_in(
    session: AsyncSession, caller: Caller, chat_id: UUID, user_id: UUID, role: MemberRole
) -> None:
    session.add(
        Membership(chat_id=chat_id, user_id=user_id, role=role, added_by=caller.user.user_id)
    )
    await session.flush()
    shown = await session.get(ReadingPosition, (caller.user.user_id, chat_id))
    if shown is None:
        # All who are in a shared chat have a place, so that whoever is at its end can go on.
        await positions.move(session, caller.user.user_id, chat_id, None)
    await positions.move(session, user_id, chat_id, shown.leaf_id if shown else None)
    live.members_changed(chat_id, user_id, "joined")


_people = SQLModel.metadata.tables[User.__tablename__].c
_PERSON = (_people.user_id, _people.name, _people.email)
_OWNER = (
    select_columns(*_PERSON, chats.created_at)
    .join(chats.chat_id.table, chats.user_id == _people.user_id)
    .where(chats.chat_id == bindparam("of_chat_id"))
)
_MEMBERS = (
    select_columns(*_PERSON, stays.joined_at, stays.role)
    .join(stays.chat_id.table, stays.user_id == _people.user_id)
    .where(stays.chat_id == bindparam("of_chat_id"), stays.left_at.is_(None))
    .order_by(stays.membership_id)
)
"""Built once, as those of `access.py` are."""
