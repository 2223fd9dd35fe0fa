"""What the simulated model says of the files that it is shown: kind, size, pages, first words."""

import re
from collections.abc import Iterator, Sequence

from chat_app.llm.types import Audio, Document, Image, Part, PromptMessage, Text

_WORDS = re.compile(r"File (.{1,255}?):\n\n")
"""Before the words of a file (`errands.FILE_IN_WORDS`)."""
_FIRST_WORDS = 8
_LONGEST_WORDS = 80
"""Characters of a file's first words that are said again."""
_KINDS = {"application/pdf": "a PDF", "text/plain": "a text"}


def own_words(message: PromptMessage) -> str:
    """Return what somebody wrote, without the words of files."""
    texts = (part.text for part in message.parts if isinstance(part, Text))
    return "".join(text for text in texts if not _WORDS.match(text))


def files_in(parts: Sequence[Part]) -> list[str]:
    """Say what each file among parts is, in Markdown."""
    return list(_files_in(parts))


def _files_in(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case Image():
                size = f" of {part.width} × {part.height} pixels" if part.width else ""
                yield f"a picture{size} ({_form(part)})"
            case Document():
                pages = "1 page" if part.pages == 1 else f"{part.pages} pages"
                kind = _KINDS.get(part.media_type, "a document")
                yield f"`{_quoted(part.name)}`, {kind} of {pages} ({_size(part.content)})"
            case Audio():
                yield f"a recording of {part.duration_seconds:.1f} seconds ({_form(part)})"
            case Text(text) if head := _WORDS.match(text):
                words = _quoted(" ".join(text[head.end() :].split()[:_FIRST_WORDS]))
                begins = f", which begins: `{words[:_LONGEST_WORDS]}`" if words else ", empty"
                yield f"the words of `{_quoted(head[1])}`{begins}"
            case _:
                pass


def _form(part: Image | Audio) -> str:
    return f"{part.media_type.partition('/')[2].upper()}, {_size(part.content)}"


def _size(content: bytes) -> str:
    return "1 byte" if len(content) == 1 else f"{len(content):,} bytes"


def _quoted(words: str) -> str:
    """Return words that may stand between backticks."""
    return words.replace("`", "'")
