"""How the events of a turn's log stand in a Redis stream: a few fields of text each."""

from pydantic import ConfigDict, TypeAdapter, ValidationError

from chat_app.llm.types import ToolCallDelta
from chat_app.services.broker.events import CallPiece, End, Heard, Picture, Piece, Thought

_event = TypeAdapter[End | Picture | ToolCallDelta](
    End | Picture | ToolCallDelta,
    config=ConfigDict(
        ser_json_bytes="base64", val_json_bytes="base64", arbitrary_types_allowed=True
    ),
)


def fields_of(event: Heard) -> dict[str, str]:
    """Return what stands in an entry for an event."""
    if isinstance(event, Piece):
        return {"o": str(event.offset), "t": event.text}
    if isinstance(event, Thought):
        return {"h": str(event.offset), "t": event.text}
    if isinstance(event, End):
        return {"e": _event.dump_json(event, exclude={"error"}).decode()}
    said = event if isinstance(event, Picture) else event.delta
    return {"o": str(event.offset), "e": _event.dump_json(said).decode()}


def told_by(fields: dict[str, str], offset: int, thought_offset: int | None) -> Heard | None:
    """Return what an entry tells from an offset on; `None` where it is nothing new, or not wanted.

    Raises:
        LookupError: It cannot be read, or there is a hole before it.
    """
    if "h" in fields:
        return _thought(int(fields["h"]), fields["t"], thought_offset)
    start = int(fields.get("o", offset))
    if start > offset:
        raise LookupError
    if "e" not in fields:
        text = fields.get("t", "")[offset - start :]
        return Piece(offset, text) if text else None
    try:
        event = _event.validate_json(fields["e"])
    except ValidationError as fault:
        raise LookupError from fault
    if isinstance(event, End):
        return event
    if start < offset:
        return None
    return event if isinstance(event, Picture) else CallPiece(start, event)


def _thought(start: int, text: str, offset: int | None) -> Thought | None:
    if offset is None:
        return None
    if start > offset:
        raise LookupError
    rest = text[offset - start :]
    return Thought(offset, rest) if rest else None
