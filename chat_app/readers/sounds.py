"""How long a recording is, and whether there is anything to hear in it."""

import io
from array import array

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition

from chat_app.errors import UnsupportedFile
from chat_app.readers import Contents

_FORMATS = {
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/ogg": "ogg",
    "audio/webm": "matroska",
    "audio/mpeg": "mp3",
}
"""What FFmpeg calls them; it is told, so that it tries no other."""
_TOLERANCE_SECONDS = 1
_UNKNOWN_BYTES = 0x7FFF0000
"""From here on a WAV says that whoever wrote it did not know how long it would be."""
_RATE_HZ = 16_000
_SILENCE = 33
"""What is no louder counts as silence: 60 dB below the loudest, which is 32 768."""


def read(content: bytes, media_type: str) -> Contents:
    """Return how long a recording is.

    Raises:
        UnsupportedFile: It is a film, silent, cut off or broken.
    """
    try:
        with _opened(content, media_type) as container:
            if not _is_heard(container):
                raise UnsupportedFile("There is nothing to hear in this recording")
        with _opened(content, media_type) as container:
            said_seconds = (container.duration or 0) / av.time_base
            seconds = _seconds(container)
        if _is_cut_off(content, said_seconds - seconds):
            raise UnsupportedFile("This recording is cut off")
    except FFmpegError as fault:
        raise UnsupportedFile("This recording is broken") from fault
    return Contents(media_type, duration_ms=max(1, round(seconds * 1000)))


def _opened(content: bytes, media_type: str) -> InputContainer:
    return av.open(
        io.BytesIO(content), mode="r", format=_FORMATS[media_type], metadata_errors="replace"
    )


def _is_cut_off(content: bytes, missing_seconds: float) -> bool:
    """Say whether there was more, of recordings that begin with how long they are."""
    if content.startswith(b"RIFF"):
        return len(content) - 8 < int.from_bytes(content[4:8], "little") < _UNKNOWN_BYTES
    return content.startswith(b"fLaC") and missing_seconds > _TOLERANCE_SECONDS


def _seconds(container: InputContainer) -> float:
    """Return where the last piece of sound ends; what a file says of itself may be wrong."""
    stream = _sound(container)
    ends = [
        packet.pts + (packet.duration or 0)
        for packet in container.demux(stream)
        if packet.pts is not None
    ]
    if not ends or stream.time_base is None:
        return 0
    return float((max(ends) - (stream.start_time or 0)) * stream.time_base)


def _sound(container: InputContainer) -> AudioStream:
    if any(not stream.disposition & Disposition.attached_pic for stream in container.streams.video):
        raise UnsupportedFile("Films cannot be used here")
    if not container.streams.audio:
        raise UnsupportedFile("There is nothing to hear in this recording")
    return container.streams.audio[0]


def _is_heard(container: InputContainer) -> bool:
    loudness = AudioResampler(format="s16", layout="mono", rate=_RATE_HZ)
    for decoded in container.decode(_sound(container)):
        for frame in loudness.resample(decoded):
            samples = array("h", bytes(frame.planes[0])[: frame.samples * 2])
            if any(
                abs(extreme) > _SILENCE
                for extreme in (max(samples, default=0), min(samples, default=0))
            ):
                return True
    return False
