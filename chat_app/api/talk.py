"""Talking: send, edit, answer again, attach, stop, quote. See docs/contract/api.md."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from chat_app.api.deps import (
    ChatId,
    CurrentCaller,
    CurrentUser,
    Key,
    LastEventId,
    MessageId,
    StreamCaller,
)
from chat_app.api.envelope import errors
from chat_app.api.schemas.event_ids import END_OFFSET
from chat_app.api.schemas.events import Dialect
from chat_app.api.schemas.streams import NOTHING_MORE, stream_responses
from chat_app.api.schemas.talk import EditIn, MessageIn, QuoteOut, StoppedOut
from chat_app.api.sse import EventStream, stream_again, stream_sent
from chat_app.errors import (
    ChatNotFound,
    Forbidden,
    IdempotencyConflict,
    InvalidChatId,
    InvalidMessage,
    InvalidRequest,
    MessageNotFound,
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

router = APIRouter(prefix="/api/chat/{chat_id}", tags=["talking"])

_STREAM = stream_responses(*Dialect)
InDialect = Annotated[Dialect, Query(description="How the reply is written on the wire.")]
_OWN_CHAT = (
    Unauthenticated,
    OrgMismatch,
    InvalidChatId,
    ChatNotFound,
    UnauthorizedChatAccess,
)
_PRICING = (
    *_OWN_CHAT,
    Forbidden,
    InvalidRequest,
    InvalidMessage,
    ModelNotAllowed,
    ModelUnavailable,
    TokenLimitExceeded,
)
_SENDING = (*_PRICING, TurnInProgress, IdempotencyConflict)


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
            caller, chat_id, message.message, model=message.model, on_save=on_save
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
    """The old message stays, on a branch of its own."""
    return await stream_sent(
        caller,
        dialect,
        f"edit {message_id} {message.model_dump_json()}",
        lambda on_save: turns.edit(caller, chat_id, message_id, message.message, on_save=on_save),
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
    dialect: InDialect = Dialect.TEXT,
    key: Key = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """The old reply stays, on a branch of its own."""
    return await stream_sent(
        caller,
        dialect,
        f"regenerate {message_id}",
        lambda on_save: turns.regenerate(caller, chat_id, message_id, on_save=on_save),
        key=key,
        heard=last_event_id,
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
    """Costs nothing."""
    message = await chats.get_message(caller.user, chat_id, message_id)
    if message.role is not Role.ASSISTANT:
        raise InvalidRequest("Only a reply can be streamed")
    return stream_again(chat_id, message_id, dialect, last_event_id, after)


@router.post(
    "/stop",
    summary="Stop the reply that is being written",
    responses=errors(*_OWN_CHAT, Forbidden, InvalidRequest),
)
async def stop_reply(user: CurrentUser, chat_id: ChatId) -> StoppedOut:
    """What was produced is kept and charged."""
    return StoppedOut(stopped=await turns.stop(user, chat_id))


@router.post(
    "/quote",
    summary="What would this message cost at most?",
    responses=errors(*_PRICING),
)
async def quote_message(caller: CurrentCaller, chat_id: ChatId, message: MessageIn) -> QuoteOut:
    """The very number that sending it reserves."""
    quoted = await turns.quote(caller, chat_id, message.message, model=message.model)
    return QuoteOut.model_validate(quoted)
