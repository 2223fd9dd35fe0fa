"""A fake of OpenAI's chat completions; xAI's differ in one figure and in how a text is counted."""

import asyncio
import math
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

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
    Role,
    Text,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
    Usage,
)
from tests.fakes import bills
from tests.fakes.http import Exchange, fake_over_http, scripted
from tests.fakes.script import (
    REFUSAL,
    THOUGHT,
    Asked,
    Call,
    Fake,
    Oddity,
    Reply,
    counted,
    vectors_of,
)

_COMPATIBLE = (
    "/chat/completions",
    "/embeddings",
    "/models",
    "/audio/transcriptions",
    "/audio/speech",
)
_REASONS = {
    FinishReason.STOP: "stop",
    FinishReason.LENGTH: "length",
    FinishReason.SAFETY: "content_filter",
    FinishReason.ERROR: "function_call",
    FinishReason.TOOL_CALLS: "tool_calls",
}


def fake_openai() -> AbstractAsyncContextManager[Fake]:
    """Serve OpenAI on this machine."""
    return fake_over_http(_answer_as_openai)


def fake_xai() -> AbstractAsyncContextManager[Fake]:
    """Serve xAI on this machine."""
    return fake_over_http(_answer_as_xai)


def fake_compatible() -> AbstractAsyncContextManager[Fake]:
    """Serve on this machine what speaks OpenAI's chat completions and nothing else."""
    return fake_over_http(_answer_as_compatible)


def read(request: dict[str, Any]) -> Asked:
    """Return what came over the wire in our terms."""
    has_system = request["messages"][0]["role"] == "system"
    system = request["messages"][0]["content"] if has_system else ""
    messages = request["messages"][has_system:]
    names: dict[str, str] = {}
    read_messages: list[PromptMessage] = []
    results: list[Part] = []
    for message in [*messages, {"role": "end"}]:
        if message["role"] == "tool":
            call_id = message["tool_call_id"]
            results.append(ToolResult(call_id, names[call_id], message["content"]))
            continue
        parts = [*results] if message["role"] != "assistant" else []
        if results and message["role"] != "user":
            read_messages.append(PromptMessage(Role.USER, tuple(results)))
        results.clear()
        if message["role"] == "end":
            break
        parts += _parts(message.get("content"))
        for call in message.get("tool_calls", ()):
            names[call["id"]] = call["function"]["name"]
            parts.append(
                ToolCall(call["id"], call["function"]["name"], call["function"]["arguments"])
            )
        read_messages.append(PromptMessage(Role(message["role"]), tuple(parts)))
    longest = request.get("max_completion_tokens") or request["max_tokens"]
    return Asked(
        request["model"],
        Prompt(
            system,
            tuple(read_messages),
            Parameters(
                longest,
                temperature=request.get("temperature"),
                stop=tuple(request.get("stop", ())),
                response_format=_form(request.get("response_format")),
                tools=tuple(
                    Tool(each["function"]["name"], each["function"]["description"], schema)
                    for each in request.get("tools", ())
                    for schema in [each["function"]["parameters"]]
                ),
                top_p=request.get("top_p"),
                seed=request.get("seed"),
                presence_penalty=request.get("presence_penalty"),
                frequency_penalty=request.get("frequency_penalty"),
                tool_choice=_choice(request.get("tool_choice")),
                parallel_tool_calls=request.get("parallel_tool_calls"),
                reasoning_effort=request.get("reasoning_effort"),
            ),
        ),
    )


def _choice(choice: Any) -> ToolChoice | None:
    return NamedTool(choice["function"]["name"]) if isinstance(choice, dict) else choice


def _form(form: dict[str, Any] | None) -> JsonReply | None:
    if form is None:
        return None
    schema = form.get("json_schema")
    if schema is None:
        return JsonReply()
    return JsonReply(schema["schema"], schema["name"], schema["strict"])


def _parts(content: Any) -> list[Part]:
    if isinstance(content, str):
        return [Text(content)]
    return [_part(part) for part in content or ()]


def _part(part: dict[str, Any]) -> Part:
    match part["type"]:
        case "text" | "input_text":
            return Text(part["text"])
        case "image_url":
            return Image(*_read_data_url(part["image_url"]["url"]))
        case "input_image":
            return Image(*_read_data_url(part["image_url"]))
        case "file" | "input_file":
            file = part.get("file", part)
            # How many pages and seconds there are is not told on this wire.
            return Document(*_read_data_url(file["file_data"]), name=file["filename"], pages=0)
        case "input_audio":
            sound = part["input_audio"]
            return Audio(f"audio/{sound['format']}", b64decode(sound["data"]), 0)
        case other:
            raise AssertionError(other)


def _read_data_url(url: str) -> tuple[str, bytes]:
    head, _, data = url.partition(";base64,")
    return head.removeprefix("data:"), b64decode(data, validate=True)


async def _answer_as_openai(fake: Fake, exchange: Exchange) -> None:
    await _answer(fake, exchange, counts_reasoning_apart=False)


async def _answer_as_xai(fake: Fake, exchange: Exchange) -> None:
    await _answer(fake, exchange, counts_reasoning_apart=True)


