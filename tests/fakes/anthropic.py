"""A fake of Anthropic's messages."""

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

from chat_app.llm.types import (
    Document,
    FinishReason,
    Image,
    JsonReply,
    NamedTool,
    Parameters,
    Part,
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
from tests.fakes.script import REFUSAL, THOUGHT, Asked, Call, Fake, Oddity, Reply

_REASONS = {
    FinishReason.STOP: "end_turn",
    FinishReason.LENGTH: "max_tokens",
    FinishReason.SAFETY: "refusal",
    FinishReason.ERROR: "pause_turn",
    FinishReason.TOOL_CALLS: "tool_use",
}


def fake_anthropic() -> AbstractAsyncContextManager[Fake]:
    """Serve Anthropic on this machine."""
    return fake_over_http(_answer)


def read(request: dict[str, Any]) -> Asked:
    """Return what came over the wire in our terms."""
    config = request.get("output_config", {})
    choice = request.get("tool_choice")
    names = {
        block["id"]: block["name"]
        for message in request["messages"]
        if isinstance(message["content"], list)
        for block in message["content"]
        if block["type"] == "tool_use"
    }
    return Asked(
        request["model"],
        Prompt(
            request.get("system", ""),
            tuple(
                PromptMessage(Role(each["role"]), tuple(_parts(each["content"], names)))
                for each in request["messages"]
            ),
            Parameters(
                request["max_tokens"],
                temperature=request.get("temperature"),
                stop=tuple(request.get("stop_sequences", ())),
                response_format=_form(config.get("format")),
                tools=tuple(
                    Tool(each["name"], each.get("description", ""), each["input_schema"])
                    for each in request.get("tools", ())
                ),
                tool_choice=_choice(choice),
                parallel_tool_calls=_is_parallel(choice),
                reasoning_effort=config.get("effort"),
                shows_thinking=request.get("thinking")
                == {"type": "adaptive", "display": "summarized"},
            ),
        ),
    )


def _form(form: dict[str, Any] | None) -> JsonReply | None:
    return JsonReply(form["schema"]) if form else None


def _choice(choice: dict[str, Any] | None) -> ToolChoice | None:
    match choice:
        case {"type": "tool", "name": str(name)}:
            return NamedTool(name)
        case {"type": "any"}:
            return "required"
        case {"type": "auto" | "none" as kind}:
            return kind
        case _:
            return None


def _is_parallel(choice: dict[str, Any] | None) -> bool | None:
    is_single = (choice or {}).get("disable_parallel_tool_use")
    return None if is_single is None else not is_single


def _parts(content: Any, names: dict[str, str]) -> list[Part]:
    if isinstance(content, str):
        return [Text(content)]
    return [_part(block, names) for block in content]


def _part(block: dict[str, Any], names: dict[str, str]) -> Part:
    match block["type"]:
        case "text":
            return Text(block["text"])
        case "image":
            source = block["source"]
            return Image(source["media_type"], b64decode(source["data"], validate=True))
        case "document":
            source, name = block["source"], block["title"]
            is_text = source["type"] == "text"
            data = source["data"].encode() if is_text else b64decode(source["data"])
            # How many pages there are is not told on this wire.
            return Document(source["media_type"], data, name, pages=0)
        case "tool_use":
            return ToolCall(block["id"], block["name"], json.dumps(block["input"]))
        case "tool_result":
            call_id = block["tool_use_id"]
            return ToolResult(call_id, names[call_id], block["content"])
        case other:
            raise AssertionError(other)


async def _answer(fake: Fake, exchange: Exchange) -> None:
    fake.keys.append(exchange.key)
    fake.headers.append(exchange.headers)
    if exchange.path.endswith("/count_tokens"):
        await _count(fake, exchange)
        return
    reply = fake.next_reply(exchange.body)
    if reply.fault or reply.answer:
        await exchange.fail(reply)
        return
    if reply.wire is not None:
        await exchange.send_wire(reply)
        return
    billed = bills.usage_of("anthropic", reply, partial(read, exchange.body))
    exchange.begin_stream()
    message: dict[str, Any] = {"type": "message", "role": "assistant", "content": []}
    early = _prompt_usage(billed)
    if reply.first_report is not None:
        early = {"usage": reply.first_report}
    await exchange.send({"type": "message_start", "message": message | early})
    await exchange.send({"type": "ping"})
    if not reply.blocks_prompt:
        block = {"type": "text", "text": ""}
        await exchange.send({"type": "content_block_start", "index": 0, "content_block": block})
        calls = 0
        async for delta in scripted(reply):
            if isinstance(delta, Call):
                calls += 1
                for event in _call(delta, calls):
                    await exchange.send(event)
            elif isinstance(delta, Oddity):
                await exchange.send(_ODD[delta])
            else:
                # It draws nothing.
                await exchange.send(_delta("text_delta", text=str(delta)))
    if reply.finish:
        for usage in _last_reports(reply, billed):
            await exchange.send(_end(reply, reply.finish, usage))
    await exchange.send({"type": "message_stop"})
    exchange.end_stream()


async def _count(fake: Fake, exchange: Exchange) -> None:
    reply = fake.replies[0]
    if reply.fault or reply.answer:
        await exchange.fail(reply)
        return
    if reply.count_is_unreadable:
        await exchange.answer({"object": "something else"})
        return
    parts = _parts(exchange.body["messages"][0]["content"], {})
    tokens = await fake.count(*bills.of_parts("anthropic", parts))
    await exchange.answer({"input_tokens": tokens if reply.count is None else reply.count})


def _delta(kind: str, **fields: str) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": 0, "delta": {"type": kind, **fields}}


def _call(call: Call, index: int) -> Iterator[dict[str, Any]]:
    """Say a call as a block of its own, as the vendor does; the text is block 0."""
    block = {"type": "tool_use", "id": call.call_id, "name": call.name, "input": {}}
    yield {"type": "content_block_start", "index": index, "content_block": block}
    for piece in ("", *call.pieces):
        delta = {"type": "input_json_delta", "partial_json": piece}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}


