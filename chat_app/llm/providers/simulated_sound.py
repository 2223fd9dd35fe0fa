"""What the simulated model hears in a recording, and how it reads aloud: a tone a word."""

import hashlib
import io
import math
import wave
from array import array
from itertools import pairwise

from chat_app.llm.types import Audio

RATE_HZ = 8_000
_TONE_S, _PAUSE_S = 0.12, 0.06
_LOUDNESS = 9_000
_LOWEST_HZ, _STEPS = 220, 24
"""Each word has one of the half tones of two octaves."""
_LOOK_S = 0.03
"""How much is listened to at once: shorter than a pause."""
_SILENCE = 300
_MOST_TOLD = 3


def spoken(text: str) -> bytes:
    """Return samples of 16 bits, `RATE_HZ` a second: for each word a tone, the same for the same.

    Half tones up from 220 Hz, each with a soft beginning and end.
    """
    sound = array("h")
    for word in text.casefold().split():
        step = hashlib.blake2b(word.encode(errors="replace"), digest_size=1).digest()[0] % _STEPS
        sound.extend(_tone(_LOWEST_HZ * 2 ** (step / 12)))
        sound.extend(array("h", bytes(2 * round(_PAUSE_S * RATE_HZ))))
    return sound.tobytes()


def heard_in(sound: Audio) -> str:
    """Say what can be said of a sound: how long it is and, of WAV, which tones are in it.

    Empty where all of it is silent.
    """
    kind = sound.media_type.partition("/")[2].upper()
    words = f"This is simulated: {sound.duration_seconds:.1f} seconds of {kind}"
    if sound.media_type != "audio/wav":
        return words + "."
    tones = _tones(sound.content)
    if not tones:
        return ""
    named = ", ".join(f"{tone} Hz" for tone in tones[:_MOST_TOLD])
    more = ", …" if len(tones) > _MOST_TOLD else ""
    number = "1 tone" if len(tones) == 1 else f"{len(tones)} tones"
    return f"{words} with {number} ({named}{more})."


def _tone(hz: float) -> "array[int]":
    length = round(_TONE_S * RATE_HZ)
    turn, swell = math.tau * hz / RATE_HZ, math.pi / length
    return array(
        "h", (round(_LOUDNESS * math.sin(at * swell) * math.sin(at * turn)) for at in range(length))
    )


def _tones(content: bytes) -> list[int]:
    """Return the tones one after another, each rounded to 10 Hz: stretches between silences."""
    with wave.open(io.BytesIO(content)) as file:
        rate_hz, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
        frames = file.readframes(file.getnframes())
    if width != array("h").itemsize:
        return []
    # Of several channels the first.
    samples = array("h", frames[: len(frames) // width * width])[::channels]
    step = max(round(_LOOK_S * rate_hz), 1)
    tones: list[int] = []
    begun: int | None = None
    for start in range(0, len(samples) + step, step):
        look = samples[start : start + step]
        if look and max(look) - min(look) > 2 * _SILENCE:
            begun = start if begun is None else begun
        elif begun is not None:
            tones.append(_hz(samples[begun:start], rate_hz))
            begun = None
    return tones


def _hz(tone: "array[int]", rate_hz: int) -> int:
    """Return how often a tone swings a second, by the first and the last time that it rises."""
    rises = [at for at, (before, after) in enumerate(pairwise(tone)) if before < 0 <= after]
    if len(rises) <= 1:
        return 0
    return round((len(rises) - 1) * rate_hz / (rises[-1] - rises[0]) / 10) * 10
