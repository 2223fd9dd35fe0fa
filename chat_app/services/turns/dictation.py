"""What somebody dictated, written down: an exchange like any other in the books.

Neither the recording nor its words are kept here: they go into the message that is being written.
"""

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anyio.to_thread import run_sync

from chat_app.errors import FileTooLarge, InvalidRequest, StreamFailed, UnsupportedFile
from chat_app.llm import voice
from chat_app.llm.catalogue import provider_of
from chat_app.llm.taken import is_shown
from chat_app.llm.types import Audio, CountMethod, Task
from chat_app.models import FileKind, MessageStatus, Purpose
from chat_app.services.accounts import Caller
from chat_app.services.chats.access import model_for
from chat_app.services.files import reading
from chat_app.services.turns.drafts import Draft
from chat_app.services.turns.exchanges import hear_out
from chat_app.services.turns.launching import launch
from chat_app.services.turns.whole_prompts import price_of_whole

LONGEST_S = 300
_TOLERANCE_S = 1
"""A recorder that stops after five minutes stops a little later."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Transcript:
    """A recording in words."""

    text: str
    """Empty where nobody was heard to speak."""
    tokens_used: int
    method: CountMethod
    """How exactly they were counted."""
    duration_seconds: float


async def transcribe(caller: Caller, recording: Path | bytes, language: str = "") -> Transcript:
    """Write a recording down; a caller that gives up cancels upstream, and pays for it.

    Args:
        caller: Who pays.
        recording: A file, or its bytes.
        language: Of what is said, such as `de` or `de-AT`; empty where the model is to find out.

    Raises:
        UnsupportedFile: It is no recording, broken or silent.
        FileTooLarge: It is longer than five minutes.
        InvalidRequest: There is no such language.
        ModelUnavailable, ModelNotAllowed: Nobody here can write it down, for this caller.
        TokenLimitExceeded: The budget does not cover it.
        KeyRefused: The caller's API key died meanwhile.
        ProviderError: The provider failed, or refused it.
        StreamFailed: A fault of ours, such as a restart, ended it.
        Unavailable: The database is away, or the server shuts down.
    """
    spoken = _LANGUAGE.fullmatch(language)
    if language and not spoken:
        raise InvalidRequest("`language`: name one as de, en or pt-BR")
    language = spoken[1].lower() if spoken else ""
    model = model_for(caller, Task.TRANSCRIBE, "TRANSCRIBE_MODEL")
    sound = await _sound(recording)
    if not provider_of(model).transcribes and not is_shown(model, sound):
        raise UnsupportedFile(f"{model.name} takes no recordings of this kind; send WAV or MP3")
    prompt = voice.prompt_of(model, sound, language)
    draft = Draft(
        model,
        prompt,
        await price_of_whole(model, prompt),
        purpose=Purpose.TRANSCRIPTION,
        is_whole_or_nothing=True,
        ask=partial(voice.transcribe, language=language),
    )
    (claim,), _ = await launch(caller, draft)
    end = await hear_out(claim.turn_id)
    if end.error:
        raise end.error
    if end.status is not MessageStatus.COMPLETE or end.breakdown is None:
        raise StreamFailed("It was broken off by a fault on our side; try again")
    return Transcript(
        end.text.strip(), end.tokens_used, end.breakdown.method, sound.duration_seconds
    )


async def _sound(recording: Path | bytes) -> Audio:
    read = await reading.read(recording)
    if read.kind is not FileKind.AUDIO or read.duration_ms is None:
        raise UnsupportedFile("This is no recording; WAV, MP3, OGG, FLAC and WebM can be heard")
    seconds = read.duration_ms / 1000
    if seconds > LONGEST_S + _TOLERANCE_S:
        raise FileTooLarge(f"A recording may be {LONGEST_S // 60} minutes long at most")
    content = recording if isinstance(recording, bytes) else await run_sync(recording.read_bytes)
    return Audio(read.media_type, content, seconds)
