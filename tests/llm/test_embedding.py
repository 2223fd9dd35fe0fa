"""Texts as vectors: what every adapter that makes them does alike, against fakes on the wire."""

import asyncio
import math
from array import array
from typing import Any

import pytest
import structlog

from chat_app.config import Settings, get_settings
from chat_app.errors import (
    InvalidRequest,
    ProviderError,
    ProviderRateLimited,
    ProviderRejected,
    ProviderTimeout,
)
from chat_app.llm.catalogue import SIMULATED_EMBEDDING, Model, catalogue, cost_micro_usd, find
from chat_app.llm.embedding import MAX_TEXTS, Embedded, embed, require_embeddable
from chat_app.llm.providers import close_providers
from chat_app.llm.tokens import TokenCounter
from chat_app.llm.types import CountMethod, Task, Text, Usage
from chat_app.llm.vocabulary import encode
from tests.clock import pass_time
from tests.fakes.script import Fake, Fault, Reply
from tests.llm.vendors import COMPATIBLE, VENDORS, Vendor

HANG_UP_S = 60
GEMINI, OPENAI, ANTHROPIC, *_ = VENDORS
MODELS = {
    "gemini": "gemini-embedding-001",
    "openai": "text-embedding-3-small",
    "compatible": "nomic-embed-text",
}
UNEVEN = tuple((float(number), 1.0) for number in range(3))


@pytest.fixture(params=[GEMINI, OPENAI, COMPATIBLE], ids=lambda vendor: vendor.name)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    return request.param


def model_of(vendor: Vendor) -> Model:
    return find(MODELS[vendor.name], Task.EMBED)


async def vectors(vendor: Vendor, *texts: str, dimensions: int | None = None) -> list[list[float]]:
    made = await embed(model_of(vendor), texts, dimensions)
    return [vector.tolist() for vector in made.vectors]


def direction(vector: list[float]) -> list[float]:
    return [value / math.hypot(*vector) for value in vector]


async def test_each_text_has_its_vector_in_the_order_of_the_texts(
    vendor: Vendor, fake: Fake
) -> None:
    made = await vectors(vendor, "a" * 3, "b" * 9, "c" * 6)

    told = [direction(vector) for vector in made]
    assert told == [pytest.approx(direction([length, 1, 0, 0])) for length in (3, 9, 6)]
    assert fake.keys == ["key-of-the-test"]


async def test_the_length_asked_for_is_sent(vendor: Vendor, fake: Fake) -> None:
    (made,) = await vectors(vendor, "text", dimensions=256)

    assert len(made) == 256


async def test_the_models_own_length_is_left_to_the_vendor(vendor: Vendor, fake: Fake) -> None:
    await vectors(vendor, "text")

    assert "dimension" not in str(fake.requests[0])


async def test_more_texts_than_a_request_may_have_are_sent_in_several(
    vendor: Vendor, fake: Fake
) -> None:
    made = await vectors(vendor, *("x" * (1 + number) for number in range(250)))

    assert [round(vector[0] / vector[1]) for vector in made] == list(range(1, 251))
    assert len(fake.requests) == (3 if vendor is GEMINI else 1)


async def test_usage_is_what_the_vendor_told(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=Usage(prompt_tokens=9_000)))

    told = (await embed(model_of(vendor), ["x"] * 3)).usage

    # Gemini's message has no place for it. Three texts may have more than one window.
    assert told == (None if vendor is GEMINI else Usage(9_000, None, None, None, 9_000))


async def test_usage_that_cannot_be_true_is_none(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=Usage(prompt_tokens=9_000_000)))

    assert (await embed(model_of(vendor), ["x"])).usage is None


async def test_a_bill_is_of_the_prompt_alone(vendor: Vendor) -> None:
    usage = Usage(prompt_tokens=1_000_000, total_tokens=1_000_000)

    assert cost_micro_usd(find("text-embedding-3-large", Task.EMBED), usage) == 130_000


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ((1.0, 0.0),) * 2,
        ((1.0, 0.0), (1.0,), (1.0, 0.0)),
        ((math.nan, 1.0),) * 3,
        ((math.inf, -math.inf),) * 3,
        ((),) * 3,
    ],
    ids=["none", "too few", "uneven", "no numbers", "endless", "empty"],
)
@pytest.mark.parametrize("as_lists", [False, True], ids=["base64", "lists"])
async def test_what_are_no_vectors_of_the_texts_is_a_fault_of_the_provider(
    vendor: Vendor, fake: Fake, wrong: Any, as_lists: bool
) -> None:
    fake.script(Reply(vectors=wrong, vectors_as_lists=as_lists))

    with pytest.raises(ProviderError):
        await vectors(vendor, "a", "b", "c")


async def test_lists_are_read_though_base64_was_asked_for(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(vectors=((3.0, 4.0),), vectors_as_lists=True))

    assert direction((await vectors(vendor, "text"))[0]) == pytest.approx([0.6, 0.8])


async def test_a_rate_limit_is_tried_again_after_the_time_it_asks_for(
    vendor: Vendor, fake: Fake, waits: list[float]
) -> None:
    fake.script(Reply(fault="rate_limit", retry_after_seconds=0.25), Reply())

    await vectors(vendor, "text")

    assert (waits, len(fake.requests)) == ([0.25], 2)


