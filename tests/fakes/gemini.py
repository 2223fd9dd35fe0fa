"""A fake Gemini that speaks the vendor's gRPC, in a test or by hand.

`python -m tests.fakes.gemini --port 21000` serves an app started with
`GEMINI_API_KEY=any GEMINI_API_ENDPOINT=http://127.0.0.1:21000`.
"""

import argparse
import asyncio
import json
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Value
from google.protobuf.unknown_fields import UnknownFieldSet
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status
from grpc import StatusCode, aio

from chat_app.llm.types import (
    Audio,
    Document,
    FinishReason,
    Image,
    JsonReply,
    NamedTool,
    Parameters,
    Part,
    PictureDelta,
    Prompt,
    PromptMessage,
    ReasoningEffort,
    Role,
    Text,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
    Usage,
)
from tests.fakes import bills
from tests.fakes.script import REFUSAL, THOUGHT, Asked, Call, Fake, Oddity, Reply, Said, vectors_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)
    from google.ai import generativelanguage_v1beta as wire

_SERVICE = "google.ai.generativelanguage.v1beta.GenerativeService"
_FAULTS = {
    "rate_limit": StatusCode.RESOURCE_EXHAUSTED,
    "server": StatusCode.INTERNAL,
    "unavailable": StatusCode.UNAVAILABLE,
    "bad_key": StatusCode.INVALID_ARGUMENT,
    "unknown_model": StatusCode.NOT_FOUND,
}
_REASONS = {
    FinishReason.STOP: wire.Candidate.FinishReason.STOP,
    FinishReason.LENGTH: wire.Candidate.FinishReason.MAX_TOKENS,
    FinishReason.SAFETY: wire.Candidate.FinishReason.SAFETY,
    FinishReason.ERROR: wire.Candidate.FinishReason.MALFORMED_FUNCTION_CALL,
    FinishReason.TOOL_CALLS: wire.Candidate.FinishReason.STOP,
}
_TOLD = {
    Oddity.OVERLOADED: StatusCode.UNAVAILABLE,
    Oddity.RATE_LIMITED: StatusCode.RESOURCE_EXHAUSTED,
}
_THOUGHT_FIELD = b"\x58\x01"
"""`thought: true`, field 11 of a part, which this version of the message does not know."""
_SHOWN = b"\x08\x01"
"""`include_thoughts: true`, field 1 of the thinking config."""
_LEVELS: dict[bytes, ReasoningEffort] = {
    b"\x18\x01": "low",
    b"\x18\x02": "medium",
    b"\x18\x03": "high",
    b"\x18\x04": "minimal",
}
"""`thinking_level`, field 3 of the thinking config."""
_CHOICES: dict[str, ToolChoice] = {"AUTO": "auto", "NONE": "none", "ANY": "required"}
_TEXTS_OF_A_REQUEST = 100
_IMAGE, _AUDIO = 2, 4
"""Of `Modality`."""
_SPOKEN = wire.GenerationConfig.Modality.AUDIO
_Call = aio.ServicerContext


@asynccontextmanager
async def fake_gemini(port: int = 0) -> AsyncIterator[Fake]:
    """Serve on this machine for as long as the block runs."""
    fake = Fake()
    # By default it takes no more than 4 MB.
    server = aio.server(options=[("grpc.max_receive_message_length", -1)])
    server.add_generic_rpc_handlers((_handlers(fake),))
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    fake.endpoint = f"http://127.0.0.1:{port}"
    yield fake
    await server.stop(grace=None)


