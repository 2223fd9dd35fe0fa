"""OpenAI's SDK without a loop, on a server in a process of its own; all it needs is a key."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from openai import OpenAI
from pydantic import BaseModel

from tests.api.v1.conftest import HELLO, WEATHER

PASSWORD = "correct horse"


@pytest.fixture
def sdk(api_url: str) -> Iterator[OpenAI]:
    """Sign somebody up, make a key, and forget all else."""
    with httpx.Client(base_url=api_url, timeout=60) as http:
        account = {"email": "sdk@example.org", "password": PASSWORD}
        signed_in = http.post("/api/auth/register", json=account)
        if not signed_in.is_success:
            signed_in = http.post("/api/auth/login", json=account)
        http.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        http.cookies.clear()
        made = http.post("/api/keys", json={"name": "SDK", "token_limit": 50_000})
        assert made.status_code == 201, made.text
    with OpenAI(base_url=f"{api_url}/v1", api_key=made.json()["key"]) as client:
        yield client


def test_models_are_listed_and_read(sdk: OpenAI) -> None:
    listed = {model.id for model in sdk.models.list()}
    assert {"simulated", "simulated-embedding"} <= listed
    assert sdk.models.retrieve("simulated").owned_by == "simulated"


def test_replies_are_whole_and_streamed(sdk: OpenAI) -> None:
    whole = sdk.chat.completions.create(model="simulated", messages=HELLO)
    stream = sdk.chat.completions.create(model="simulated", messages=HELLO, stream=True)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
    assert text == whole.choices[0].message.content
    assert sdk.responses.create(model="simulated", input="Hello").output_text == text
    events = sdk.responses.create(model="simulated", input="Hello", stream=True)
    assert text == "".join(e.delta for e in events if e.type == "response.output_text.delta")


def test_tools_are_run_until_there_is_an_answer(sdk: OpenAI) -> None:
    talk: list[Any] = [*HELLO]
    for _ in range(5):
        reply = sdk.chat.completions.create(model="simulated", messages=talk, tools=[WEATHER])
        (choice,) = reply.choices
        talk.append(choice.message)
        if choice.finish_reason == "stop":
            break
        talk += [
            {"role": "tool", "tool_call_id": call.id, "content": "7 °C"}
            for call in choice.message.tool_calls or ()
        ]
    assert [getattr(each, "role", None) for each in talk[1::2]] == ["assistant", "assistant"]
    assert talk[-1].content


class Place(BaseModel):
    """What the model is to fill in."""

    city: str
    people: int


def test_a_reply_follows_a_schema(sdk: OpenAI) -> None:
    parsed = sdk.chat.completions.parse(model="simulated", messages=HELLO, response_format=Place)
    assert isinstance(parsed.choices[0].message.parsed, Place)
    reply = sdk.responses.parse(model="simulated", input="Hello", text_format=Place)
    assert isinstance(reply.output_parsed, Place)


def test_texts_become_vectors(sdk: OpenAI) -> None:
    made = sdk.embeddings.create(model="simulated-embedding", input=["a", "b"], dimensions=8)
    assert [len(each.embedding) for each in made.data] == [8, 8]
