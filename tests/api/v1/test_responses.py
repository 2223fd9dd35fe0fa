"""The Responses API, as OpenAI's own SDK reads it."""

import json
from typing import Any

import pytest
from openai import APIError
from openai.types.responses import ResponseFunctionToolCall

from chat_app.api.v1.schemas import responses_answered as shapes
from tests.api.v1.conftest import Program, exchanges_of, refused_as_openai

RESPONSES = "/v1/responses"
WEATHER: dict[str, Any] = {
    "type": "function",
    "name": "weather",
    "description": "Tells the weather",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
    "strict": True,
}


def events_of(text: str) -> list[dict[str, Any]]:
    """Return the events of a stream, each of which says its type twice."""
    events: list[dict[str, Any]] = []
    *written, rest = text.split("\n\n")
    assert rest == ""
    for each in written:
        kind, _, data = each.partition("\n")
        event = json.loads(data.removeprefix("data: "))
        assert kind == f"event: {event['type']}"
        events.append(event)
    return events


async def test_a_reply_comes_whole(program: Program) -> None:
    raw = await program.sdk.responses.with_raw_response.create(
        model="simulated", input="Hello", instructions="Be brief.", metadata={"a": "b"}
    )
    reply = raw.parse()
    (exchange,) = await exchanges_of(program)
    assert reply.id == f"resp_{exchange.turn_id.hex}"
    assert (reply.status, reply.instructions) == ("completed", "Be brief.")
    assert reply.metadata == {"a": "b"}
    assert "simulated" in reply.output_text
    assert reply.usage
    assert reply.usage.total_tokens == exchange.charged_tokens
    assert raw.headers["x-tally-charged-tokens"] == str(exchange.charged_tokens)
    shapes.ResponseAnswer.model_validate_json(raw.content)


async def test_the_events_of_a_stream_come_in_openais_order(program: Program) -> None:
    answer = await program.http.post(
        RESPONSES, json={"model": "simulated", "input": "Write 3 words", "stream": True}
    )
    events = events_of(answer.text)
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    kinds = [event["type"].removeprefix("response.") for event in events]
    deltas = kinds.count("output_text.delta")
    assert kinds == [
        *("created", "in_progress", "output_item.added", "content_part.added"),
        *["output_text.delta"] * deltas,
        *("output_text.done", "content_part.done", "output_item.done", "completed"),
    ]
    text = "".join(event["delta"] for event in events if event["type"].endswith("text.delta"))
    last = events[-1]["response"]
    assert last["output"][0]["content"][0]["text"] == text
    assert len(text.split()) == 3
    (exchange,) = await exchanges_of(program)
    assert last["usage"]["total_tokens"] == exchange.charged_tokens
    for event in events:
        shapes.ResponseEvent.model_validate(event)


async def test_the_sdk_gathers_a_stream(program: Program) -> None:
    async with program.sdk.responses.stream(model="simulated", input="Hello") as stream:
        pieces = [
            event.delta async for event in stream if event.type == "response.output_text.delta"
        ]
        reply = await stream.get_final_response()
    assert "".join(pieces) == reply.output_text
    whole = await program.sdk.responses.create(model="simulated", input="Hello")
    assert reply.output_text == whole.output_text


