"""What makes a sending call safe to repeat: where its stream was cut, and a key of its own."""

from typing import Annotated

from fastapi import Depends, Header

from chat_app.api.last_event import last_event
from chat_app.api.schemas import event_ids
from chat_app.api.schemas.event_ids import EventId
from chat_app.api.schemas.shape import Absent
from chat_app.services.turns import idempotency

LastEventId = Annotated[
    EventId | None,
    Depends(
        last_event(
            EventId.parse,
            event_ids.PATTERN,
            "`id` of the last event that came: the stream goes on after it. With it, a sending call"
            " that comes again with the same body attaches to the reply it began, and a new one"
            " that brings the id of something else begins anew, and comes whole.",
        )
    ),
]
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
