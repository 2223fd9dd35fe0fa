"""What every adapter does alike, tried through its real SDK against a fake on the wire."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any, Literal, get_args

import anyio
import pytest

from chat_app.config import get_settings
from chat_app.errors import ProviderError, ProviderRateLimited, ProviderRejected, ProviderTimeout
from chat_app.llm.catalogue import find
from chat_app.llm.stream import stream_reply
from chat_app.llm.taken import ParameterNotTaken
from chat_app.llm.types import (
    Audio,
    Delta,
    Document,
    Event,
    Finish,
    FinishReason,
    Image,
    JsonReply,
    NamedTool,
    Parameters,
    Part,
    Prompt,
    PromptMessage,
    ReasoningEffort,
    Role,
    Text,
    ThinkingDelta,
    Tool,
    ToolCall,
    ToolCallDelta,
    ToolResult,
    Usage,
    text_message,
)
from tests.clock import pass_time
from tests.fakes.script import (
    BEYOND_TEXT_TOKENS,
    REFUSAL,
    THOUGHT,
    Asked,
    Call,
    Fake,
    Fault,
    Oddity,
    Reply,
)
from tests.llm.prompts import question, said
from tests.llm.vendors import Vendor

HANG_UP_S = 60
"""A cancelled call has reached the vendor by then; an open one is never hung up."""


PROMPT = question(system="Be brief.", history=said("Hi", "Hello."))
PNG = Image("image/png", b"\x89PNG and so on")
PDF = Document("application/pdf", b"%PDF and so on", "report.pdf", pages=3)
WAV = Audio("audio/wav", b"RIFF and so on", duration_seconds=2.5)
WEATHER = Tool(
    "weather",
    "Tells the weather",
    {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
)
CLOCK = Tool("clock", "Tells the time", {"type": "object", "properties": {}})


def open_stream(vendor: Vendor, prompt: Prompt = PROMPT) -> AsyncGenerator[Event, None]:
    return stream_reply(find(vendor.model_id), prompt)


async def ask(vendor: Vendor, prompt: Prompt = PROMPT) -> tuple[list[str], Finish]:
    events = [event async for event in open_stream(vendor, prompt)]
    finish = events.pop()
    assert isinstance(finish, Finish)
    return [event.text for event in events if isinstance(event, Delta)], finish


def asked_with(*parts: Part) -> Prompt:
    """Return a prompt of one message of these parts."""
    return Prompt("", (PromptMessage(Role.USER, parts),), Parameters(77))


def offering(*tools: Tool) -> Prompt:
    """Return a prompt that offers tools."""
    return replace(PROMPT, parameters=replace(PROMPT.parameters, tools=tools))


async def ask_for_calls(vendor: Vendor, *tools: Tool) -> tuple[list[ToolCall], str, FinishReason]:
    """Return the calls of a reply put together, its words, and why it ended."""
    calls: dict[int, ToolCall] = {}
    words, reason = "", FinishReason.ERROR
    async for event in open_stream(vendor, offering(*tools)):
        match event:
            case ToolCallDelta(index) if index in calls:
                whole = calls[index].arguments + event.arguments
                calls[index] = replace(calls[index], arguments=whole)
            case ToolCallDelta(index):
                begun = ToolCall(event.call_id, event.name, event.arguments, event.signature)
                calls[index] = begun
            case Delta(text):
                words += text
            case Finish():
                reason = event.reason
            case _:
                raise AssertionError(event)
    return [calls[index] for index in range(len(calls))], words, reason


async def test_deltas_arrive_as_they_were_sent(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=("Grüß", " Gott,\n", "\n世界", " 👋🏽", "\u2028.")))

    deltas, finish = await ask(vendor)

    assert deltas == ["Grüß", " Gott,\n", "\n世界", " 👋🏽", "\u2028."]
    assert finish.reason is FinishReason.STOP


async def test_a_request_holds_all_that_shapes_the_reply(vendor: Vendor, fake: Fake) -> None:
    await ask(vendor)

    assert vendor.read(fake.requests[0]) == Asked(vendor.model_id, PROMPT)
    assert fake.keys == ["key-of-the-test"]


async def test_a_message_may_have_several_parts_in_their_order(vendor: Vendor, fake: Fake) -> None:
    prompt = asked_with(Text("Look:"), PNG, Text("What is it?"), PNG)

    await ask(vendor, prompt)

    assert vendor.read(fake.requests[0]).prompt == prompt


@pytest.mark.parametrize("part", [PNG, PDF, WAV], ids=["image", "document", "audio"])
async def test_a_part_is_sent_whole_or_refused_by_model_and_kind(
    vendor: Vendor, fake: Fake, part: Image | Document | Audio
) -> None:
    kind = type(part)
    if kind not in vendor.takes:
        with pytest.raises(ParameterNotTaken) as refusal:
            await ask(vendor, asked_with(Text("Well?"), part))
        assert find(vendor.model_id).name in refusal.value.message
        assert kind.__name__.lower() in refusal.value.message
        assert part.media_type in refusal.value.message
        assert fake.requests == []
        return

    await ask(vendor, asked_with(Text("Well?"), part))

    _, sent = vendor.read(fake.requests[0]).prompt.question.parts
    assert isinstance(sent, kind)
    assert (sent.media_type, sent.content) == (part.media_type, part.content)


async def test_parameters_reach_the_vendor_together(vendor: Vendor, fake: Fake) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    parameters = Parameters(
        max_output_tokens=99,
        response_format=JsonReply(schema),
        tools=(WEATHER, CLOCK),
        tool_choice="auto",
        reasoning_effort="low",
    )
    prompt = replace(PROMPT, parameters=parameters)

    await ask(vendor, prompt)

    assert vendor.read(fake.requests[0]).prompt == prompt


EFFORTS: tuple[ReasoningEffort, ...] = get_args(ReasoningEffort)
WITH_TOOLS = {"tools": (WEATHER, CLOCK)}
ASKED: dict[str, dict[str, Any]] = {
    "temperature": {"temperature": 0.25},
    "top_p": {"top_p": 0.5},
    "seed": {"seed": 7},
    "presence_penalty": {"presence_penalty": 0.5},
    "frequency_penalty": {"frequency_penalty": -0.5},
    "stop": {"stop": ("END", "\n\n")},
    "tools": WITH_TOOLS,
    "tool_choice=auto": WITH_TOOLS | {"tool_choice": "auto"},
    "tool_choice=none": WITH_TOOLS | {"tool_choice": "none"},
    "tool_choice=required": WITH_TOOLS | {"tool_choice": "required"},
    "tool_choice=function": WITH_TOOLS | {"tool_choice": NamedTool("clock")},
    "parallel_tool_calls=false": WITH_TOOLS | {"parallel_tool_calls": False},
    "response_format=json_object": {"response_format": JsonReply()},
    "response_format=json_schema": {"response_format": JsonReply({"type": "object"})},
    **{f"reasoning_effort={each}": {"reasoning_effort": each} for each in EFFORTS},
}
"""What may be asked for, by the names that a refusal and docs/providers.md have for it."""


@pytest.mark.parametrize("what", ASKED)
async def test_a_parameter_is_sent_or_refused_by_name(
    vendor: Vendor, fake: Fake, what: str
) -> None:
    model = find(vendor.model_id)
    prompt = replace(PROMPT, parameters=Parameters(77, **ASKED[what]))
    if {what, what.partition("=")[0]} & (vendor.row().lacks | model.lacks):
        with pytest.raises(ParameterNotTaken, match=f"^{model.name} takes no {what};") as refusal:
            await ask(vendor, prompt)
        assert refusal.value.field == what.partition("=")[0]
        assert fake.requests == []
        return

    await ask(vendor, prompt)

    sent = vendor.read(fake.requests[0]).prompt
    if what == "parallel_tool_calls=false" and vendor.name == "anthropic":
        # There it is part of the choice.
        prompt = replace(prompt, parameters=replace(prompt.parameters, tool_choice="auto"))
    assert sent == prompt


@pytest.mark.parametrize(
    "nothing",
    [
        {"temperature": 1},
        {"top_p": 1.0},
        {"presence_penalty": 0},
        {"frequency_penalty": 0.0},
        WITH_TOOLS | {"parallel_tool_calls": True},
        {"tool_choice": "required", "parallel_tool_calls": False},
    ],
    ids=["temperature", "top p", "presence penalty", "frequency penalty", "parallel", "no tools"],
)
async def test_what_changes_nothing_is_taken_by_all(
    vendor: Vendor, fake: Fake, nothing: dict[str, Any]
) -> None:
    deltas, _ = await ask(vendor, replace(PROMPT, parameters=Parameters(77, **nothing)))

    assert deltas == ["Hello", " there", "!"]
    sent = vendor.read(fake.requests[0]).prompt.parameters
    for name in vendor.row().lacks | find(vendor.model_id).lacks:
        if hasattr(sent, name):
            assert not getattr(sent, name)
    if "tools" not in nothing:
        assert (sent.tool_choice, sent.parallel_tool_calls) == (None, None)


async def test_what_is_not_asked_for_is_not_sent(vendor: Vendor, fake: Fake) -> None:
    await ask(vendor)

    sent = str(fake.requests[0])
    for name in ("temperature", "top_p", "seed", "penalty", "stop", "format", "output_config"):
        assert name not in sent
    for name in ("tool", "parallel", "effort", "thinking", "mime_type"):
        assert name not in sent


async def test_a_call_of_a_tool_is_told_with_its_arguments(vendor: Vendor, fake: Fake) -> None:
    call = Call("call_7", "weather", ('{"ci', 'ty": "Köln', ' 👋🏽"}'))
    fake.script(Reply(deltas=("Let me see.", call), finish=FinishReason.TOOL_CALLS))

    calls, words, reason = await ask_for_calls(vendor, WEATHER)

    (told,) = calls
    assert (told.call_id, told.name) == ("call_7", "weather")
    assert json.loads(told.arguments) == {"city": "Köln 👋🏽"}
    assert (words, reason) == ("Let me see.", FinishReason.TOOL_CALLS)


async def test_a_call_without_arguments_has_an_empty_object(vendor: Vendor, fake: Fake) -> None:
    # OpenAI's wire always has one; Anthropic's has no piece at all.
    pieces = () if vendor.name == "anthropic" else ("{}",)
    fake.script(Reply(deltas=(Call("a", "clock", pieces),), finish=FinishReason.TOOL_CALLS))

    calls, _, _ = await ask_for_calls(vendor, CLOCK)

    assert [call.arguments for call in calls] == ["{}"]


async def test_calls_and_their_results_are_sent_back(vendor: Vendor, fake: Fake) -> None:
    signature = b"of the vendor" if vendor.name == "gemini" else b""
    calls = (
        Text("Let me see."),
        ToolCall("a", "weather", '{"city": "Rom"}', signature),
        ToolCall("b", "clock", "{}", signature),
    )
    results = (ToolResult("a", "weather", "Sunny."), ToolResult("b", "clock", '{"hour": 3.5}'))
    messages = (
        PromptMessage(Role.USER, (Text("Well?"),)),
        PromptMessage(Role.ASSISTANT, calls),
        PromptMessage(Role.USER, (*results, Text("Go on."))),
    )
    prompt = replace(offering(WEATHER, CLOCK), messages=messages)

    await ask(vendor, prompt)

    assert vendor.read(fake.requests[0]).prompt == prompt


async def test_calls_may_be_sent_back_without_offering_tools_again(
    vendor: Vendor, fake: Fake
) -> None:
    messages = (
        *PROMPT.messages,
        PromptMessage(Role.ASSISTANT, (ToolCall("a", "clock", "{}"),)),
        PromptMessage(Role.USER, (ToolResult("a", "clock", "Noon."),)),
    )

    deltas, finish = await ask(vendor, replace(PROMPT, messages=messages))

    assert (deltas, finish.reason) == (["Hello", " there", "!"], FinishReason.STOP)
    sent = vendor.read(fake.requests[0]).prompt
    assert [type(part) for part in sent.messages[-2].parts] == [ToolCall]
    # Anthropic wants the tools named, and is told to call none.
    assert sent.parameters.tool_choice == ("none" if vendor.name == "anthropic" else None)


async def test_several_messages_of_a_role_and_empty_ones_keep_their_words(
    vendor: Vendor, fake: Fake
) -> None:
    messages = (*said("One", "Two"), *said("", ""), *said("Three"), *said("Four"))

    await ask(vendor, replace(PROMPT, messages=messages))

    sent = vendor.read(fake.requests[0]).prompt.messages
    assert [each.text for each in sent if each.text] == ["One", "Two", "Three", "Four"]


async def test_a_history_that_begins_with_a_reply_keeps_its_words(
    vendor: Vendor, fake: Fake
) -> None:
    welcome = text_message(Role.ASSISTANT, "How can I help?")

    await ask(vendor, replace(PROMPT, messages=(welcome, *question("Tell me.").messages)))

    *before, reply, asked = vendor.read(fake.requests[0]).prompt.messages
    assert (reply, asked.text) == (welcome, "Tell me.")
    # Anthropic wants the user to speak first.
    assert [each.role for each in before] == [Role.USER] * (vendor.name == "anthropic")


async def test_a_call_of_another_vendor_is_sent_back_with_its_result(
    vendor: Vendor, fake: Fake
) -> None:
    ids = ("call:1/ü", "call.1.ü")
    calls = tuple(ToolCall(each, "clock", "{}") for each in ids)
    results = tuple(ToolResult(each, "clock", "Noon.") for each in ids)
    messages = (
        *PROMPT.messages,
        PromptMessage(Role.ASSISTANT, calls),
        PromptMessage(Role.USER, results),
    )

    await ask(vendor, replace(offering(CLOCK), messages=messages))

    *_, called, answered = vendor.read(fake.requests[0]).prompt.messages
    called_ids, answered_ids = (
        [part.call_id for part in message.parts if isinstance(part, ToolCall | ToolResult)]
        for message in (called, answered)
    )
    assert called_ids == answered_ids
    assert len(set(called_ids)) == 2
    if vendor.name == "anthropic":
        assert all(re.fullmatch(r"[a-zA-Z0-9_-]+", each) for each in called_ids)


def nested(levels: int) -> str:
    """Return JSON of so many objects in one another."""
    return '{"oh":' * levels + "1" + "}" * levels


ODD_ARGUMENTS = {
    "cut off": '{"oh',
    "a list": '["oh"]',
    "no number": '{"oh": NaN}',
    "too large a number": '{"oh": 1e999}',
    "minus infinity": '{"oh": -Infinity}',
    "half a surrogate pair": '{"oh": "\\ud800"}',
    "5000 digits": '{"oh": %s}' % ("9" * 5000),
    **{f"{levels} deep": nested(levels) for levels in (29, 30, 31, 32, 199, 200, 201, 9_000)},
    "100000 lists deep": '{"oh": %s}' % ("[" * 100_000 + "]" * 100_000),
}


@pytest.mark.parametrize("odd", ODD_ARGUMENTS.values(), ids=ODD_ARGUMENTS)
async def test_what_is_no_json_to_others_is_sent_back_all_the_same(
    vendor: Vendor, fake: Fake, odd: str
) -> None:
    messages = (
        *PROMPT.messages,
        PromptMessage(Role.ASSISTANT, (ToolCall("a", "clock", odd),)),
        PromptMessage(Role.USER, (ToolResult("a", "clock", odd),)),
    )

    await ask(vendor, replace(offering(CLOCK), messages=messages))

    *_, called, answered = vendor.read(fake.requests[0]).prompt.messages
    assert "oh" in called.parts[0].arguments  # pyright: ignore
    assert "oh" in answered.parts[0].content  # pyright: ignore


async def test_usage_tells_cached_and_thinking_tokens_apart(vendor: Vendor, fake: Fake) -> None:
    usage = Usage(
        prompt_tokens=100, cached_tokens=60, output_tokens=3, thinking_tokens=40, total_tokens=143
    )
    fake.script(Reply(usage=usage))

    _, finish = await ask(vendor)

    assert finish.usage == usage


async def test_zeros_for_a_text_that_came_are_no_report(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=Usage(0, 0, 0, 0, 0)))

    _, finish = await ask(vendor)

    assert finish.usage is None


async def test_missing_usage_is_none(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=None))

    deltas, finish = await ask(vendor)

    assert deltas
    assert finish.usage is None


async def test_a_figure_that_is_left_out_is_none(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=Usage(12, None, 3, None, 15)))

    _, finish = await ask(vendor)

    # Gemini's wire has no missing figure: it is a zero there.
    left_out = 0 if vendor.name == "gemini" else None
    assert finish.usage == Usage(12, left_out, 3, left_out, 15)


async def test_half_a_report_ends_no_reply(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=Usage(12, None, None, None, None)))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]
    assert finish.usage
    assert finish.usage.prompt_tokens == 12


@pytest.mark.parametrize("reason", [FinishReason.LENGTH, FinishReason.SAFETY, FinishReason.ERROR])
async def test_the_finish_says_why_the_reply_ended(
    vendor: Vendor, fake: Fake, reason: FinishReason
) -> None:
    fake.script(Reply(finish=reason))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]
    assert finish.reason is reason
    assert finish.usage


async def test_a_refused_prompt_is_a_finish_and_not_an_error(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(blocks_prompt=True, usage=Usage(12, 0, 0, 0, 12)))

    deltas, finish = await ask(vendor)

    assert deltas == []
    assert finish == Finish(FinishReason.SAFETY, Usage(12, 0, 0, 0, 12))


async def test_a_refusal_in_words_is_shown_and_named(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=(Oddity.REFUSAL,), finish=FinishReason.SAFETY))

    deltas, finish = await ask(vendor)

    assert deltas == [REFUSAL]
    assert finish.reason is FinishReason.SAFETY


async def test_a_reply_without_text_is_a_reply(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=()))

    deltas, finish = await ask(vendor)

    assert (deltas, finish.reason) == ([], FinishReason.STOP)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("oddity", [Oddity.TOOL_CALL, Oddity.UNKNOWN, Oddity.MISSHAPEN])
async def test_what_is_no_text_for_people_is_not_shown(
    vendor: Vendor, fake: Fake, oddity: Oddity
) -> None:
    fake.script(Reply(deltas=(oddity, "Hello", oddity, " there", oddity)))

    deltas, finish = await ask(vendor)

    assert deltas == ["Hello", " there"]
    assert finish.reason is FinishReason.STOP
    assert finish.usage


async def test_what_a_model_thinks_is_told_apart_from_what_it_says(
    vendor: Vendor, fake: Fake
) -> None:
    fake.script(Reply(deltas=(Oddity.THOUGHT, Oddity.THOUGHT, "Hello", Oddity.THOUGHT, " there")))

    events = [event async for event in open_stream(vendor, PROMPT)]

    thought = ThinkingDelta(THOUGHT)
    assert events[:-1] == [thought, thought, Delta("Hello"), thought, Delta(" there")]


@pytest.mark.parametrize("effort", [None, "high"])
async def test_thinking_is_asked_for_where_it_is_wanted_and_the_vendor_has_to_be_asked(
    vendor: Vendor, fake: Fake, effort: ReasoningEffort | None
) -> None:
    plain = replace(PROMPT.parameters, reasoning_effort=effort)
    for shows_thinking in (False, True):
        parameters = replace(plain, shows_thinking=shows_thinking)
        await ask(vendor, replace(PROMPT, parameters=parameters))

    without, wanted = (vendor.read(each).prompt.parameters for each in fake.requests)
    assert without == plain
    must_be_asked = vendor.name in {"gemini", "anthropic"}
    assert wanted == replace(plain, shows_thinking=must_be_asked)


@pytest.mark.parametrize("seconds", [0.25, 20])
async def test_a_rate_limit_is_tried_again_after_the_time_it_asks_for(
    vendor: Vendor, fake: Fake, waits: list[float], seconds: float
) -> None:
    fake.script(Reply(fault="rate_limit", retry_after_seconds=seconds), Reply())

    deltas, _ = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]
    assert len(fake.requests) == 2
    assert waits == [seconds]


async def test_nobody_waits_longer_than_20_seconds_for_a_rate_limit(
    vendor: Vendor, fake: Fake, waits: list[float]
) -> None:
    fake.script(Reply(fault="rate_limit", retry_after_seconds=21), Reply())

    with pytest.raises(ProviderRateLimited):
        await ask(vendor)

    assert waits == []


@pytest.mark.parametrize("form", ["seconds", "milliseconds", "date"])
async def test_a_rate_limit_that_lasts_too_long_is_told_at_once(
    vendor: Vendor, fake: Fake, form: Literal["seconds", "milliseconds", "date"]
) -> None:
    fake.script(Reply(fault="rate_limit", retry_after_seconds=120, retry_after_form=form))

    with pytest.raises(ProviderRateLimited) as refusal:
        await ask(vendor)

    assert refusal.value.retry_after_seconds == pytest.approx(120, abs=2)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("fault", ["server", "unavailable", "rate_limit"])
async def test_a_fault_before_the_first_delta_is_tried_three_times(
    vendor: Vendor, fake: Fake, fault: Fault
) -> None:
    fake.script(Reply(fault=fault))

    with pytest.raises(ProviderError) as raised:
        await ask(vendor)

    is_limit = isinstance(raised.value, ProviderRateLimited)
    assert is_limit is (fault == "rate_limit")
    assert raised.value.retry_after_seconds == (5 if is_limit else None)
    assert len(fake.requests) == 3


@pytest.mark.parametrize("fault", ["bad_key", "unknown_model"])
async def test_a_request_that_can_never_work_is_sent_once(
    vendor: Vendor, fake: Fake, fault: Fault
) -> None:
    fake.script(Reply(fault=fault))

    with pytest.raises(ProviderRejected):
        await ask(vendor)

    assert len(fake.requests) == 1


async def test_a_cut_after_the_first_delta_passes_through(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(cut_after=2))
    events = open_stream(vendor)
    assert [await anext(events), await anext(events)] == [Delta("Hello"), Delta(" there")]

    with pytest.raises(ProviderError) as raised:
        await anext(events)

    assert type(raised.value) is ProviderError
    assert len(fake.requests) == 1


async def test_a_stream_that_ends_without_a_reason_was_cut(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(finish=None))
    events = open_stream(vendor)
    for _ in range(3):
        await anext(events)

    with pytest.raises(ProviderError, match="cut"):
        await anext(events)


@pytest.mark.parametrize("oddity", [Oddity.UNREADABLE, Oddity.OVERLOADED])
async def test_what_breaks_a_stream_is_a_fault_of_the_provider(
    vendor: Vendor, fake: Fake, oddity: Oddity
) -> None:
    fake.script(Reply(deltas=("Hello", oddity)))
    events = open_stream(vendor)
    assert await anext(events) == Delta("Hello")

    with pytest.raises(ProviderError) as raised:
        await anext(events)

    assert not isinstance(raised.value, ProviderRejected | ProviderRateLimited)
    assert len(fake.requests) == 1


async def test_a_rate_limit_told_in_the_stream_is_one(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=("Hello", Oddity.RATE_LIMITED)))
    events = open_stream(vendor)
    await anext(events)

    with pytest.raises(ProviderRateLimited):
        await anext(events)


@pytest.mark.parametrize("oddity", [Oddity.UNREADABLE, Oddity.OVERLOADED, Oddity.RATE_LIMITED])
async def test_what_breaks_a_stream_before_its_first_delta_is_tried_again(
    vendor: Vendor, fake: Fake, waits: list[float], oddity: Oddity
) -> None:
    fake.script(Reply(deltas=(oddity,)), Reply())

    deltas, _ = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]
    assert len(fake.requests) == 2


async def test_a_cut_before_the_first_delta_is_tried_again(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(cut_after=0), Reply())

    deltas, _ = await ask(vendor)

    assert deltas == ["Hello", " there", "!"]


@pytest.mark.parametrize("stall_after", [0, 1], ids=["before the first delta", "after it"])
async def test_silence_is_a_time_out_and_cancels_upstream(
    vendor: Vendor, fake: Fake, stall_after: int
) -> None:
    fake.script(Reply(stall_after=stall_after))
    events = open_stream(vendor)
    for _ in range(stall_after):
        await anext(events)
    waiting = asyncio.ensure_future(anext(events))
    await fake.called.wait()
    await asyncio.sleep(0)

    pass_time(get_settings().PROVIDER_STALL_S)

    with pytest.raises(ProviderTimeout):
        await waiting

    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("stall_after", [0, 1], ids=["before the first delta", "after it"])
async def test_a_cancelled_task_cancels_upstream(
    vendor: Vendor, fake: Fake, stall_after: int
) -> None:
    fake.script(Reply(stall_after=stall_after))
    task = asyncio.create_task(ask(vendor))
    await fake.called.wait()

    task.cancel()

    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_cancelled_scope_cancels_upstream(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(stall_after=1))

    with anyio.CancelScope() as scope:
        async for _ in open_stream(vendor):
            scope.cancel()

    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)


async def test_a_closed_stream_cancels_upstream(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(stall_after=1))
    events = open_stream(vendor)
    await anext(events)

    await events.aclose()

    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)


async def test_nobody_at_the_address_is_a_fault_of_the_provider(
    vendor: Vendor, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in vendor.settings("http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()

    with pytest.raises(ProviderError):
        await ask(vendor)


async def count(vendor: Vendor, *parts: Text | Image | Document | Audio) -> int | None:
    return await vendor.adapter().count(find(vendor.model_id), parts)


async def test_a_text_is_counted_by_the_vendor_or_by_nobody(vendor: Vendor, fake: Fake) -> None:
    can_count = vendor.counts is not None
    assert await count(vendor, Text("x" * 40)) == (11 if can_count else None)
    assert fake.counted == (["x" * 40] if can_count else [])


@pytest.mark.parametrize("part", [PNG, PDF, WAV], ids=["image", "document", "audio"])
async def test_a_part_that_is_no_text_is_counted_by_the_vendor_or_by_nobody(
    vendor: Vendor, fake: Fake, part: Image | Document | Audio
) -> None:
    can_count = type(part) in (vendor.counts or ())
    counted = await count(vendor, Text("x" * 40), part)

    assert counted == (11 + BEYOND_TEXT_TOKENS if can_count else None)
    assert fake.counted == (["x" * 40] if can_count else [])


async def fail_to_count(vendor: Vendor) -> None:
    """Expect one of our errors, or no count of a vendor that has no such call."""
    if vendor.counts is None:
        assert await count(vendor, Text("text")) is None
        return
    with pytest.raises(ProviderError):
        await count(vendor, Text("text"))


@pytest.mark.parametrize("fault", ["server", "rate_limit", "bad_key"])
async def test_a_failed_count_is_none_but_one_of_our_errors(
    vendor: Vendor, fake: Fake, fault: Fault
) -> None:
    fake.script(Reply(fault=fault))

    await fail_to_count(vendor)


async def test_a_count_that_cannot_be_read_is_none_but_one_of_our_errors(
    vendor: Vendor, fake: Fake
) -> None:
    fake.script(Reply(count_is_unreadable=True))

    await fail_to_count(vendor)


async def test_fifty_streams_run_side_by_side(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(pause_seconds=0.02))

    answers = await asyncio.gather(*(ask(vendor) for _ in range(50)))

    assert [deltas for deltas, _ in answers] == [["Hello", " there", "!"]] * 50