async def _answer_as_compatible(fake: Fake, exchange: Exchange) -> None:
    assert exchange.path.endswith(_COMPATIBLE), exchange.path
    await _answer(fake, exchange, counts_reasoning_apart=False)


async def _answer(fake: Fake, exchange: Exchange, *, counts_reasoning_apart: bool) -> None:
    fake.keys.append(exchange.key)
    fake.headers.append(exchange.headers)
    match exchange.path.rpartition("/")[2]:
        case "completions":
            await _stream(fake, exchange, counts_reasoning_apart=counts_reasoning_apart)
        case "embeddings":
            await _embed(fake, exchange)
        case "generations":
            await _draw(fake, exchange)
        case "transcriptions":
            await _transcribe(fake, exchange)
        case "speech":
            await _speak(fake, exchange)
        case "models":
            await _list(fake, exchange)
        case _:
            await _count(fake, exchange)


async def _list(fake: Fake, exchange: Exchange) -> None:
    if isinstance(fake.models, int):
        await exchange.answer({"error": {"message": "no list"}}, fake.models)
        return
    data = [{"id": name, "object": "model"} for name in fake.models]
    await exchange.answer({"object": "list", "data": data})


async def _stream(fake: Fake, exchange: Exchange, *, counts_reasoning_apart: bool) -> None:
    reply = fake.next_reply(exchange.body)
    if reply.fault or reply.answer:
        await exchange.fail(reply)
        return
    if reply.wire is not None:
        await exchange.send_wire(reply)
        return
    exchange.begin_stream()
    if reply.blocks_prompt:
        await exchange.send(_chunk({}, "content_filter"))
    else:
        early = _chunk({"role": "assistant", "content": ""})
        await exchange.send(early | {"usage": reply.first_report})
        calls = 0
        async for delta in scripted(reply):
            if isinstance(delta, Call):
                for chunk in _call(delta, calls):
                    await exchange.send(chunk)
                calls += 1
            elif isinstance(delta, Oddity):
                await exchange.send(_ODD[delta])
            elif isinstance(delta, str):
                await exchange.send(_text(delta))
        if reply.finish:
            await exchange.send(_chunk({}, _reason(reply, reply.finish)))
    reports = reply.last_reports
    if reports is None:
        vendor = "xai" if counts_reasoning_apart else "openai"
        usage = bills.usage_of(vendor, reply, partial(read, exchange.body))
        reports = (_usage(usage, counts_reasoning_apart),) if usage else ()
    for usage in reports:
        await exchange.send({"object": "chat.completion.chunk", "choices": [], "usage": usage})
    await exchange.send("[DONE]")
    exchange.end_stream()


async def _embed(fake: Fake, exchange: Exchange) -> None:
    if (reply := await _heard(fake, exchange)) is None:
        return
    asked = exchange.body
    vectors: list[Any] = vectors_of(reply, asked["input"], asked.get("dimensions"))
    if asked["encoding_format"] == "base64" and not reply.vectors_as_lists:
        vectors = [b64encode(array("f", vector).tobytes()).decode() for vector in vectors]
    data = [
        {"object": "embedding", "index": index, "embedding": vector}
        for index, vector in enumerate(vectors)
    ]
    prompt_tokens = reply.usage and reply.usage.prompt_tokens
    usage = {"prompt_tokens": prompt_tokens, "total_tokens": prompt_tokens}
    # The order is told by the index alone.
    body = {"object": "list", "model": asked["model"], "data": data[::-1]}
    await exchange.answer(body | ({"usage": usage} if reply.usage else {}))


async def _draw(fake: Fake, exchange: Exchange) -> None:
    reply = fake.next_reply(exchange.body)
    if reply.fault or reply.answer:
        await exchange.fail(reply)
        return
    pictures = [each async for each in scripted(reply) if isinstance(each, PictureDelta)]
    asked = exchange.body
    data = [{"b64_json": b64encode(picture.content).decode()} for picture in pictures]
    output_tokens = picture_tokens_of(asked["quality"], asked["size"]) * len(pictures)
    input_tokens = counted(asked["prompt"])
    kinds = {"image_tokens": output_tokens, "text_tokens": 0}
    usage = {
        "input_tokens": input_tokens,
        "input_tokens_details": {"image_tokens": 0, "text_tokens": input_tokens},
        "output_tokens": output_tokens,
        "output_tokens_details": kinds,
        "total_tokens": input_tokens + output_tokens,
    }
    bill = {"usage": usage} if reply.usage else {}
    await exchange.answer({"created": 1, "data": data, "output_format": "png"} | bill)


def picture_tokens_of(quality: str, size: str) -> int:
    """Return what gpt-image-2 bills a picture, by the rule of docs/tokens.md."""
    fineness = {"low": 16, "medium": 48, "high": 96}[quality]
    width, _, height = size.partition("x")
    long, short = sorted((int(width), int(height)), reverse=True)
    across = (2 * fineness * short + long) // (2 * long)
    return math.ceil(fineness * across * (2_000_000 + long * short) / 4_000_000)


