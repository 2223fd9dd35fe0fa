"""Messages saved by one call and answered by a later one: for EventSource, which can only GET.

A session begins one turn, however often it is asked for; it is open for `SESSION_TTL_S`, says for
a day that it has expired, and is then forgotten. The message stays, whatever becomes of it.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows

from chat_app.config import get_settings
from chat_app.db import reading, transaction
from chat_app.errors import Forbidden, SessionExpired, SessionNotFound, TurnInProgress
from chat_app.llm.types import Role
from chat_app.models import Message, SavedPrompt, SendKind, User, now
from chat_app.prepared import Connection
from chat_app.services import chats, files
from chat_app.services.accounts import Caller, limits
from chat_app.services.chats.access import IN_CHATS, usable_model
from chat_app.services.turns import commands, idempotency, line, turns
from chat_app.services.turns.anew import files_of
from chat_app.services.turns.drafts import (
    OnSave,
    Place,
    clean,
    end_of_chat,
    make_draft,
)
from chat_app.services.turns.drawing import model_asked
from chat_app.services.turns.launching import check
from chat_app.services.turns.opening import save_question
from chat_app.services.turns.sendings import Sending
from chat_app.services.turns.turns import Started

_REMEMBERED_FOR = timedelta(days=1)


async def open_session(
    caller: Caller,
    *,
    model: str,
    prompt: str,
    chat_id: UUID | None = None,
    project_id: str | None = None,
    task_id: str | None = None,
    attachments: Sequence[UUID] = (),
    key: str | None = None,
) -> SavedPrompt:
    """Save a message at the end of the current branch, to be answered by `reply_of`.

    What `turns.start` refuses is refused here, and leaves nothing behind. A command is carried out
    at once.

    Args:
        model: Model id.
        prompt: The text.
        chat_id: Without one a chat is made, and kept only together with the message.
        project_id: The caller's own mark on a chat that is made; likewise `task_id`.
        task_id: See `project_id`.
        attachments: Ids of the caller's files that go with it.
        key: The same one with the same request means the same session.

    Raises:
        IdempotencyConflict: The key stands for another request.
        ChatAppError: See `turns.start`.
    """

    async def begin(on_save: OnSave | None) -> Started:
        return await _open_session(
            caller, model, prompt, chat_id, project_id, task_id, attachments, on_save
        )

    named = [str(each) for each in attachments]
    request = f"start {[model, prompt, str(chat_id or ''), project_id, task_id, *named]}"
    started = await idempotency.start_once(caller, key, request, begin)
    async with reading() as session:
        found = await session.exec(
            select_rows(SavedPrompt).where(SavedPrompt.question_id == started.user_message_id)
        )
        opened = found.first()
    if opened is None:
        raise SessionNotFound
    return opened


async def reply_of(caller: Caller, session_id: UUID) -> Started:
    """Return the reply of a session; the first call begins it.

    Raises:
        RateLimited: It was asked for `SESSION_MAX_REQUESTS` times.
        ChatAppError: See `find` and `turns.start`.
    """
    opened = await find(caller.user, session_id)
    await limits.take_session_request(session_id)
    if opened.message_id is None:
        try:
            return await _begin(caller, opened)
        except TurnInProgress:
            # Perhaps it is the turn of this very session, begun by a call beside this one.
            opened = await find(caller.user, session_id)
            if opened.message_id is None:
                raise
    return Started(opened.chat_id, opened.question_id, opened.message_id, is_known=True)


async def find(user: User, session_id: UUID) -> SavedPrompt:
    """Return a session that is open; nothing begins.

    Raises:
        SessionNotFound: There is no such session, or it was forgotten.
        Forbidden: It is somebody else's.
        SessionExpired: Its time is over, whether it was used or not.
        ChatNotFound: Its chat was deleted.
    """
    async with reading() as session:
        opened = await session.get(SavedPrompt, session_id)
    if opened is None:
        raise SessionNotFound
    if opened.user_id != user.user_id:
        raise Forbidden("This session belongs to somebody else")
    if opened.expires_at <= now():
        raise SessionExpired
    await chats.get(user, opened.chat_id)
    return opened


async def forget_old() -> None:
    """Remove the sessions that expired more than a day ago."""
    async with transaction() as session:
        await session.exec(
            delete(SavedPrompt).where(col(SavedPrompt.expires_at) < now() - _REMEMBERED_FOR)
        )


async def _open_session(
    caller: Caller,
    model: str,
    prompt: str,
    chat_id: UUID | None,
    project_id: str | None,
    task_id: str | None,
    attachments: Sequence[UUID],
    on_save: OnSave | None,
) -> Started:
    text = clean(prompt, has_files=bool(attachments))
    sent = await files.usable(caller, attachments)
    place = await end_of_chat(caller, chat_id, model=model, project_id=project_id, task_id=task_id)

    def save_session(
        connection: Connection, question_id: UUID, reply_id: UUID | None, last_id: UUID
    ) -> None:
        saved = SavedPrompt(
            user_id=caller.user.user_id,
            chat_id=place.chat.chat_id,
            model=model_asked(caller.user, text, model).model_id,
            question_id=question_id,
            message_id=reply_id,
            expires_at=now() + timedelta(seconds=get_settings().SESSION_TTL_S),
        )
        connection.execute(_SAVE, saved.model_dump())
        if on_save:
            on_save(connection, last_id)

    def save(connection: Connection, message_id: UUID) -> None:
        last = connection.execute(_LAST, {"last_id": message_id}).one()
        is_answered = last.role is Role.ASSISTANT and last.parent_id is not None
        question_id = (is_answered and last.parent_id) or message_id
        save_session(connection, question_id, message_id if is_answered else None, message_id)

    def keep(connection: Connection, reply_id: UUID) -> None:
        # It is sent when its turn comes, whether a GET has come by then or not.
        if waits := line.standing(connection, reply_id):
            save_session(connection, waits.send.question_id, reply_id, reply_id)

    if command := commands.parse(text):
        usable_model(caller.user, model, *IN_CHATS)
        commands.require_no_files(sent)
        ids = await commands.answer(caller, place, text, command, save)
        return Started(place.chat.chat_id, *ids)
    draft = await make_draft(caller, place, text, sent, model_id=model, on_save=save)
    await check(caller, draft)
    try:
        question_id = await save_question(caller.user, draft, place)
    except TurnInProgress as busy:
        sending = Sending(SendKind.SEND, text, (model,), attachments)
        waiting = chat_id and await line.join(caller, chat_id, sending, keep, busy)
        if not waiting:
            raise
        return Started.waiting(waiting)
    return Started(place.chat.chat_id, question_id, question_id)


async def _begin(caller: Caller, opened: SavedPrompt) -> Started:
    def note(connection: Connection, message_id: UUID) -> None:
        params = {"noted_id": opened.session_id, "reply_id": message_id}
        if connection.execute(_NOTE, params).first() is None:
            raise TurnInProgress

    at = await chats.get_to_write(caller.user, opened.chat_id)
    question = await chats.get_message(caller.user, opened.chat_id, opened.question_id)
    place = Place(
        at,
        question.parent_id,
        answered_id=question.message_id,
        keeps_branch=at.leaf_id != question.message_id,
    )
    sent = await files_of(question)
    draft = await make_draft(
        caller, place, question.content, sent, model_id=opened.model, on_save=note
    )
    return await turns.answer(caller, draft, place)


_messages = SQLModel.metadata.tables[Message.__tablename__].c
_LAST = select(_messages.role, _messages.parent_id).where(
    _messages.message_id == bindparam("last_id")
)
_saved = SQLModel.metadata.tables[SavedPrompt.__tablename__]
_SAVE = insert(_saved)
_NOTE = (
    update(_saved)
    .where(_saved.c.session_id == bindparam("noted_id"), _saved.c.message_id.is_(None))
    .values(message_id=bindparam("reply_id"))
    .returning(_saved.c.session_id)
)
