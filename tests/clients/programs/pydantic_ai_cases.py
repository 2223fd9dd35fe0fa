"""Cases of `pydantic-ai`: agents with tools and typed replies, over both APIs."""

import asyncio
from typing import Any

from cases import MODEL, QUESTION, VECTORS, WORDS, Gateway, case, main
from pydantic import BaseModel
from pydantic_ai import Agent, Embedder, ModelHTTPError, NativeOutput
from pydantic_ai.embeddings.openai import OpenAIEmbeddingModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider


def provider(gateway: Gateway) -> OpenAICompatibleProvider:
    """Return what names our server to it."""
    return OpenAICompatibleProvider("tally", base_url=gateway.url, api_key=gateway.key)


def agent(gateway: Gateway, **settings: Any) -> Agent:
    """Return an agent as anybody would make it."""
    return Agent(OpenAIChatModel(MODEL, provider=provider(gateway)), **settings)


class Fact(BaseModel):
    """Something about a city."""

    city: str
    degrees: int


@case
def text(gateway: Gateway) -> int:
    said = agent(gateway, instructions="Be brief.").run_sync(QUESTION)
    assert said.output == WORDS
    return said.usage.total_tokens


@case
async def stream(gateway: Gateway) -> int:
    async with agent(gateway).run_stream(QUESTION) as said:
        pieces = [piece async for piece in said.stream_text(delta=True, debounce_by=None)]
    assert len(pieces) > 1
    assert "".join(pieces) == WORDS
    return said.usage.total_tokens


@case
async def many_at_once(gateway: Gateway) -> int:
    one = agent(gateway)
    said = await asyncio.gather(*(one.run(QUESTION) for _ in range(10)))
    assert {each.output for each in said} == {WORDS}
    return sum(each.usage.total_tokens for each in said)


@case
def tools(gateway: Gateway) -> int:
    """It calls the tool, sends back what that said, and goes on until there is text."""
    asked_for: list[str] = []
    one = agent(gateway)

    @one.tool_plain
    def weather(city: str, days: int) -> str:
        asked_for.append(f"{city} {days}")
        return "21 degrees"

    said = one.run_sync("How is the weather?")
    assert len(asked_for) == 1
    assert said.output
    assert said.usage.requests == 2
    return said.usage.total_tokens


@case
def structured(gateway: Gateway) -> int:
    """By a tool that must be called, and by a schema for the reply."""
    by_tool = agent(gateway, output_type=Fact).run_sync("Tell me of a city")
    by_schema = agent(gateway, output_type=NativeOutput(Fact)).run_sync("Tell me of a city")
    assert isinstance(by_tool.output, Fact)
    assert isinstance(by_schema.output, Fact)
    return by_tool.usage.total_tokens + by_schema.usage.total_tokens


@case
def responses(gateway: Gateway) -> int:
    said = Agent(OpenAIResponsesModel(MODEL, provider=provider(gateway))).run_sync(QUESTION)
    assert said.output == WORDS
    return said.usage.total_tokens


@case
def embeddings(gateway: Gateway) -> int:
    embedder = Embedder(OpenAIEmbeddingModel(VECTORS, provider=provider(gateway)))
    said = embedder.embed_documents_sync(["one", "two"])
    assert len(said.embeddings) == 2
    return said.usage.input_tokens


@case
def spent(gateway: Gateway) -> int:
    try:
        agent(gateway).run_sync(QUESTION)
    except ModelHTTPError as refusal:
        assert refusal.status_code == 403
        assert refusal.body["code"] == "insufficient_quota"
        return 0
    raise AssertionError("not refused")


if __name__ == "__main__":
    main()