def read(request: Any) -> Asked:
    """Return what came over the wire in our terms."""
    roles = {"user": Role.USER, "model": Role.ASSISTANT}
    config = request.generation_config
    return Asked(
        request.model.removeprefix("models/"),
        Prompt(
            _text(request.system_instruction),
            tuple(
                PromptMessage(roles[each.role], tuple(map(_part, each.parts)))
                for each in request.contents
            ),
            Parameters(
                config.max_output_tokens,
                temperature=_number(config, "temperature"),
                stop=tuple(config.stop_sequences),
                response_format=_form(config),
                tools=tuple(
                    Tool(each.name, each.description, _schema(each, 6))
                    for tool in request.tools
                    for each in tool.function_declarations
                ),
                top_p=_number(config, "top_p"),
                seed=_unknown(config, 8),
                presence_penalty=_number(config, "presence_penalty"),
                frequency_penalty=_number(config, "frequency_penalty"),
                tool_choice=_choice(request.tool_config.function_calling_config),
                reasoning_effort=_LEVELS.get(_thinking(config).removeprefix(_SHOWN)),
                shows_thinking=_thinking(config).startswith(_SHOWN),
            ),
        ),
    )


def _thinking(config: Any) -> bytes:
    return _unknown(config, 22) or b""


def _number(config: Any, name: str) -> float | None:
    return round(getattr(config, name), 6) if name in config else None


def _choice(calling: Any) -> ToolChoice | None:
    if names := list(calling.allowed_function_names):
        assert calling.mode.name == "ANY"
        return NamedTool(*names)
    return _CHOICES.get(calling.mode.name)


def _form(config: Any) -> JsonReply | None:
    if not config.response_mime_type:
        return None
    assert config.response_mime_type == "application/json"
    return JsonReply(_schema(config, 24))


def _schema(message: Any, field: int) -> Any:
    """Return a JSON Schema from a field that this version of the message does not know."""
    told = _unknown(message, field)
    return None if told is None else MessageToDict(Value.FromString(told))


def _unknown(message: Any, field: int) -> Any:
    fields = UnknownFieldSet(type(message).pb(message))
    return next((each.data for each in fields if each.field_number == field), None)


def _part(part: Any) -> Part:
    if "function_call" in part:
        call = type(part).pb(part).function_call
        arguments = json.dumps(MessageToDict(call.args))
        return ToolCall(call.id, call.name, arguments, _unknown(part, 13) or b"")
    if "function_response" in part:
        answer = type(part).pb(part).function_response
        content = MessageToDict(answer.response)
        only = content.get("result") if set(content) == {"result"} else None
        return ToolResult(answer.id, answer.name, only or json.dumps(content))
    if "inline_data" in part:
        media, data = part.inline_data.mime_type, part.inline_data.data
        # Names, pages and seconds are not told on this wire.
        match media.partition("/")[0]:
            case "image":
                return Image(media, data)
            case "audio":
                return Audio(media, data, 0)
            case _:
                return Document(media, data, name="", pages=0)
    return Text(part.text)


def _text(content: Any) -> str:
    return "".join(part.text for part in content.parts)


