"""What comes of tools that are offered, alike for every adapter and for the simulated model."""

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any

import jsonschema_rs
import pytest

from chat_app.llm.catalogue import find
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import (
    Delta,
    Event,
    Finish,
    FinishReason,
    NamedTool,
    Parameters,
    Prompt,
    PromptMessage,
    Role,
    Text,
    Tool,
    ToolCall,
    ToolCallDelta,
    ToolResult,
    Usage,
)
from tests.fakes.script import Call, Fake, Reply
from tests.llm.vendors import EVERY_VENDOR, SIMULATED, Vendor

WEATHER = Tool(
    "weather",
    "Tells the weather",
    {
        "type": "object",
        "properties": {"city": {"type": "string", "minLength": 50}, "days": {"type": "integer"}},
        "required": ["city", "days"],
    },
)
CLOCK = Tool("clock", "Tells the time", {"type": "object", "properties": {}})
PLACE = {"city": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "days": 3}
SAID = json.dumps(PLACE)
FORECAST = Call("call_7", "weather", (SAID[:9], SAID[9:40], SAID[40:]))
BILL = Usage(40, 10, 20, 30, 90)


@pytest.fixture(params=[*EVERY_VENDOR, SIMULATED], ids=lambda vendor: vendor.name)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    return request.param


@dataclass(frozen=True)
class Answer:
    """A reply put together."""

    words: str
    calls: list[ToolCall]
    pieces: int
    """Of the arguments of all calls."""
    finish: Finish


def stream(vendor: Vendor, prompt: Prompt) -> AsyncGenerator[Event, None]:
    return stream_reply(find(vendor.model_id), prompt)


def asking(text: str, *tools: Tool, **parameters: Any) -> Prompt:
    message = PromptMessage(Role.USER, (Text(text),))
    return Prompt("Be brief.", (message,), Parameters(500, tools=tools, **parameters))


async def answer(vendor: Vendor, prompt: Prompt) -> Answer:
    words, calls, pieces, finish = "", dict[int, ToolCall](), 0, None
    async for event in stream(vendor, prompt):
        assert finish is None
        match event:
            case ToolCallDelta(index) if index in calls:
                assert (event.call_id, event.name) == ("", "")
                whole = calls[index].arguments + event.arguments
                calls[index] = replace(calls[index], arguments=whole)
                pieces += 1
            case ToolCallDelta(index):
                assert event.call_id
                assert event.name
                pieces += bool(event.arguments)
                calls[index] = ToolCall(event.call_id, event.name, event.arguments)
            case Delta(text):
                words += text
            case Finish():
                finish = event
            case _:
                raise AssertionError(event)
    assert finish
    assert list(calls) == list(range(len(calls)))
    return Answer(words, list(calls.values()), pieces, finish)


async def test_one_call_has_an_id_a_name_and_arguments_that_fit(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=(FORECAST,), finish=FinishReason.TOOL_CALLS, usage=BILL))

    told = await answer(vendor, asking("How is the weather?", WEATHER, CLOCK))

    (call,) = told.calls
    assert call.name == "weather"
    jsonschema_rs.validate(dict(WEATHER.arguments_schema), json.loads(call.arguments))
    assert (told.words, told.finish.reason) == ("", FinishReason.TOOL_CALLS)


async def test_two_calls_of_a_reply_are_told_apart(vendor: Vendor, fake: Fake) -> None:
    calls = (FORECAST, Call("call_8", "clock", ("{}",)))
    fake.script(Reply(deltas=calls, finish=FinishReason.TOOL_CALLS))

    told = await answer(vendor, asking("Use these 2 tools.", WEATHER, CLOCK))

    assert [call.name for call in told.calls] == ["weather", "clock"]
    jsonschema_rs.validate(dict(WEATHER.arguments_schema), json.loads(told.calls[0].arguments))
    assert json.loads(told.calls[1].arguments) == {}
    assert len({call.call_id for call in told.calls}) == 2


async def test_arguments_come_in_pieces_where_the_vendor_sends_pieces(
    vendor: Vendor, fake: Fake
) -> None:
    fake.script(Reply(deltas=(FORECAST,), finish=FinishReason.TOOL_CALLS))

    told = await answer(vendor, asking("How is the weather?", WEATHER))

    assert (told.pieces > 1) is (vendor.name != "gemini")


@pytest.mark.parametrize(
    ("choice", "tools"),
    [("required", (WEATHER, CLOCK)), (NamedTool("weather"), (CLOCK, WEATHER))],
    ids=["any", "by name"],
)
async def test_a_call_that_must_be_is_made(
    vendor: Vendor, fake: Fake, choice: Any, tools: tuple[Tool, ...]
) -> None:
    fake.script(Reply(deltas=(FORECAST,), finish=FinishReason.TOOL_CALLS))

    told = await answer(vendor, asking("Hello", *tools, tool_choice=choice))

    assert [call.name for call in told.calls] == ["weather"]
    assert told.finish.reason is FinishReason.TOOL_CALLS


async def test_a_model_may_answer_in_words_though_tools_are_offered(
    vendor: Vendor, fake: Fake
) -> None:
    told = await answer(vendor, asking("Hello", WEATHER, tool_choice="none"))

    assert told.calls == []
    assert told.words
    assert told.finish.reason is FinishReason.STOP


async def test_a_result_that_is_sent_back_is_answered_in_words(vendor: Vendor, fake: Fake) -> None:
    messages = (
        PromptMessage(Role.USER, (Text("How is the weather?"),)),
        PromptMessage(Role.ASSISTANT, (ToolCall("a", "weather", json.dumps(PLACE)),)),
        PromptMessage(Role.USER, (ToolResult("a", "weather", "Rain."),)),
    )
    prompt = replace(asking("", WEATHER), messages=messages)

    told = await answer(vendor, prompt)

    assert told.calls == []
    assert told.words
    assert told.finish.reason is FinishReason.STOP


async def test_calls_that_a_vendor_gave_no_id_have_one_unlike_any_other(
    vendor: Vendor, fake: Fake
) -> None:
    calls = (Call("", "weather", ("{}",)), Call("", "clock", ("{}",)))
    fake.script(Reply(deltas=calls, finish=FinishReason.TOOL_CALLS))
    prompt = asking("Use these 2 tools.", WEATHER, CLOCK)

    told = [await answer(vendor, prompt) for _ in range(3)]

    assert len({call.call_id for each in told for call in each.calls}) == 6


async def test_a_call_is_billed_as_output(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=(FORECAST,), finish=FinishReason.TOOL_CALLS, usage=BILL))

    told = await answer(vendor, asking("How is the weather?", WEATHER))

    if vendor is not SIMULATED:
        assert told.finish.usage == BILL
        return
    (call,) = told.calls
    assert told.finish.usage
    assert told.finish.usage.output_tokens == -(-len(call.name + call.arguments) // 4)


async def test_a_call_that_is_cut_says_so(vendor: Vendor, fake: Fake) -> None:
    cut = Call("call_7", "weather", ('{"city": "Lla',))
    if vendor.name == "gemini":
        # There a call is whole or none.
        cut = Call("call_7", "weather", ("{}",))
    fake.script(Reply(deltas=(cut,), finish=FinishReason.LENGTH))

    prompt = asking("How is the weather?", WEATHER).limited_to(5)
    told = await answer(vendor, prompt)

    assert told.finish.reason is FinishReason.LENGTH
    assert [call.name for call in told.calls] == ["weather"]
