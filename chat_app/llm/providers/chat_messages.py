"""A prompt in the form of OpenAI's chat completions, which many vendors speak.

Forms by the SDK's `ChatCompletionMessageParam` (openai 3.52, read 2026-11-29): pictures and PDFs go
as `data:` URLs, sound as WAV or MP3. A call of a tool is part of the assistant's message, its
result a message of the role `tool`.
"""

from base64 import b64encode
from collections.abc import Collection, Sequence
from typing import Any

from chat_app.llm.catalogue import Model
from chat_app.llm.provider_table import PartName
from chat_app.llm.providers.refusals import not_taken
from chat_app.llm.types import (
    Audio,
    Document,
    Image,
    JsonReply,
    Part,
    Prompt,
    PromptMessage,
    Role,
    Text,
    ToolCall,
    ToolResult,
)

_SOUNDS = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
}
_PDF = "application/pdf"


def messages_of(model: Model, prompt: Prompt, takes: Collection[PartName]) -> list[dict[str, Any]]:
    """Return the messages of a request.

    Args:
        model: Named where it cannot take a part.
        prompt: What to tell it.
        takes: The kinds of parts, beside words and tools, that this vendor's wire has.

    Raises:
        ProviderNotTaken: A part has no form here.
    """
    messages: list[dict[str, Any]] = []
    if prompt.system:
        messages.append({"role": "system", "content": prompt.system})
    for message in prompt.messages:
        if message.role is Role.USER:
            messages += _users(model, message, takes)
        else:
            messages.append(_assistants(model, message))
    return messages


def parameters_of(prompt: Prompt) -> dict[str, Any]:
    """Return the parameters of a request, but for its longest reply."""
    parameters = prompt.parameters
    asked: dict[str, Any] = {}
    if parameters.temperature is not None:
        asked["temperature"] = parameters.temperature
    if parameters.stop:
        asked["stop"] = list(parameters.stop)
    if parameters.response_format:
        asked["response_format"] = _form(parameters.response_format)
    if parameters.tools:
        asked["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": dict(tool.arguments_schema),
                },
            }
            for tool in parameters.tools
        ]
    return asked


def data_url(part: Image | Document) -> str:
    """Return a part's bytes as an address that holds them."""
    return f"data:{part.media_type};base64,{b64encode(part.content).decode()}"


def _users(
    model: Model, message: PromptMessage, takes: Collection[PartName]
) -> list[dict[str, Any]]:
    results = [
        {"role": "tool", "tool_call_id": part.call_id, "content": part.content}
        for part in message.parts
        if isinstance(part, ToolResult)
    ]
    shown = [part for part in message.parts if not isinstance(part, ToolResult)]
    if not shown:
        return results
    return [*results, {"role": "user", "content": _content(model, shown, takes)}]


def _assistants(model: Model, message: PromptMessage) -> dict[str, Any]:
    calls = [part for part in message.parts if isinstance(part, ToolCall)]
    shown = [part for part in message.parts if not isinstance(part, ToolCall)]
    told: dict[str, Any] = {"role": "assistant", "content": None}
    if shown:
        told["content"] = _content(model, shown, ())
    if calls:
        told["tool_calls"] = [
            {
                "id": call.call_id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments or "{}"},
            }
            for call in calls
        ]
    return told


def _content(
    model: Model, parts: Sequence[Part], takes: Collection[PartName]
) -> str | list[dict[str, Any]]:
    match parts:
        case [Text(text)]:
            return text
        case _:
            return [_part(model, part, takes) for part in parts]


def _part(model: Model, part: Part, takes: Collection[PartName]) -> dict[str, Any]:
    match part:
        case Text(text):
            return {"type": "text", "text": text}
        case Image() if "image" in takes:
            return {"type": "image_url", "image_url": {"url": data_url(part), "detail": "high"}}
        case Document(media_type=media) if "document" in takes and media == _PDF:
            return {"type": "file", "file": {"filename": part.name, "file_data": data_url(part)}}
        case Audio(media_type=media) if "audio" in takes and media in _SOUNDS:
            sound = {"data": b64encode(part.content).decode(), "format": _SOUNDS[media]}
            return {"type": "input_audio", "input_audio": sound}
        case _:
            raise not_taken(model, part)


def _form(wanted: JsonReply) -> dict[str, Any]:
    if wanted.schema is None:
        return {"type": "json_object"}
    schema = {"name": wanted.name, "schema": dict(wanted.schema), "strict": wanted.is_strict}
    return {"type": "json_schema", "json_schema": schema}
