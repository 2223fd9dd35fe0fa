"""Talking: send, edit, answer again, attach, stop, quote. See product.md §5.3."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from sse_starlette import EventSourceResponse

from chat_app.api.deps import ChatId, CurrentUser, MessageId, StreamUser
from chat_app.api.envelope import errors
from chat_app.api.schemas import EditIn, MessageIn, QuoteOut, StoppedOut
from chat_app.api.sse import Dialect, stream_reply
from chat_app.errors import (
    ChatNotFound,
    Forbidden,
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
    ModelNotAllowed,
    ModelUnavailable,
    TokenLimitExceeded,
)
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The reply as it is produced; one closing event.",
        "headers": {
            "X-Chat-Id": {"schema": {"type": "string", "format": "uuid"}},
            "X-Message-Id": {
                "description": "The reply; attach to it to go on after a cut.",
                "schema": {"type": "string", "format": "uuid"},
            },
        },
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "examples": {
                    "text": {
                        "value": "id: 6\ndata: Hello,\n\nid: 12\ndata:  world\n\n"
                        'id: 12\ndata: {"done": true, "tokens_used": 208, "message_id": "…"}\n\n'
                    },
                    "token": {
                        "value": 'id: 6\ndata: {"token": "Hello,", "done": false}\n\n'
                        'id: 6\ndata: {"token": "", "done": true, "fullText": "Hello,", '
                        '"tokens_used": 208, "message_id": "…", "chat_id": "…"}\n\n'
                    },
                    "typed": {
                        "value": 'id: 0\ndata: {"type": "typing"}\n\n'
                        'id: 6\ndata: {"type": "token", "content": "Hello,"}\n\n'
                        'id: 6\ndata: {"type": "done", "tokens_used": 208, "message_id": "…", '
                        '"breakdown": {}}\n\n'
                    },
                },
            }
        },
    }
}


@router.post(
    "/message",
    summary="Send a message and stream the reply",
    response_class=EventSourceResponse,
    responses=_STREAM | errors(*_SENDING, TurnInProgress),
)
async def send(
    user: CurrentUser, chat_id: ChatId, message: MessageIn, dialect: Dialect = Dialect.TEXT
) -> EventSourceResponse:
    """Whatever is wrong is told as JSON before the first byte of the stream."""
    started = await turns.start(user, chat_id, message.message, model=message.model)
    return stream_reply(started.chat_id, started.message_id, dialect)


@router.patch(
    "/message/{message_id}",
    summary="Edit a message of mine and stream a new reply",
    response_class=EventSourceResponse,
    responses=_STREAM | errors(*_SENDING, MessageNotFound, TurnInProgress),
)
async def edit(
    user: CurrentUser,
    chat_id: ChatId,
    message_id: MessageId,
    message: EditIn,
    dialect: Dialect = Dialect.TEXT,
) -> EventSourceResponse:
    """The old message stays, on a branch of its own."""
    started = await turns.edit(user, chat_id, message_id, message.message)
    return stream_reply(started.chat_id, started.message_id, dialect)


@router.post(
    "/message/{message_id}/regenerate",
    summary="Answer again and stream the new reply",
    response_class=EventSourceResponse,
    responses=_STREAM | errors(*_SENDING, MessageNotFound, TurnInProgress),
)
async def regenerate(
    user: CurrentUser, chat_id: ChatId, message_id: MessageId, dialect: Dialect = Dialect.TEXT
) -> EventSourceResponse:
    """The old reply stays, on a branch of its own."""
    started = await turns.regenerate(user, chat_id, message_id)
    return stream_reply(started.chat_id, started.message_id, dialect)


@router.get(
    "/message/{message_id}/stream",
    summary="Attach to a reply that is being written, or replay a finished one",
    response_class=EventSourceResponse,
    responses=_STREAM | errors(*_OWN_CHAT, InvalidRequest, MessageNotFound),
)
async def attach(  # noqa: PLR0917 (FastAPI passes by name)
    user: StreamUser,
    chat_id: ChatId,
    message_id: MessageId,
    dialect: Dialect = Dialect.TYPED,
    after: Annotated[int, Query(ge=0, description="Characters that are there already.")] = 0,
    last_event_id: Annotated[
        int | None, Header(ge=0, description="Sent by EventSource; goes before `after`.")
    ] = None,
) -> EventSourceResponse:
    """Costs nothing."""
    message = await chats.get_message(user, chat_id, message_id)
    if message.role is not Role.ASSISTANT:
        raise InvalidRequest("Only a reply can be streamed")
    offset = after if last_event_id is None else last_event_id
    return stream_reply(chat_id, message_id, dialect, offset)


@router.post(
    "/stop",
    summary="Stop the reply that is being written",
    responses=errors(*_OWN_CHAT, Forbidden),
)
async def stop(user: CurrentUser, chat_id: ChatId) -> StoppedOut:
    """What was produced is kept and charged."""
    return StoppedOut(stopped=await turns.stop(user, chat_id))


@router.post(
    "/quote",
    summary="What would this message cost at most?",
    responses=errors(*_SENDING),
)
async def quote(user: CurrentUser, chat_id: ChatId, message: MessageIn) -> QuoteOut:
    """The very number that sending it reserves."""
    quoted = await turns.quote(user, chat_id, message.message, model=message.model)
    return QuoteOut.model_validate(quoted)