def _handlers(fake: Fake) -> grpc.GenericRpcHandler:
    async def generate(request: Any, call: _Call) -> AsyncIterator[Any]:
        fake.keys.append(_key(call))
        try:
            reply = fake.next_reply(request)
            usage = bills.usage_of("gemini", reply, partial(read, request))
            reply = replace(reply, usage=usage)
            if list(request.generation_config.response_modalities) == [_SPOKEN]:
                reply = replace(reply, wire=reply.wire or _speech(reply))
            async for chunk in _chunks(reply, call):
                yield chunk
        except (asyncio.CancelledError, GeneratorExit):
            # The latter where the cancel comes while a chunk is being sent.
            fake.cancelled.set()
            raise

    async def count(request: Any, call: _Call) -> Any:
        fake.keys.append(_key(call))
        reply = fake.replies[0]
        if reply.fault or reply.answer:
            await _fail(reply, call)
        if reply.count_is_unreadable:
            return _UNREADABLE
        parts = [_part(part) for each in request.contents for part in each.parts]
        tokens = await fake.count(*bills.of_parts("gemini", parts))
        told = tokens if reply.count is None else reply.count
        return wire.CountTokensResponse(total_tokens=told)

    async def embed(request: Any, call: _Call) -> Any:
        fake.keys.append(_key(call))
        reply = fake.next_reply(request)
        try:
            await asyncio.sleep(reply.pause_seconds)
            if reply.fault or reply.answer:
                await _fail(reply, call)
            if reply.stall_after is not None:
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            fake.cancelled.set()
            raise
        if len(request.requests) > _TEXTS_OF_A_REQUEST:
            await call.abort(StatusCode.INVALID_ARGUMENT, "too many in one batch")
        texts = [_text(each.content) for each in request.requests]
        vectors = vectors_of(reply, texts, request.requests[0].output_dimensionality or None)
        embeddings = [{"values": vector} for vector in vectors]
        return wire.BatchEmbedContentsResponse(embeddings=embeddings)

    return grpc.method_handlers_generic_handler(
        _SERVICE,
        {
            "StreamGenerateContent": grpc.unary_stream_rpc_method_handler(
                generate,
                wire.GenerateContentRequest.deserialize,
                _serialize,
            ),
            "BatchEmbedContents": grpc.unary_unary_rpc_method_handler(
                embed, wire.BatchEmbedContentsRequest.deserialize, _serialize
            ),
            "CountTokens": grpc.unary_unary_rpc_method_handler(
                count, wire.CountTokensRequest.deserialize, _serialize
            ),
        },
    )


def _serialize(message: Any) -> bytes:
    return message if isinstance(message, bytes) else type(message).serialize(message)


def _key(call: _Call) -> str:
    metadata = dict(call.invocation_metadata() or ())
    return str(metadata.get("x-goog-api-key", ""))


async def _chunks(reply: Reply, call: _Call) -> AsyncIterator[Any]:
    if reply.fault or reply.answer:
        await _fail(reply, call)
    if reply.wire is not None:
        async for piece in _wire(reply):
            yield piece
        return
    if reply.blocks_prompt:
        feedback = {"block_reason": "SAFETY"}
        yield wire.GenerateContentResponse(
            prompt_feedback=feedback, usage_metadata=_usage(reply.usage)
        )
        return
    for index, delta in enumerate(reply.deltas):
        if index == reply.stall_after:
            await asyncio.Event().wait()
        if index == reply.cut_after:
            await call.abort(StatusCode.UNAVAILABLE, "Socket closed")
        await asyncio.sleep(reply.pause_seconds)
        if delta in _TOLD:
            await call.abort(_TOLD[delta], "scripted")
        # The real one reports usage with every chunk; only the last is the whole.
        early = reply.usage and {"prompt_token_count": reply.usage.prompt_tokens}
        if reply.first_report is not None:
            early = None if index else reply.first_report
        yield _said(delta, early)
    if reply.finish:
        reason = {"finish_reason": _REASONS[reply.finish]}
        reports = (_usage(reply.usage),) if reply.last_reports is None else reply.last_reports
        for usage in reports or (None,):
            yield wire.GenerateContentResponse(candidates=[reason], usage_metadata=usage)


async def _wire(reply: Reply) -> AsyncIterator[Any]:
    for piece in reply.wire or ():
        yield piece
    if reply.keeps_open:
        await asyncio.Event().wait()


def _chunk(part: dict[str, Any], **fields: Any) -> Any:
    content = {"role": "model", "parts": [part]}
    return wire.GenerateContentResponse(candidates=[{"content": content}], **fields)


def _nested(field: int, content: bytes) -> bytes:
    """Return a message inside a message, as it goes over the wire."""
    return bytes([field << 3 | 2, len(content)]) + content


def _said(delta: Said, usage: Any) -> Any:
    match delta:
        case Oddity():
            return _ODD[delta]
        case Call():
            return _call(delta)
        case PictureDelta(media_type, content):
            return _chunk({"inline_data": {"mime_type": media_type, "data": content}})
        case str():
            return _chunk({"text": delta}, usage_metadata=usage)


