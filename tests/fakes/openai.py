"""A fake of OpenAI's chat completions; xAI's differ in one figure and in how a text is counted."""

from contextlib import AbstractAsyncContextManager
from typing import Any

from chat_app.llm.types import ChatRequest, FinishReason, PromptMessage, Role, Usage
from tests.fakes.http import Exchange, fake_over_http, scripted
from tests.fakes.script import REFUSAL, Fake, Oddity, Reply

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


def read(request: dict[str, Any]) -> ChatRequest:
    """Return what came over the wire in our terms."""
    *history, message = [(each["role"], each["content"]) for each in request["messages"]]
    system = history.pop(0)[1] if history and history[0][0] == "system" else ""
    return ChatRequest(
        model=request["model"],
        system_prompt=system,
        history=tuple(PromptMessage(Role(role), text) for role, text in history),
        message=message[1],
        max_output_tokens=request["max_completion_tokens"],
    )


async def _answer_as_openai(fake: Fake, exchange: Exchange) -> None:
    await _answer(fake, exchange, counts_reasoning_apart=False)


async def _answer_as_xai(fake: Fake, exchange: Exchange) -> None:
    await _answer(fake, exchange, counts_reasoning_apart=True)


async def _answer(fake: Fake, exchange: Exchange, *, counts_reasoning_apart: bool) -> None:
    fake.keys.append(exchange.key)
    fake.headers.append(exchange.headers)
    if not exchange.path.endswith("/chat/completions"):
        await _count(fake, exchange)
        return
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
        async for delta in scripted(reply):
            await exchange.send(_ODD[delta] if isinstance(delta, Oddity) else _text(delta))
        if reply.finish:
            await exchange.send(_chunk({}, _reason(reply, reply.finish)))
    reports = reply.last_reports
    if reports is None:
        reports = (_usage(reply.usage, counts_reasoning_apart),) if reply.usage else ()
    for usage in reports:
        await exchange.send({"object": "chat.completion.chunk", "choices": [], "usage": usage})
    await exchange.send("[DONE]")
    exchange.end_stream()


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
        tokens = await fake.count(exchange.body["input"])
        told = tokens if reply.count is None else reply.count
        await exchange.answer({"object": "response.input_tokens", "input_tokens": told})


def _chunk(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return {"object": "chat.completion.chunk", "choices": [choice], "usage": None}


def _text(delta: str) -> dict[str, Any]:
    return _chunk({"content": delta})


def _reason(reply: Reply, finish: FinishReason) -> str:
    """A refusal in words ends like any other reply."""
    return "stop" if Oddity.REFUSAL in reply.deltas else _REASONS[finish]


_ODD: dict[Oddity, dict[str, Any] | str] = {
    Oddity.THOUGHT: _chunk({"reasoning_content": "Hm, let me see."}),
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
    if usage.cached_tokens is not None:
        figures["prompt_tokens_details"] = {"cached_tokens": usage.cached_tokens}
    if usage.thinking_tokens is not None:
        figures["completion_tokens_details"] = {"reasoning_tokens": usage.thinking_tokens}
    return {name: figure for name, figure in figures.items() if figure is not None}
