"""A fake of OpenAI's chat completions; xAI's differ in one figure and in how a text is counted."""

from contextlib import AbstractAsyncContextManager
from typing import Any

from chat_app.llm.types import FinishReason, Usage
from tests.fakes.http import Exchange, fake_over_http, scripted
from tests.fakes.script import Fake

_REASONS = {
    FinishReason.STOP: "stop",
    FinishReason.LENGTH: "length",
    FinishReason.SAFETY: "content_filter",
    FinishReason.ERROR: "tool_calls",
}


def fake_openai() -> AbstractAsyncContextManager[Fake]:
    """Serve OpenAI on this machine."""
    return fake_over_http(_answer_as_openai)


def fake_xai() -> AbstractAsyncContextManager[Fake]:
    """Serve xAI on this machine."""
    return fake_over_http(_answer_as_xai)


async def _answer_as_openai(fake: Fake, exchange: Exchange) -> None:
    await _answer(fake, exchange, counts_reasoning_apart=False)


async def _answer_as_xai(fake: Fake, exchange: Exchange) -> None:
    await _answer(fake, exchange, counts_reasoning_apart=True)


async def _answer(fake: Fake, exchange: Exchange, *, counts_reasoning_apart: bool) -> None:
    fake.keys.append(exchange.key)
    if not exchange.path.endswith("/chat/completions"):
        await _count(fake, exchange)
        return
    reply = fake.next_reply(exchange.body)
    if reply.fault:
        await exchange.fail(reply)
        return
    exchange.begin_stream()
    if reply.blocks_prompt:
        await exchange.send(_chunk({}, "content_filter"))
    else:
        await exchange.send(_chunk({"role": "assistant", "content": ""}))
        async for text in scripted(reply):
            await exchange.send(_chunk({"content": text}))
        await exchange.send(_chunk({}, _REASONS[reply.finish]))
    if reply.usage:
        usage = _usage(reply.usage, counts_reasoning_apart)
        await exchange.send({"object": "chat.completion.chunk", "choices": [], "usage": usage})
    await exchange.send("[DONE]")
    exchange.end_stream()


async def _count(fake: Fake, exchange: Exchange) -> None:
    reply = fake.replies[0]
    if reply.fault:
        await exchange.fail(reply)
    elif exchange.path.endswith("/tokenize-text"):
        tokens = await fake.count(exchange.body["text"])
        await exchange.answer({"token_ids": [{"token_id": 1}] * tokens})
    else:
        tokens = await fake.count(exchange.body["input"])
        await exchange.answer({"object": "response.input_tokens", "input_tokens": tokens})


def _chunk(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return {"object": "chat.completion.chunk", "choices": [choice], "usage": None}


def _usage(usage: Usage, counts_reasoning_apart: bool) -> dict[str, Any]:
    assert usage.output_tokens is not None
    apart = usage.output_tokens
    whole = usage.output_tokens + (usage.thinking_tokens or 0)
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": apart if counts_reasoning_apart else whole,
        "total_tokens": usage.total_tokens,
        "prompt_tokens_details": {"cached_tokens": usage.cached_tokens},
        "completion_tokens_details": {"reasoning_tokens": usage.thinking_tokens},
    }
