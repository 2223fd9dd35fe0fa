"""Talking for programs: a chat of its own if need be, whole replies, sessions for EventSource."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from chat_app.api.deps import CurrentCaller, CurrentUser, StreamCaller
from chat_app.api.dialects import in_markdown
from chat_app.api.envelope import errors
from chat_app.api.hanging_up import NOBODY_LISTENS, unless_hung_up
from chat_app.api.methods import is_head
from chat_app.api.repeats import Key, LastEventId
from chat_app.api.schemas.attachments import attachments_of
from chat_app.api.schemas.events import Dialect
from chat_app.api.schemas.programs import (
    ChatMessageIn,
    HistoryMessageOut,
    HistoryOut,
    ReplyOut,
    StartedOut,
    StartIn,
)
from chat_app.api.schemas.shape import A_UUID
from chat_app.api.schemas.streams import NOTHING_MORE, stream_responses
from chat_app.api.sse import EventStream, head_of_stream, stream_again, stream_sent
from chat_app.errors import (
    ChatLimitReached,
    ChatNotFound,
    ContentBlocked,
    FileNotFound,
    FileTooLarge,
    Forbidden,
    IdempotencyConflict,
    InternalError,
    InvalidChatId,
    InvalidMessage,
    InvalidRequest,
    KeyRefused,
    ModelLacksInput,
    ModelNotAllowed,
    ModelUnavailable,
    OrgMismatch,
    ProviderError,
    ProviderRateLimited,
    ProviderTimeout,
    SendTakenBack,
    SessionExpired,
    SessionNotFound,
    TokenLimitExceeded,
    TurnInProgress,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.services import chats, turns
from chat_app.services.accounts import Caller
from chat_app.services.broker import End
from chat_app.services.turns import idempotency, prompts
from chat_app.services.turns.drafts import OnSave

router = APIRouter(prefix="/api/chat", tags=["programs"])

_OWN_CHAT = (Unauthenticated, OrgMismatch, InvalidChatId, ChatNotFound, UnauthorizedChatAccess)
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
    ChatLimitReached,
    TokenLimitExceeded,
    TurnInProgress,
    IdempotencyConflict,
)
_ENDINGS = (ContentBlocked, ProviderError, ProviderRateLimited, ProviderTimeout)
_BY_CODE = {kind.code: kind for kind in (*_SENDING, *_ENDINGS, KeyRefused, SendTakenBack)}
"""What may become of a reply that was begun, or that waited in the line of a shared chat."""


@router.post(
    "",
    summary="Send a message and wait for the reply",
    response_model=ReplyOut,
    responses=errors(*_SENDING, *_ENDINGS, SendTakenBack),
)
async def send_and_wait(
    request: Request, caller: CurrentCaller, message: ChatMessageIn, key: Key = None
) -> ReplyOut | Response:
    """What was produced before a fault is kept in the chat and charged.

    A caller who hangs up stops listening, no more; with an `Idempotency-Key` it can come back.
    """
    started = await idempotency.start_once(caller, key, *_sent(caller, message))
    async with chats.staying(caller, started.chat_id):
        end = await unless_hung_up(request.receive, _ending(started.message_id))
    if end is None:
        return Response(status_code=NOBODY_LISTENS)
    if end.error_code:
        raise _BY_CODE.get(end.error_code, InternalError)(end.error_message)
    reply = await chats.get_message(caller.user, started.chat_id, started.message_id)
    return ReplyOut(
        chat_id=started.chat_id,
        message_id=started.message_id,
        reply=in_markdown(end),
        tokens_used=end.tokens_used,
        created_at=reply.created_at,
    )


@router.post(
    "/stream",
    summary="Send a message and stream the reply in the token dialect",
    response_class=EventStream,
    responses=stream_responses(Dialect.TOKEN) | errors(*_SENDING),
)
async def send_and_stream(
    caller: CurrentCaller,
    message: ChatMessageIn,
    key: Key = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """Without `chat_id` a chat is made; `X-Chat-Id` says which."""
    return await stream_sent(
        caller, Dialect.TOKEN, *_sent(caller, message), key=key, heard=last_event_id
    )


@router.post("/start", summary="Save a message for EventSource", responses=errors(*_SENDING))
async def start_session(caller: CurrentCaller, prompt: StartIn, key: Key = None) -> StartedOut:
    """The message is saved at once and stays; its session is open for ten minutes.

    Nothing is reserved yet: the GET may still be refused, and may then be tried again.
    """
    opened = await prompts.open_session(
        caller,
        model=prompt.modelId,
        prompt=prompt.prompt,
        chat_id=chats.parse_chat_id(prompt.chatId) if prompt.chatId is not None else None,
        project_id=prompt.projectId,
        task_id=prompt.taskId,
        attachments=prompt.attachments,
        key=key,
    )
    return StartedOut(sessionId=opened.session_id, chatId=opened.chat_id)


@router.get(
    "/stream",
    summary="Stream the reply of a session in the typed dialect",
    response_class=EventStream,
    responses=stream_responses(Dialect.TYPED)
    | NOTHING_MORE
    | errors(
        *_OWN_CHAT,
        Forbidden,
        InvalidRequest,
        FileTooLarge,
        ModelLacksInput,
        ModelNotAllowed,
        ModelUnavailable,
        TokenLimitExceeded,
        TurnInProgress,
        SessionNotFound,
        SessionExpired,
    ),
)
async def stream_session(
    request: Request,
    caller: StreamCaller,
    session_id: Annotated[
        str,
        Query(
            alias="sessionId", description="From `POST /api/chat/start`.", json_schema_extra=A_UUID
        ),
    ],
    last_event_id: LastEventId = None,
) -> Response:
    """The first GET begins the reply; any other attaches to it and costs nothing."""
    parsed_id = _parse_session_id(session_id)
    if is_head(request.scope):
        opened = await prompts.find(caller.user, parsed_id)
        return head_of_stream(opened.chat_id, opened.message_id)
    reply = await prompts.reply_of(caller, parsed_id)
    heard = last_event_id if reply.is_known else None
    return stream_again(caller, reply.chat_id, reply.message_id, Dialect.TYPED, heard)


@router.get(
    "/history",
    summary="Read the current branch of a chat",
    responses=errors(*_OWN_CHAT, InvalidRequest),
)
async def read_history(
    user: CurrentUser,
    chat_id: Annotated[
        str, Query(alias="chatId", description="The chat.", json_schema_extra=A_UUID)
    ],
) -> HistoryOut:
    """Oldest first."""
    chat = await chats.get(user, chats.parse_chat_id(chat_id))
    views = await chats.messages(user, chat.chat_id, limit=chat.message_count)
    return HistoryOut(
        chatId=chat.chat_id,
        messages=[
            HistoryMessageOut(
                id=view.message.message_id,
                role=view.message.role,
                content=view.message.content,
                modelId=view.message.model,
                tokensUsed=view.tokens_consumed,
                createdAt=view.message.created_at,
                attachments=attachments_of(view),
            )
            for view in views
        ],
    )


def _sent(
    caller: Caller, message: ChatMessageIn
) -> tuple[str, Callable[[OnSave | None], Awaitable[turns.Started]]]:
    """Return what stands for a request, and what begins its turn, in a new chat if need be."""
    chat_id = chats.parse_chat_id(message.chat_id) if message.chat_id is not None else None

    async def begin(on_save: OnSave | None) -> turns.Started:
        return await turns.start(
            caller,
            chat_id,
            message.message,
            model=message.model,
            attachments=message.attachments,
            on_save=on_save,
        )

    return f"chat {message.model_dump_json()}", begin


async def _ending(message_id: UUID) -> End:
    async with aclosing(turns.attach(message_id)) as events:
        async for event in events:
            if isinstance(event, End):
                return event
    raise InternalError


def _parse_session_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise SessionNotFound from fault
