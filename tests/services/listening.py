"""Hears what a turn says."""

from contextlib import aclosing
from uuid import UUID

from chat_app.llm.types import ToolCall
from chat_app.services import turns
from chat_app.services.broker import CallPiece, End, Piece
from chat_app.services.turns import Started
from chat_app.services.turns.calls import Calls


async def hear(started: Started) -> tuple[list[str], End]:
    """Listen to a reply and return its pieces and its end."""
    return await _heard(started.message_id, 0)


async def listen(message_id: UUID, after: int = 0) -> tuple[str, End]:
    """Listen to a reply and return its text from `after` on and its end."""
    pieces, end = await _heard(message_id, after)
    return "".join(pieces), end


async def _heard(message_id: UUID, offset: int) -> tuple[list[str], End]:
    """Hear each piece once and in its place."""
    pieces: list[str] = []
    async with aclosing(turns.attach(message_id, offset)) as events:
        async for event in events:
            if isinstance(event, End):
                return pieces, event
            assert isinstance(event, Piece)
            assert event.offset == offset
            pieces.append(event.text)
            offset = event.end
    raise AssertionError("no End")


async def hear_until(started: Started, text: str) -> None:
    """Listen until a reply has come to be this text."""
    heard = ""
    async with aclosing(turns.attach(started.message_id)) as events:
        async for event in events:
            assert isinstance(event, Piece)
            heard += event.text
            if heard == text:
                return
    raise AssertionError("no End")


async def first_piece(started: Started) -> Piece:
    """Wait for the first text of a turn."""
    async with aclosing(turns.attach(started.message_id)) as events:
        async for event in events:
            assert isinstance(event, Piece)
            return event
    raise AssertionError("nothing came")


async def hear_exchange(exchange_id: UUID) -> tuple[str, tuple[ToolCall, ...], End]:
    """Listen to an exchange of a program and return its text, its calls and its end."""
    text, calls, offset = "", Calls(), 0
    async with aclosing(turns.attach(exchange_id)) as events:
        async for event in events:
            if isinstance(event, End):
                return text, calls.whole(), event
            assert event.offset == offset
            offset = event.end
            if isinstance(event, CallPiece):
                calls.add(event.delta)
            else:
                assert isinstance(event, Piece)
                text += event.text
    raise AssertionError("no End")
