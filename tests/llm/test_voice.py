"""Speech: what every adapter that hears or reads aloud does alike, against fakes on the wire."""

import asyncio
import math
from array import array
from collections.abc import Sequence

import pytest

from chat_app.config import Settings, get_settings
from chat_app.errors import (
    ContentBlocked,
    ProviderError,
    ProviderRateLimited,
    ProviderRejected,
    ProviderTimeout,
)
from chat_app.llm import voice
from chat_app.llm.catalogue import (
    SIMULATED,
    InvalidCatalogue,
    Model,
    catalogue,
    find,
    models_for_task,
)
from chat_app.llm.sound import Spoken, as_file, together
from chat_app.llm.types import (
    Audio,
    Delta,
    Event,
    Finish,
    FinishReason,
    Parameters,
    Role,
    Task,
    Usage,
)
from tests.fakes import gemini
from tests.fakes.script import Fake, Fault, Reply
from tests.llm.vendors import COMPATIBLE, VENDORS, Vendor
from tests.sounds import wav

HANG_UP_S = 60
GEMINI, OPENAI, *_ = VENDORS
LISTENERS = {
    "gemini": "gemini-3.5-flash-lite-dictation",
    "openai": "gpt-transcribe",
    "compatible": "whisper",
}
READERS = {
    "gemini": "gemini-3.8-flash-lite-tts",
    "openai": "gpt-4o-mini-tts",
    "compatible": "kokoro",
}
HEARD = Usage(
    prompt_tokens=25, cached_tokens=0, output_tokens=7, thinking_tokens=0, total_tokens=32
)


RECORDING = Audio("audio/wav", wav((440, 1)), 1.0)


@pytest.fixture(params=[GEMINI, OPENAI, COMPATIBLE], ids=lambda vendor: vendor.name)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    return request.param


def listener(vendor: Vendor) -> Model:
    return find(LISTENERS[vendor.name], Task.TRANSCRIBE)


def reader(vendor: Vendor) -> Model:
    return find(READERS[vendor.name], Task.SPEECH)


async def hear(model: Model, sound: Audio = RECORDING, language: str = "") -> list[Event]:
    prompt = voice.prompt_of(model, sound, language)
    return [event async for event in voice.transcribe(model, prompt, language)]


async def say(model: Model, text: str) -> list[Spoken]:
    return [piece async for piece in voice.speak(model, text)]


async def test_what_is_said_in_a_recording_comes_with_its_bill(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(deltas=("Ebb ", "and flow."), usage=HEARD))

    *words, finish = await hear(listener(vendor), language="en")

    assert "".join(each.text for each in words if isinstance(each, Delta)) == "Ebb and flow."
    assert isinstance(finish, Finish)
    assert finish.reason is FinishReason.STOP
    assert finish.usage
    assert (finish.usage.prompt_tokens, finish.usage.total_tokens) == (25, 32)


@pytest.mark.parametrize("vendor", [OPENAI], ids=["openai"])
async def test_openai_is_sent_the_recording_by_a_name_that_tells_its_kind(
    vendor: Vendor, fake: Fake
) -> None:
    await hear(listener(vendor), language="de")

    (sent,) = fake.requests
    assert sent["file"] == ("recording.wav", "audio/wav", RECORDING.content)
    assert (sent["model"], sent["language"]) == ("gpt-transcribe", "de")


@pytest.mark.parametrize("vendor", [GEMINI], ids=["gemini"])
async def test_gemini_is_asked_by_a_prompt_that_holds_the_recording(
    vendor: Vendor, fake: Fake
) -> None:
    await hear(listener(vendor), language="de")

    asked = gemini.read(fake.requests[0])
    assert asked.model_id == "gemini-3.5-flash-lite"
    assert "de" in asked.prompt.system
    ((sound,),) = (message.parts for message in asked.prompt.messages)
    assert isinstance(sound, Audio)
    assert (sound.media_type, sound.content) == ("audio/wav", RECORDING.content)


