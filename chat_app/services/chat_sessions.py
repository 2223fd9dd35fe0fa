"""Prompts saved by one call and answered by a later one: for EventSource, which can only GET.

A session begins one turn, however often it is asked for; it is open for `SESSION_TTL_S`, says for
a day that it has expired, and is then forgotten.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import reading, transaction
from chat_app.errors import Forbidden, SessionExpired, SessionNotFound, TurnInProgress
from chat_app.models import ChatSession, User, now
from chat_app.services import chats, turns
from chat_app.services.drafts import clean
from chat_app.services.own import usable_model

_REMEMBERED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reply:
    """Which reply a session stands for."""

    chat_id: UUID
    message_id: UUID


async def open_session(
    user: User,
    *,
    model: str,
    prompt: str,
    chat_id: UUID | None = None,
    project_id: str | None = None,
    task_id: str | None = None,
) -> ChatSession:
    """Save a prompt, in a new chat where none is given.

    Raises:
        InvalidMessage: The prompt, trimmed, is not 1 to 5000 characters long.
        InvalidRequest, ModelNotAllowed, ModelUnavailable: The model cannot be used.
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        ChatArchived: It can only be read.
        ChatLimitReached: There is no place for a new chat.
    """
    prompt = clean(prompt)
    model = usable_model(user, model).model_id
    if chat_id:
        chat = await chats.get(user, chat_id, to_write=True)
    else:
        chat = await chats.create(user, model=model, project_id=project_id, task_id=task_id)
    opened = ChatSession(
        user_id=user.user_id,
        chat_id=chat.chat_id,
        model=model,
        prompt=prompt,
        expires_at=now() + timedelta(seconds=get_settings().SESSION_TTL_S),
    )
    async with transaction() as session:
        session.add(opened)
    return opened


async def reply_of(user: User, session_id: UUID) -> Reply:
    """Return the reply of a session; the first call begins it.

    Raises:
        SessionNotFound: There is no such session, or it was forgotten.
        Forbidden: It is somebody else's.
        SessionExpired: Its time is over, whether it was used or not.
        ChatAppError: See `turns.start`.
    """
    opened = await _open(user, session_id)
    if opened.message_id is None:

        async def note(session: AsyncSession, message_id: UUID) -> None:
            noted = await session.exec(
                update(ChatSession)
                .where(
                    col(ChatSession.session_id) == session_id,
                    col(ChatSession.message_id).is_(None),
                )
                .values(message_id=message_id)
                .returning(col(ChatSession.session_id))
            )
            if noted.first() is None:
                raise TurnInProgress

        try:
            started = await turns.start(
                user, opened.chat_id, opened.prompt, model=opened.model, along=note
            )
            return Reply(started.chat_id, started.message_id)
        except TurnInProgress:
            # Perhaps it is the turn of this very session, begun by a call beside this one.
            opened = await _open(user, session_id)
            if opened.message_id is None:
                raise
    await chats.get(user, opened.chat_id)
    return Reply(opened.chat_id, opened.message_id)


async def forget_old() -> None:
    """Remove the sessions that expired more than a day ago."""
    async with transaction() as session:
        await session.exec(
            delete(ChatSession).where(col(ChatSession.expires_at) < now() - _REMEMBERED_FOR)
        )


async def _open(user: User, session_id: UUID) -> ChatSession:
    async with reading() as session:
        opened = await session.get(ChatSession, session_id)
    if opened is None:
        raise SessionNotFound
    if opened.user_id != user.user_id:
        raise Forbidden("This session belongs to somebody else")
    if opened.expires_at <= now():
        raise SessionExpired
    return opened
