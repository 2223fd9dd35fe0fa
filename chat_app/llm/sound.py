"""Sound: what was heard in a recording, what a text sounds like, and as what files speech is kept.

Vendors that read aloud give bare samples, 24 000 a second (OpenAI's `pcm`, developers.openai.com,
Text to speech; Gemini's `audio/L16;rate=24000`, ai.google.dev, Speech generation; read 2026-11-29).
"""

import io
import wave
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from chat_app.llm.types import Usage

_SAMPLE_BYTES = 2
_LONGEST_WAVE_BYTES = 1024 * 1024
_BITS_PER_SECOND = 64_000
"""Of speech in one channel: nobody hears more."""
_ENCODED_AT_ONCE_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said in a recording."""

    text: str
    usage: Usage | None
    """As the provider told it."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text read aloud."""

    samples: bytes
    """Of 16 bits, the lower byte first, one channel."""
    rate_hz: int
    """Samples a second."""
    usage: Usage | None
    """As the provider told it."""

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / _SAMPLE_BYTES / self.rate_hz


def together(told: Sequence[Usage | None]) -> Usage | None:
    """Return what several requests used; `None` where one did not tell."""
    known = [usage for usage in told if usage]
    if not known or len(known) < len(told):
        return None
    figures = {each.name: [getattr(usage, each.name) for usage in known] for each in fields(Usage)}
    return Usage(
        **{
            name: None if None in of_each else sum(filter(None, of_each))
            for name, of_each in figures.items()
        }
    )


def as_file(pieces: Sequence[Spoken]) -> tuple[bytes, str]:
    """Return pieces of speech, of one voice, as the bytes of one file, and their media type.

    What is short stays as it is; as MP3 the rest takes a sixth of the room. It is work for a
    thread: some seconds for ten minutes.
    """
    samples = b"".join(each.samples for each in pieces)
    rate_hz = pieces[0].rate_hz
    if len(samples) <= _LONGEST_WAVE_BYTES:
        return _as_wave(samples, rate_hz), "audio/wav"
    return _as_mp3(samples, rate_hz), "audio/mpeg"


def _as_wave(samples: bytes, rate_hz: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(_SAMPLE_BYTES)
        written.setframerate(rate_hz)
        written.writeframes(samples)
    return file.getvalue()


def _as_mp3(samples: bytes, rate_hz: int) -> bytes:
    # All of FFmpeg is loaded with it, for what many servers never do.
    import av

    file = io.BytesIO()
    container: Any
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("mp3", rate=rate_hz, layout="mono")
        stream.bit_rate = _BITS_PER_SECOND
        for start in range(0, len(samples), _ENCODED_AT_ONCE_BYTES):
            piece = samples[start : start + _ENCODED_AT_ONCE_BYTES]
            frame = av.AudioFrame("s16", "mono", len(piece) // _SAMPLE_BYTES)
            frame.sample_rate = rate_hz
            frame.planes[0].update(piece)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()
