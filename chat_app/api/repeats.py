"""What makes a sending call safe to repeat: where its stream was cut, and a key of its own."""

from typing import Annotated, Any

from fastapi import Depends, Header, Query

from chat_app.api.schemas import event_ids
from chat_app.api.schemas.event_ids import EventId
from chat_app.api.schemas.shape import Absent
from chat_app.errors import InvalidRequest
from chat_app.services.turns import idempotency

_HEARD: dict[str, Any] = {"type": "string", "pattern": event_ids.PATTERN}


async def last_event_id(
    header: Annotated[
        str | Absent,
        Header(
            alias="Last-Event-ID",
            json_schema_extra=_HEARD,
            description="`id` of the last event that came: the stream goes on after it. With it, a"
            " sending call that comes again with the same body attaches to the reply it began, and"
            " a new one that brings the id of something else begins anew, and comes whole.",
        ),
    ] = None,
    query: Annotated[
        str | Absent,
        Query(
            alias="lastEventId",
            json_schema_extra=_HEARD,
            description="The same for clients that can send no header, which goes before it.",
        ),
    ] = None,
) -> EventId | None:
    """Return the id of the last event that the caller heard.

    Raises:
        InvalidRequest: No stream of ours gave it.
    """
    try:
        heard = [EventId.parse(sent) for sent in (header, query) if sent]
        return heard[0] if heard else None
    except ValueError as fault:
        raise InvalidRequest(f"`Last-Event-ID`: {fault}") from fault


LastEventId = Annotated[EventId | None, Depends(last_event_id)]
"""What an EventSource sends when it connects again."""
Key = Annotated[
    str | Absent,
    Header(
        alias="Idempotency-Key",
        json_schema_extra={"minLength": 1, "maxLength": idempotency.MAX_KEY_CHARACTERS},
        description="The same key and body within 24 h attach to the first turn, charged once.",
    ),
]
"""What makes a sending call safe to repeat."""
