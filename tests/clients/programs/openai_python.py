"""Cases of the package `openai`, sync and async."""

import asyncio
import json
from typing import Any

import openai
from cases import MODEL, PARAMETERS, QUESTION, VECTORS, WORDS, Gateway, case, main
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

ASK: Any = [{"role": "user", "content": QUESTION}]
WEATHER: Any = {
    "type": "function",
    "function": {"name": "weather", "description": "Tells the weather", "parameters": PARAMETERS},
}


def client(gateway: Gateway, seen: list[int] | None = None) -> OpenAI:
    """Return a client as anybody would make it; the status of each answer goes into `seen`."""
    statuses = [] if seen is None else seen
    hooks = {"response": [lambda response: statuses.append(response.status_code)]}
    http = openai.DefaultHttpxClient(event_hooks=hooks)
    return OpenAI(base_url=gateway.url, api_key=gateway.key, http_client=http)


@case
def models(gateway: Gateway) -> int:
    listed = {model.id: model for model in client(gateway).models.list()}
    assert {MODEL, VECTORS} <= listed.keys()
    assert client(gateway).models.retrieve(MODEL) == listed[MODEL]
    return 0


@case
def text(gateway: Gateway) -> int:
    answer = client(gateway).chat.completions.with_raw_response.create(
        model=MODEL, messages=ASK, temperature=0.5, user="somebody", metadata={"for": "tests"}
    )
    said = answer.parse()
    assert said.choices[0].message.content == WORDS
    assert said.choices[0].finish_reason == "stop"
    assert int(answer.headers["x-tally-charged-tokens"]) == said.usage.total_tokens
    assert int(answer.headers["x-tally-remaining-tokens"]) > 0
    assert answer.headers["x-request-id"]
    return said.usage.total_tokens


@case
def stream(gateway: Gateway) -> int:
    chunks = list(
        client(gateway).chat.completions.create(
            model=MODEL, messages=ASK, stream=True, stream_options={"include_usage": True}
        )
    )
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == WORDS
    assert len({chunk.id for chunk in chunks}) == 1
    return chunks[-1].usage.total_tokens


@case
def stream_without_usage(gateway: Gateway) -> None:
    chunks = list(client(gateway).chat.completions.create(model=MODEL, messages=ASK, stream=True))
    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


@case
def stream_helper(gateway: Gateway) -> int:
    with client(gateway).chat.completions.stream(
        model=MODEL, messages=ASK, stream_options={"include_usage": True}
    ) as events:
        kinds = [event.type for event in events]
        said = events.get_final_completion()
    assert {"content.delta", "content.done", "chunk"} <= {*kinds}
    assert said.choices[0].message.content == WORDS
    return said.usage.total_tokens


@case
def cut_short(gateway: Gateway) -> int:
    said = client(gateway).chat.completions.create(model=MODEL, messages=ASK, max_tokens=5)
    assert said.choices[0].finish_reason == "length"
    assert said.usage.completion_tokens == 5
    return said.usage.total_tokens


@case
def tools(gateway: Gateway) -> int:
    asked: Any = [{"role": "user", "content": "How is the weather?"}]
    here = client(gateway).chat.completions
    first = here.create(model=MODEL, messages=asked, tools=[WEATHER])
    assert first.choices[0].finish_reason == "tool_calls"
    message = first.choices[0].message
    call = message.tool_calls[0]
    arguments = json.loads(call.function.arguments)
    assert call.function.name == "weather"
    assert arguments.keys() == {"city", "unit"}
    assert arguments["unit"] in {"C", "F"}
    result = {"role": "tool", "tool_call_id": call.id, "content": "21 degrees"}
    second = here.create(model=MODEL, messages=[*asked, message.to_dict(), result], tools=[WEATHER])
    assert second.choices[0].message.content
    assert second.choices[0].finish_reason == "stop"
    return first.usage.total_tokens + second.usage.total_tokens


