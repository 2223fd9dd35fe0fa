"""Cases of `langchain-openai`: chat models, tools, structured replies, embeddings."""

from typing import Any

import openai
from cases import MODEL, QUESTION, VECTORS, WORDS, Gateway, case, main
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel


def model(gateway: Gateway, **settings: Any) -> ChatOpenAI:
    """Return a model as anybody would make it."""
    settings = {"model": MODEL, "stream_usage": True} | settings
    return ChatOpenAI(base_url=gateway.url, api_key=gateway.key, **settings)


@tool
def weather(city: str, days: int) -> str:
    """Tell the weather."""
    return f"{city}: 21 degrees for {days} days"


class Fact(BaseModel):
    """Something about a city."""

    city: str
    degrees: int


@case
def text(gateway: Gateway) -> int:
    said = model(gateway, temperature=0.5, seed=7, max_tokens=100).invoke(QUESTION)
    assert said.text == WORDS
    assert said.response_metadata["finish_reason"] == "stop"
    return said.usage_metadata["total_tokens"]


@case
def stream(gateway: Gateway) -> int:
    chunks = list(model(gateway).stream(QUESTION))
    assert sum(bool(chunk.text) for chunk in chunks) > 1
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert whole.text == WORDS
    return whole.usage_metadata["total_tokens"]


@case
async def many_at_once(gateway: Gateway) -> int:
    said = await model(gateway).abatch([QUESTION] * 10)
    assert {each.text for each in said} == {WORDS}
    return sum(each.usage_metadata["total_tokens"] for each in said)


@case
def tools(gateway: Gateway) -> int:
    for_weather = model(gateway).bind_tools([weather])
    asked = HumanMessage("How is the weather?")
    first = for_weather.invoke([asked])
    (call,) = first.tool_calls
    second = for_weather.invoke([asked, first, weather.invoke(call)])
    assert call["name"] == "weather"
    assert call["args"].keys() == {"city", "days"}
    assert second.text
    assert not second.tool_calls
    return first.usage_metadata["total_tokens"] + second.usage_metadata["total_tokens"]


@case
def tools_streamed(gateway: Gateway) -> int:
    chunks = list(model(gateway).bind_tools([weather], tool_choice="any").stream("How is it?"))
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    (call,) = whole.tool_calls
    assert call["args"].keys() == {"city", "days"}
    return whole.usage_metadata["total_tokens"]


@case
def structured(gateway: Gateway) -> int:
    """By a schema for the reply, and by a tool that must be called."""
    told = 0
    for method in ("json_schema", "function_calling"):
        asked = model(gateway).with_structured_output(Fact, method=method, include_raw=True)
        said = asked.invoke("Tell me of a city")
        assert isinstance(said["parsed"], Fact), said
        told += said["raw"].usage_metadata["total_tokens"]
    return told


@case
def responses(gateway: Gateway) -> int:
    """The same class speaks the newer API."""
    here = model(gateway, use_responses_api=True)
    said = here.invoke(QUESTION)
    chunks = list(here.stream(QUESTION))
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert said.text == whole.text == WORDS
    return said.usage_metadata["total_tokens"] + whole.usage_metadata["total_tokens"]


@case
def embeddings(gateway: Gateway) -> None:
    """Left alone, it would send numbers of its own vocabulary instead of text."""
    here = OpenAIEmbeddings(
        base_url=gateway.url,
        api_key=gateway.key,
        model=VECTORS,
        check_embedding_ctx_length=False,
    )
    one, two = here.embed_documents(["one", "two"])
    assert len(one) == len(two)
    assert one != two
    assert here.embed_query("one") == one


@case
def spent(gateway: Gateway) -> int:
    try:
        model(gateway).invoke(QUESTION)
    except openai.PermissionDeniedError as refusal:
        assert refusal.code == "insufficient_quota"
        return 0
    raise AssertionError("not refused")


if __name__ == "__main__":
    main()
