"""Speech by Gemini: asked for like a reply, and told as bare samples.

ai.google.dev, Speech generation, read 2026-11-29: `response_modalities` AUDIO, a voice by its name,
`audio/L16;codec=pcm;rate=24000` in the answer; models that read aloud take neither a system prompt
nor tools.
"""

import re
from collections.abc import Sequence
from typing import Any

from chat_app.errors import ProviderError
from chat_app.llm.catalogue import Model
from chat_app.llm.providers import gemini_messages as wire
from chat_app.llm.providers.gemini_contents import content_of
from chat_app.llm.sound import Spoken
from chat_app.llm.types import PictureDelta, Role, Text, Usage

_RATE = re.compile(r"rate=(\d+)")
_AUDIO = 3
"""`GenerationConfig.Modality.AUDIO` (google-ai-generativelanguage 0.6.15)."""


def speech_request_of(model: Model, text: str) -> Any:
    """Return the request that has a text read aloud."""
    voice = {"prebuilt_voice_config": {"voice_name": model.voice}}
    return wire.GenerateContentRequest(
        model=f"models/{model.wire_name}",
        contents=[content_of(Role.USER, [Text(text)])],
        generation_config=wire.GenerationConfig(
            response_modalities=[_AUDIO], speech_config={"voice_config": voice}
        ),
    )


def speech_of(pieces: Sequence[PictureDelta], usage: Usage | None) -> Spoken:
    """Return what a model said.

    Args:
        pieces: What came beside words, as the vendor sent it.
        usage: As it was told.

    Raises:
        ProviderError: There is no sound in it, or of a kind that nobody asked for.
    """
    samples = b"".join(each.content for each in pieces)
    kind = pieces[0].media_type if pieces else ""
    rate = _RATE.search(kind)
    if not samples or not kind.lower().startswith("audio/l16") or not rate:
        raise ProviderError
    return Spoken(samples[: len(samples) // 2 * 2], int(rate[1]), usage)
