"""What the simulated model draws: a small landscape of the prompt's own, the same each time.

Its colours are those that the prompt names, else some that its words choose; its words stand below.
"""

import colorsys
import hashlib
import io
import math
import random
import re

from PIL import Image, ImageDraw, ImageFont

_FINE = 2
"""Drawn so many times as large and made smaller, which smooths the edges."""
_HILLS = 4
_CAPTION_CHARACTERS = 64
_HUES = {
    "red": 0.99,
    "orange": 0.07,
    "yellow": 0.13,
    "gold": 0.12,
    "green": 0.35,
    "forest": 0.36,
    "sea": 0.53,
    "blue": 0.6,
    "purple": 0.76,
    "pink": 0.9,
}
_ASKED = re.compile(r"\b([1-9])[ -](?:pictures|images)\b", re.IGNORECASE)
_DARK = re.compile(r"\b(night|dark|moon|stars?|space)\b", re.IGNORECASE)

_Colour = tuple[int, int, int]


def pictures_wanted(description: str) -> int:
    """Return how many pictures are asked for: one, unless a number is named."""
    asked = _ASKED.search(description)
    return max(int(asked[1]), 1) if asked else 1


def words_above(number: int, wanted: int) -> str:
    """Return what is said before a picture."""
    if wanted == 1:
        return "Drawn here, by no model:\n\n"
    return f"Number {number + 1} of {wanted}, drawn here, by no model:\n\n"


def draw(description: str, size: tuple[int, int], number: int = 0) -> bytes:
    """Return a picture as PNG.

    Args:
        description: What it is of.
        size: In pixels.
        number: Of several of the same, each another one.
    """
    digest = hashlib.blake2b(f"{number} {description}".encode(errors="replace")).digest()
    chance = random.Random(digest)  # noqa: S311
    hue, is_dark = _hue(description, chance), bool(_DARK.search(description))
    width, height = (side * _FINE for side in size)
    picture = _sky(width, height, hue, is_dark)
    pen = ImageDraw.Draw(picture)
    _lights(pen, width, height, hue, is_dark, chance)
    for hill in range(_HILLS):
        _hill(pen, width, height, hue, is_dark, hill, chance)
    picture = picture.reduce(_FINE)
    _caption(ImageDraw.Draw(picture, "RGBA"), size, description)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _hue(description: str, chance: random.Random) -> float:
    chosen = chance.random()
    words = re.findall(r"[a-z]+", description.casefold())
    return next((_HUES[word] for word in words if word in _HUES), chosen)


def _sky(width: int, height: int, hue: float, is_dark: bool) -> Image.Image:
    above, below = (0.10, 0.38) if is_dark else (0.78, 0.98)
    picture = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(picture)
    for y in range(height):
        share = y / height
        light = above + (below - above) * share
        pen.line((0, y, width, y), fill=_colour(hue + 0.08 * share, 0.55 - 0.3 * share, light))
    return picture


def _lights(
    pen: ImageDraw.ImageDraw,
    width: int,
    height: int,
    hue: float,
    is_dark: bool,
    chance: random.Random,
) -> None:
    """Draw the sun, or the moon and stars."""
    if is_dark:
        for _ in range(90):
            x, y = chance.randrange(width), chance.randrange(height * 2 // 3)
            radius = chance.choice((1, 1, 2, 3))
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(235, 235, 220))
    x, y = width * chance.uniform(0.2, 0.8), height * chance.uniform(0.16, 0.34)
    radius = height * chance.uniform(0.07, 0.11)
    fill = (244, 241, 222) if is_dark else _colour(hue + 0.09, 0.35, 1.0)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _hill(
    pen: ImageDraw.ImageDraw,
    width: int,
    height: int,
    hue: float,
    is_dark: bool,
    number: int,
    chance: random.Random,
) -> None:
    """Draw one row of hills; those in front, drawn later, are lower and darker."""
    base = height * (0.48 + 0.13 * number)
    waves = [
        (chance.uniform(0.6, 2.6), chance.uniform(0, math.tau), chance.uniform(0.02, 0.07))
        for _ in range(3)
    ]
    step = 8
    line = [
        (
            x,
            base
            + height
            * sum(
                share * math.sin(math.tau * often * x / width + at) for often, at, share in waves
            ),
        )
        for x in range(0, width + step, step)
    ]
    light = 0.62 - 0.13 * number
    fill = _colour(hue - 0.02 * number, 0.5, light * (0.5 if is_dark else 1))
    pen.polygon([(0, height), *line, (width, height)], fill=fill)


def _caption(pen: ImageDraw.ImageDraw, size: tuple[int, int], description: str) -> None:
    """Write the beginning of the description below, where the letters of the font will do."""
    width, height = size
    words = " ".join(description.split())
    if len(words) > _CAPTION_CHARACTERS:
        words = words[:_CAPTION_CHARACTERS].rsplit(" ", 1)[0] + " …"
    if not words.isprintable() or not words.replace("…", "").isascii():
        return
    font = ImageFont.load_default(max(height // 28, 11))
    _, top, _, bottom = pen.textbbox((0, 0), words, font=font)
    margin = height // 26
    at = height - 2 * margin - (bottom - top)
    pen.rectangle((0, at, width, height), fill=(0, 0, 0, 120))
    pen.text((margin, at + margin - top), words, font=font, fill=(255, 255, 255, 235))


def _colour(hue: float, saturation: float, value: float) -> _Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)
