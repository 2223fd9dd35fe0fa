"""What happens in a chat, as it happens, for programs; see docs/clients.md."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from starlette.types import Send

from chat_app import metrics
from chat_app.api.chat_happenings import happenings
from chat_app.api.deps import ChatId, CurrentCaller, StreamCaller
from chat_app.api.envelope import errors
from chat_app.api.last_event import last_event
from chat_app.api.schemas.chat_events import (
    PATTERN,
    LostEvent,
    Place,
    TypingIn,
    chat_stream_responses,
)
from chat_app.api.schemas.shape import Absent, DoneOut, Shape
from chat_app.api.sse import RETRY, EventStream, body
from chat_app.errors import (
    ChatArchived,
    ChatNotFound,
    Forbidden,
    InvalidChatId,
    InvalidRequest,
    NotFound,
    OrgMismatch,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.services import chats
from chat_app.services.accounts import Caller, stays
from chat_app.services.chats import seen, signs

router = APIRouter(prefix="/api/chat/{chat_id}", tags=["together"])

_DAY_S = 86_400
_IS_WRITING = TypingIn()
"""What a body that is left out means."""
_OWN_CHAT = (Unauthenticated, OrgMismatch, InvalidChatId, ChatNotFound, UnauthorizedChatAccess)
_LastPlace = Annotated[
    Place | None,
    Depends(
        last_event(
            Place.parse,
            PATTERN,
            "`id` of the last event that came: what was told since then comes first or, where that"
            " is not known any more, an event `anew`.",
        )
    ),
]


@router.post(
    "/typing",
    summary="Tell the others that I am writing",
    responses=errors(*_OWN_CHAT, Forbidden, InvalidRequest, ChatArchived),
)
async def tell_typing(
    caller: CurrentCaller, chat_id: ChatId, sign: TypingIn = _IS_WRITING
) -> DoneOut:
    """It holds for 5 seconds: say it again every 3 while it is so.

    Where nobody else is in the chat, nobody is told.
    """
    await signs.typing(caller, chat_id, sign.typing)
    return DoneOut()


@router.post(
    "/seen",
    summary="Say that I have seen what is in a chat",
    responses=errors(*_OWN_CHAT, InvalidRequest),
)
async def see_chat(caller: CurrentCaller, chat_id: ChatId) -> DoneOut:
    """It is `unread` no more, until others do something in it."""
    await seen.see(caller.user, chat_id)
    return DoneOut()


@router.get(
    "/events",
    summary="Hear what happens in a chat",
    response_class=EventStream,
    responses=chat_stream_responses() | errors(*_OWN_CHAT, InvalidRequest),
)
async def hear_chat(
    caller: StreamCaller,
    chat_id: ChatId,
    last: _LastPlace = None,
    seconds: Annotated[
        int | Absent,
        Query(
            ge=0,
            le=_DAY_S,
            description="End the stream after so long, to be gone on with by `Last-Event-ID`: 0 for"
            " what was missed alone. Left out, it does not end by itself.",
        ),
    ] = None,
) -> EventStream:
    """Until the caller hangs up, or may not read the chat any more.

    In a shared chat others see the caller as there meanwhile.
    """
    await chats.get(caller.user, chat_id)
    stays.require_room(caller)
    happening = partial(happenings, caller, chat_id, last, seconds)
    return EventStream(partial(_tell, caller, chat_id, happening), {"X-Chat-Id": str(chat_id)})


async def _tell(
    caller: Caller,
    chat_id: UUID,
    happening: Callable[[], AsyncGenerator[tuple[Place, Shape], None]],
    send: Send,
) -> None:
    """Send what happens, event by event, and why that ends."""
    first = RETRY
    try:
        with metrics.STREAMS_OPEN.track_inprogress():
            async with (
                chats.staying(caller, chat_id),
                aclosing(happening()) as events,
            ):
                async for place, said in events:
                    line = f"id: {place}\ndata: {said.model_dump_json()}\n\n"
                    await send(body(first + line.encode()))
                    first = b""
    except (Unauthenticated, Forbidden, NotFound) as reason:
        lost = LostEvent(code=reason.code, message=reason.message)
        await send(body(f"data: {lost.model_dump_json()}\n\n".encode()))
