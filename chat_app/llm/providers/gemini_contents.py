"""A prompt in the form of Gemini's contents.

Pictures, documents and sound go as inline data, a call as `function_call`, its result as
`function_response`. This SDK's messages lack some fields: they are written as bytes that its
messages keep and send (numbers by google-ai-generativelanguage 0.12.1, read 2026-11-29; that of the
level of thinking by the patch of that file in braintrustdata/lingua, for the package has only the
budget of older models). Without the signature of a call, Gemini 3 and later refuse it with 400.
"""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from google.protobuf.struct_pb2 import Struct, Value
from google.protobuf.unknown_fields import UnknownFieldSet

from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import fields_of, list_of, read_portable
from chat_app.llm.providers import gemini_messages as wire
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

_ROLES = {Role.USER: "user", Role.ASSISTANT: "model"}
_SIGNATURE = 13
"""`Part.thought_signature`, bytes."""
_ARGUMENTS_SCHEMA = 6
"""`FunctionDeclaration.parameters_json_schema`, a `Value`."""
_REPLY_SCHEMA = 24
"""`GenerationConfig.response_json_schema`, a `Value`."""
_SEED = 8
"""`GenerationConfig.seed`, 32 bits."""
_LONGEST_SEED = 2**31 - 1
_THINKING = 22
"""`GenerationConfig.thinking_config`."""
_INCLUDE_THOUGHTS = 1
"""`ThinkingConfig.include_thoughts`, a bool; models that do not think refuse it."""
_THINKING_LEVEL = 3
"""`ThinkingConfig.thinking_level`, an enumeration."""
_IMAGE_CONFIG = 27
"""`GenerationConfig.image_config`. Without one the shape is the model's choice."""
_ASPECT_RATIO = 1
"""`ImageConfig.aspect_ratio`, a string such as `3:2`; the size is the usual one, 1K."""
_MODALITIES = {
    "text": wire.GenerationConfig.Modality.TEXT,
    "image": wire.GenerationConfig.Modality.IMAGE,
    "audio": wire.GenerationConfig.Modality.AUDIO,
}
_LEVELS = {"low": 1, "medium": 2, "high": 3, "minimal": 4}
_MODES = {"auto": "AUTO", "none": "NONE", "required": "ANY"}
_FOREIGN_SIGNATURE = b"skip_thought_signature_validator"
"""For a call that another model made (ai.google.dev/gemini-api/docs/thought-signatures, quoted in
public repositories, 2026-11-29), and for what is kept without its own: a model that draws refuses
replies whose pictures, or words, have none (langchain-ai/langchain-google#1431,
lobehub/lobehub#10404, read 2026-11-29)."""
_LENGTH_DELIMITED = 2
_LEVELS_OF_OBJECTS = 30
"""Messages are read 100 levels deep (protobuf's limit), and an object in another takes three."""
_TEXTS_OF_A_REQUEST = 100
"""More are refused (geldata/gel#9032, read 2026-11-29)."""


def contents_of(model: Model, prompt: Prompt) -> list[Any]:
    """Return the messages of a request; without what is empty, which the vendor refuses."""
    said = ((message.role, _said(message.parts)) for message in prompt.messages)
    contents = [content_of(role, parts) for role, parts in said if parts]
    for content in contents:
        for part in content.parts:
            is_bare = part.WhichOneof("data") == "inline_data" or (model.picture and part.text)
            if content.role == _ROLES[Role.ASSISTANT] and is_bare:
                _add(part, _SIGNATURE, _FOREIGN_SIGNATURE)
    return contents


def system_of(prompt: Prompt) -> Any:
    """Return the system prompt of a request, if there is one."""
    return content_of(Role.USER, [Text(prompt.system)]) if prompt.system else None


def content_of(role: Role, parts: Sequence[Part]) -> Any:
    """Return one message."""
    return wire.Content(role=_ROLES[role], parts=[_part(part) for part in parts])


def embed_requests_of(model: Model, texts: Sequence[str], dimensions: int | None) -> Iterator[Any]:
    """Yield requests that embed texts, as many as the vendor takes at once in each."""
    name = f"models/{model.wire_name}"
    for start in range(0, len(texts), _TEXTS_OF_A_REQUEST):
        each = [
            wire.EmbedContentRequest(
                model=name,
                content=wire.Content(parts=[wire.Part(text=text)]),
                output_dimensionality=dimensions,
            )
            for text in texts[start : start + _TEXTS_OF_A_REQUEST]
        ]
        yield wire.BatchEmbedContentsRequest(model=name, requests=each)


