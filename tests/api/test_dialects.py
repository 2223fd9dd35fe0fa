"""What the dialects write of a picture."""

import html
import json
import re
from typing import Any
from uuid import UUID

import pytest
from markdown_it import MarkdownIt

from chat_app.api.dialects import WRITERS
from chat_app.api.schemas.events import Dialect, TokenPicture, TypedPicture
from chat_app.api.schemas.shape import Shape
from chat_app.services.broker import Picture

FILE_ID = "0199c2d1-7e55-7c8b-9a51-3b0f6a4d2e17"
FIELDS = {"file_id": FILE_ID, "media_type": "image/png", "width": 1024, "height": 768}


def picture(alt: str = "A boat") -> Picture:
    return Picture(7, UUID(FILE_ID), "image/png", 1024, 768, alt)


@pytest.mark.parametrize(
    ("dialect", "shape", "told"),
    [
        (Dialect.TYPED, TypedPicture, {"type": "image"} | FIELDS),
        (Dialect.TOKEN, TokenPicture, {"image": FIELDS, "done": False}),
    ],
)
def test_a_picture_is_told_by_its_file_and_its_size(
    dialect: Dialect, shape: type[Shape], told: dict[str, Any]
) -> None:
    written = json.loads(WRITERS[dialect].picture(picture()))

    assert written == told
    assert shape.model_validate(written)


@pytest.mark.parametrize(
    "alt",
    [
        "A boat",
        "a](https://example.com) [b",
        "*so* _much_ `code` <b> &amp; ![c](d)",
        "two\n\nparagraphs\r\n# and a title",
        "a stroke \\",
        "",
    ],
)
def test_a_picture_in_text_is_markdown_whatever_its_words_are(alt: str) -> None:
    data = WRITERS[Dialect.TEXT].picture(picture(alt))
    # As the lines of an event's data are read.
    text = "before" + "\n".join(line.removeprefix("data: ") for line in data.split("\n")) + "behind"

    drawn = MarkdownIt("commonmark").render(text)

    (image,) = re.findall(r"<img [^>]*>", drawn)
    assert f'src="/api/files/{FILE_ID}"' in image
    assert f'alt="{html.escape(" ".join(alt.split()))}"' in image
    assert drawn == f"<p>before</p>\n<p>{image}</p>\n<p>behind</p>\n"
