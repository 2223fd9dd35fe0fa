"""Recordings that tests make."""

import io
import math
import wave
from array import array


def wav(*tones: tuple[float, float], rate_hz: int = 16_000) -> bytes:
    """Return a WAV of tones: for each its Hz, 0 for silence, and its seconds."""
    samples = array("h")
    for hz, seconds in tones:
        turn = math.tau * hz / rate_hz
        length = round(seconds * rate_hz)
        samples.extend(round(8000 * math.sin(at * turn)) for at in range(length))
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(rate_hz)
        written.writeframes(samples.tobytes())
    return file.getvalue()


def wav_in_ascii() -> str:
    """Return a short WAV whose bytes are all ASCII, for those who can only send text."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(8000)
        written.writeframes(bytes([20, 60, 110, 60]) * 640)
    return file.getvalue().decode("ascii")
