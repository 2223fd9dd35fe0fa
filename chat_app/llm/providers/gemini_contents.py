"""A prompt in the form of Gemini's contents.

Pictures, documents and sound go as inline data, a call as `function_call`, its result as
`function_response`. This SDK's messages lack three fields that Gemini 3 and later need: they are
written as bytes that its messages keep and send (numbers by google-ai-generativelanguage 0.12.1,
read 2026-11-29). Without the signature of a call, the vendor refuses the call with 400.
"""

import json
from collections.abc import Sequence
from typing import Any

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from google.protobuf.struct_pb2 import Struct, Value
from google.protobuf.unknown_fields import UnknownFieldSet

from chat_app.llm.json_shapes import fields_of, list_of
from chat_app.llm.providers import gemini_messages as wire
from chat_app.llm.types import (
    Audio,
    Document,
    Image,
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
_FOREIGN_SIGNATURE = b"skip_thought_signature_validator"
"""For a call that another model made (ai.google.dev/gemini-api/docs/thought-signatures, quoted in
public repositories, 2026-11-29)."""
_LENGTH_DELIMITED = 2


def contents_of(prompt: Prompt) -> list[Any]:
    """Return the messages of a request."""
    return [content_of(message.role, message.parts) for message in prompt.messages]


def system_of(prompt: Prompt) -> Any:
    """Return the system prompt of a request, if there is one."""
    return content_of(Role.USER, [Text(prompt.system)]) if prompt.system else None


def content_of(role: Role, parts: Sequence[Part]) -> Any:
    """Return one message."""
    return wire.Content(role=_ROLES[role], parts=[_part(part) for part in parts])


def generation_config_of(parameters: Parameters) -> Any:
    """Return the parameters of a request, but for its tools."""
    config = wire.GenerationConfig(
        max_output_tokens=parameters.max_output_tokens, stop_sequences=parameters.stop
    )
    if parameters.temperature is not None:
        config.temperature = parameters.temperature
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
        declared.append(_add(function, _ARGUMENTS_SCHEMA, _value(tool.arguments_schema)))
    return [wire.Tool(function_declarations=declared)] if declared else []


def arguments_of(call: Any) -> str:
    """Return a call's arguments as JSON; whole numbers, all of them fractions here, as such."""
    return json.dumps(_whole(MessageToDict(call.args)))


def signature_of(part: Any) -> bytes:
    """Return what the vendor wants back with a call."""
    unknown = UnknownFieldSet(part)
    return next((bytes(each.data) for each in unknown if each.field_number == _SIGNATURE), b"")


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
        read = json.loads(text)
        # The wire has no form for NaN and infinity, which Python reads.
        json.dumps(read, allow_nan=False)
        whole = fields_of(read) if isinstance(read, dict) else {otherwise: read}
        return ParseDict(whole, Struct())
    except (ParseError, OverflowError, RecursionError, ValueError):
        return ParseDict({otherwise: text}, Struct())


def _value(schema: Any) -> bytes:
    return ParseDict(dict(schema), Value()).SerializeToString()


def _add(message: Any, field: int, content: bytes) -> Any:
    """Write a field that this SDK's message does not know."""
    head = _varint(field << 3 | _LENGTH_DELIMITED) + _varint(len(content))
    message.MergeFromString(head + content)
    return message


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
