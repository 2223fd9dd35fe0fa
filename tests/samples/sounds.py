"""Recordings: a tone or silence, as FFmpeg writes it in each format, and WAVs written by hand."""

import io
import math
import struct

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

RATE_HZ = 48_000
_PIECE = 960


def encoded(container: str, codec: str, seconds: float, loudness: int = 8000) -> bytes:
    """Return a tone, or silence where it has no loudness, in a format of FFmpeg's."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, rate=RATE_HZ, layout="mono")
        assert isinstance(stream, AudioStream)
        fitting = AudioResampler(format=stream.codec_context.format, layout="mono", rate=RATE_HZ)
        for start in range(0, round(seconds * RATE_HZ), _PIECE):
            frame = av.AudioFrame(format="s16", layout="mono", samples=_PIECE)
            frame.planes[0].update(tone(start, _PIECE, loudness))
            frame.sample_rate, frame.pts = RATE_HZ, start
            for each in fitting.resample(frame):
                file.mux(stream.encode(each))
        file.mux(stream.encode(None))
    return out.getvalue()


def film() -> bytes:
    """Return a WebM with a picture that moves."""
    out = io.BytesIO()
    with av.open(out, "w", format="webm") as file:
        stream = file.add_stream("libvpx", rate=10)
        assert isinstance(stream, VideoStream)
        stream.width = stream.height = 16
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            file.mux(stream.encode(av.VideoFrame(16, 16, "yuv420p")))
        file.mux(stream.encode(None))
    return out.getvalue()


def tone(start: int, samples: int, loudness: int, rate_hz: int = RATE_HZ) -> bytes:
    turn = 2 * math.pi * 440 / rate_hz
    heights = (int(loudness * math.sin(turn * each)) for each in range(start, start + samples))
    return struct.pack(f"<{samples}h", *heights)


def wav(
    content: bytes,
    *,
    says_bytes: int | None = None,
    channels: int = 1,
    rate_hz: int = 8000,
    codec: int = 1,
) -> bytes:
    """Return a WAV of 16 bits a sample, which may say of itself what is not so."""
    size = len(content) if says_bytes is None else says_bytes
    second = rate_hz * channels * 2 % 2**32
    form = struct.pack("<IHHIIHH", 16, codec, channels, rate_hz, second, channels * 2 % 2**16, 16)
    whole = (36 + size) % 2**32
    return b"RIFF%bWAVEfmt %bdata%b%b" % (
        whole.to_bytes(4, "little"),
        form,
        size.to_bytes(4, "little"),
        content,
    )
