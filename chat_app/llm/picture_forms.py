"""Has pictures written anew in a form that a provider takes, where it takes them not as they are.

So that every picture can be shown to every model that sees: xAI takes neither WebP nor GIF, Gemini
no GIF, Anthropic nothing above 5 MB and, among many, nothing wider than 2 000 pixels. What a
picture costs is reckoned from its size as it was: a smaller one costs no more.

`pictures_anew.py`, which does it, comes to be with the first picture: it brings Pillow along.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from chat_app.llm.provider_table import PictureForms, ProviderRow
from chat_app.llm.types import Image, Part, Prompt, PromptMessage

_Part = TypeVar("_Part", bound=Part)
_STILL = {"image/png", "image/jpeg"}
"""Pictures that do not move; among others one has to look."""
_WORKSHOP = ThreadPoolExecutor(1, "pictures")
"""One picture at a time: each may take some 200 MB while it is open."""


async def with_sizes(prompt: Prompt) -> Prompt:
    """Return a prompt whose pictures say what they are and how large, as far as they can be read.

    Those of programs come without: their price would be that of the largest.
    """
    pictures = [part for message in prompt.messages for part in message.parts if _is_unknown(part)]
    if not pictures:
        return prompt
    return await asyncio.get_running_loop().run_in_executor(_WORKSHOP, _with_sizes, prompt)


async def in_taken_forms(row: ProviderRow, prompt: Prompt) -> Prompt:
    """Return a prompt whose pictures a provider takes; the same where it takes them all."""
    forms = _forms_for(row, [part for message in prompt.messages for part in message.parts])
    if forms is None:
        return prompt
    messages = [await _message(message, forms) for message in prompt.messages]
    return replace(prompt, messages=tuple(messages))


async def taken_forms_of(row: ProviderRow, parts: Sequence[_Part]) -> Sequence[_Part | Image]:
    """Return the parts of a message so."""
    forms = _forms_for(row, parts)
    return parts if forms is None else [await _part(part, forms) for part in parts]


def _forms_for(row: ProviderRow, parts: Sequence[Part]) -> PictureForms | None:
    """Return what pictures among so many have to be like; `None` where there are none."""
    pictures = sum(isinstance(part, Image) for part in parts)
    if pictures >= row.pictures.many:
        return replace(row.pictures, longest_px=row.pictures.longest_px_of_many)
    return row.pictures if pictures else None


async def _message(message: PromptMessage, forms: PictureForms) -> PromptMessage:
    parts = [await _part(part, forms) for part in message.parts]
    return replace(message, parts=tuple(parts))


async def _part(part: _Part, forms: PictureForms) -> _Part | Image:
    if not isinstance(part, Image):
        return part
    size_px = max(part.width, part.height)
    if part.media_type in _STILL and size_px and are_taken(part, size_px, forms):
        return part
    return await asyncio.get_running_loop().run_in_executor(_WORKSHOP, _written, part, forms)


def _is_unknown(part: Part) -> bool:
    return isinstance(part, Image) and not part.width


def are_taken(part: Image, longest_px: int, forms: PictureForms) -> bool:
    """Say whether a picture is taken as it is, if it does not move.

    Args:
        part: The picture, of which the media type is true.
        longest_px: Its longer side, in pixels.
        forms: What is taken.
    """
    is_small = len(part.content) <= forms.most_bytes and longest_px <= forms.longest_px
    return is_small and part.media_type in forms.media_types


def _with_sizes(prompt: Prompt) -> Prompt:
    from chat_app.llm.pictures_anew import sized

    messages = (
        replace(message, parts=tuple(map(sized, message.parts))) for message in prompt.messages
    )
    return replace(prompt, messages=tuple(messages))


def _written(part: Image, forms: PictureForms) -> Image:
    from chat_app.llm.pictures_anew import written

    return written(part, forms)
