"""A prompt in the form of Anthropic's messages.

Forms by the SDK's `MessageCreateParams` (anthropic 2.11, read 2026-11-29): pictures, PDFs and plain
texts go as blocks, a tool's result is a block of the user's message and comes first in it. There is
no form for audio, nor for "any JSON": a JSON reply needs a schema. Models from Claude 4.7 on refuse
a temperature with 400 (platform.claude.com, migration guide, quoted in public issue trackers, read
2026-11-29), and the SDK has no argument for it any more.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import fields_of
from chat_app.llm.providers.refusals import not_taken
from chat_app.llm.types import (
    Document,
    Image,
    Part,
    Prompt,
    PromptMessage,
    Role,
    Text,
    ToolCall,
    ToolResult,
)

_PICTURES = {"image/png", "image/jpeg", "image/webp", "image/gif"}


def messages_of(model: Model, prompt: Prompt) -> list[dict[str, Any]]:
    """Return the messages of a request.

    Raises:
        ProviderNotTaken: A part has no form here.
    """
    messages: list[dict[str, Any]] = []
    for message in prompt.messages:
        # The vendor wants the user to speak first; a cut history may begin with a reply.
        if messages or message.role is Role.USER:
            messages.append(_message(model, message))
    return messages


def parameters_of(model: Model, prompt: Prompt) -> dict[str, Any]:
    """Return the parameters of a request.

    Raises:
        ProviderNotTaken: A temperature is asked for, or a JSON reply without a schema.
    """
    parameters = prompt.parameters
    asked: dict[str, Any] = {"max_tokens": parameters.max_output_tokens}
    if prompt.system:
        asked["system"] = prompt.system
    if parameters.temperature is not None:
        raise not_taken(model, "temperature")
    if parameters.stop:
        asked["stop_sequences"] = list(parameters.stop)
    if wanted := parameters.response_format:
        if wanted.schema is None:
            raise not_taken(model, "response_format without a schema")
        form = {"type": "json_schema", "schema": dict(wanted.schema)}
        asked["output_config"] = {"format": form}
    if parameters.tools:
        asked["tools"] = [
            {
                "name": tool.name,
                "description": tool.description,
                "input_schema": dict(tool.arguments_schema),
            }
            for tool in parameters.tools
        ]
    return asked


def content_of(model: Model, parts: Sequence[Part]) -> str | list[dict[str, Any]]:
    """Return what parts are in a user's message.

    Raises:
        ProviderNotTaken: A part has no form here.
    """
    match parts:
        case [Text(text)]:
            return text
        case _:
            results = [part for part in parts if isinstance(part, ToolResult)]
            shown = [part for part in parts if not isinstance(part, ToolResult)]
            return [_block(model, part) for part in (*results, *shown) if part != Text("")]


def _message(model: Model, message: PromptMessage) -> dict[str, Any]:
    if message.role is Role.USER:
        return {"role": "user", "content": content_of(model, message.parts)}
    for part in message.parts:
        if not isinstance(part, Text | ToolCall):
            raise not_taken(model, part)
    return {"role": "assistant", "content": content_of(model, message.parts)}


def _block(model: Model, part: Part) -> dict[str, Any]:
    match part:
        case Text(text):
            return {"type": "text", "text": text}
        case Image(media_type=media) if media in _PICTURES:
            return {"type": "image", "source": _source(part)}
        case Document(media_type="application/pdf"):
            return {"type": "document", "title": part.name, "source": _source(part)}
        case Document(media_type="text/plain"):
            text = part.content.decode(errors="replace")
            source = {"type": "text", "media_type": "text/plain", "data": text}
            return {"type": "document", "title": part.name, "source": source}
        case ToolCall():
            arguments = _object(part.arguments)
            return {
                "type": "tool_use",
                "id": part.call_id,
                "name": part.name,
                "input": arguments,
            }
        case ToolResult():
            return {
                "type": "tool_result",
                "tool_use_id": part.call_id,
                "content": part.content,
            }
        case _:
            raise not_taken(model, part)


def _source(part: Image | Document) -> dict[str, str]:
    data = b64encode(part.content).decode()
    return {"type": "base64", "media_type": part.media_type, "data": data}


def _object(arguments: str) -> dict[str, Any]:
    """Return a call's arguments; as they are where they are no object, which a model may send."""
    try:
        read = json.loads(arguments or "{}")
    except ValueError:
        read = None
    return fields_of(read) if isinstance(read, dict) else {"arguments": arguments}
