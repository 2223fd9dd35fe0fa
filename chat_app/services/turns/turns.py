"""The heart of the app: start a turn in a chat, and stop it. `exchanges.py` does so without one.

All faces use these same calls; no second path to a reply exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chat_app.errors import ChatNotFound, TurnInProgress
from chat_app.llm.types import Task
from chat_app.models import SendKind, WaitingSend
from chat_app.services import files
from chat_app.services.accounts import Caller
from chat_app.services.accounts.last_use import note_model
from chat_app.services.chats.changes import NewChat
from chat_app.services.turns import commands, line
from chat_app.services.turns.anew import asked_anew
from chat_app.services.turns.drafts import (
    Draft,
    OnSave,
    Place,
    clean,
    end_of_chat,
    first_title,
    make_draft,
)
from chat_app.services.turns.launching import launch
from chat_app.services.turns.naming import naming
from chat_app.services.turns.pairs import paired
from chat_app.services.turns.sendings import Promised, Sending

_TRIES = 5
"""How often something is tried that others were quicker than, before the reader is told."""


@dataclass(frozen=True, slots=True)
class Started:
    """The ids of an exchange that has begun; both messages are saved."""

    chat_id: UUID
    user_message_id: UUID
    message_id: UUID
    """The assistant message that is being written."""
    model: str | None = None
    """Model id; none where the app itself answers."""
    title: str = ""
    """What the chat is called now; nothing where that may be anything."""
    is_known: bool = False
    """Whether an earlier call began it."""
    rival_id: UUID | None = None
    """The second reply that is being written, where two models were asked at once."""
    tag: UUID | None = None
    """The reply, where ids of events must name it: the same was sent before within a day."""
    waiting_id: UUID | None = None
    """Its place in the line of a shared chat, where it waits there: then these are the ids that its
    messages will have, and its words alone are saved."""

    @classmethod
    def waiting(cls, send: WaitingSend) -> "Started":
        """Return what was promised to what waits in line."""
        return cls(
            send.chat_id,
            send.question_id,
            send.reply_id,
            rival_id=send.rival_id,
            waiting_id=send.waiting_id,
        )


async def start(
    caller: Caller,
    chat_id: UUID | None,
    text: str,
    *,
    model: str | None = None,
    attachments: Sequence[UUID] = (),
    new_chat: NewChat | None = None,
    on_save: OnSave | None = None,
) -> Started:
    """Save a message at the end of the current branch and begin to answer it.

    Args:
        chat_id: Without one a chat is made, and kept only together with the message.
        model: Model id; the chat's own where none is given.
        attachments: Ids of the caller's files that go with it, in their order.
        new_chat: What a chat that is made begins with.
        on_save: What to save in the same transaction.

    Raises:
        InvalidMessage: The text, trimmed, is not 1 to 5000 characters long; beside files it may be
            empty.
        FileNotFound: A file is deleted, or somebody else's.
        ModelLacksInput, FileTooLarge: The model does not take the files.
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        ChatArchived: The chat can only be read.
        InvalidRequest, ModelNotAllowed, ModelUnavailable: The model cannot be used.
        ChatLimitReached: There is no place for a new chat.
        TokenLimitExceeded: The budget does not cover the message and a reply.
        TurnInProgress: A reply is being written in this chat; in a shared one it waits in line
            instead, unless that is as long as may be.
        Unavailable: The database is away, or the server shuts down.
    """
    sending = Sending(SendKind.SEND, text, (model,) if model else (), attachments)
    return await begin(caller, chat_id, sending, new_chat=new_chat, on_save=on_save)


async def edit(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID,
    text: str,
    *,
    model: str | None = None,
    attachments: Sequence[UUID] | None = None,
    on_save: OnSave | None = None,
) -> Started:
    """Write a user message anew, as a branch beside the old one, and answer it.

    Args:
        model: Model id; the chat's own where none is given.
        attachments: Ids of its files; `None` leaves those of the old one.

    Raises:
        MessageNotFound: There is no such message in this chat.
        InvalidRequest: It is not a user message.
        ChatAppError: See `start`.
    """
    models = (model,) if model else ()
    sending = Sending(SendKind.EDIT, text, models, attachments, message_id)
    return await begin(caller, chat_id, sending, on_save=on_save)


async def regenerate(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID,
    *,
    model: str | None = None,
    on_save: OnSave | None = None,
) -> Started:
    """Answer the same user message again, as a branch beside the old reply.

    Args:
        message_id: The old reply, or the user message where nothing answers it yet.
        model: Model id; the chat's own where none is given.

    Raises:
        MessageNotFound: There is no such message in this chat.
        InvalidRequest: It is neither.
        ChatAppError: See `start`.
    """
    models = (model,) if model else ()
    sending = Sending(SendKind.REGENERATE, models=models, target_id=message_id)
    return await begin(caller, chat_id, sending, on_save=on_save)


async def continue_reply(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID,
    *,
    model: str | None = None,
    on_save: OnSave | None = None,
) -> Started:
    """Go on with a reply that was cut, stopped, or ran to its longest: an exchange of its own.

    Args:
        message_id: The reply, or the last piece of it where it was gone on with before.
        model: Model id; the one that wrote it where none is given.

    Raises:
        MessageNotFound: There is no such message in this chat.
        InvalidRequest: It is no reply, it is whole, or nothing of it came.
        ChatAppError: See `start`.
    """
    models = (model,) if model else ()
    sending = Sending(SendKind.CONTINUE, models=models, target_id=message_id)
    return await begin(caller, chat_id, sending, on_save=on_save)


async def begin(
    caller: Caller,
    chat_id: UUID | None,
    sending: Sending,
    *,
    new_chat: NewChat | None = None,
    on_save: OnSave | None = None,
) -> Started:
    """Do what somebody asks of a chat or, where others are at it, have that wait in line.

    Raises:
        ChatAppError: See `start`.
    """
    refusal = TurnInProgress()
    for _ in range(_TRIES):
        try:
            return await carry_out(caller, chat_id, sending, new_chat=new_chat, on_save=on_save)
        except TurnInProgress as busy:
            if chat_id is None:
                raise
            refusal = busy
        if waiting := await line.join(caller, chat_id, sending, on_save, refusal):
            return Started.waiting(waiting)
    raise refusal


async def carry_out(
    caller: Caller,
    chat_id: UUID | None,
    sending: Sending,
    *,
    new_chat: NewChat | None = None,
    on_save: OnSave | None = None,
    promised: Promised | None = None,
) -> Started:
    """Do what somebody asks of a chat, now.

    Args:
        caller: Who asks, and pays.
        chat_id: The chat; without one it is made.
        sending: What is asked.
        new_chat: What a chat that is made begins with.
        on_save: What to save in the same transaction.
        promised: Of what has waited in line, which leaves it in that transaction.

    Raises:
        LeftTheLine: It waits no more.
        ChatAppError: See `start`.
    """
    match sending.kind:
        case SendKind.SEND:
            return await _send(caller, chat_id, sending, new_chat, on_save, promised)
        case SendKind.COMPARE:
            asked = await paired(caller, chat_id, sending, new_chat, on_save, promised)
            draft, beside, place = asked
            return await answer(caller, draft, place, beside=beside)
        case _:
            if chat_id is None:
                raise ChatNotFound
            draft, place = await asked_anew(caller, chat_id, sending, on_save)
            return await answer(caller, draft, replace(place, promised=promised))


async def _send(
    caller: Caller,
    chat_id: UUID | None,
    sending: Sending,
    new_chat: NewChat | None,
    on_save: OnSave | None,
    promised: Promised | None,
) -> Started:
    attachments = sending.attachments or ()
    text = clean(sending.text, has_files=bool(attachments))
    sent = await files.usable(caller, attachments)
    wanted: NewChat = {**(new_chat or {}), "model": sending.model}
    place = await end_of_chat(caller, chat_id, promised, **wanted)
    if command := commands.parse(text):
        commands.require_no_files(sent)
        ids = await commands.answer(caller, place, text, command, on_save)
        return Started(place.chat.chat_id, *ids)
    draft = await make_draft(caller, place, text, sent, model_id=sending.model, on_save=on_save)
    return await answer(caller, draft, place)


async def answer(
    caller: Caller, draft: Draft, place: Place, *, beside: Draft | None = None
) -> Started:
    """Reserve, save and launch an exchange of a chat.

    Args:
        caller: Who pays.
        draft: What is asked.
        place: Where.
        beside: What another model is asked at once, at the same place.

    Raises:
        ChatAppError: See `start`.
    """
    draft = replace(draft, place=place, afterwards=naming(caller, draft, place))
    claims, question_id = await launch(caller, draft, *([beside] if beside else []))
    reply_id = claims[0].reply_id
    if caller.key_id is None and draft.model.task is Task.CHAT:
        note_model(caller.user, draft.model.model_id)
    return Started(
        place.chat.chat_id,
        question_id or reply_id,
        reply_id,
        model=draft.model.model_id,
        title=place.chat.title or first_title(draft, place),
        rival_id=claims[1].reply_id if beside else None,
    )