def generation_config_of(model: Model, parameters: Parameters) -> Any:
    """Return the parameters of a request, but for its tools."""
    config = wire.GenerationConfig(
        max_output_tokens=parameters.max_output_tokens,
        stop_sequences=parameters.stop,
        temperature=parameters.temperature,
        top_p=parameters.top_p,
        presence_penalty=parameters.presence_penalty,
        frequency_penalty=parameters.frequency_penalty,
    )
    if parameters.seed is not None:
        # Longer ones, which others take, are as good as any.
        config.MergeFromString(_number(_SEED, parameters.seed & _LONGEST_SEED))
    thinking = b""
    if parameters.shows_thinking and model.shows_thinking:
        thinking = _number(_INCLUDE_THOUGHTS, 1)
    if parameters.reasoning_effort:
        thinking += _number(_THINKING_LEVEL, _LEVELS[parameters.reasoning_effort])
    if thinking:
        _add(config, _THINKING, thinking)
    if model.picture:
        config.response_modalities.extend(_MODALITIES[each] for each in model.outputs)
        ratio = _ratio_of(*model.picture).encode()
        _add(config, _IMAGE_CONFIG, _field(_ASPECT_RATIO, ratio))
    if wanted := parameters.response_format:
        config.response_mime_type = "application/json"
        if wanted.schema is not None:
            _add(config, _REPLY_SCHEMA, _value(wanted.schema))
    return config


def tools_of(parameters: Parameters) -> list[Any]:
    """Return the tools of a request."""
    declared: list[Any] = []
    for tool in parameters.tools:
        function = wire.FunctionDeclaration(name=tool.name, description=tool.description)
        if tool.arguments_schema:
            _add(function, _ARGUMENTS_SCHEMA, _value(tool.arguments_schema))
        declared.append(function)
    return [wire.Tool(function_declarations=declared)] if declared else []


def tool_config_of(parameters: Parameters) -> Any:
    """Return which tools the model may or must call; `None` where that is left to it."""
    match parameters.tool_choice:
        case None:
            return None
        case NamedTool(name):
            calling: dict[str, Any] = {"mode": "ANY", "allowed_function_names": [name]}
        case choice:
            calling = {"mode": _MODES[choice]}
    return wire.ToolConfig(function_calling_config=calling) if parameters.tools else None


def arguments_of(call: Any) -> str:
    """Return a call's arguments as JSON; whole numbers, all of them fractions here, as such."""
    return json.dumps(_whole(MessageToDict(call.args)))


def signature_of(part: Any) -> bytes:
    """Return what the vendor wants back with a call."""
    unknown = UnknownFieldSet(part)
    return next((bytes(each.data) for each in unknown if each.field_number == _SIGNATURE), b"")


def _said(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part != Text("")]


def _part(part: Part) -> Any:
    match part:
        case Text(text):
            return wire.Part(text=text)
        case Image() | Document() | Audio():
            return wire.Part(inline_data={"mime_type": part.media_type, "data": part.content})
        case ToolCall():
            arguments = _object(part.arguments or "{}", "arguments")
            call = {"id": part.call_id, "name": part.name, "args": arguments}
            said = wire.Part(function_call=call)
            return _add(said, _SIGNATURE, part.signature or _FOREIGN_SIGNATURE)
        case ToolResult():
            result = _object(part.content, "result")
            answer = {"id": part.call_id, "name": part.name, "response": result}
            return wire.Part(function_response=answer)


def _object(text: str, otherwise: str) -> Struct:
    """Return the object that a text is; one that holds it, where it is none."""
    try:
        read = read_portable(text, _LEVELS_OF_OBJECTS)
        whole = fields_of(read) if isinstance(read, dict) else {otherwise: read}
        return ParseDict(whole, Struct())
    except (ParseError, OverflowError, ValueError):
        return ParseDict({otherwise: text}, Struct())


def _value(schema: Any) -> bytes:
    return ParseDict(dict(schema), Value()).SerializeToString()


def _add(message: Any, field: int, content: bytes) -> Any:
    """Write a field that this SDK's message does not know."""
    message.MergeFromString(_field(field, content))
    return message


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | _LENGTH_DELIMITED) + _varint(len(content)) + content


def _ratio_of(width: int, height: int) -> str:
    common = math.gcd(width, height)
    return f"{width // common}:{height // common}"


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _varint(number: int) -> bytes:
    rest, group = divmod(number, 128)
    return bytes([group | 128]) + _varint(rest) if rest else bytes([group])


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in fields_of(value).items()}
    if isinstance(value, list):
        return [_whole(each) for each in list_of(value)]
    return value