@pytest.mark.parametrize("vendor", [OPENAI], ids=["openai"])
@pytest.mark.parametrize(
    "report",
    [(), ({"type": "duration", "seconds": 1.0},), ({"type": "tokens", "input_tokens": -3},)],
)
async def test_what_is_not_billed_in_tokens_is_no_bill(
    vendor: Vendor, fake: Fake, report: tuple[object, ...]
) -> None:
    fake.script(Reply(last_reports=report))

    *_, finish = await hear(listener(vendor))

    assert finish == Finish(FinishReason.STOP, None)


async def test_a_text_is_read_aloud_with_its_bill(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(usage=HEARD))

    (spoken,) = await say(reader(vendor), "Ebb and flow.")

    assert (spoken.samples, spoken.rate_hz) == (Reply().samples, 24_000)
    assert spoken.seconds == pytest.approx(0.5)
    assert spoken.usage
    assert (spoken.usage.output_tokens, spoken.usage.total_tokens) == (7, 32)


async def test_a_long_text_is_read_in_pieces_of_whole_sentences(vendor: Vendor, fake: Fake) -> None:
    text = "The tide comes in. " * 200

    pieces = list(voice.pieces_of(text))
    spoken = await say(reader(vendor), text)

    assert "".join(pieces) == text
    assert len(spoken) == len(pieces) == len(fake.requests) > 1
    assert all(each.endswith("in. ") and len(each) <= 1500 for each in pieces)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("rate_limit", ProviderRateLimited),
        ("server", ProviderError),
        ("bad_key", ProviderRejected),
    ],
)
async def test_faults_of_speech_are_those_of_every_reply(
    vendor: Vendor, fake: Fake, fault: Fault, error: type[ProviderError], waits: list[float]
) -> None:
    fake.script(Reply(fault=fault))

    with pytest.raises(error):
        await say(reader(vendor), "Hello.")
    with pytest.raises(error):
        await hear(listener(vendor))


async def test_a_fault_that_passes_is_tried_again(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(fault="unavailable"), Reply())
    assert await say(reader(vendor), "Hello.")
    fake.script(Reply(fault="unavailable"), Reply())
    assert await hear(listener(vendor))


async def test_a_vendor_that_says_nothing_has_timed_out(
    vendor: Vendor, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings(), "PROVIDER_STALL_S", 0.2)
    fake.script(Reply(stall_after=0, deltas=("Hello",)))

    with pytest.raises(ProviderTimeout):
        await hear(listener(vendor))
    await asyncio.wait_for(fake.cancelled.wait(), HANG_UP_S)


@pytest.mark.parametrize("vendor", [GEMINI], ids=["gemini"])
async def test_what_is_blocked_or_is_no_speech_is_told(vendor: Vendor, fake: Fake) -> None:
    fake.script(Reply(finish=FinishReason.SAFETY))
    with pytest.raises(ContentBlocked):
        await say(reader(vendor), "Hello.")
    fake.script(Reply(samples=b""))
    with pytest.raises(ProviderError):
        await say(reader(vendor), "Hello.")


@pytest.mark.parametrize("vendor", [OPENAI, COMPATIBLE], ids=lambda vendor: vendor.name)
@pytest.mark.parametrize("answer", [b"{", b"[]", b'{"text": 3}', b'{"words": "x"}'])
async def test_an_answer_that_is_no_transcript_is_a_fault(
    vendor: Vendor, fake: Fake, answer: bytes
) -> None:
    fake.script(Reply(answer=(200, answer)))

    with pytest.raises(ProviderError):
        await hear(listener(vendor))


async def test_simulated_tells_length_and_tones(settings: Settings) -> None:
    sound = Audio("audio/wav", wav((440, 0.5), (0, 0.3), (660, 0.5)), 1.3)

    words, finish = await hear(SIMULATED, sound)

    assert words == Delta("This is simulated: 1.3 seconds of WAV with 2 tones (440 Hz, 660 Hz).")
    assert isinstance(finish, Finish)
    assert finish.usage
    assert finish.usage.prompt_tokens == math.ceil(32 * 1.3)


