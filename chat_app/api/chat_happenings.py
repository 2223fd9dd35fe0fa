"""What happens in a chat, as one reader is told it: read anew, with the rights of that reader."""

import asyncio
import math
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from typing import TypeVar
from uuid import UUID, uuid4

import anyio

from chat_app.api.chats import message_out
from chat_app.api.queue import line_of
from chat_app.api.schemas.chat_events import (
    AnewEvent,
    DeletedEvent,
    MembersEvent,
    MessageEvent,
    Place,
    PresenceEvent,
    QueueEvent,
    TitleEvent,
    TurnEvent,
    TypingEvent,
)
from chat_app.api.schemas.members import MemberOut, WhoOut
from chat_app.api.schemas.shape import Shape
from chat_app.errors import MessageNotFound, Unavailable
from chat_app.services import chats, live, presence
from chat_app.services.accounts import Caller
from chat_app.services.chats import members
from chat_app.services.live import Event, Kind

_READ_AGAIN_S = 0.5
_AT_LEAST_S = 0.05
"""What was missed is there by then."""

T = TypeVar("T")


async def happenings(
    caller: Caller, chat_id: UUID, last: Place | None, seconds: float | None = None
) -> AsyncGenerator[tuple[Place, Shape], None]:
    """Yield what happens in a chat, each with the place to go on from, until it is deleted.

    Who is there comes first; then, where the caller was away, what was told meanwhile.

    Args:
        caller: The reader, who has a seat in a shared chat meanwhile.
        chat_id: The chat.
        last: How far the reader has heard; from now on where there is nothing.
        seconds: For how long to go on; without an end where there is nothing.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is not the caller's to read any more.
    """
    at = last or Place(live.newest())
    writers = _Writers()
    until = math.inf if seconds is None else time.monotonic() + max(seconds, _AT_LEAST_S)
    seat = f"stream:{uuid4()}"
    # Of what is told in several parts, the rest is told as well.
    told = live.listen(live.of_chat(chat_id), after=at.number - (at.parts is not None))
    coming = asyncio.ensure_future(anext(told))
    try:
        await _take_seat(caller, chat_id, seat)
        here = await _presence(chat_id, live.newest())
        yield at, here
        while True:
            left = min(until, writers.until()) - time.monotonic()
            await asyncio.wait({coming}, timeout=max(left, 0) if left < math.inf else None)
            if writers.forget():
                yield at, writers.event()
            if not coming.done():
                if time.monotonic() >= until:
                    return
                continue
            event = coming.result()
            coming = asyncio.ensure_future(anext(told))
            if event.kind is Kind.MEMBERS:
                await _take_seat(caller, chat_id, seat)
            parts = await _when_there(partial(_parts, caller, chat_id, event))
            # Who was taken out, or may only read from now on, writes no more.
            if event.kind in {Kind.TYPING, Kind.MEMBERS} and writers.hear(event):
                parts = [*parts, writers.event()]
            is_rest = at.number == event.number and at.parts is not None
            for number, part in enumerate(parts):
                if part and part != here and not (is_rest and number <= (at.parts or 0)):
                    here = part if isinstance(part, PresenceEvent) else here
                    is_last = number == len(parts) - 1
                    yield Place(event.number, None if is_last else number), part
            at = Place(event.number)
            if event.kind is Kind.DELETED:
                return
    finally:
        presence.leave(seat)
        with anyio.CancelScope(shield=True):
            # A generator that somebody still waits for cannot be closed.
            coming.cancel()
            await asyncio.wait({coming})
            await told.aclose()


async def _take_seat(caller: Caller, chat_id: UUID, seat: str) -> None:
    chat = await _when_there(partial(chats.get, caller.user, chat_id))
    if chat.is_shared:
        presence.take_seat(seat, chat_id, presence.Person(caller.user.user_id, caller.user.name))


async def _parts(caller: Caller, chat_id: UUID, event: Event) -> list[Shape | None]:
    """Return what is told for an event: nothing in the place of a message that is not there."""
    read = _READERS.get(event.kind)
    return await read(caller, chat_id, event) if read else []