async def _transcribe(fake: Fake, exchange: Exchange) -> None:
    if (reply := await _heard(fake, exchange)) is None:
        return
    usage = _billed(reply)
    await exchange.answer({"text": "".join(map(str, reply.deltas))} | usage)


async def _speak(fake: Fake, exchange: Exchange) -> None:
    if (reply := await _heard(fake, exchange)) is None:
        return
    assert exchange.body["response_format"] == "pcm"
    assert exchange.body["stream_format"] == "sse"
    exchange.begin_stream()
    # Cut at an odd byte, as nothing says that a piece is whole samples.
    for piece in (reply.samples[:101], reply.samples[101:]):
        await exchange.send({"type": "speech.audio.delta", "audio": b64encode(piece).decode()})
    await exchange.send({"type": "speech.audio.done"} | _billed(reply))
    exchange.end_stream()


async def _heard(fake: Fake, exchange: Exchange) -> Reply | None:
    """Take a request that is answered whole; `None` where the script has it fail."""
    reply = fake.next_reply(exchange.body)
    await asyncio.sleep(reply.pause_seconds)
    if reply.fault or reply.answer:
        await exchange.fail(reply)
        return None
    if reply.stall_after is not None:
        await asyncio.Event().wait()
    return reply


def _billed(reply: Reply) -> dict[str, Any]:
    if reply.last_reports is not None:
        return {"usage": reply.last_reports[0]} if reply.last_reports else {}
    usage = reply.usage
    if usage is None:
        return {}
    told = {
        "type": "tokens",
        "input_tokens": usage.prompt_tokens,
        "output_tokens": usage.output_tokens,
        "total_tokens": usage.total_tokens,
        "input_token_details": {"audio_tokens": usage.audio_tokens or 0},
    }
    return {"usage": told}


async def _count(fake: Fake, exchange: Exchange) -> None:
    reply = fake.replies[0]
    if reply.fault or reply.answer:
        await exchange.fail(reply)
    elif reply.count_is_unreadable:
        await exchange.answer({"object": "something else"})
    elif exchange.path.endswith("/tokenize-text"):
        tokens = await fake.count(exchange.body["text"])
        ids = [{"token_id": 1}] * tokens
        await exchange.answer({"token_ids": ids if reply.count is None else reply.count})
    else:
        parts = _counted(exchange.body["input"])
        tokens = await fake.count(*bills.of_parts("openai", parts))
        told = tokens if reply.count is None else reply.count
        await exchange.answer({"object": "response.input_tokens", "input_tokens": told})


def _chunk(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return {"object": "chat.completion.chunk", "choices": [choice], "usage": None}


def _text(delta: str) -> dict[str, Any]:
    return _chunk({"content": delta})


def _call(call: Call, index: int) -> Iterator[dict[str, Any]]:
    function = {"name": call.name, "arguments": ""}
    begun = {"index": index, "id": call.call_id, "type": "function", "function": function}
    yield _chunk({"tool_calls": [begun]})
    for piece in call.pieces:
        yield _chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})


def _counted(asked: Any) -> list[Part]:
    return _parts(asked if isinstance(asked, str) else asked[0]["content"])


def _reason(reply: Reply, finish: FinishReason) -> str:
    """A refusal in words ends like any other reply."""
    return "stop" if Oddity.REFUSAL in reply.deltas else _REASONS[finish]


_ODD: dict[Oddity, dict[str, Any] | str] = {
    Oddity.THOUGHT: _chunk({"reasoning_content": THOUGHT}),
    Oddity.TOOL_CALL: _chunk(
        {"tool_calls": [{"index": 0, "id": "1", "function": {"name": "look", "arguments": "{}"}}]}
    ),
    Oddity.UNKNOWN: {"object": "chat.completion.novelty", "novelty": [1]},
    Oddity.REFUSAL: _chunk({"refusal": REFUSAL}),
    Oddity.UNREADABLE: '{"choices": [',
    Oddity.MISSHAPEN: {"choices": [{"index": 0, "delta": "Hello"}]},
    Oddity.OVERLOADED: {"error": {"type": "server_error", "code": None, "message": "scripted"}},
    Oddity.RATE_LIMITED: {
        "error": {"type": "tokens", "code": "rate_limit_exceeded", "message": "scripted"}
    },
}


def _usage(usage: Usage, counts_reasoning_apart: bool) -> dict[str, Any]:
    """Say what is known; what is not known is left out."""
    figures: dict[str, Any] = {
        "prompt_tokens": usage.prompt_tokens,
        "total_tokens": usage.total_tokens,
    }
    if usage.output_tokens is not None:
        apart_tokens = 0 if counts_reasoning_apart else usage.thinking_tokens or 0
        figures["completion_tokens"] = usage.output_tokens + apart_tokens
    details = {"cached_tokens": usage.cached_tokens, "audio_tokens": usage.audio_tokens}
    if told := {name: figure for name, figure in details.items() if figure is not None}:
        figures["prompt_tokens_details"] = told
    if usage.thinking_tokens is not None:
        figures["completion_tokens_details"] = {"reasoning_tokens": usage.thinking_tokens}
    return {name: figure for name, figure in figures.items() if figure is not None}
