"""Speech by a provider: a recording written down, a text read aloud."""

import math
import re
import unicodedata
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.errands import WRITE_DOWN
from chat_app.llm.providers import get_provider
from chat_app.llm.sound import Heard, Spoken
from chat_app.llm.stream import stream_reply
from chat_app.llm.tries import again, patiently
from chat_app.llm.types import (
    Audio,
    Delta,
    Event,
    Finish,
    FinishReason,
    Parameters,
    Prompt,
    PromptMessage,
    Role,
)

_WORDS_TOKENS_PER_SECOND = 12
"""More than anybody says in a second: 4 words, in any script."""
_LEAST_TEXT_TOKENS = 256
"""Room for what some models think before they write a short recording down."""
_PIECE_CHARACTERS = 1500
"""What is read aloud at once: OpenAI takes 4 096 characters (the SDK's `SpeechCreateParams`, openai
3.52), and a shorter one is there sooner."""
_ENDS = re.compile(r"(?<=[.!?…。！？])[\s\"'”’»)\]]*|\n+")
_LETTER_S, _WIDE_S, _SIGN_S = 0.07, 0.24, 0.35
"""How long it takes to say a letter (some 150 words a minute), an ideograph or syllable, a digit
or sign."""
_MOST_ABOVE = 2.0
"""How much slower than that a voice may read."""
_PAUSE_S = 3.0
"""What may stand around each piece."""


def prompt_of(model: Model, sound: Audio, language: str) -> Prompt:
    """Return what asks a model to write a recording down.

    Args:
        model: Whom to ask.
        sound: The recording.
        language: Of what is said, as ISO 639-1 has it; empty where nobody knows.
    """
    longest_tokens = _LEAST_TEXT_TOKENS + math.ceil(
        sound.duration_seconds * _WORDS_TOKENS_PER_SECOND
    )
    told = ""
    if not provider_of(model).transcribes:
        told = WRITE_DOWN + (f" The language is {language}." if language else "")
    return Prompt(
        told,
        (PromptMessage(Role.USER, (sound,)),),
        Parameters(min(longest_tokens, model.max_output_tokens)),
    )


async def transcribe(model: Model, prompt: Prompt, language: str) -> AsyncGenerator[Event, None]:
    """Stream what is said in a recording, then one `Finish`.

    Args:
        model: One for that.
        prompt: As `prompt_of` makes it.
        language: The same as there.

    Raises:
        ProviderTimeout: Nothing came for `PROVIDER_STALL_S`.
        ProviderError: The provider failed, or refused the request.
    """
    if provider_of(model).transcribes:
        sound = next(part for part in prompt.question.parts if isinstance(part, Audio))
        heard = await _hear(model, sound, language)
        if heard.text:
            yield Delta(heard.text)
        yield Finish(FinishReason.STOP, heard.usage)
        return
    async with aclosing(stream_reply(model, prompt)) as events:
        async for event in events:
            yield event


async def speak(model: Model, text: str) -> AsyncGenerator[Spoken, None]:
    """Yield a text read aloud, piece by piece.

    Raises:
        ProviderTimeout: A piece was not there after `PROVIDER_STALL_S`.
        ProviderError: The provider failed, or refused the request.
    """
    for piece in pieces_of(text):
        yield await _say(model, piece)


def pieces_of(text: str) -> Iterator[str]:
    """Yield what is read aloud at once: whole sentences, where they are not too long."""
    held = ""
    for sentence in _sentences(text):
        if held and len(held) + len(sentence) > _PIECE_CHARACTERS:
            yield held
            held = ""
        held += sentence
        while len(held) > _PIECE_CHARACTERS:
            cut = held.rfind(" ", 1, _PIECE_CHARACTERS) + 1 or _PIECE_CHARACTERS
            yield held[:cut]
            held = held[cut:]
    if held.strip():
        yield held


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _ENDS.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]


def seconds_of(text: str) -> tuple[float, float]:
    """Return how long reading a text aloud takes: likely, and at the most."""
    likely = sum(map(_seconds, text))
    pieces = sum(1 for _ in pieces_of(text))
    return likely, likely * _MOST_ABOVE + pieces * _PAUSE_S


def tokens_of(model: Model, seconds: float) -> int:
    """Return what speech is billed by its length (sources: docs/tokens.md)."""
    return math.ceil(seconds * (model.speech_tokens_per_second or 0))


def _seconds(character: str) -> float:
    if character.isascii() and (character.isalpha() or character == " "):
        return _LETTER_S
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _WIDE_S
    return _SIGN_S if unicodedata.category(character)[0] in "NS" else _LETTER_S


@again
async def _hear(model: Model, sound: Audio, language: str) -> Heard:
    async with patiently():
        return await get_provider(provider_of(model)).transcribe(model, sound, language)


@again
async def _say(model: Model, text: str) -> Spoken:
    async with patiently():
        return await get_provider(provider_of(model)).speak(model, text)
