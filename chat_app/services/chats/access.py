"""What a user may use: the own chats, their messages, the models of the tier."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.errors import (
    ChatArchived,
    ChatNotFound,
    MessageNotFound,
    ModelNotAllowed,
    ModelUnavailable,
    UnauthorizedChatAccess,
)
from chat_app.llm import catalogue
from chat_app.llm.types import Task
from chat_app.models import Chat, Message, Turn, User
from chat_app.services.accounts import Caller


async def own_chat(
    session: AsyncSession, user: User, chat_id: UUID, *, deleted_after: datetime | None = None
) -> Chat:
    """Return a user's chat.

    Args:
        deleted_after: From when on a deleted one will do; none will unless told so.

    Raises:
        ChatNotFound: It does not exist or was deleted.
        UnauthorizedChatAccess: It belongs to somebody else.
    """
    return checked_chat(user, await session.get(Chat, chat_id), deleted_after)


def checked_chat(user: User, chat: Chat | None, deleted_after: datetime | None = None) -> Chat:
    """Return a chat if it is there and the user's own; see `own_chat`."""
    if chat is None:
        raise ChatNotFound
    if not chat.is_active and (
        deleted_after is None or (chat.deleted_at and chat.deleted_at < deleted_after)
    ):
        raise ChatNotFound
    if chat.user_id != user.user_id:
        raise UnauthorizedChatAccess
    return chat


def running_reply(connection: Connection, chat_id: UUID) -> UUID | None:
    """Return the reply that is being written in a chat."""
    return connection.execute(_RUNNING, {"running_in": chat_id}).scalar()


_RUNNING = select(col(Turn.message_id)).where(
    col(Turn.chat_id) == bindparam("running_in"), col(Turn.settled_at).is_(None)
)


async def writable_chat(session: AsyncSession, user: User, chat_id: UUID) -> Chat:
    """Return a user's chat that may be changed.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        ChatArchived: It can only be read.
    """
    chat = await own_chat(session, user, chat_id)
    if chat.archived:
        raise ChatArchived
    return chat


async def message_of(session: AsyncSession, chat_id: UUID, message_id: UUID) -> Message:
    """Return a message of a chat.

    Raises:
        MessageNotFound: The chat has no such message.
    """
    message = await session.get(Message, message_id)
    if message is None or message.chat_id != chat_id:
        raise MessageNotFound
    return message


def usable_model(user: User, model_id: str, task: Task = Task.CHAT) -> catalogue.Model:
    """Return a model that the user may use for something: to talk with, unless told otherwise.

    Raises:
        InvalidRequest: There is no such model, or it is for something else.
        ModelNotAllowed: It is not in the user's tier.
        ModelUnavailable: Its provider has no key.
    """
    model = catalogue.find(model_id, task)
    if not catalogue.is_allowed(model, user.tier):
        raise ModelNotAllowed(f"{model.name} is not part of the {user.tier} plan")
    if not catalogue.is_available(model):
        raise ModelUnavailable
    return model


def model_of_chat(caller: Caller, model_id: str | None) -> catalogue.Model:
    """Return a model that the caller may choose for a chat.

    Args:
        caller: Who chooses; an API key may be for some models alone.
        model_id: Without one it is the default of the tier, or the first that the key is for.

    Raises:
        ChatAppError: See `usable_model`; `ModelNotAllowed`, too, where the key is for others.
    """
    if model_id:
        model = usable_model(caller.user, model_id)
    else:
        model = catalogue.default_model(caller.user.tier)
        if not caller.may_use(model.model_id):
            model = next(iter(models_to_choose(caller)), model)
    caller.require_model(model.model_id)
    return model


def models_to_choose(caller: Caller) -> list[catalogue.Model]:
    """Return the models that the caller may talk with, and that can be talked with."""
    return [
        model
        for model in catalogue.models_for(caller.user.tier)
        if catalogue.is_available(model) and caller.may_use(model.model_id)
    ]
