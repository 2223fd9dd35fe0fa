"""A prompt in the form of OpenAI's chat completions, which many vendors speak.

Forms by the SDK's `ChatCompletionMessageParam` (openai 3.52, read 2026-11-29): pictures and PDFs go
as `data:` URLs, sound as WAV or MP3. A call of a tool is part of the assistant's message, its
result a message of the role `tool`.
"""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from chat_app.llm.types import (
    Audio,
    Document,
    Image,
    JsonReply,
    NamedTool,
    Parameters,
    Part,
    Prompt,
    PromptMessage,
    Role,
    Text,
    ToolCall,
    ToolChoice,
    ToolResult,
)

_NUMBERS = (
    "temperature",
    "top_p",
    "seed",
    "presence_penalty",
    "frequency_penalty",
    "reasoning_effort",
)
"""Parameters that go as they are."""
_SOUNDS = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
}


def messages_of(prompt: Prompt) -> list[dict[str, Any]]:
    """Return the messages of a request."""
    messages: list[dict[str, Any]] = []
    if prompt.system:
        messages.append({"role": "system", "content": prompt.system})
    for message in prompt.messages:
        if message.role is Role.USER:
            messages += _users(message)
        else:
            messages.append(_assistants(message))
    return messages


def parameters_of(parameters: Parameters) -> dict[str, Any]:
    """Return the parameters of a request, but for its longest reply."""
    values = ((name, getattr(parameters, name)) for name in _NUMBERS)
    asked: dict[str, Any] = {name: value for name, value in values if value is not None}
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
        if parameters.tool_choice:
            asked["tool_choice"] = _choice(parameters.tool_choice)
        if parameters.parallel_tool_calls is not None:
            asked["parallel_tool_calls"] = parameters.parallel_tool_calls
    return asked


def data_url(part: Image | Document) -> str:
    """Return a part's bytes as an address that holds them."""
    return f"data:{part.media_type};base64,{b64encode(part.content).decode()}"


def _choice(choice: ToolChoice) -> str | dict[str, Any]:
    if isinstance(choice, NamedTool):
        return {"type": "function", "function": {"name": choice.name}}
    return choice


def _users(message: PromptMessage) -> list[dict[str, Any]]:
    results = [
        {"role": "tool", "tool_call_id": part.call_id, "content": part.content}
        for part in message.parts
        if isinstance(part, ToolResult)
    ]
    shown = [part for part in message.parts if not isinstance(part, ToolResult)]
    if not shown:
        return results
    return [*results, {"role": "user", "content": _content(shown)}]


def _assistants(message: PromptMessage) -> dict[str, Any]:
    calls = [part for part in message.parts if isinstance(part, ToolCall)]
    shown = [part for part in message.parts if not isinstance(part, ToolCall)]
    told: dict[str, Any] = {"role": "assistant", "content": None if calls else ""}
    if shown:
        told["content"] = _content(shown)
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


def _content(parts: Sequence[Part]) -> str | list[dict[str, Any]]:
    texts = [part.text for part in parts if isinstance(part, Text)]
    # Some servers take words as one text alone.
    return "".join(texts) if len(texts) == len(parts) else [_part(part) for part in parts]


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Text(text):
            return {"type": "text", "text": text}
        case Image():
            return {"type": "image_url", "image_url": {"url": data_url(part), "detail": "high"}}
        case Document():
            return {"type": "file", "file": {"filename": part.name, "file_data": data_url(part)}}
        case Audio():
            sound = {"data": b64encode(part.content).decode(), "format": _SOUNDS[part.media_type]}
            return {"type": "input_audio", "input_audio": sound}
        case ToolCall() | ToolResult():
            raise TypeError(type(part).__name__)


def _form(wanted: JsonReply) -> dict[str, Any]:
    if wanted.schema is None:
        return {"type": "json_object"}
    schema = {"name": wanted.name, "schema": dict(wanted.schema), "strict": wanted.is_strict}
    return {"type": "json_schema", "json_schema": schema}
