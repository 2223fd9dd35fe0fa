"""The Gemini adapter through the real SDK against a fake that speaks its gRPC."""

import asyncio
import sys

import pytest
from google.rpc.status_pb2 import Status
from grpc import StatusCode, aio

from chat_app.config import get_settings
from chat_app.errors import ProviderRateLimited
from chat_app.llm.catalogue import find
from chat_app.llm.provider_table import GEMINI
from chat_app.llm.providers import get_provider
from chat_app.llm.providers.gemini_faults import map_error
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Delta, Finish, PictureDelta, Prompt
from tests.clock import within
from tests.fakes.gemini import wire
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question, said
from tests.llm.vendors import VENDORS, Vendor

MODEL = "gemini-3.8-flash"
PROMPT = question(system="Be brief.", history=said("Hi", "Hello."))


@pytest.fixture
def vendor() -> Vendor:
    return VENDORS[0]


async def ask(prompt: Prompt = PROMPT) -> tuple[list[str], Finish]:
    events = [event async for event in stream_reply(find(MODEL), prompt)]
    finish = events.pop()
    assert isinstance(finish, Finish)
    return [event.text for event in events if isinstance(event, Delta)], finish


@pytest.mark.parametrize(
    ("setting", "threshold"),
    [("medium", "BLOCK_MEDIUM_AND_ABOVE"), ("high", "BLOCK_ONLY_HIGH"), ("off", "OFF")],
)
async def test_safety_settings_are_sent_for_all_four_harms(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, setting: str, threshold: str
) -> None:
    monkeypatch.setenv("GEMINI_SAFETY", setting)
    get_settings.cache_clear()

    await ask()

    thresholds = [each.threshold.name for each in fake.requests[0].safety_settings]
    assert thresholds == [threshold] * 4


def test_every_status_of_grpc_and_every_exception_of_the_sdk_is_mapped() -> None:
    from google.api_core import exceptions

    from chat_app.llm.providers.gemini_faults import _FAULTS

    walked = {code for code in StatusCode if code is not StatusCode.OK}
    assert set(_FAULTS) == walked
    classes = [each for each in vars(exceptions).values() if isinstance(each, type)]
    codes = {getattr(each, "grpc_status_code", None) for each in classes} - {None, StatusCode.OK}
    assert codes <= set(_FAULTS)


@pytest.mark.parametrize(
    "details", [b"\xff", Status(code=3, message="slow down").SerializeToString()]
)
def test_details_that_contradict_the_status_take_nothing_from_it(details: bytes) -> None:
    told = aio.Metadata(("grpc-status-details-bin", details))
    fault = aio.AioRpcError(StatusCode.RESOURCE_EXHAUSTED, aio.Metadata(), told, "slow down")

    assert type(map_error(fault)) is ProviderRateLimited


async def test_nothing_heavy_is_imported_before_the_first_call() -> None:
    script = "import sys, chat_app.llm.stream, chat_app.llm.tokens; print('grpc' in sys.modules)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert output.decode().strip() == "False"


async def test_the_adapter_is_made_once(fake: Fake) -> None:
    assert get_provider(GEMINI) is get_provider(GEMINI)


async def test_silence_behind_the_reason_takes_nothing(fake: Fake) -> None:
    whole = wire.GenerateContentResponse(
        candidates=[{"content": {"parts": [{"text": "Hello"}]}, "finish_reason": "STOP"}],
        usage_metadata={"prompt_token_count": 12, "candidates_token_count": 3},
    )
    fake.script(Reply(wire=(whole,), keeps_open=True))

    async with within(10):
        deltas, finish = await ask()
        await fake.cancelled.wait()

    assert deltas == ["Hello"]
    assert finish.usage
    assert (finish.usage.prompt_tokens, finish.usage.output_tokens) == (12, 3)


async def test_a_picture_that_the_model_drew_comes_whole_between_the_words(fake: Fake) -> None:
    picture = {"inline_data": {"mime_type": "image/png", "data": b"a picture"}}
    chunks = (
        wire.GenerateContentResponse(candidates=[{"content": {"parts": parts}}])
        for parts in ([{"text": "Here: "}, picture], [{"text": "done."}])
    )
    end = wire.GenerateContentResponse(candidates=[{"finish_reason": "STOP"}])
    fake.script(Reply(wire=(*chunks, end)))

    *events, _ = [event async for event in stream_reply(find(MODEL), PROMPT)]

    drawn = PictureDelta("image/png", b"a picture")
    assert events == [Delta("Here: "), drawn, Delta("done.")]
