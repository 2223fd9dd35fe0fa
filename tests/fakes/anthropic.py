"""A fake of Anthropic's messages."""

from contextlib import AbstractAsyncContextManager
from typing import Any

from chat_app.llm.types import FinishReason, Usage
from tests.fakes.http import Exchange, fake_over_http, scripted
from tests.fakes.script import Fake, Reply

_REASONS = {
    FinishReason.STOP: "end_turn",
    FinishReason.LENGTH: "max_tokens",
    FinishReason.SAFETY: "refusal",
    FinishReason.ERROR: "tool_use",
}


def fake_anthropic() -> AbstractAsyncContextManager[Fake]:
    """Serve Anthropic on this machine."""
    return fake_over_http(_answer)


async def _answer(fake: Fake, exchange: Exchange) -> None:
    fake.keys.append(exchange.key)
    if exchange.path.endswith("/count_tokens"):
        await _count(fake, exchange)
        return
    reply = fake.next_reply(exchange.body)
    if reply.fault:
        await exchange.fail(reply)
        return
    exchange.begin_stream()
    message: dict[str, Any] = {"type": "message", "role": "assistant", "content": []}
    await exchange.send({"type": "message_start", "message": message | _prompt_usage(reply.usage)})
    await exchange.send({"type": "ping"})
    if not reply.blocks_prompt:
        async for text in scripted(reply):
            delta = {"type": "text_delta", "text": text}
            await exchange.send({"type": "content_block_delta", "index": 0, "delta": delta})
    await exchange.send(_end(reply))
    await exchange.send({"type": "message_stop"})
    exchange.end_stream()


async def _count(fake: Fake, exchange: Exchange) -> None:
    reply = fake.replies[0]
    if reply.fault:
        await exchange.fail(reply)
        return
    tokens = await fake.count(exchange.body["messages"][0]["content"])
    await exchange.answer({"input_tokens": tokens})


def _prompt_usage(usage: Usage | None) -> dict[str, Any]:
    if usage is None:
        return {}
    assert usage.prompt_tokens is not None
    cached_tokens = usage.cached_tokens or 0
    return {
        "usage": {
            "input_tokens": usage.prompt_tokens - cached_tokens,
            "cache_read_input_tokens": cached_tokens,
            "cache_creation_input_tokens": 0,
            "output_tokens": 1,
        }
    }


def _end(reply: Reply) -> dict[str, Any]:
    reason = "refusal" if reply.blocks_prompt else _REASONS[reply.finish]
    end: dict[str, Any] = {"type": "message_delta", "delta": {"stop_reason": reason}}
    if reply.usage:
        assert reply.usage.output_tokens is not None
        thinking_tokens = reply.usage.thinking_tokens or 0
        end["usage"] = {
            "output_tokens": reply.usage.output_tokens + thinking_tokens,
            "output_tokens_details": {"thinking_tokens": thinking_tokens},
        }
    return end
