"""What a user may use: chats, their messages, the models of the tier."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import LOCKED, briefly
from chat_app.errors import MessageNotFound, ModelNotAllowed, ModelUnavailable
from chat_app.llm import catalogue
from chat_app.llm.types import Task
from chat_app.models import Chat, Membership, Message, Turn, User
from chat_app.prepared import Connection
from chat_app.services.accounts import Caller
from chat_app.services.chats.roles import (
    IS_HERE,
    ChatRole,
    Deed,
    require_owner,
    role_in,
)


@dataclass(frozen=True, slots=True)
class ReadChat:
    """A chat as one of its readers has it."""

    chat: Chat
    role: ChatRole
    stay: Membership | None
    """The reader's, which keeps their pin and folder; of the owner the chat itself does."""

    @property
    def shown(self) -> Chat:
        """The chat with the reader's own pin and folder."""
        return as_read(self.chat, self.stay)


def as_read(chat: Chat, stay: Membership | None) -> Chat:
    """Return a chat with its reader's own pin and folder; for a member a copy, that nobody saves.

    Args:
        stay: The reader's, where they are a member.
    """
    if stay is None:
        return chat
    own: dict[str, Any] = {"pinned": stay.pinned, "project_id": stay.project_id}
    return Chat(**chat.model_dump() | own)


async def chat_of(session: AsyncSession, user: User, chat_id: UUID) -> ReadChat:
    """Return a chat that somebody reads, and what they are in it.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: See `roles.role_in`.
    """
    (read,) = await chats_of(session, user, [chat_id])
    return read


async def chats_of(
    session: AsyncSession,
    user: User,
    chat_ids: Sequence[UUID],
    *,
    to_change: bool = False,
    deleted_after: datetime | None = None,
) -> list[ReadChat]:
    """Return chats that somebody reads, in the order of their ids.

    Args:
        to_change: Whether they are held until the transaction ends.
        deleted_after: From when on a deleted one will do; none will unless told so.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: See `roles.role_in`; of any of them.
    """
    wanted = _CHATS.with_for_update(of=Chat, **LOCKED) if to_change else _CHATS
    params = {"opened_ids": chat_ids, "reader_id": user.user_id}
    rows = cast(
        "Iterable[tuple[Chat, Membership | None]]", await session.exec(wanted, params=params)
    )
    found = {chat.chat_id: (chat, stay) for chat, stay in rows}

    def read(connection: Connection) -> list[ReadChat]:
        chats: list[ReadChat] = []
        for chat_id in sorted(set(chat_ids)):
            chat, stay = found.get(chat_id, (None, None))
            role = role_in(connection, user, chat, stay.role if stay else None, deleted_after)
            chats.append(ReadChat(cast("Chat", chat), role, stay))
        return chats

    return await briefly(session, read)


async def own_chat(session: AsyncSession, user: User, chat_id: UUID, deed: Deed) -> Chat:
    """Return a chat that somebody owns.

    Args:
        deed: What they want to do, which only owners may.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        Forbidden: They are a member of it.
    """
    read = await chat_of(session, user, chat_id)
    require_owner(read.role, deed)
    return read.chat


async def readable_chat(session: AsyncSession, user: User, chat_id: UUID) -> Chat:
    """Return a chat that somebody reads: as its owner, or a member.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
    """
    return (await chat_of(session, user, chat_id)).chat


def running_replies(connection: Connection, chat_id: UUID) -> dict[UUID, UUID]:
    """Return the replies that are being written in a chat, two where two models were asked.

    With each comes who asked for it, and pays.
    """
    found = connection.execute(_RUNNING, {"running_in": chat_id})
    return {row.message_id: row.user_id for row in found}


_CHATS: Any = (
    select(Chat, Membership)
    .outerjoin(Membership, IS_HERE)
    .where(col(Chat.chat_id).in_(bindparam("opened_ids", expanding=True)))
    .order_by(col(Chat.chat_id))
)
"""Built once, as `_RUNNING` is."""
_RUNNING = (
    select_columns(col(Turn.message_id), col(Turn.user_id))
    .where(
        col(Turn.chat_id) == bindparam("running_in"),
        col(Turn.settled_at).is_(None),
        col(Turn.message_id).is_not(None),
    )
    .order_by(col(Turn.lane))
)