@case
def tools_streamed(gateway: Gateway) -> int:
    asked: Any = [{"role": "user", "content": "How is the weather?"}]
    chunks = list(
        client(gateway).chat.completions.create(
            model=MODEL,
            messages=asked,
            tools=[WEATHER],
            tool_choice={"type": "function", "function": {"name": "weather"}},
            parallel_tool_calls=False,
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    calls = [
        call
        for chunk in chunks
        for choice in chunk.choices
        for call in choice.delta.tool_calls or []
    ]
    assert [call.id for call in calls if call.id] == [calls[0].id]
    assert calls[0].function.name == "weather"
    assert {call.index for call in calls} == {0}
    arguments = json.loads("".join(call.function.arguments or "" for call in calls))
    assert arguments.keys() == {"city", "unit"}
    return chunks[-1].usage.total_tokens


class Fact(BaseModel):
    city: str
    degrees: int


@case
def structured(gateway: Gateway) -> int:
    said = client(gateway).chat.completions.parse(model=MODEL, messages=ASK, response_format=Fact)
    assert isinstance(said.choices[0].message.parsed, Fact)
    return said.usage.total_tokens


@case
def embeddings(gateway: Gateway) -> int:
    """The package asks for base64 where nobody says otherwise."""
    here = client(gateway).embeddings
    packed = here.create(model=VECTORS, input=["one", "two"])
    plain = here.create(model=VECTORS, input="one", encoding_format="float")
    assert [each.index for each in packed.data] == [0, 1]
    lengths = {len(each.embedding) for each in [*packed.data, *plain.data]}
    assert len(lengths) == 1
    pairs = zip(packed.data[0].embedding, plain.data[0].embedding, strict=True)
    assert all(abs(one - other) < 1e-6 for one, other in pairs)
    return packed.usage.total_tokens + plain.usage.total_tokens


@case
def responses(gateway: Gateway) -> int:
    said = client(gateway).responses.create(
        model=MODEL, input=QUESTION, instructions="Be brief.", store=False
    )
    assert said.output_text == WORDS
    assert said.status == "completed"
    return said.usage.total_tokens


@case
def responses_streamed(gateway: Gateway) -> int:
    with client(gateway).responses.stream(model=MODEL, input=QUESTION) as events:
        pieces = [event.delta for event in events if event.type == "response.output_text.delta"]
        said = events.get_final_response()
    assert "".join(pieces) == said.output_text == WORDS
    return said.usage.total_tokens


@case
def responses_tools(gateway: Gateway) -> int:
    tool: Any = {"type": "function", "name": "weather", "parameters": PARAMETERS, "strict": True}
    asked: Any = [{"role": "user", "content": "How is the weather?"}]
    here = client(gateway).responses
    first = here.create(model=MODEL, input=asked, tools=[tool])
    call = next(item for item in first.output if item.type == "function_call")
    assert json.loads(call.arguments).keys() == {"city", "unit"}
    result = {"type": "function_call_output", "call_id": call.call_id, "output": "21 degrees"}
    second = here.create(model=MODEL, input=[*asked, *first.output, result], tools=[tool])
    assert second.output_text
    return first.usage.total_tokens + second.usage.total_tokens


@case
async def many_at_once(gateway: Gateway) -> int:
    async with AsyncOpenAI(base_url=gateway.url, api_key=gateway.key) as here:
        said = await asyncio.gather(
            *(here.chat.completions.create(model=MODEL, messages=ASK) for _ in range(10))
        )
    assert {each.choices[0].message.content for each in said} == {WORDS}
    return sum(each.usage.total_tokens for each in said)


@case
async def async_stream(gateway: Gateway) -> int:
    async with AsyncOpenAI(base_url=gateway.url, api_key=gateway.key) as here:
        chunks = [
            chunk
            async for chunk in await here.chat.completions.create(
                model=MODEL, messages=ASK, stream=True, stream_options={"include_usage": True}
            )
        ]
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == WORDS
    return chunks[-1].usage.total_tokens


@case
def hang_up(gateway: Gateway) -> None:
    long: Any = [{"role": "user", "content": "write 3000 words"}]
    with client(gateway).chat.completions.create(model=MODEL, messages=long, stream=True) as chunks:
        for number, _ in enumerate(chunks):
            if number == 5:
                break


def refused(
    gateway: Gateway, wanted: type[openai.APIStatusError], code: str, **asked: Any
) -> openai.APIStatusError:
    """Ask for what is refused; the package must see why, and not ask again."""
    seen: list[int] = []
    call = {"model": MODEL, "messages": ASK} | asked
    try:
        client(gateway, seen).chat.completions.create(**call)
    except wanted as refusal:
        assert len(seen) == 1, f"asked {len(seen)} times"
        assert code in {refusal.code, refusal.type}, refusal
        return refusal
    raise AssertionError(f"{asked} was not refused")


@case
def wrong_key(gateway: Gateway) -> int:
    nobody = Gateway(gateway.url, "tk_" + "x" * 43)
    refused(nobody, openai.AuthenticationError, "invalid_api_key")
    return 0


@case
def spent(gateway: Gateway) -> int:
    for streamed in (False, True):
        refused(gateway, openai.PermissionDeniedError, "insufficient_quota", stream=streamed)
    return 0


@case
def unknown_model(gateway: Gateway) -> int:
    refused(gateway, openai.NotFoundError, "model_not_found", model="gpt-none")
    return 0


@case
def not_allowed_model(gateway: Gateway) -> int:
    refused(gateway, openai.PermissionDeniedError, "model_not_allowed")
    return 0


@case
def wrong_fields(gateway: Gateway) -> int:
    for field, value in {"n": 2, "logprobs": True, "store": True, "temperature": 9}.items():
        refusal = refused(
            gateway, openai.BadRequestError, "invalid_request_error", **{field: value}
        )
        assert refusal.param == field, refusal
    return 0


@case
def new_fields(gateway: Gateway) -> int:
    """Newer packages send fields that a server has not heard of."""
    said = client(gateway).chat.completions.create(
        model=MODEL, messages=ASK, extra_body={"a_field_of_next_year": {"on": True}}
    )
    return said.usage.total_tokens


@case
def same_key_twice(gateway: Gateway) -> int:
    seen: list[int] = []
    here = client(gateway, seen).chat.completions
    again = {"Idempotency-Key": "of-this-case"}
    said = here.create(model=MODEL, messages=ASK, extra_headers=again)
    try:
        here.create(model=MODEL, messages=ASK, extra_headers=again)
    except openai.ConflictError as refusal:
        assert refusal.code == "idempotency_conflict"
    assert seen == [200, 409]
    return said.usage.total_tokens


if __name__ == "__main__":
    main()
