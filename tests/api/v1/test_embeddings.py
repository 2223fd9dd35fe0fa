"""Embeddings, as OpenAI's own SDK reads them."""

import base64
import math
from array import array
from typing import Any

import pytest

from chat_app.api.v1.schemas import embeddings as shapes
from chat_app.llm.vocabulary import encoder_of
from tests.api.v1.conftest import NewProgram, Program, exchanges_of, refused_as_openai
from tests.fakes.script import Fake, Reply

EMBEDDINGS = "/v1/embeddings"
SIMULATED = "simulated-embedding"
MODEL = "text-embedding-3-small"


async def embed(program: Program, **fields: Any) -> Any:
    """Ask for vectors in so many words and return the answer."""
    asked = {"model": SIMULATED, "input": "Hello"} | fields
    answer = await program.http.post(EMBEDDINGS, json=asked)
    assert answer.status_code == 200, answer.text
    shapes.Embeddings.model_validate_json(answer.content)
    return answer.json()


async def test_texts_become_vectors_in_their_order(program: Program) -> None:
    raw = await program.sdk.embeddings.with_raw_response.create(
        model=SIMULATED, input=["Hello", "Goodbye", "Hello"]
    )
    made = raw.parse()
    first, second, third = made.data
    assert [each.index for each in made.data] == [0, 1, 2]
    assert first.embedding == third.embedding != second.embedding
    assert math.isclose(sum(number * number for number in first.embedding), 1, rel_tol=1e-5)
    (exchange,) = await exchanges_of(program)
    assert made.usage.total_tokens == exchange.charged_tokens
    assert raw.headers["x-tally-charged-tokens"] == str(exchange.charged_tokens)
    left = 100_000 - (exchange.charged_tokens or 0)
    assert raw.headers["x-tally-remaining-tokens"] == str(left)


async def test_a_vector_is_the_same_in_numbers_and_in_base64(program: Program) -> None:
    (numbers,) = (await embed(program, encoding_format="float"))["data"]
    (packed,) = (await embed(program, encoding_format="base64"))["data"]
    read = array("f", base64.b64decode(packed["embedding"]))
    assert array("f", numbers["embedding"]) == read


async def test_a_text_may_come_as_tokens(program: Program) -> None:
    encode = encoder_of("cl100k_base")
    text = "Tokens, ü and 漢字 and 🏳️‍🌈"
    plain = await embed(program, input=text)
    for sent in (encode(text), [encode(text)]):
        assert (await embed(program, input=sent))["data"] == plain["data"]
    # LangChain cuts long texts at any token, be it within a character.
    split = encode("漢字" * 3)[1:-1]
    assert (await embed(program, input=[split]))["data"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"input": []}, "input"),
        ({"input": ""}, "input"),
        ({"input": {}}, "input"),
        ({"input": ["a", ""]}, "input[1]"),
        ({"input": ["a", 5]}, "input[1]"),
        ({"input": [-1]}, "input[0]"),
        ({"input": [100_256]}, "input[0]"),
        ({"input": [[5], []]}, "input[1]"),
        ({"input": [[255, 254, 253, 252, 251, 250, 249, 248]]}, "input[0]"),
        ({"input": ["a"] * 2049}, "input"),
        ({"dimensions": 0}, "dimensions"),
        ({"dimensions": 60_000}, "dimensions"),
        ({"encoding_format": "hex"}, "encoding_format"),
        ({"user": 5}, "user"),
    ],
)
async def test_what_will_not_do_is_named_and_costs_nothing(
    program: Program, fields: dict[str, Any], field: str
) -> None:
    asked = {"model": SIMULATED, "input": "Hello"} | fields
    refusal = await program.http.post(EMBEDDINGS, json=asked)
    refused_as_openai(refusal, 400, "invalid_request_error", field)
    assert not await exchanges_of(program)


async def test_a_cap_that_is_used_up_is_refused(new_program: NewProgram) -> None:
    program = await new_program(token_limit=5)
    refusal = await program.http.post(EMBEDDINGS, json={"model": SIMULATED, "input": "Hello " * 50})
    words = refused_as_openai(refusal, 403, "insufficient_quota")
    assert "this key's budget has 5 left" in words
    assert "reply" not in words


async def test_vectors_and_usage_are_the_vendors(program: Program, vendor: Fake) -> None:
    vendor.script(Reply(vectors=((0.5, -0.25), (1, 0))))
    made = await program.sdk.embeddings.create(model=MODEL, input=["a", "b"], dimensions=2)
    assert [each.embedding for each in made.data] == [[0.5, -0.25], [1, 0]]
    (exchange,) = await exchanges_of(program)
    assert made.usage.total_tokens == exchange.charged_tokens == exchange.billed_total_tokens


@pytest.mark.parametrize(
    ("reply", "status", "code"),
    [
        (Reply(fault="server"), 502, "provider_error"),
        (Reply(fault="rate_limit"), 503, "rate_limit_error"),
        (Reply(fault="bad_key"), 502, "provider_error"),
        (
            Reply(answer=(400, {"error": {"message": "no", "code": "invalid_value"}})),
            *(400, "invalid_request_error"),
        ),
    ],
)
async def test_a_fault_of_the_vendor_has_its_status(
    program: Program, vendor: Fake, reply: Reply, status: int, code: str
) -> None:
    vendor.script(reply)
    refusal = await program.http.post(EMBEDDINGS, json={"model": MODEL, "input": "a"})
    refused_as_openai(refusal, status, code)