async def _changed(caller: Caller, chat_id: UUID, event: Event) -> list[Shape | None]:
    return [await _message(caller, chat_id, event.fields.get("message"))]


async def _turn(caller: Caller, chat_id: UUID, event: Event) -> list[Shape | None]:
    state, reply, question = (
        event.fields["state"],
        event.fields["reply"],
        event.fields.get("question"),
    )
    # A reply that begins has no text yet.
    written = [question] if state == "began" else [question, reply]
    told = [await _message(caller, chat_id, each) for each in written if each]
    turn = {"state": state, "message_id": reply, "question_id": question}
    return [*told, TurnEvent.model_validate(turn)]


async def _title(caller: Caller, chat_id: UUID, _event: Event) -> list[Shape | None]:
    chat = await chats.get(caller.user, chat_id)
    return [TitleEvent(title=chat.title, model=chat.model, archived=chat.archived)]


async def _members(caller: Caller, chat_id: UUID, _event: Event) -> list[Shape | None]:
    people = await members.of(caller.user, chat_id)
    return [MembersEvent(members=[MemberOut.model_validate(each) for each in people])]


async def _here(_caller: Caller, chat_id: UUID, event: Event) -> list[Shape | None]:
    return [await _presence(chat_id, event.number)]


async def _queue(caller: Caller, chat_id: UUID, _event: Event) -> list[Shape | None]:
    return [QueueEvent(queue=await line_of(caller.user, chat_id))]


async def _deleted(_caller: Caller, _chat_id: UUID, _event: Event) -> list[Shape | None]:
    return [DeletedEvent()]


async def _anew(_caller: Caller, chat_id: UUID, event: Event) -> list[Shape | None]:
    return [AnewEvent(), await _presence(chat_id, event.number)]


_READERS = {
    Kind.MESSAGE: _changed,
    Kind.TURN: _turn,
    Kind.CHAT: _title,
    Kind.RESTORED: _title,
    Kind.MEMBERS: _members,
    Kind.PRESENCE: _here,
    Kind.QUEUE: _queue,
    Kind.DELETED: _deleted,
    Kind.ANEW: _anew,
}


async def _message(caller: Caller, chat_id: UUID, message_id: str | None) -> MessageEvent | None:
    if not message_id:
        return None
    try:
        view = await chats.get_view(caller.user, chat_id, UUID(message_id))
    except MessageNotFound:
        return None
    return MessageEvent(message=message_out(view))


async def _presence(chat_id: UUID, since: int) -> PresenceEvent:
    people = await presence.people_in(chat_id, since)
    return PresenceEvent(people=[WhoOut.model_validate(each) for each in people])


async def _when_there(read: Callable[[], Awaitable[T]]) -> T:
    """Read something, again until the database is there: nothing of what is told is left out."""
    while True:
        try:
            return await read()
        except Unavailable:
            await anyio.sleep(_READ_AGAIN_S)


class _Writers:
    """Who is writing in a chat, by what is told of them."""

    def __init__(self) -> None:
        self._until: dict[str, tuple[str, float]] = {}
        """By id: name, and when it is over."""

    def hear(self, event: Event) -> bool:
        """Take in that somebody is writing, or for whichever reason no longer; say if it is new."""
        user_id, was = event.fields["user"], len(self._until)
        known = user_id in self._until
        if event.fields["state"] == "on":
            self._until[user_id] = event.fields["name"], time.monotonic() + presence.TYPING_S
            return not known
        self._until.pop(user_id, None)
        return len(self._until) < was

    def forget(self) -> bool:
        """Forget those for whom it is over, and say whether there were any."""
        now = time.monotonic()
        over = [user_id for user_id, (_, until) in self._until.items() if until <= now]
        for user_id in over:
            del self._until[user_id]
        return bool(over)

    def until(self) -> float:
        """Return when it is over for the next one, by the clock that only goes on."""
        return min((until for _, until in self._until.values()), default=math.inf)

    def event(self) -> TypingEvent:
        """Tell of them."""
        people = [
            WhoOut(user_id=UUID(user_id), name=name) for user_id, (name, _) in self._until.items()
        ]
        return TypingEvent(people=people)
