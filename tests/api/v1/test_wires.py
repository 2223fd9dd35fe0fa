"""The same talk with tools on every vendor's wire, told by a program and heard by it."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import update
from tenacity import wait_none

from chat_app.api.v1.bodies import MAX_DEPTH
from chat_app.config import Settings, get_settings
from chat_app.db import transaction
from chat_app.llm import tries
from chat_app.llm.providers import load_providers
from chat_app.llm.types import FinishReason, Role, Text, Tier, ToolCall, ToolResult
from chat_app.models import User
from tests.api.v1.conftest import (
    HELLO,
    WEATHER,
    NewProgram,
    Program,
    exchanges_of,
    refused_as_openai,
)
from tests.fakes.script import Call, Fake, Reply
from tests.llm.vendors import SIMULATED, VENDORS, Vendor


@dataclass
class Wire:
    """A program, and the fake of a vendor that answers it."""

    program: Program
    vendor: Vendor
    fake: Fake


@pytest.fixture(params=[*VENDORS, SIMULATED], ids=lambda vendor: vendor.name)
async def wire(
    request: pytest.FixtureRequest,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    new_program: NewProgram,
) -> AsyncIterator[Wire]:
    """Give a program of somebody who may ask for every model, on each wire."""
    vendor: Vendor = request.param
    monkeypatch.setattr(tries, "_backoff", wait_none())
    async with vendor.open() as fake:
        for name, value in vendor.settings(fake.endpoint).items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        await load_providers()
        program = await new_program()
        async with transaction() as session:
            await session.exec(update(User).values(tier=Tier.ENTERPRISE))
        yield Wire(program, vendor, fake)


CALLS = (
    Call("toolu_1", "weather", ('{"city": ', '"Oslo"}'), signature=b"\xffsigned\x00"),
    Call("toolu_2", "weather", ('{"city": "Rome"}',)),
)


@pytest.mark.parametrize("wire", VENDORS, ids=lambda vendor: vendor.name, indirect=True)
@pytest.mark.parametrize("is_streamed", [False, True])
async def test_calls_and_their_results_go_round(wire: Wire, is_streamed: bool) -> None:
    sdk, model = wire.program.sdk, wire.vendor.model_id
    asked: dict[str, Any] = {"model": model, "tools": [WEATHER]}
    wire.fake.script(Reply(deltas=("Let me see.", *CALLS), finish=FinishReason.TOOL_CALLS))
    if is_streamed:
        async with sdk.chat.completions.stream(messages=HELLO, **asked) as stream:
            async for _ in stream:
                pass
            reply = await stream.get_final_completion()
    else:
        reply = await sdk.chat.completions.create(messages=HELLO, **asked)
    (choice,) = reply.choices
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content == "Let me see."
    told = json.loads(choice.message.to_json())
    cities = [json.loads(call["function"]["arguments"])["city"] for call in told["tool_calls"]]
    assert cities == ["Oslo", "Rome"]
    results = [
        {"role": "tool", "tool_call_id": call["id"], "content": f"In {city} it is 7 °C"}
        for call, city in zip(told["tool_calls"], cities, strict=True)
    ]
    wire.fake.script(Reply(deltas=("Seven.",)))
    talk: list[Any] = [*HELLO, told, *results]
    answered = await sdk.chat.completions.create(messages=talk, **asked)
    assert answered.choices[0].message.content == "Seven."
    heard = wire.vendor.read(wire.fake.requests[-1]).prompt
    _, said, got = heard.messages
    assert said.role is Role.ASSISTANT
    assert Text("Let me see.") in said.parts
    calls = [part for part in said.parts if isinstance(part, ToolCall)]
    assert [json.loads(call.arguments)["city"] for call in calls] == cities
    assert "__signed__" not in repr(heard)
    if wire.vendor.name == "gemini":
        assert calls[0].signature == CALLS[0].signature
    answers = [part for part in got.parts if isinstance(part, ToolResult)]
    assert [answer.call_id for answer in answers] == [call.call_id for call in calls]
    assert ["Oslo" in answers[0].content, "Rome" in answers[1].content] == [True, True]
    assert all(each.charged_tokens for each in await exchanges_of(wire.program))


async def test_schemas_as_deep_as_a_body_may_be_are_taken(wire: Wire) -> None:
    schema: dict[str, Any] = {"type": "string"}
    # A tool's schema begins at the fifth level of a body; each of these has two more.
    for _ in range((MAX_DEPTH - 6) // 2):
        schema = {"type": "object", "properties": {"a": schema}}
    tool = {"type": "function", "function": {"name": "deep", "parameters": schema}}
    for fields in (
        {"tools": [tool]},
        {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "deep", "schema": schema},
            }
        },
    ):
        answer = await wire.program.ask(model=wire.vendor.model_id, **fields)
        assert answer.status_code == 200, answer.text
    deeper = {"type": "object", "properties": {"a": schema}}
    tool["function"] = {
        "name": "deep",
        "parameters": {"type": "object", "properties": {"a": deeper}},
    }
    refusal = await wire.program.ask(model=wire.vendor.model_id, tools=[tool])
    refused_as_openai(refusal, 413, "payload_too_large")


async def test_a_reply_that_was_begun_is_gone_on_with_or_refused_by_name(wire: Wire) -> None:
    begun: list[Any] = [*HELLO, {"role": "assistant", "content": "It is"}]
    answer = await wire.program.ask(model=wire.vendor.model_id, messages=begun)
    if wire.vendor.name in {"gemini", "anthropic"}:
        refused_as_openai(answer, 400, "invalid_request_error", "messages")
        assert not await exchanges_of(wire.program)
        return
    assert answer.status_code == 200, answer.text
    if wire.fake.requests:
        heard = wire.vendor.read(wire.fake.requests[-1]).prompt
        assert heard.question.role is Role.ASSISTANT
        assert heard.question.text == "It is"