async def test_simulated_writes_nothing_down_where_nothing_sounds(settings: Settings) -> None:
    assert [type(each) for each in await hear(SIMULATED, Audio("audio/wav", wav((0, 1)), 1))] == [
        Finish
    ]


async def test_simulated_speech_has_a_tone_for_each_word(settings: Settings) -> None:
    (spoken,) = await say(find("simulated-speech", Task.SPEECH), "ebb and flow and ebb")

    content, media_type = as_file([spoken])
    words, _ = await hear(SIMULATED, Audio(media_type, content, spoken.seconds))

    assert media_type == "audio/wav"
    assert isinstance(words, Delta)
    assert "5 tones" in words.text
    assert spoken.usage
    assert spoken.usage.output_tokens == math.ceil(spoken.seconds * 25)


@pytest.mark.parametrize("pieces", [1, 3])
def test_long_speech_becomes_mp3(pieces: int) -> None:
    whole = Spoken(array("h", range(-30_000, 30_000)).tobytes() * 12, 24_000, None)

    content, media_type = as_file([whole] * pieces)

    assert media_type == "audio/mpeg"
    assert content.startswith(b"ID3")
    # 64 kbit a second.
    assert len(content) == pytest.approx(whole.seconds * pieces * 8000, rel=0.02)


@pytest.mark.parametrize(
    ("told", "usage"),
    [
        ([HEARD], HEARD),
        ([HEARD, None], None),
        ([], None),
        (
            [HEARD, Usage(prompt_tokens=1, output_tokens=2, total_tokens=3)],
            Usage(prompt_tokens=26, output_tokens=9, total_tokens=35),
        ),
    ],
)
def test_bills_of_pieces_are_one_bill_where_each_is_known(
    told: Sequence[Usage | None], usage: Usage | None
) -> None:
    assert together(told) == usage


@pytest.mark.parametrize("text", ["", "Ebb.", "漢字を読む。" * 40, "1234567890 " * 50, "x" * 4000])
def test_simulated_speech_is_never_longer_than_was_reserved(text: str) -> None:
    _, most = voice.seconds_of(text)

    assert 0.18 * len(text.split()) <= most


def test_a_recording_leaves_room_for_its_words() -> None:
    model = find("gpt-transcribe", Task.TRANSCRIBE)
    hour = voice.prompt_of(model, Audio("audio/wav", b"", 3600), "")

    assert hour.question.role is Role.USER
    assert hour.parameters == Parameters(model.max_output_tokens)


def chosen(task: Task, setting: str) -> list[str]:
    get_settings.cache_clear()
    return [model.model_id for model in models_for_task(task, setting)]


def test_without_keys_the_app_itself_hears_and_reads(settings: Settings) -> None:
    assert chosen(Task.TRANSCRIBE, "TRANSCRIBE_MODEL")[-1] == "simulated"
    assert chosen(Task.SPEECH, "SPEECH_MODEL")[-1] == "simulated-speech"


def test_with_a_key_made_up_voices_are_out(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "a key")

    assert "simulated" not in chosen(Task.TRANSCRIBE, "TRANSCRIBE_MODEL")
    assert "simulated-speech" not in chosen(Task.SPEECH, "SPEECH_MODEL")


def test_a_setting_names_the_one_model(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSCRIBE_MODEL", "simulated")
    monkeypatch.setenv("SPEECH_MODEL", "gpt-transcribe")

    assert chosen(Task.TRANSCRIBE, "TRANSCRIBE_MODEL") == ["simulated"]
    with pytest.raises(InvalidCatalogue, match="SPEECH_MODEL=gpt-transcribe"):
        chosen(Task.SPEECH, "SPEECH_MODEL")


def test_voices_are_no_models_to_talk_with() -> None:
    tasks = {model.task for model in catalogue().models}

    assert not {Task.SPEECH, Task.TRANSCRIBE} & tasks