_ODD: dict[Oddity, dict[str, Any] | str] = {
    Oddity.THOUGHT: _delta("thinking_delta", thinking=THOUGHT),
    Oddity.TOOL_CALL: _delta("input_json_delta", partial_json='{"where": "here"}'),
    Oddity.UNKNOWN: {"type": "novelty", "novelty": [1]},
    Oddity.REFUSAL: _delta("text_delta", text=REFUSAL),
    Oddity.UNREADABLE: '{"type": "content_block',
    Oddity.MISSHAPEN: {"type": "content_block_delta", "index": 0},
    Oddity.OVERLOADED: {"type": "error", "error": {"type": "overloaded_error", "message": "s"}},
    Oddity.RATE_LIMITED: {"type": "error", "error": {"type": "rate_limit_error", "message": "s"}},
}


def _prompt_usage(usage: Usage | None) -> dict[str, Any]:
    """Say what is known; what is not known is left out."""
    if usage is None:
        return {}
    figures: dict[str, int] = {}
    if usage.output_tokens is not None:
        figures["output_tokens"] = 1
    if usage.prompt_tokens is not None:
        figures["input_tokens"] = usage.prompt_tokens - (usage.cached_tokens or 0)
    if usage.cached_tokens is not None:
        figures |= {
            "cache_read_input_tokens": usage.cached_tokens,
            "cache_creation_input_tokens": 0,
        }
    return {"usage": figures}


def _last_reports(reply: Reply, billed: Usage | None) -> tuple[Any, ...]:
    if reply.last_reports is not None:
        return reply.last_reports or (None,)
    usage: dict[str, Any] = {}
    if billed and billed.output_tokens is not None:
        thinking_tokens = billed.thinking_tokens
        usage["output_tokens"] = billed.output_tokens + (thinking_tokens or 0)
        if thinking_tokens is not None:
            usage["output_tokens_details"] = {"thinking_tokens": thinking_tokens}
    return (usage,)


def _end(reply: Reply, finish: FinishReason, usage: Any) -> dict[str, Any]:
    reason = "refusal" if reply.blocks_prompt else _REASONS[finish]
    return {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": usage}
