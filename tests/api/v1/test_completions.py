"""Chat completions, as OpenAI's own SDK reads them."""

import json

from chat_app.api.v1.schemas import completions_answered as shapes
from tests.api.v1.conftest import HELLO, WEATHER, Program, exchanges_of


async def test_a_reply_comes_whole(program: Program) -> None:
    raw = await program.sdk.chat.completions.with_raw_response.create(
        model="simulated", messages=HELLO
    )
    reply = raw.parse()
    (exchange,) = await exchanges_of(program)
    assert reply.id == f"chatcmpl-{exchange.turn_id.hex}"
    assert (reply.object, reply.model) == ("chat.completion", "simulated")
    (choice,) = reply.choices
    assert choice.message.role == "assistant"
    assert "simulated" in (choice.message.content or "")
    assert choice.finish_reason == "stop"
    assert reply.usage
    assert reply.usage.total_tokens == exchange.charged_tokens == exchange.billed_total_tokens
    assert raw.headers["x-tally-charged-tokens"] == str(exchange.charged_tokens)
    assert raw.headers["x-tally-remaining-tokens"] == str(100_000 - (exchange.charged_tokens or 0))
    assert raw.headers["x-request-id"]
    shapes.ChatCompletion.model_validate_json(raw.content)


async def test_a_reply_comes_in_chunks(program: Program) -> None:
    stream = await program.sdk.chat.completions.create(
        model="simulated",
        messages=HELLO,
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    assert len({(chunk.id, chunk.created, chunk.model) for chunk in chunks}) == 1
    assert chunks[0].choices[0].delta.role == "assistant"
    *pieces, last, usage = chunks
    assert [piece.choices[0].finish_reason for piece in pieces] == [None] * len(pieces)
    assert last.choices[0].finish_reason == "stop"
    assert usage.choices == []
    (exchange,) = await exchanges_of(program)
    assert usage.usage
    assert usage.usage.total_tokens == exchange.charged_tokens
    for chunk in chunks:
        shapes.ChatCompletionChunk.model_validate(chunk.to_dict())


async def test_the_words_of_a_stream_are_those_of_a_whole_reply(program: Program) -> None:
    whole = await program.sdk.chat.completions.create(model="simulated", messages=HELLO)
    stream = await program.sdk.chat.completions.create(
        model="simulated", messages=HELLO, stream=True
    )
    text = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
    assert text == whole.choices[0].message.content


async def test_a_stream_is_open_text_and_ends_with_done(program: Program) -> None:
    answer = await program.ask(stream=True)
    assert answer.headers["content-type"].startswith("text/event-stream")
    *events, done, rest = answer.text.split("\n\n")
    assert (done, rest) == ("data: [DONE]", "")
    for event in events:
        chunk = json.loads(event.removeprefix("data: "))
        assert "usage" not in chunk
        shapes.ChatCompletionChunk.model_validate(chunk)


async def test_a_tool_is_called_and_its_result_is_answered(program: Program) -> None:
    asked = await program.sdk.chat.completions.create(
        model="simulated", messages=HELLO, tools=[WEATHER]
    )
    (choice,) = asked.choices
    assert choice.finish_reason == "tool_calls"
    (call,) = choice.message.tool_calls or []
    assert call.type == "function"
    assert call.function.name == "weather"
    assert isinstance(json.loads(call.function.arguments)["city"], str)
    result = {"role": "tool", "tool_call_id": call.id, "content": "7 °C"}
    answered = await program.sdk.chat.completions.create(
        model="simulated",
        messages=[*HELLO, choice.message.to_dict(), result],  # pyright: ignore[reportArgumentType]
        tools=[WEATHER],
    )
    assert answered.choices[0].finish_reason == "stop"
    assert answered.choices[0].message.content
