"""What Gemini reports of a reply.

What the vendor's figures mean (ai.google.dev/api/generate-content, read 2026-11-21):
`usage_metadata` is cumulative, the last one counts; `prompt_token_count` includes cached tokens;
`candidates_token_count` excludes thinking; `total_token_count` includes it. A figure that is not
told is a zero on this wire. This SDK's message has no field for thinking nor for the prompt of a
tool; they are read from what it does not know.
"""

from typing import Any

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet

from chat_app.llm.testimony import Terms

_UNKNOWN_FIGURES = {8: "tool_use_prompt_token_count", 10: "thoughts_token_count"}
"""Of `UsageMetadata`, in google/ai/generativelanguage/v1beta/generative_service.proto (read
2026-11-29)."""
_UNKNOWN_DETAILS = {
    (5, 4): "audio_prompt_token_count",
    (7, 2): "picture_candidates_token_count",
}
"""Of it, too: `prompt_tokens_details` by `Modality.AUDIO`, `candidates_tokens_details` by `IMAGE`
(google-ai-generativelanguage 0.12.1, read 2026-11-29)."""
_DETAILED = {number for number, _ in _UNKNOWN_DETAILS}
TERMS = Terms(
    prompt=("prompt_token_count", "tool_use_prompt_token_count"),
    cached="cached_content_token_count",
    output="candidates_token_count",
    thinking="thoughts_token_count",
    total="total_token_count",
    thinking_is_output=False,
    audio="audio_prompt_token_count",
    picture="picture_candidates_token_count",
)


_FIGURES = (
    "prompt_token_count",
    "cached_content_token_count",
    "candidates_token_count",
    "total_token_count",
    *_UNKNOWN_FIGURES.values(),
    *_UNKNOWN_DETAILS.values(),
)
_NOTHING_UNKNOWN = (0,) * (len(_UNKNOWN_FIGURES) + len(_UNKNOWN_DETAILS))
Figures = tuple[int, ...]
"""Of a usage message; `report_of` tells their names. It comes with each piece of a reply."""


def figures_of(usage: Any) -> Figures:
    """Return the figures of a usage message, always the same ones in the same order."""
    known = (
        usage.prompt_token_count,
        usage.cached_content_token_count,
        usage.candidates_token_count,
        usage.total_token_count,
    )
    fields = UnknownFieldSet(usage)
    return known + (_unknown(fields) if fields else _NOTHING_UNKNOWN)


def report_of(figures: Figures) -> dict[str, int]:
    """Return figures by their names."""
    return dict(zip(_FIGURES, figures, strict=True))


def _unknown(fields: UnknownFieldSet) -> Figures:
    # A figure that is not told is a zero on this wire.
    told = dict.fromkeys((*_UNKNOWN_FIGURES.values(), *_UNKNOWN_DETAILS.values()), 0)
    for field in fields:
        if field.field_number in _UNKNOWN_FIGURES:
            told[_UNKNOWN_FIGURES[field.field_number]] = field.data
        elif field.field_number in _DETAILED:
            modality, tokens = _detail(field.data)
            if name := _UNKNOWN_DETAILS.get((field.field_number, modality)):
                told[name] += tokens
    return tuple(told.values())


def _detail(told: Any) -> tuple[int, int]:
    """Return modality and tokens of a `ModalityTokenCount`; zeros of what is none."""
    try:
        # Any message keeps the fields that it does not know.
        fields = UnknownFieldSet(Empty.FromString(told))
    except (DecodeError, TypeError):
        return 0, 0
    figures = {each.field_number: each.data for each in fields if isinstance(each.data, int)}
    return figures.get(1, 0), figures.get(2, 0)
