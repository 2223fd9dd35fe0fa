"""How OpenAPI describes a stream of events."""

from collections.abc import Sequence
from typing import Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from chat_app.api.schemas.chat_events import CHAT_EVENTS
from chat_app.api.schemas.event_ids import END_OFFSET, PATTERN
from chat_app.api.schemas.events import EVENTS, IN_STREAM, Dialect
from chat_app.api.schemas.shape import CHAT_ID, REPLY_ID, Shape

_NAMES = {dialect: f"{dialect.capitalize()}Event" for dialect in Dialect}
"""Components that stand for all events of a dialect."""
_REF = "#/components/schemas/{model}"
NOTHING_MORE: dict[int | str, dict[str, Any]] = {
    204: {"description": "The caller has heard the closing event: an EventSource stops asking."}
}


def components() -> dict[str, Any]:
    """Return the schemas of all events, and of each dialect's, for the document."""
    shapes = [*CHAT_EVENTS, *(shape for kinds in EVENTS.values() for shape in kinds)]
    wanted: list[tuple[type[Shape], JsonSchemaMode]] = [(each, "serialization") for each in shapes]
    _, definitions = models_json_schema(wanted, ref_template=_REF)
    return definitions["$defs"] | {
        _NAMES[dialect]: {
            "title": _NAMES[dialect],
            "description": f"What stands in the data of an event of the {dialect} dialect"
            + (", where it is JSON: a piece is the text itself." if _is_plain(dialect) else "."),
            "anyOf": [{"$ref": _REF.format(model=shape.__name__)} for shape in kinds],
        }
        for dialect, kinds in EVENTS.items()
    }


def _is_plain(dialect: Dialect) -> bool:
    return dialect is Dialect.TEXT


def stream_responses(*dialects: Dialect) -> dict[int | str, dict[str, Any]]:
    """Describe for OpenAPI a stream that may speak these dialects."""
    return {
        200: {
            "description": "The reply as it is produced and one closing event, which tells of"
            " success or of a fault: "
            + "; ".join(f"`{kind.code}`: {kind.message}" for kind in IN_STREAM),
            "headers": {
                "X-Chat-Id": {
                    "description": "The chat of the reply.",
                    "required": True,
                    "schema": {"type": "string", "format": "uuid"},
                },
                "X-Message-Id": {
                    "description": "The reply; attach to it to go on after a cut.",
                    "required": True,
                    "schema": {"type": "string", "format": "uuid"},
                },
            },
            "content": {
                "text/event-stream": {
                    # Generated clients read the whole as text. OpenAPI 3.2 has an itemSchema, which
                    # is foreign to 3.1; generators do not know 3.2 yet (tried 2026-11-21).
                    "schema": {"type": "string"},
                    "x-itemSchema": _event_schema(dialects),
                    "examples": {dialect: {"value": _EXAMPLES[dialect]} for dialect in dialects},
                }
            },
        }
    }


def _event_schema(dialects: Sequence[Dialect]) -> dict[str, Any]:
    data: list[dict[str, Any]] = [
        {
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": _REF.format(model=_NAMES[dialect])},
        }
        for dialect in dialects
    ]
    if any(map(_is_plain, dialects)):
        data.append({"description": "Text to append."})
    return {
        "type": "object",
        "required": ["id", "data"],
        "properties": {
            "id": {
                "type": "string",
                "pattern": PATTERN,
                "description": "Characters of the reply up to here, where to go on after a cut;"
                f" {END_OFFSET} on the closing event. Behind it stands `@` and the id of the reply"
                " where the same was sent before within a day.",
            },
            "retry": {
                "type": "integer",
                "description": "On GET: connect again so many milliseconds after a cut.",
            },
            "data": {"type": "string", "anyOf": data},
        },
    }


_EXAMPLES = {
    Dialect.TEXT: "id: 6\ndata: Hello,\n\nid: 12\ndata:  world\n\n"
    f'id: {END_OFFSET}\ndata: {{"done": true, "tokens_used": 208, "message_id": "{REPLY_ID}"}}\n\n',
    Dialect.TOKEN: 'id: 6\ndata: {"token": "Hello,", "done": false}\n\n'
    f'id: {END_OFFSET}\ndata: {{"token": "", "done": true, "fullText": "Hello,", '
    f'"tokens_used": 208, "message_id": "{REPLY_ID}", "chat_id": "{CHAT_ID}"}}\n\n',
    Dialect.TYPED: 'id: 0\ndata: {"type": "typing"}\n\n'
    'id: 6\ndata: {"type": "token", "content": "Hello,"}\n\n'
    f'id: {END_OFFSET}\ndata: {{"type": "done", "tokens_used": 208, '
    f'"message_id": "{REPLY_ID}", "breakdown": null}}\n\n',
}