@pytest.mark.parametrize(
    ("fault", "error", "tries"),
    [
        ("server", ProviderError, 3),
        ("rate_limit", ProviderRateLimited, 3),
        ("bad_key", ProviderRejected, 1),
        ("unknown_model", ProviderRejected, 1),
    ],
)
async def test_a_fault_is_one_of_our_errors_tried_again_where_that_may_help(
    vendor: Vendor, fake: Fake, fault: Fault, error: type[ProviderError], tries: int
) -> None:
    fake.script(Reply(fault=fault))

    with pytest.raises(error):
        await vectors(vendor, "text")

    assert len(fake.requests) == tries


async def test_silence_is_a_time_out_and_cancels_upstream(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(stall_after=0))
    waiting = asyncio.ensure_future(vectors(vendor, "text"))
    await fake.called.wait()
    await asyncio.sleep(0)

    pass_time(get_settings().PROVIDER_STALL_S)

    with pytest.raises(ProviderTimeout):
        await waiting
    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)


async def test_a_cancelled_task_cancels_upstream(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(stall_after=0))
    waiting = asyncio.ensure_future(vectors(vendor, "text"))
    await fake.called.wait()

    waiting.cancel()

    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def simulated(*texts: str, dimensions: int | None = None) -> Embedded:
    return await embed(SIMULATED_EMBEDDING, texts, dimensions)


def likeness(one: "array[float]", other: "array[float]") -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("dimensions", [None, 1, 7, 256])
async def test_simulated_vectors_are_of_length_1_and_the_same_for_the_same_text(
    dimensions: int | None,
) -> None:
    texts = ("The cat sat.", "x", " ", "\ud800", "世界 👋", "a b " * 5_000)

    made = await simulated(*texts, dimensions=dimensions)

    assert made == await simulated(*texts, dimensions=dimensions)
    assert [len(vector) for vector in made.vectors] == [dimensions or 256] * len(texts)
    assert [math.hypot(*vector) for vector in made.vectors] == [pytest.approx(1)] * len(texts)


@pytest.mark.usefixtures("settings")
async def test_simulated_vectors_are_the_nearer_the_more_words_are_the_same() -> None:
    made = await simulated("the cat sat on the mat", "The cat sat on a chair", "tax law of 1912")

    cat, other_cat, tax = made.vectors
    assert likeness(cat, other_cat) > 0.4 > likeness(cat, tax)


@pytest.mark.usefixtures("settings")
async def test_simulated_usage_is_a_quarter_of_the_characters() -> None:
    assert (await simulated("x" * 6, "y" * 6)).usage == Usage(3, 0, None, None, 3)


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("texts", "dimensions", "words"),
    [
        ([], None, "Between 1 and 2048 texts"),
        (["x"] * (MAX_TEXTS + 1), None, "Between 1 and 2048 texts"),
        (["x", ""], None, "An empty text"),
        (["x"], 0, "vectors of 1 to 1536 dimensions"),
        (["x"], 1537, "vectors of 1 to 1536 dimensions"),
    ],
)
def test_what_cannot_be_embedded_is_refused_in_words(
    texts: list[str], dimensions: int | None, words: str
) -> None:
    with pytest.raises(InvalidRequest, match=words):
        require_embeddable(find("text-embedding-3-small", Task.EMBED), texts, dimensions)


@pytest.mark.usefixtures("settings")
def test_models_that_embed_are_found_by_their_task_and_are_none_to_talk_with() -> None:
    embedding = [model for model in catalogue().all_models if model.task is Task.EMBED]

    assert {model.provider for model in embedding} == {"gemini", "openai", "simulated"}
    assert set(catalogue().models).isdisjoint(embedding)
    for model in embedding:
        assert find(model.model_id, Task.EMBED) is model
        with pytest.raises(InvalidRequest, match=f"{model.model_id} is for embeddings"):
            find(model.model_id)
    with pytest.raises(InvalidRequest, match="simulated is for chats"):
        find("simulated", Task.EMBED)


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("text", "tokens"),
    [("გამარჯობა მსოფლიო როგორ ხართ", 53), ("நலமா " * 30_000, 240_000), ("\ud83d", 1)],
    ids=["Georgian", "Tamil, long", "half a character"],
)
async def test_texts_for_openai_are_counted_by_the_vocabulary_of_its_embeddings(
    text: str, tokens: int
) -> None:
    model = find("text-embedding-3-small", Task.EMBED)

    counted = await TokenCounter().count(model, Text(text))

    # A long text is counted in parts, which may cut a token.
    assert len(encode(text, "cl100k_base")) <= counted.tokens
    assert counted.tokens == pytest.approx(tokens, rel=0.001)


@pytest.mark.settings(OPENAI_API_KEY="key", OPENAI_BASE_URL="http://127.0.0.1:9/v1")
async def test_openai_is_not_asked_to_count_for_embeddings(settings: Settings) -> None:
    model = find("text-embedding-3-small", Task.EMBED)

    with structlog.testing.capture_logs() as logs:
        counted = await TokenCounter().count(model, Text("Grüß Gott"))

    assert counted.method is CountMethod.ESTIMATE
    assert logs == []
    await close_providers()