@pytest.mark.parametrize("is_streamed", [False, True])
async def test_a_tool_is_called_and_its_result_is_answered(
    program: Program, is_streamed: bool
) -> None:
    async def ask(talk: list[Any]) -> Any:
        asked: dict[str, Any] = {"model": "simulated", "input": talk, "tools": [WEATHER]}
        if not is_streamed:
            return await program.sdk.responses.create(**asked)
        async with program.sdk.responses.stream(**asked) as stream:
            return await stream.get_final_response()

    talk: list[Any] = [{"role": "user", "content": "Is it cold?"}]
    called = await ask(talk)
    (call,) = called.output
    assert isinstance(call, ResponseFunctionToolCall)
    assert call.name == "weather"
    assert isinstance(json.loads(call.arguments)["city"], str)
    said = json.loads(call.to_json())
    result = {"type": "function_call_output", "call_id": call.call_id, "output": "7 °C"}
    answered = await ask([*talk, said, result])
    assert answered.output_text


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"input": ""}, "input"),
    ({"input": 5}, "input"),
    ({"input": []}, "input"),
    ({"input": ["Hello"]}, "input[0].type"),
    ({"input": [{"type": "item_reference", "id": "a"}]}, "input[0].type"),
    ({"input": [{"role": "tool", "content": "a"}]}, "input[0].role"),
    ({"input": [{"role": "user"}]}, "input[0].content"),
    (
        {"input": [{"role": "user", "content": [{"type": "input_file"}]}]},
        "input[0].content[0].type",
    ),
    (
        {
            "input": [
                {
                    "role": "user",
                    "content": [{"type": "input_image", "image_url": "https://example.org/a.png"}],
                }
            ]
        },
        "input[0].content[0].image_url",
    ),
    (
        {"input": [{"type": "function_call_output", "call_id": "1", "output": "a"}]},
        "input[0].call_id",
    ),
    ({"instructions": 5}, "instructions"),
    ({"store": True}, "store"),
    ({"background": True}, "background"),
    ({"previous_response_id": "resp_1"}, "previous_response_id"),
    ({"conversation": "conv_1"}, "conversation"),
    ({"prompt": {"id": "1"}}, "prompt"),
    ({"truncation": "auto"}, "truncation"),
    ({"include": ["message.output_text.logprobs"]}, "include"),
    ({"max_tool_calls": 5}, "max_tool_calls"),
    ({"top_logprobs": 5}, "top_logprobs"),
    ({"max_output_tokens": 0}, "max_output_tokens"),
    ({"text": {"format": {"type": "xml"}}}, "text.format.type"),
    ({"text": {"format": {"type": "json_schema"}}}, "text.format.name"),
    ({"text": {"verbosity": "low"}}, "text.verbosity"),
    ({"reasoning": {"effort": "utmost"}}, "reasoning.effort"),
    ({"reasoning": {"summary": "detailed"}}, "reasoning.summary"),
    ({"tools": [{"type": "web_search"}]}, "tools[0].type"),
    ({"tools": [WEATHER, WEATHER]}, "tools[1].name"),
    ({"tools": [WEATHER], "tool_choice": {"type": "web_search"}}, "tool_choice.type"),
    ({"tool_choice": "required"}, "tool_choice"),
    ({"logprobs": True}, "logprobs"),
    ({"n": 2}, "n"),
    ({"audio": {"voice": "alloy"}}, "audio"),
    ({"tools": [WEATHER], "tool_choice": {"type": "function", "name": "f"}}, "tool_choice"),
]


async def test_what_will_not_do_is_named_and_costs_nothing(program: Program) -> None:
    for fields, field in FAULTS:
        asked = {"model": "simulated", "input": "Hello", "stream": True} | fields
        refusal = await program.http.post(RESPONSES, json=asked)
        refused_as_openai(refusal, 400, "invalid_request_error", field)
    assert not await exchanges_of(program)


async def test_what_changes_nothing_is_taken(program: Program) -> None:
    reply = await program.sdk.responses.create(
        model="simulated",
        input="Hello",
        store=False,
        background=False,
        truncation="disabled",
        include=["reasoning.encrypted_content"],
        reasoning={"summary": "auto"},
        text={"verbosity": "medium"},
        service_tier="auto",
        prompt_cache_key="a",
        extra_body={"of_next_year": {"a": 1}},
    )
    assert reply.status == "completed"


async def test_the_sdk_raises_what_ends_a_stream(new_program: Any) -> None:
    program = await new_program(token_limit=70)
    with pytest.raises(APIError, match="70"):
        await program.sdk.responses.create(model="simulated", input="Hello", stream=True)
