"""The Gemini adapter through the real SDK against a fake that speaks its gRPC."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from grpc import StatusCode

from chat_app.config import get_settings
from chat_app.errors import ProviderError
from chat_app.llm.catalog import find
from chat_app.llm.providers import close_providers, get_provider
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import ChatRequest, Delta, Finish, FinishReason, PromptMessage, Role, Usage
from tests.fakes.gemini import fake_gemini
from tests.fakes.script import Fake, Reply

REQUEST = ChatRequest(
    model="gemini-3.8-flash",
    system_prompt="Be brief.",
    history=(PromptMessage(Role.USER, "Hi"), PromptMessage(Role.ASSISTANT, "Hello.")),
    message="How are you?",
    max_output_tokens=77,
)


@pytest.fixture
async def fake(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fake]:
    async with fake_gemini() as fake:
        monkeypatch.setenv("GEMINI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("GEMINI_API_ENDPOINT", fake.endpoint)
        monkeypatch.setenv("PROVIDER_STALL_S", "0.3")
        get_settings.cache_clear()
        yield fake
        await close_providers()
    get_settings.cache_clear()


async def ask(request: ChatRequest = REQUEST) -> tuple[list[str], Finish]:
    events = [event async for event in stream_reply(find(request.model), request)]
    finish = events.pop()
    assert isinstance(finish, Finish)
    return [event.text for event in events if isinstance(event, Delta)], finish


async def test_a_request_holds_all_that_shapes_the_reply(fake: Fake) -> None:
    await ask()

    sent = fake.requests[0]
    assert sent.model == "models/gemini-3.8-flash"
    assert sent.system_instruction.parts[0].text == "Be brief."
    assert [(each.role, each.parts[0].text) for each in sent.contents] == [
        ("user", "Hi"),
        ("model", "Hello."),
        ("user", "How are you?"),
    ]
    assert sent.generation_config.max_output_tokens == 77
    assert fake.keys == ["key-of-the-test"]


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


async def test_the_last_usage_counts_and_the_total_reveals_thinking(fake: Fake) -> None:
    fake.script(Reply(usage=Usage(100, 60, 3, None, 143)))

    _, finish = await ask()

    assert finish.usage == Usage(
        prompt_tokens=100, cached_tokens=60, output_tokens=3, thinking_tokens=40, total_tokens=143
    )


async def test_a_blocked_prompt_is_a_finish_and_not_an_error(fake: Fake) -> None:
    fake.script(Reply(blocks_prompt=True, usage=Usage(12, 0, 0, 0, 12)))

    deltas, finish = await ask()

    assert deltas == []
    assert finish == Finish(FinishReason.SAFETY, Usage(12, 0, 0, 0, 12))


async def test_a_stream_that_ends_without_a_reason_was_cut(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.fakes import gemini

    monkeypatch.setitem(gemini._REASONS, FinishReason.STOP, 0)

    with pytest.raises(ProviderError, match="cut"):
        await ask()


async def test_a_hundred_streams_run_side_by_side(fake: Fake) -> None:
    fake.script(Reply(pause_seconds=0.02))

    answers = await asyncio.gather(*(ask() for _ in range(100)))

    assert [deltas for deltas, _ in answers] == [["Hello", " there", "!"]] * 100


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
        "python", "-c", script, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert output.decode().strip() == "False"


async def test_the_adapter_is_made_once(fake: Fake) -> None:
    assert get_provider("gemini") is get_provider("gemini")
