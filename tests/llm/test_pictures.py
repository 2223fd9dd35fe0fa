"""Pictures that models draw: asked for in the vendor's form, and billed by its figures."""

import io
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import pytest
from PIL import Image

from chat_app.config import Settings, get_settings
from chat_app.errors import ContentBlocked, ProviderError
from chat_app.llm.catalogue import SIMULATED_IMAGE, catalogue, cost_micro_usd, find
from chat_app.llm.providers import close_providers
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import (
    Delta,
    Event,
    Finish,
    FinishReason,
    PictureDelta,
    Prompt,
    PromptMessage,
    Role,
    Task,
    Text,
    Usage,
)
from chat_app.llm.types import Image as InImage
from tests.fakes.gemini import fake_gemini
from tests.fakes.openai import fake_openai, picture_tokens_of
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question, said
from tests.pictures import picture

DRAWN = PictureDelta("image/png", b"a picture")
GEMINI, OPENAI = "gemini-3.1-flash-image", "gpt-image-2"


def to_draw(what: str, max_output_tokens: int = 4096) -> Prompt:
    earlier = said("What can you do?")
    return question(what, system="Be brief.", history=earlier, max_output_tokens=max_output_tokens)


async def drawn_by(model_id: str, what: str, max_output_tokens: int = 4096) -> list[Event]:
    model = find(model_id, Task.IMAGE)
    prompt = to_draw(what, max_output_tokens)
    return [event async for event in stream_reply(model, prompt)]


async def served(
    vendor: AbstractAsyncContextManager[Fake],
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    address: str,
    path: str = "",
) -> AsyncIterator[Fake]:
    async with vendor as fake:
        monkeypatch.setenv(key, "key")
        monkeypatch.setenv(address, fake.endpoint + path)
        get_settings.cache_clear()
        yield fake
        await close_providers()


@pytest.fixture
async def gemini(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fake]:
    async for fake in served(fake_gemini(), monkeypatch, "GEMINI_API_KEY", "GEMINI_API_ENDPOINT"):
        yield fake


@pytest.fixture
async def openai(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fake]:
    async for fake in served(
        fake_openai(), monkeypatch, "OPENAI_API_KEY", "OPENAI_BASE_URL", "/v1"
    ):
        yield fake


def usage_of(events: list[Event]) -> Usage:
    (finish,) = (event for event in events if isinstance(event, Finish))
    assert finish.usage
    return finish.usage


async def test_gemini_is_asked_for_words_and_a_picture_of_the_size_of_the_catalogue(
    gemini: Fake,
) -> None:
    gemini.script(Reply(deltas=("Here: ", DRAWN, "done.")))

    events = await drawn_by(GEMINI, "A red fox")

    assert events[:-1] == [Delta("Here: "), DRAWN, Delta("done.")]
    config = gemini.requests[0].generation_config
    assert [each.name for each in config.response_modalities] == ["TEXT", "IMAGE"]
    # image_config is field 27, its aspect_ratio field 1.
    assert b"\xda\x01\x05\x0a\x031:1" in type(config).serialize(config)


SIGNED = b"\x6a\x20skip_thought_signature_validator"
"""`thought_signature`, field 13 of a part."""


@pytest.mark.parametrize(
    ("model", "signed"), [(GEMINI, [False, True, True]), ("gemini-3.8-flash", [False, False, True])]
)
async def test_a_reply_goes_back_to_gemini_signed_where_it_wants_that(
    gemini: Fake, model: str, signed: list[bool]
) -> None:
    shown = InImage("image/png", picture())
    earlier = (
        *said("A fox"),
        PromptMessage(Role.ASSISTANT, (Text("Here:"), shown)),
    )
    prompt = question("Now at night", system="", history=earlier, max_output_tokens=4096)

    [event async for event in stream_reply(find(model, Task.CHAT, Task.IMAGE), prompt)]

    parts = [part for content in gemini.requests[0].contents[:2] for part in content.parts]
    assert [SIGNED in part.SerializeToString() for part in parts] == signed


async def test_a_chat_model_of_gemini_is_asked_for_no_picture(gemini: Fake) -> None:
    [event async for event in stream_reply(find("gemini-3.8-flash"), to_draw("Hello"))]

    assert not gemini.requests[0].generation_config.response_modalities


@pytest.mark.parametrize(
    ("told_tokens", "pictures", "picture_tokens"),
    [(1290, 1, 1290), (None, 1, 1120), (None, 2, 1300), (1301, 1, 1120)],
    ids=["by its figure", "by the rule", "never beyond the output", "not by what cannot be"],
)
async def test_the_part_of_geminis_output_that_was_drawn_is_known(
    gemini: Fake, told_tokens: int | None, pictures: int, picture_tokens: int
) -> None:
    told = Usage(12, 0, 1300, 90, 1402, picture_tokens=told_tokens)
    gemini.script(Reply(deltas=(DRAWN,) * pictures, usage=told))

    usage = usage_of(await drawn_by(GEMINI, "A red fox"))

    assert usage == Usage(12, 0, 1300, 90, 1402, picture_tokens=picture_tokens)


