"""Reads pictures of messages, and writes them anew: smaller, or as PNG or JPEG."""

import io
import math
import struct
from dataclasses import replace

from PIL import Image as Pictures
from PIL import ImageOps

from chat_app.llm.picture_forms import are_taken
from chat_app.llm.provider_table import PictureForms
from chat_app.llm.types import Image, Part

_READ = ("PNG", "JPEG", "WEBP", "GIF")
_MOST_PIXELS = 40_000_000
"""More are left to the vendor, who will say no: a program may send a picture that unfolds to
gigabytes."""
_QUALITY = 90
_SMALLER = 0.7
"""By how much each side shrinks, until the bytes are few enough."""
_SMALLEST_PX = 64
_UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, LookupError, TypeError),
    *(ArithmeticError, AttributeError, AssertionError, NotImplementedError),
    Pictures.DecompressionBombError,
)
"""What Pillow 13 raises over bytes that are no picture, or only begin as one."""


def sized(part: Part) -> Part:
    """Return a part that says what it is and how large, where it is a picture that can be read."""
    if not isinstance(part, Image) or part.width:
        return part
    try:
        with _opened(part) as picture:
            return _as_seen(part, picture)
    except _UNREADABLE:
        return part


def _opened(part: Image) -> Pictures.Image:
    return Pictures.open(io.BytesIO(part.content), formats=_READ)


def _as_seen(part: Image, picture: Pictures.Image) -> Image:
    """Return what a picture is: what its sender calls it need not be true."""
    width, height = picture.size
    media_type = Pictures.MIME[str(picture.format)]
    return replace(part, media_type=media_type, width=width, height=height)


def written(part: Image, forms: PictureForms) -> Image:
    """Return a picture as it is taken; as it is where nobody can read it."""
    try:
        with _opened(part) as picture:
            part = _as_seen(part, picture)
            moves = not forms.may_move and getattr(picture, "n_frames", 1) > 1
            is_taken = not moves and are_taken(part, max(picture.size), forms)
            if is_taken or math.prod(picture.size) > _MOST_PIXELS:
                return part
            return _anew(picture, forms)
    except _UNREADABLE:
        return part


def _anew(picture: Pictures.Image, forms: PictureForms) -> Image:
    has_alpha = picture.has_transparency_data
    # A GIF is drawn rather than taken: JPEG would blur its lines.
    is_exact = has_alpha or picture.format == "GIF"
    form, media_type = ("PNG", "image/png") if is_exact else ("JPEG", "image/jpeg")
    picture = ImageOps.exif_transpose(picture).convert("RGBA" if has_alpha else "RGB")
    longest_px = min(max(picture.size), forms.longest_px)
    while True:
        picture.thumbnail((longest_px, longest_px))
        file = io.BytesIO()
        picture.save(file, form, quality=_QUALITY)
        if file.tell() <= forms.most_bytes or longest_px <= _SMALLEST_PX:
            width, height = picture.size
            return Image(media_type, file.getvalue(), width, height)
        longest_px = int(longest_px * _SMALLER)
