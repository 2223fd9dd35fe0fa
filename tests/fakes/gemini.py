"""A fake Gemini that speaks the vendor's gRPC, in a test or by hand.

`python -m tests.fakes.gemini --port 21000` serves an app started with
`GEMINI_API_KEY=any GEMINI_API_ENDPOINT=http://127.0.0.1:21000`.
"""

import argparse
import asyncio
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status
from grpc import StatusCode, aio

from chat_app.llm.types import ChatRequest, FinishReason, PromptMessage, Role, Usage
from tests.fakes.script import REFUSAL, Fake, Oddity, Reply

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
}
_TOLD = {
    Oddity.OVERLOADED: StatusCode.UNAVAILABLE,
    Oddity.RATE_LIMITED: StatusCode.RESOURCE_EXHAUSTED,
}
_THOUGHT_FIELD = b"\x58\x01"
"""`thought: true`, field 11 of a part, which this version of the message does not know."""
_Call = aio.ServicerContext


@asynccontextmanager
async def fake_gemini(port: int = 0) -> AsyncIterator[Fake]:
    """Serve on this machine for as long as the block runs."""
    fake = Fake()
    server = aio.server()
    server.add_generic_rpc_handlers((_handlers(fake),))
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    fake.endpoint = f"http://127.0.0.1:{port}"
    yield fake
    await server.stop(grace=None)


def read(request: Any) -> ChatRequest:
    """Return what came over the wire in our terms."""
    *history, message = [(each.role, _text(each)) for each in request.contents]
    roles = {"user": Role.USER, "model": Role.ASSISTANT}
    return ChatRequest(
        model=request.model.removeprefix("models/"),
        system_prompt=_text(request.system_instruction),
        history=tuple(PromptMessage(roles[role], text) for role, text in history),
        message=message[1],
        max_output_tokens=request.generation_config.max_output_tokens,
    )


def _text(content: Any) -> str:
    return "".join(part.text for part in content.parts)


def _handlers(fake: Fake) -> grpc.GenericRpcHandler:
    async def generate(request: Any, call: _Call) -> AsyncIterator[Any]:
        fake.keys.append(_key(call))
        try:
            async for chunk in _chunks(fake.next_reply(request), call):
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
        tokens = await fake.count("".join(map(_text, request.contents)))
        told = tokens if reply.count is None else reply.count
        return wire.CountTokensResponse(total_tokens=told)

    return grpc.method_handlers_generic_handler(
        _SERVICE,
        {
            "StreamGenerateContent": grpc.unary_stream_rpc_method_handler(
                generate,
                wire.GenerateContentRequest.deserialize,
                _serialize,
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
        if isinstance(delta, Oddity):
            yield _ODD[delta]
            continue
        # The real one reports usage with every chunk; only the last is the whole.
        early = reply.usage and {"prompt_token_count": reply.usage.prompt_tokens}
        if reply.first_report is not None:
            early = None if index else reply.first_report
        yield _chunk({"text": delta}, usage_metadata=early)
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


_UNREADABLE = b"\xff\xff\xff"
_ODD: dict[Oddity, Any] = {
    Oddity.THOUGHT: _nested(
        1, _nested(1, _nested(1, _nested(2, b"Hm, let me see.") + _THOUGHT_FIELD))
    ),
    Oddity.TOOL_CALL: _chunk({"function_call": {"name": "look"}}),
    Oddity.UNKNOWN: _nested(15, b"a novelty"),
    Oddity.REFUSAL: _chunk({"text": REFUSAL}),
    Oddity.UNREADABLE: _UNREADABLE,
    Oddity.MISSHAPEN: wire.GenerateContentResponse(candidates=[{}]),
}


def _usage(usage: Usage | None) -> Any:
    """Thinking has no field in this version of the message; the total includes it."""
    return usage and {
        "prompt_token_count": usage.prompt_tokens,
        "cached_content_token_count": usage.cached_tokens,
        "candidates_token_count": usage.output_tokens,
        "total_token_count": usage.total_tokens,
    }


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
        fake.script(Reply(deltas=words, pause_seconds=0.03))
        await asyncio.Event().wait()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, required=True)
    asyncio.run(_serve(arguments.parse_args().port))
