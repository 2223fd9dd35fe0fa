"""What speaks OpenAI's `/audio/transcriptions` and `/audio/speech`, and how it is billed.

A transcription comes whole, with its usage: in tokens, or in seconds where the model is billed by
them (the SDK's `Transcription`, openai 3.52, read 2026-11-29); seconds are no tokens, and then its
rule counts. Speech is asked for as events, as only they end with usage: `speech.audio.delta` with
base64, `speech.audio.done` (developers.openai.com, Create speech; docs.rs/openai-client-base 0.12,
`SpeechAudioDoneEventUsage`, read 2026-11-29). Some that speak this wire answer with the sound
itself whatever they are asked for.
"""

from base64 import b64decode
from typing import Any

import openai as sdk

from chat_app.errors import ProviderError
from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import fields_of, text_of
from chat_app.llm.providers.event_stream import EventReader
from chat_app.llm.providers.http import told_error
from chat_app.llm.sound import Heard, Spoken
from chat_app.llm.testimony import Terms, Testimony
from chat_app.llm.types import Audio, Usage

_RATE_HZ = 24_000
_TERMS = Terms(
    prompt=("input_tokens",),
    cached="input_token_details.cached_tokens",
    output="output_tokens",
    thinking="output_token_details.reasoning_tokens",
    total="total_tokens",
    thinking_is_output=True,
    audio="input_token_details.audio_tokens",
)
_Headers = dict[str, str | sdk.Omit]


async def transcribe(
    client: sdk.AsyncOpenAI, headers: _Headers, model: Model, sound: Audio, language: str
) -> Heard:
    """Return what is said in a recording; see `Provider.transcribe`."""
    # It goes by the name's ending, and knows `mpeg`, `wav`, `ogg`, `flac` and `webm`.
    name = f"recording.{sound.media_type.partition('/')[2]}"
    asked = {"model": model.wire_name, "response_format": "json", "language": language}
    answer = await client.post(
        "/audio/transcriptions",
        body={name: value for name, value in asked.items() if value},
        files=[("file", (name, sound.content, sound.media_type))],
        options={"headers": {**headers, "Content-Type": "multipart/form-data"}},
        cast_to=dict[str, Any],
    )
    text = answer["text"]
    if not isinstance(text, str):
        raise TypeError("text")
    return Heard(text, _usage(model, answer.get("usage"), has_made=bool(text)))


async def speak(client: sdk.AsyncOpenAI, headers: _Headers, model: Model, text: str) -> Spoken:
    """Return a text read aloud; see `Provider.speak`."""
    response = await client.post(
        "/audio/speech",
        body={
            "model": model.wire_name,
            "voice": model.voice,
            "input": text,
            "response_format": "pcm",
            "stream_format": "sse",
        },
        options={"headers": headers},
        cast_to=sdk.HttpxBinaryResponseContent,
    )
    content, usage = response.content, None
    told = response.response.headers.get("content-type", "")
    if "event-stream" in told:
        content, usage = _read(content)
    elif told.startswith("audio/") and "pcm" not in told:
        # Samples they are not, and noise is no speech.
        raise ProviderError
    # Half a sample is none.
    samples = content[: len(content) // 2 * 2]
    if not samples:
        raise ProviderError
    return Spoken(samples, _RATE_HZ, _usage(model, usage, has_made=True))


def _read(content: bytes) -> tuple[bytes, Any]:
    reader = EventReader()
    samples = bytearray()
    usage: Any = None
    for event in (*reader.feed(content), *reader.end()):
        if error := event.get("error"):
            raise told_error("openai", error)
        if event.get("type") == "speech.audio.delta":
            samples += b64decode(text_of(event.get("audio")), validate=True)
        usage = event.get("usage") or usage
    return bytes(samples), usage


def _usage(model: Model, report: Any, *, has_made: bool) -> Usage | None:
    if fields_of(report).get("type") == "duration":
        return None
    testimony = Testimony(model.model_id, _TERMS)
    if has_made:
        testimony.text_came()
    testimony.hear(report)
    return testimony.usage()
