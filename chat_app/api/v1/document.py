"""How OpenAPI describes what is asked and answered under `/v1`."""

import json
from typing import Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from chat_app.api.schemas.shape import Shape
from chat_app.api.v1.schemas.asked import Asked
from chat_app.api.v1.schemas.completions_answered import ChatCompletion, ChatCompletionChunk
from chat_app.api.v1.schemas.completions_asked import ChatCompletionIn
from chat_app.api.v1.schemas.embeddings import Embeddings, EmbeddingsIn
from chat_app.api.v1.schemas.responses_answered import ResponseAnswer, ResponseEvent
from chat_app.api.v1.schemas.responses_asked import ResponseIn

_ASKED = (ChatCompletionIn, EmbeddingsIn, ResponseIn)
_ANSWERED = (ChatCompletion, ChatCompletionChunk, Embeddings, ResponseAnswer, ResponseEvent)
_REF = "#/components/schemas/{model}"
_CHARGED = {
    "X-Tally-Charged-Tokens": {
        "description": "What the exchange was charged, in tokens; where it is not streamed.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-Tally-Remaining-Tokens": {
        "description": "What budget and cap have left, in tokens, whichever is less; at the head of"
        " a stream without what its reply may cost.",
        "schema": {"type": "integer", "minimum": 0},
    },
}
_CUT = {
    "X-Tally-Cut": {
        "description": "There where the budget or the key's cap ended the reply.",
        "schema": {"type": "string", "const": "budget"},
    }
}
_REPLY = (
    "The reply, whole or, with `stream`, as it is produced. A fault after the first piece is told"
    " by one event whose data has an `error`, as a refusal has; nothing comes after it."
)


def components() -> dict[str, Any]:
    """Return the schemas of all that FastAPI does not see, for the document."""
    wanted: list[tuple[type[Shape], JsonSchemaMode]] = [
        *((shape, "validation") for shape in _ASKED),
        *((shape, "serialization") for shape in _ANSWERED),
    ]
    _, definitions = models_json_schema(wanted, ref_template=_REF)
    return definitions["$defs"]


def body_in_document(shape: type[Asked]) -> dict[str, Any]:
    """Describe the body of a request, which a route reads by `bodies.body_of`."""
    return {"requestBody": {"required": True, "content": {"application/json": _schema_of(shape)}}}


def charged_responses(shape: type[Shape], description: str) -> dict[int | str, dict[str, Any]]:
    """Describe an answer that is charged."""
    content = {"application/json": _schema_of(shape)}
    return {200: {"description": description, "headers": _CHARGED, "content": content}}


def reply_responses(
    whole: type[Shape], piece: type[Shape], *, has_done: bool = True
) -> dict[int | str, dict[str, Any]]:
    """Describe a reply.

    Args:
        whole: The whole reply.
        piece: What stands in the data of an event of a streamed one.
        has_done: Whether the last event is `[DONE]`.
    """
    data = _schema_of(piece)["schema"]
    told: Any = piece.model_config.get("json_schema_extra")
    example = f"data: {json.dumps(told['examples'][0])}\n\n"
    streamed = {
        "schema": {"type": "string"},
        "x-itemSchema": {
            "type": "object",
            "required": ["data"],
            "properties": {
                "event": {"type": "string"},
                "data": {
                    "type": "string",
                    "anyOf": [
                        {"contentMediaType": "application/json", "contentSchema": data},
                        *([{"const": "[DONE]"}] if has_done else []),
                    ],
                },
            },
        },
        "example": example + ("data: [DONE]\n\n" if has_done else ""),
    }
    described = charged_responses(whole, _REPLY)
    described[200]["headers"] = _CHARGED | _CUT
    described[200]["content"]["text/event-stream"] = streamed
    return described


def _schema_of(shape: type[Shape]) -> dict[str, Any]:
    return {"schema": {"$ref": _REF.format(model=shape.__name__)}}
