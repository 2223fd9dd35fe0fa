"""What a vendor says and does, as a program under `/v1` hears it; the vendor is a fake OpenAI."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from openai import APIError

from chat_app.llm.types import FinishReason, Usage
from tests.api.v1.conftest import (
    CHAT,
    HELLO,
    WEATHER,
    NewProgram,
    Program,
    exchanges_of,
    refused_as_openai,
)
from tests.fakes.script import Call, Fake, Reply

MODEL = "gpt-6-luna"
RESPONSES = "/v1/responses"
INVALID = "invalid_request_error"
SLOW = Reply(deltas=("One", " two", " three", " four") * 100, pause_seconds=0.02)


@pytest.fixture
async def asking(vendor: Fake, program: Program) -> Program:
    """Give a program whose vendor is the fake."""
    return program


async def ask(program: Program, **fields: Any) -> httpx.Response:
    """Ask for a chat completion of the vendor's model."""
    return await program.ask(model=MODEL, **fields)


async def test_usage_is_the_vendors_with_its_details(asking: Program, vendor: Fake) -> None:
    told = Usage(
        prompt_tokens=30, cached_tokens=20, output_tokens=5, thinking_tokens=7, total_tokens=42
    )
    vendor.script(Reply(usage=told))
    usage = (await ask(asking)).json()["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (
        *(30, 12, 42),
    )
    assert usage["prompt_tokens_details"]["cached_tokens"] == 20
    assert usage["completion_tokens_details"]["reasoning_tokens"] == 7
    body = {"model": MODEL, "input": "Hello"}
    usage = (await asking.http.post(RESPONSES, json=body)).json()["usage"]
    assert (usage["input_tokens"], usage["output_tokens"]) == (30, 12)
    assert usage["input_tokens_details"]["cached_tokens"] == 20
    assert usage["output_tokens_details"]["reasoning_tokens"] == 7
    assert [each.charged_tokens for each in await exchanges_of(asking)] == [42, 42]


async def test_arguments_of_parallel_calls_are_streamed(asking: Program, vendor: Fake) -> None:
    calls = (
        Call("call_a", "weather", ('{"city"', ': "Oslo"}')),
        Call("call_b", "weather", ('{"city"', ': "Rome"}')),
    )
    vendor.script(Reply(deltas=("Let me see. ", *calls), finish=FinishReason.TOOL_CALLS))
    stream = await asking.sdk.chat.completions.create(
        model=MODEL, messages=HELLO, tools=[WEATHER], stream=True
    )
    found: dict[int, dict[str, str]] = {}
    pieces, finish = 0, None
    async for chunk in stream:
        for each in chunk.choices[0].delta.tool_calls or ():
            pieces += 1
            assert each.function
            call = found.setdefault(each.index, {"arguments": ""})
            if each.id:
                assert each.type == "function"
                call |= {"id": each.id, "name": each.function.name or ""}
            call["arguments"] += each.function.arguments or ""
        finish = chunk.choices[0].finish_reason
    assert finish == "tool_calls"
    assert pieces > len(found)
    assert found == {
        0: {"id": "call_a", "name": "weather", "arguments": '{"city": "Oslo"}'},
        1: {"id": "call_b", "name": "weather", "arguments": '{"city": "Rome"}'},
    }


async def test_parallel_calls_are_items_of_a_response(asking: Program, vendor: Fake) -> None:
    calls = (Call("a", "weather", ("{", "}")), Call("b", "weather", ("{}",)))
    vendor.script(Reply(deltas=("Well. ", *calls), finish=FinishReason.TOOL_CALLS))
    tool = {"type": "function"} | WEATHER["function"]
    async with asking.sdk.responses.stream(model=MODEL, input="Hello", tools=[tool]) as stream:
        kinds = [event.type async for event in stream]
        reply = await stream.get_final_response()
    assert kinds.count("response.output_item.added") == 3
    assert kinds.count("response.output_item.done") == 3
    message, *told = [item.to_dict() for item in reply.output]
    assert message["type"] == "message"
    assert [each["type"] for each in told] == ["function_call"] * 2
    assert [each["call_id"] for each in told] == ["a", "b"]
    assert reply.output_text == "Well. "