async def test_a_picture_costs_its_own_price() -> None:
    usage = Usage(prompt_tokens=1000, output_tokens=1220, thinking_tokens=0, picture_tokens=1120)
    # 1000 at 0.5, 100 words at 3 and 1120 at 60 dollars a million.
    assert cost_micro_usd(find(GEMINI, Task.IMAGE), usage) == 500 + 300 + 67_200


async def test_openai_is_told_what_to_draw_and_no_more(openai: Fake) -> None:
    openai.script(Reply(deltas=(DRAWN,)))

    events = await drawn_by(OPENAI, "A red fox")

    assert events[0] == DRAWN
    assert openai.requests == [
        {
            "model": "gpt-image-2",
            "prompt": "A red fox",
            "size": "1024x1024",
            "quality": "medium",
            "output_format": "png",
            "n": 1,
        }
    ]


async def test_openai_bills_no_more_than_the_catalogue_says_of_a_picture(openai: Fake) -> None:
    openai.script(Reply(deltas=(DRAWN,)))
    model = find(OPENAI, Task.IMAGE)

    usage = usage_of(await drawn_by(OPENAI, "A red fox"))

    assert usage.picture_tokens == usage.output_tokens == model.picture_tokens
    assert model.picture_tokens == picture_tokens_of("medium", "1024x1024") == 1756
    # What the vendor's own page says of the finest.
    assert picture_tokens_of("high", "1024x1024") == 7024


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((400, {"error": {"code": "moderation_blocked", "message": "no"}}), ContentBlocked),
        ((200, {"data": [{"b64_json": "not base64!"}]}), ProviderError),
        ((200, {"data": []}), ProviderError),
        ((200, {"data": "a picture"}), ProviderError),
        ((200, b"<html>"), ProviderError),
    ],
)
async def test_what_is_no_picture_is_a_fault(
    openai: Fake, waits: list[float], answer: tuple[int, object], error: type[Exception]
) -> None:
    openai.script(Reply(answer=answer))

    with pytest.raises(error):
        await drawn_by(OPENAI, "A red fox")
    assert len(waits) <= 2


@pytest.mark.usefixtures("settings")
async def test_the_simulated_model_draws_the_same_for_the_same_words() -> None:
    first, again = (
        await drawn_by("simulated-image", "A fox"),
        await drawn_by("simulated-image", "A fox"),
    )
    other = await drawn_by("simulated-image", "A boat")

    assert first == again
    assert pictures_of(first) != pictures_of(other)


def pictures_of(events: list[Event]) -> list[PictureDelta]:
    return [event for event in events if isinstance(event, PictureDelta)]


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    "what", ["A fox", "Ein Fuchs im Schnee, grün", "雪の中の狐 🦊", "x" * 5000]
)
async def test_what_the_simulated_model_draws_is_a_picture_of_its_size(what: str) -> None:
    (drawn,) = pictures_of(await drawn_by("simulated-image", what))

    with Image.open(io.BytesIO(drawn.content)) as picture:
        assert picture.format == "PNG"
        assert picture.size == SIMULATED_IMAGE.picture == (768, 512)


@pytest.mark.usefixtures("settings")
async def test_several_pictures_stand_between_words_and_are_billed_each() -> None:
    events = await drawn_by("simulated-image", "3 pictures of a fox")

    order = "".join("P" if isinstance(event, PictureDelta) else "w" for event in events[:-1])
    assert [len(words) > 0 for words in order.split("P")] == [True, True, True, False]
    usage = usage_of(events)
    assert usage.picture_tokens == 3 * SIMULATED_IMAGE.picture_tokens
    words = sum(len(event.text) for event in events if isinstance(event, Delta))
    assert usage.output_tokens == 3 * SIMULATED_IMAGE.picture_tokens + -(-words // 4)


@pytest.mark.usefixtures("settings")
async def test_a_picture_that_the_longest_reply_has_no_room_for_is_not_drawn() -> None:
    *_, finish = events = await drawn_by("simulated-image", "3 pictures", max_output_tokens=600)

    assert len(pictures_of(events)) == 2
    assert isinstance(finish, Finish)
    assert finish.reason is FinishReason.LENGTH
    assert usage_of(events).output_tokens in range(600)


def test_models_that_draw_are_not_among_those_to_talk_with() -> None:
    drawing = catalogue().models_for(Task.IMAGE)
    assert {model.provider for model in drawing} == {"gemini", "openai", "simulated"}
    assert set(drawing).isdisjoint(catalogue().models)
    assert all(model.source and model.as_of and model.picture_tokens for model in drawing)
