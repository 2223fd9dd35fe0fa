"""Talking: send, edit, answer again, attach, stop. See docs/contract/api.md."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from chat_app.api.deps import ChatId, CurrentCaller, CurrentUser, MessageId, StreamCaller
from chat_app.api.envelope import errors
from chat_app.api.repeats import Key, LastEventId
from chat_app.api.schemas.event_ids import END_OFFSET
from chat_app.api.schemas.events import Dialect
from chat_app.api.schemas.streams import NOTHING_MORE, stream_responses
from chat_app.api.schemas.talk import (
    AS_EVER,
    AgainIn,
    ComparedOut,
    CompareIn,
    EditIn,
    MessageIn,
    ReplyBegunOut,
    StopIn,
    StoppedOut,
)
from chat_app.api.sse import EventStream, stream_again, stream_sent
from chat_app.errors import (
    ChatNotFound,
    FileNotFound,
    FileTooLarge,
    Forbidden,
    IdempotencyConflict,
    InvalidChatId,
    InvalidMessage,
    InvalidRequest,
    MessageNotFound,
    ModelLacksInput,
    ModelNotAllowed,
    ModelUnavailable,
    OrgMismatch,
    TokenLimitExceeded,
    TurnInProgress,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.llm.types import Role
from chat_app.services import chats, turns
from chat_app.services.turns import idempotency, waiting
from chat_app.services.turns.drafts import OnSave

router = APIRouter(prefix="/api/chat/{chat_id}", tags=["talking"])

_STREAM = stream_responses(*Dialect)
InDialect = Annotated[Dialect, Query(description="How the reply is written on the wire.")]
_ALL = StopIn()
"""What bodies that are left out mean."""
_OWN_CHAT = (
    Unauthenticated,
    OrgMismatch,
    InvalidChatId,
    ChatNotFound,
    UnauthorizedChatAccess,
)
_SENDING = (
    *_OWN_CHAT,
    Forbidden,
    InvalidRequest,
    InvalidMessage,
    FileNotFound,
    FileTooLarge,
    ModelLacksInput,
    ModelNotAllowed,
    ModelUnavailable,
    TokenLimitExceeded,
    TurnInProgress,
    IdempotencyConflict,
)


@router.post(
    "/message",
    summary="Send a message and stream the reply",
    response_class=EventStream,
    responses=_STREAM | errors(*_SENDING),
)
async def send_message(
    caller: CurrentCaller,
    chat_id: ChatId,
    message: MessageIn,
    dialect: InDialect = Dialect.TEXT,
    key: Key = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """Whatever is wrong is told as JSON before the first byte of the stream."""
    return await stream_sent(
        caller,
        dialect,
        f"send {chat_id} {message.model_dump_json()}",
        lambda on_save: turns.start(
            caller,
            chat_id,
            message.message,
            model=message.model,
            attachments=message.attachments,
            on_save=on_save,
        ),
        key=key,
        heard=last_event_id,
    )


@router.patch(
    "/message/{message_id}",
    summary="Edit a message of mine and stream a new reply",
    response_class=EventStream,
    responses=_STREAM | errors(*_SENDING, MessageNotFound),
)
async def edit_message(
    caller: CurrentCaller,
    chat_id: ChatId,
    message_id: MessageId,
    message: EditIn,
    dialect: InDialect = Dialect.TEXT,
    key: Key = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """The old message stays, on a branch of its own, with the files it had."""
    return await stream_sent(
        caller,
        dialect,
        f"edit {message_id} {message.model_dump_json()}",
        lambda on_save: turns.edit(
            caller,
            chat_id,
            message_id,
            message.message,
            model=message.model,
            attachments=message.attachments,
            on_save=on_save,
        ),
        key=key,
        heard=last_event_id,
    )


@router.post(
    "/message/{message_id}/regenerate",
    summary="Answer again and stream the new reply",
    response_class=EventStream,
    responses=_STREAM | errors(*_SENDING, MessageNotFound),
)
async def regenerate_reply(
    caller: CurrentCaller,
    chat_id: ChatId,
    message_id: MessageId,
    again: AgainIn = AS_EVER,
    dialect: InDialect = Dialect.TEXT,
    key: Key = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """The old reply stays, on a branch of its own; another model may be asked."""
    model = again.model
    return await stream_sent(
        caller,
        dialect,
        f"regenerate {message_id} {model}" if model else f"regenerate {message_id}",
        lambda on_save: turns.regenerate(caller, chat_id, message_id, model=model, on_save=on_save),
        key=key,
        heard=last_event_id,
    )


@router.post(
    "/message/{message_id}/continue",
    summary="Go on with a reply that was cut, and stream the rest",
    response_class=EventStream,
    responses=_STREAM | errors(*_SENDING, MessageNotFound),
)
async def continue_reply(
    caller: CurrentCaller,
    chat_id: ChatId,
    message_id: MessageId,
    again: AgainIn = AS_EVER,
    dialect: InDialect = Dialect.TEXT,
    key: Key = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """What follows is a message of its own whose parent is the cut one; both are one text.

    A reply can be gone on with that was stopped, cut by a fault or by the budget, or ran to its
    longest.
    """
    model = again.model
    return await stream_sent(
        caller,
        dialect,
        f"continue {message_id} {model or ''}",
        lambda on_save: turns.continue_reply(
            caller, chat_id, message_id, model=model, on_save=on_save
        ),
        key=key,
        heard=last_event_id,
    )


@router.post(
    "/compare",
    summary="Have two models answer a message at once",
    status_code=201,
    responses=errors(*_SENDING),
)
async def compare_models(
    caller: CurrentCaller, chat_id: ChatId, compared: CompareIn, key: Key = None
) -> ComparedOut:
    """Both are reserved or neither; attach to each reply to hear it, and stop one or both.

    `PUT /api/chat/{chat_id}/branch` keeps one; the other stays as a version of it.
    """
    first, second = compared.models

    async def begin(on_save: OnSave | None) -> turns.Started:
        return await turns.compare(
            caller,
            chat_id,
            compared.message,
            (first, second),
            attachments=compared.attachments,
            on_save=on_save,
        )

    request = f"compare {chat_id} {compared.model_dump_json()}"
    started = await idempotency.start_once(caller, key, request, begin)
    ids = (started.message_id, started.rival_id)
    return ComparedOut(
        chat_id=started.chat_id,
        user_message_id=started.user_message_id,
        replies=[
            ReplyBegunOut(message_id=message_id, model=model)
            for message_id, model in zip(ids, compared.models, strict=True)
            if message_id
        ],
    )


@router.get(
    "/message/{message_id}/stream",
    summary="Attach to a reply that is being written, or replay a finished one",
    response_class=EventStream,
    responses=_STREAM | NOTHING_MORE | errors(*_OWN_CHAT, InvalidRequest, MessageNotFound),
)
async def attach_to_reply(
    caller: StreamCaller,
    chat_id: ChatId,
    message_id: MessageId,
    dialect: InDialect = Dialect.TYPED,
    after: Annotated[
        int,
        Query(
            ge=0,
            le=END_OFFSET,
            description="Characters that are there already; `Last-Event-ID` goes before it.",
        ),
    ] = 0,
    last_event_id: LastEventId = None,
) -> Response:
    """Costs nothing. A reply that waits in the line of a shared chat is heard when it begins."""
    waits = False
    try:
        message = await chats.get_message(caller.user, chat_id, message_id)
    except MessageNotFound:
        waits = await waiting.is_promised(caller.user, chat_id, message_id)
        # What waits no more may have begun since the first look.
        message = None if waits else await chats.get_message(caller.user, chat_id, message_id)
    if message and message.role is not Role.ASSISTANT:
        raise InvalidRequest("Only a reply can be streamed")
    return stream_again(caller, chat_id, message_id, dialect, last_event_id, after, waits=waits)


@router.post(
    "/stop",
    summary="Stop the reply that is being written",
    responses=errors(*_OWN_CHAT, Forbidden, InvalidRequest),
)
async def stop_reply(user: CurrentUser, chat_id: ChatId, stop: StopIn = _ALL) -> StoppedOut:
    """What was produced is kept and charged. Of two replies, one can be stopped alone."""
    return StoppedOut(stopped=await turns.stop(user, chat_id, stop.message_id))
