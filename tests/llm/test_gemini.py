"""The Gemini adapter through the real SDK against a fake that speaks its gRPC."""

import asyncio
import sys

import pytest
from grpc import StatusCode

from chat_app.config import get_settings
from chat_app.llm.catalog import find
from chat_app.llm.providers import get_provider
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import ChatRequest, Delta, Finish, PromptMessage, Role
from tests.fakes.gemini import wire
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import VENDORS, Vendor

REQUEST = ChatRequest(
    model="gemini-3.8-flash",
    system_prompt="Be brief.",
    history=(PromptMessage(Role.USER, "Hi"), PromptMessage(Role.ASSISTANT, "Hello.")),
    message="How are you?",
    max_output_tokens=77,
)


@pytest.fixture
def vendor() -> Vendor:
    return VENDORS[0]


async def ask(request: ChatRequest = REQUEST) -> tuple[list[str], Finish]:
    events = [event async for event in stream_reply(find(request.model), request)]
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

    from chat_app.llm.providers.gemini import _FAULTS

    walked = {code for code in StatusCode if code is not StatusCode.OK}
    assert set(_FAULTS) == walked
    classes = [each for each in vars(exceptions).values() if isinstance(each, type)]
    codes = {getattr(each, "grpc_status_code", None) for each in classes} - {None, StatusCode.OK}
    assert codes <= set(_FAULTS)


async def test_nothing_heavy_is_imported_before_the_first_call() -> None:
    script = "import sys, chat_app.llm.stream, chat_app.llm.tokens; print('grpc' in sys.modules)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert output.decode().strip() == "False"


async def test_the_adapter_is_made_once(fake: Fake) -> None:
    assert get_provider("gemini") is get_provider("gemini")


async def test_silence_behind_the_reason_takes_nothing(fake: Fake) -> None:
    whole = wire.GenerateContentResponse(
        candidates=[{"content": {"parts": [{"text": "Hello"}]}, "finish_reason": "STOP"}],
        usage_metadata={"prompt_token_count": 12, "candidates_token_count": 3},
    )
    fake.script(Reply(wire=(whole,), keeps_open=True))

    async with asyncio.timeout(10):
        deltas, finish = await ask()
        await fake.cancelled.wait()

    assert deltas == ["Hello"]
    assert finish.usage
    assert (finish.usage.prompt_tokens, finish.usage.output_tokens) == (12, 3)