def _speech(reply: Reply) -> tuple[Any, ...]:
    """Read aloud in two pieces, then tell what it costs."""
    half = len(reply.samples) // 4 * 2
    sounds = [
        _chunk({"inline_data": {"mime_type": "audio/L16;codec=pcm;rate=24000", "data": each}})
        for each in (reply.samples[:half], reply.samples[half:])
    ]
    ended = {"finish_reason": _REASONS[reply.finish or FinishReason.STOP]}
    reports = (_usage(reply.usage),) if reply.last_reports is None else reply.last_reports
    return (
        *sounds,
        *(
            wire.GenerateContentResponse(candidates=[ended], usage_metadata=each)
            for each in reports or (None,)
        ),
    )


def _call(call: Call) -> bytes:
    """Say a call whole, as the vendor does, with a signature that this message does not know."""
    arguments = json.loads("".join(call.pieces) or "{}")
    part = {"function_call": {"id": call.call_id, "name": call.name, "args": arguments}}
    said = wire.Part.serialize(wire.Part(part))
    if call.signature:
        said += _nested(13, call.signature)
    return _nested(1, _nested(1, _nested(1, said)))


_UNREADABLE = b"\xff\xff\xff"
_ODD: dict[Oddity, Any] = {
    Oddity.THOUGHT: _nested(
        1, _nested(1, _nested(1, _nested(2, THOUGHT.encode()) + _THOUGHT_FIELD))
    ),
    Oddity.TOOL_CALL: _chunk({"function_call": {"name": "look"}}),
    Oddity.UNKNOWN: _nested(15, b"a novelty"),
    Oddity.REFUSAL: _chunk({"text": REFUSAL}),
    Oddity.UNREADABLE: _UNREADABLE,
    Oddity.MISSHAPEN: wire.GenerateContentResponse(candidates=[{}]),
}


def _usage(usage: Usage | None) -> Any:
    """Thinking has no field in this version of the message; the total includes it."""
    if usage is None:
        return None
    told = wire.GenerateContentResponse.UsageMetadata(
        prompt_token_count=usage.prompt_tokens,
        cached_content_token_count=usage.cached_tokens,
        candidates_token_count=usage.output_tokens,
        total_token_count=usage.total_tokens,
    )
    details = _modality(5, _AUDIO, usage.audio_tokens) + _modality(7, _IMAGE, usage.picture_tokens)
    type(told).pb(told).MergeFromString(details)
    return told


def _modality(field: int, modality: int, tokens: int | None) -> bytes:
    """Return the tokens of a modality, in a field that this message does not know."""
    if tokens is None:
        return b""
    count = wire.CountTokensResponse.serialize(wire.CountTokensResponse(total_tokens=tokens))
    # The figure is field 1 there, and 2 here.
    return _nested(field, bytes([1 << 3, modality, 2 << 3]) + count[1:])


async def _fail(reply: Reply, call: _Call) -> None:
    if reply.answer:
        code, message, *details = reply.answer
        await _abort(call, code, message, details)
    assert reply.fault
    code = _FAULTS[reply.fault]
    details = []
    if reply.retry_after_seconds is not None:
        wait = Duration()
        wait.FromMilliseconds(round(reply.retry_after_seconds * 1000))
        details.append(RetryInfo(retry_delay=wait))
    await _abort(call, code, reply.fault_message, details)


async def _abort(call: _Call, code: StatusCode, message: str, details: list[Any]) -> None:
    if details:
        status = Status(code=code.value[0], message=message)
        for detail in details:
            status.details.add().Pack(detail)
        call.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    await call.abort(code, message)


async def _serve(port: int) -> None:
    async with fake_gemini(port) as fake:
        words = ("A ", "**fake** ", "Gemini ", "says ", "this, ", "word ", "by ", "word.")
        fake.script(Reply(deltas=words, bills=True, pause_seconds=0.03))
        await asyncio.Event().wait()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, required=True)
    asyncio.run(_serve(arguments.parse_args().port))
