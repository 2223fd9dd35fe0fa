"""A prompt in the form of Anthropic's messages.

Forms by the SDK's `MessageCreateParams` (anthropic 2.11, read 2026-11-29): pictures, PDFs and plain
texts go as blocks, a tool's result is a block of the user's message and comes first in it. There is
no form for audio, nor for "any JSON": a JSON reply needs a schema. Whether a reply may have several
calls is part of the choice of a tool; how hard a model thinks, of the form of its output. A message
without anything in it is refused, so it is left out.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import fields_of, read_portable
from chat_app.llm.types import (
    Audio,
    Document,
    Image,
    NamedTool,
    Parameters,
    Part,
    Prompt,
    Role,
    Text,
    ToolCall,
    ToolResult,
)

_BEFORE_THE_FIRST_REPLY = "…"
_ID = re.compile(r"[a-zA-Z0-9_-]+")
"""What the vendor takes for the id of a call."""


def messages_of(prompt: Prompt) -> list[dict[str, Any]]:
    """Return the messages of a request."""
    messages: list[dict[str, Any]] = []
    for message in prompt.messages:
        if not (content := content_of(message.parts)):
            continue
        if not messages and message.role is Role.ASSISTANT:
            # The vendor wants the user to speak first.
            messages.append({"role": Role.USER.value, "content": _BEFORE_THE_FIRST_REPLY})
        messages.append({"role": message.role.value, "content": content})
    return messages


def parameters_of(model: Model, prompt: Prompt) -> dict[str, Any]:
    """Return the parameters of a request."""
    parameters = prompt.parameters
    asked: dict[str, Any] = {"max_tokens": parameters.max_output_tokens}
    if prompt.system:
        asked["system"] = prompt.system
    if parameters.stop:
        asked["stop_sequences"] = list(parameters.stop)
    if parameters.shows_thinking and model.shows_thinking:
        # As such a model thinks by default, but told: by default it comes without its words.
        asked["thinking"] = {"type": "adaptive", "display": "summarized"}
    output: dict[str, Any] = {}
    if parameters.response_format:
        schema = dict(parameters.response_format.schema or {})
        output["format"] = {"type": "json_schema", "schema": schema}
    if parameters.reasoning_effort:
        output["effort"] = parameters.reasoning_effort
    if output:
        asked["output_config"] = output
    if parameters.tools:
        asked["tools"] = [
            {
                "name": tool.name,
                "description": tool.description,
                "input_schema": {"type": "object", **tool.arguments_schema},
            }
            for tool in parameters.tools
        ]
        if choice := _choice(parameters):
            asked["tool_choice"] = choice
    elif called := _called(prompt):
        asked["tools"] = [{"name": name, "input_schema": {"type": "object"}} for name in called]
        asked["tool_choice"] = {"type": "none"}
    return asked


def content_of(parts: Sequence[Part]) -> str | list[dict[str, Any]]:
    """Return what parts are in a message."""
    match parts:
        case [Text(text)]:
            return text
        case _:
            results = [part for part in parts if isinstance(part, ToolResult)]
            shown = [part for part in parts if not isinstance(part, ToolResult)]
            return [_block(part) for part in (*results, *shown) if part != Text("")]


def _called(prompt: Prompt) -> list[str]:
    """Return the names of the tools that were called before, each once.

    Calls are refused where no tools are offered (BerriAI/litellm, `anthropic/chat`, read
    2026-11-29), while other vendors take the last word of an agent so.
    """
    parts = (part for message in prompt.messages for part in message.parts)
    return list(dict.fromkeys(part.name for part in parts if isinstance(part, ToolCall)))


def _id(call_id: str) -> str:
    """Return an id that the vendor takes for one that another gave."""
    if _ID.fullmatch(call_id):
        return call_id
    return f"toolu_{sha256(call_id.encode(errors='surrogatepass')).hexdigest()[:24]}"


def _choice(parameters: Parameters) -> dict[str, Any]:
    choice: dict[str, Any] = {}
    match parameters.tool_choice:
        case NamedTool(name):
            choice = {"type": "tool", "name": name}
        case "required":
            choice = {"type": "any"}
        case "none":
            return {"type": "none"}
        case "auto":
            choice = {"type": "auto"}
        case None:
            pass
    if parameters.parallel_tool_calls is not None:
        is_single = not parameters.parallel_tool_calls
        choice = (choice or {"type": "auto"}) | {"disable_parallel_tool_use": is_single}
    return choice


def _block(part: Part) -> dict[str, Any]:
    match part:
        case Text(text):
            return {"type": "text", "text": text}
        case Image():
            return {"type": "image", "source": _source(part)}
        case Document(media_type="application/pdf"):
            return {"type": "document", "title": part.name, "source": _source(part)}
        case Document():
            text = part.content.decode(errors="replace")
            source = {"type": "text", "media_type": "text/plain", "data": text}
            return {"type": "document", "title": part.name, "source": source}
        case ToolCall():
            arguments = _object(part.arguments)
            return {
                "type": "tool_use",
                "id": _id(part.call_id),
                "name": part.name,
                "input": arguments,
            }
        case ToolResult():
            return {
                "type": "tool_result",
                "tool_use_id": _id(part.call_id),
                "content": part.content,
            }
        case Audio():
            raise TypeError(part.media_type)


def _source(part: Image | Document) -> dict[str, str]:
    data = b64encode(part.content).decode()
    return {"type": "base64", "media_type": part.media_type, "data": data}


def _object(arguments: str) -> dict[str, Any]:
    """Return a call's arguments; as they are where they are no object, which a model may send."""
    try:
        read = read_portable(arguments or "{}")
    except ValueError:
        read = None
    return fields_of(read) if isinstance(read, dict) else {"arguments": arguments}