@pytest.mark.parametrize(
    ("finish", "reason"),
    [
        (FinishReason.STOP, "stop"),
        (FinishReason.LENGTH, "length"),
        (FinishReason.SAFETY, "content_filter"),
    ],
)
@pytest.mark.parametrize("deltas", [(), ("Hello",)])
async def test_why_a_reply_ended_is_said_in_openais_words(
    asking: Program, vendor: Fake, finish: FinishReason, reason: str, deltas: tuple[str, ...]
) -> None:
    vendor.script(Reply(deltas=deltas, finish=finish))
    answer = await ask(asking)
    assert answer.status_code == 200, answer.text
    (choice,) = answer.json()["choices"]
    assert choice["finish_reason"] == reason
    assert choice["message"]["content"] == "".join(deltas)
    streamed = await ask(asking, stream=True)
    assert f'"finish_reason":"{reason}"' in streamed.text
    assert streamed.text.endswith("data: [DONE]\n\n")
    body = {"model": MODEL, "input": "Hello"}
    response = (await asking.http.post(RESPONSES, json=body)).json()
    told = {"stop": None, "length": "max_output_tokens"}.get(reason, reason)
    assert response["incomplete_details"] == (told and {"reason": told})
    assert response["status"] == ("incomplete" if told else "completed")


async def test_a_prompt_that_the_vendor_blocks_is_no_error(asking: Program, vendor: Fake) -> None:
    vendor.script(Reply(blocks_prompt=True))
    answer = await ask(asking)
    assert answer.status_code == 200, answer.text
    assert answer.json()["choices"][0]["finish_reason"] == "content_filter"


FAULTS: list[tuple[Reply, int, str]] = [
    (Reply(fault="rate_limit", retry_after_seconds=7), 503, "rate_limit_error"),
    (Reply(fault="server"), 502, "provider_error"),
    (Reply(fault="bad_key"), 502, "provider_error"),
    (Reply(fault="unknown_model"), 502, "provider_error"),
    (
        Reply(answer=(400, {"error": {"message": "no", "code": "invalid_value"}})),
        *(400, INVALID),
    ),
    (
        Reply(answer=(400, {"error": {"message": "no", "code": "context_length_exceeded"}})),
        *(400, "context_length_exceeded"),
    ),
    (Reply(answer=(413, {"error": {"message": "request too large"}})), 400, INVALID),
    (Reply(cut_after=0), 502, "provider_error"),
]


@pytest.mark.parametrize("is_streamed", [False, True])
@pytest.mark.parametrize(("reply", "status", "code"), FAULTS, ids=[each[2] for each in FAULTS])
async def test_a_fault_before_the_first_piece_has_a_status(
    asking: Program, vendor: Fake, reply: Reply, status: int, code: str, is_streamed: bool
) -> None:
    vendor.script(reply)
    refusal = await ask(asking, stream=is_streamed)
    field = "messages" if code == "context_length_exceeded" else None
    words = refused_as_openai(refusal, status, code, field)
    assert "key-of-the-test" not in words
    if reply.fault == "rate_limit":
        assert refusal.headers["retry-after"] == "7"


@pytest.mark.settings(PROVIDER_STALL_S=0.2)
async def test_a_vendor_that_is_silent_is_a_timeout(asking: Program, vendor: Fake) -> None:
    vendor.script(Reply(stall_after=0))
    refused_as_openai(await ask(asking), 504, "provider_timeout")


async def test_a_fault_after_some_text_tells_what_it_cost(asking: Program, vendor: Fake) -> None:
    vendor.script(Reply(cut_after=2))
    refusal = await ask(asking)
    refused_as_openai(refusal, 502, "provider_error")
    (exchange,) = await exchanges_of(asking)
    assert exchange.charged_tokens
    assert refusal.headers["x-tally-charged-tokens"] == str(exchange.charged_tokens)
    assert "x-tally-remaining-tokens" in refusal.headers


async def test_a_fault_after_the_first_piece_is_one_event(asking: Program, vendor: Fake) -> None:
    vendor.script(Reply(cut_after=2))
    answer = await ask(asking, stream=True)
    assert answer.status_code == 200
    *_, last, rest = answer.text.split("\n\n")
    assert rest == ""
    assert json.loads(last.removeprefix("data: "))["error"]["code"] == "provider_error"
    assert "[DONE]" not in answer.text
    vendor.script(Reply(cut_after=2))
    with pytest.raises(APIError, match="provider"):
        async for _ in await asking.sdk.chat.completions.create(
            model=MODEL, messages=HELLO, stream=True
        ):
            pass
    vendor.script(Reply(cut_after=2))
    with pytest.raises(APIError, match="provider"):
        async for _ in await asking.sdk.responses.create(model=MODEL, input="Hello", stream=True):
            pass