async def message_of(session: AsyncSession, chat_id: UUID, message_id: UUID) -> Message:
    """Return a message of a chat.

    Raises:
        MessageNotFound: The chat has no such message.
    """
    message = await session.get(Message, message_id)
    if message is None or message.chat_id != chat_id:
        raise MessageNotFound
    return message


IN_CHATS = (Task.CHAT, Task.IMAGE)
"""What the model of a chat may be for."""


def usable_model(user: User, model_id: str, *tasks: Task) -> catalogue.Model:
    """Return a model that the user may use for some tasks: to talk with, unless told otherwise.

    Raises:
        InvalidRequest: There is no such model, or it is for something else.
        ModelNotAllowed: It is not in the user's tier.
        ModelUnavailable: Its provider has no key.
    """
    model = catalogue.find(model_id, *tasks)
    if not catalogue.is_allowed(model, user.tier):
        raise ModelNotAllowed(
            f"{model.name} is not part of the {user.tier} plan; choose another model"
        )
    if not catalogue.is_available(model):
        raise ModelUnavailable
    return model


def model_for(caller: Caller, task: Task, setting: str) -> catalogue.Model:
    """Return the model that does something for a caller, who did not choose one.

    Args:
        caller: Who pays; a tier or an API key may be for some models alone.
        task: What is to be done.
        setting: Which setting names the model for it; see `catalogue.models_for_task`.

    Raises:
        ModelUnavailable: No model for that has its key.
        ModelNotAllowed: The caller may use none of those that have.
    """
    there = list(filter(catalogue.is_available, catalogue.models_for_task(task, setting)))
    if not there:
        raise ModelUnavailable(_NOBODY[task])
    for model in there:
        if catalogue.is_allowed(model, caller.user.tier) and caller.may_use(model.model_id):
            return model
    caller.require_model(there[0].model_id)
    raise ModelNotAllowed(f"{there[0].name} is not part of the {caller.user.tier} plan")


_NOBODY = {
    Task.TRANSCRIBE: "No model that writes recordings down is set up on this server",
    Task.SPEECH: "No model that reads aloud is set up on this server",
}


def model_of_chat(caller: Caller, model_id: str | None) -> catalogue.Model:
    """Return a model that the caller may choose for a chat.

    Args:
        caller: Who chooses; an API key may be for some models alone.
        model_id: Without one it is the one used last or the default of the tier; of an API key the
            default or, where that is for others, the first that it is for.

    Raises:
        ChatAppError: See `usable_model`; `ModelNotAllowed`, too, where the key is for others.
    """
    if model_id:
        model = usable_model(caller.user, model_id, *IN_CHATS)
    else:
        by_key = caller.key_id is not None
        model = catalogue.default_model(caller.user.tier) if by_key else usual_model(caller.user)
        if not caller.may_use(model.model_id):
            model = next(iter(models_to_choose(caller)), model)
    caller.require_model(model.model_id)
    return model


def usual_model(user: User) -> catalogue.Model:
    """Return the model of a person's new chats: the one used last, or else the tier's default.

    One that makes its text up is nobody's choice where a real one is there.
    """
    usable = [one for one in catalogue.models_for(user.tier) if catalogue.is_available(one)]
    if any(map(catalogue.is_real, usable)):
        usable = list(filter(catalogue.is_real, usable))
    last = (model for model in usable if model.model_id == user.last_model)
    return next(last, None) or catalogue.default_model(user.tier)


def usable_or_usual(user: User, model_id: str | None) -> catalogue.Model:
    """Return a model as long as a person can use it, or else their usual one."""
    usable = (
        model
        for model in catalogue.models_for(user.tier, *IN_CHATS)
        if model.model_id == model_id and catalogue.is_available(model)
    )
    return next(usable, None) or usual_model(user)


def models_to_choose(caller: Caller, *tasks: Task) -> list[catalogue.Model]:
    """Return the models that the caller can use now for some tasks; without any, to talk with."""
    return [
        model
        for model in catalogue.models_for(caller.user.tier, *tasks)
        if catalogue.is_available(model) and caller.may_use(model.model_id)
    ]
