"""Cases of `litellm` as a library: one call for all vendors, ours by the prefix `openai/`."""

import asyncio
import json
from typing import Any

import litellm
from cases import MODEL, PARAMETERS, QUESTION, VECTORS, WORDS, Gateway, case, main
from pydantic import BaseModel

# Else it prints where to get help, among what this prints.
litellm.suppress_debug_info = True
ASK: Any = [{"role": "user", "content": QUESTION}]
WEATHER: Any = {
    "type": "function",
    "function": {"name": "weather", "description": "Tells the weather", "parameters": PARAMETERS},
}


class Fact(BaseModel):
    city: str
    degrees: int


def to(gateway: Gateway) -> dict[str, Any]:
    """Return what each call says of the server."""
    return {"model": f"openai/{MODEL}", "api_base": gateway.url, "api_key": gateway.key}


@case
def text(gateway: Gateway) -> int:
    said = litellm.completion(messages=ASK, **to(gateway))
    assert said.choices[0].message.content == WORDS
    assert said.choices[0].finish_reason == "stop"
    return said.usage.total_tokens


@case
def stream(gateway: Gateway) -> int:
    chunks = list(
        litellm.completion(
            messages=ASK, stream=True, stream_options={"include_usage": True}, **to(gateway)
        )
    )
    whole = litellm.stream_chunk_builder(chunks)
    assert whole.choices[0].message.content == WORDS
    return whole.usage.total_tokens


@case
async def many_at_once(gateway: Gateway) -> int:
    said = await asyncio.gather(
        *(litellm.acompletion(messages=ASK, **to(gateway)) for _ in range(10))
    )
    assert {each.choices[0].message.content for each in said} == {WORDS}
    return sum(each.usage.total_tokens for each in said)


@case
def tools(gateway: Gateway) -> int:
    asked: Any = [{"role": "user", "content": "How is the weather?"}]
    first = litellm.completion(messages=asked, tools=[WEATHER], **to(gateway))
    message = first.choices[0].message
    (call,) = message.tool_calls
    assert json.loads(call.function.arguments).keys() == {"city", "unit"}
    result = {"role": "tool", "tool_call_id": call.id, "content": "21 degrees"}
    second = litellm.completion(messages=[*asked, message, result], tools=[WEATHER], **to(gateway))
    assert second.choices[0].message.content
    return first.usage.total_tokens + second.usage.total_tokens


@case
def structured(gateway: Gateway) -> int:
    said = litellm.completion(messages=ASK, response_format=Fact, **to(gateway))
    Fact.model_validate_json(said.choices[0].message.content)
    return said.usage.total_tokens


@case
def embeddings(gateway: Gateway) -> int:
    said = litellm.embedding(input=["one", "two"], **to(gateway) | {"model": f"openai/{VECTORS}"})
    assert len(said.data) == 2
    return said.usage.total_tokens


@case
def responses(gateway: Gateway) -> int:
    said = litellm.responses(input=QUESTION, **to(gateway))
    assert said.output_text == WORDS
    return said.usage.total_tokens


@case
def spent(gateway: Gateway) -> int:
    try:
        litellm.completion(messages=ASK, **to(gateway))
    except litellm.APIError as refusal:
        # It has a class of its own for a 403, which it raises for other vendors.
        assert refusal.status_code == 403
        assert "budget has 20 left" in str(refusal)
        return 0
    raise AssertionError("not refused")


@case
def wrong_key(gateway: Gateway) -> int:
    try:
        litellm.completion(messages=ASK, **to(gateway) | {"api_key": "tk_" + "x" * 43})
    except litellm.AuthenticationError:
        return 0
    raise AssertionError("not refused")


@case
def too_long(gateway: Gateway) -> int:
    """It tells a context that is too long from other bad requests, by our words or the code."""
    long: Any = [{"role": "user", "content": "word " * 400_000}]
    try:
        litellm.completion(messages=long, **to(gateway))
    except litellm.ContextWindowExceededError:
        return 0
    raise AssertionError("not refused")


if __name__ == "__main__":
    main()