@pytest.mark.parametrize("is_streamed", [False, True])
async def test_who_hangs_up_ends_the_exchange_at_the_vendor(
    asking: Program, vendor: Fake, is_streamed: bool
) -> None:
    vendor.script(SLOW)
    asked = {"model": MODEL, "messages": HELLO, "stream": is_streamed}
    if is_streamed:
        async with asking.http.stream("POST", CHAT, json=asked) as response:
            async for _ in response.aiter_bytes():
                break
    else:
        waiting = asyncio.create_task(asking.http.post(CHAT, json=asked))
        await vendor.called.wait()
        waiting.cancel()
    await asyncio.wait_for(vendor.cancelled.wait(), 60)
    while (exchange := (await exchanges_of(asking))[0]).settled_at is None:
        await asyncio.sleep(0.01)
    assert exchange.finish_reason is FinishReason.CANCELLED
    assert 0 < (exchange.charged_tokens or 0) < 100


async def test_a_stream_whose_key_is_revoked_ends_with_one_event(
    asking: Program, vendor: Fake
) -> None:
    vendor.script(SLOW)
    asked = {"model": MODEL, "messages": HELLO, "stream": True}
    text = ""
    async with asking.http.stream("POST", CHAT, json=asked) as response:
        async for piece in response.aiter_text():
            if not text:
                path = f"/api/keys/{asking.key_id}"
                assert (await asking.owner.http.delete(path)).is_success
            text += piece
    *_, last, rest = text.split("\n\n")
    assert rest == ""
    assert json.loads(last.removeprefix("data: "))["error"]["code"] == "invalid_api_key"
    assert text.count('"error"') == 1
    assert "[DONE]" not in text
    refused_as_openai(await ask(asking), 401, "invalid_api_key")
    (exchange,) = await exchanges_of(asking)
    assert exchange.charged_tokens


@pytest.mark.parametrize("is_streamed", [False, True])
async def test_a_reply_that_the_cap_cuts_says_so(
    new_program: NewProgram, vendor: Fake, is_streamed: bool
) -> None:
    program = await new_program(token_limit=250)
    vendor.script(Reply(deltas=("word ",) * 2000, usage=None))
    answer = await ask(
        program,
        stream=is_streamed,
        stream_options=None if not is_streamed else {"include_usage": True},
    )
    assert answer.status_code == 200, answer.text
    if is_streamed:
        *_, finish, last, done, _ = answer.text.split("\n\n")
        assert done == "data: [DONE]"
        assert json.loads(last.removeprefix("data: "))["cut"] == "budget"
        assert '"finish_reason":"length"' in finish
    else:
        assert answer.headers["x-tally-cut"] == "budget"
        assert answer.json()["choices"][0]["finish_reason"] == "length"
        assert int(answer.headers["x-tally-remaining-tokens"]) < 64
    (exchange,) = await exchanges_of(program)
    assert 0 < (exchange.charged_tokens or 0) <= 250


async def test_nothing_is_added_to_a_prompt(asking: Program, vendor: Fake) -> None:
    await ask(asking)
    assert vendor.requests[0]["messages"] == HELLO


async def test_what_is_asked_reaches_the_vendor_and_nothing_else(
    asking: Program, vendor: Fake
) -> None:
    picture = "data:image/png;base64,iVBORw0KGgo="
    await ask(
        asking,
        messages=[
            {"role": "system", "content": "One."},
            {"role": "developer", "content": [{"type": "text", "text": "Two."}]},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "Look"},
                    {"type": "image_url", "image_url": {"url": picture, "detail": "low"}},
                ],
            },
        ],
        tools=[WEATHER],
        tool_choice="required",
        parallel_tool_calls=False,
        response_format={"type": "json_object"},
        reasoning_effort="low",
        max_completion_tokens=77,
        seed=5,
        user="canary",
        metadata={"canary": "canary"},
        prompt_cache_key="canary",
        of_next_year="canary",
    )
    (request,) = vendor.requests
    assert "canary" not in json.dumps(request)
    assert request["messages"][0] == {"role": "system", "content": "One.\n\nTwo."}
    assert request["messages"][1]["content"][1]["image_url"]["url"] == picture
    assert request["tool_choice"] == "required"
    assert request["parallel_tool_calls"] is False
    assert request["response_format"] == {"type": "json_object"}
    assert request["reasoning_effort"] == "low"
    assert request["max_completion_tokens"] == 77
    assert request["seed"] == 5


async def test_what_the_vendor_cannot_do_is_named_and_costs_nothing(
    asking: Program, vendor: Fake
) -> None:
    refusal = await ask(asking, reasoning_effort="minimal")
    refused_as_openai(refusal, 400, INVALID, "reasoning_effort")
    asked = {"model": MODEL, "input": "Hello", "reasoning": {"effort": "minimal"}}
    refusal = await asking.http.post(RESPONSES, json=asked)
    refused_as_openai(refusal, 400, INVALID, "reasoning.effort")
    assert not vendor.requests
    assert not await exchanges_of(asking)
