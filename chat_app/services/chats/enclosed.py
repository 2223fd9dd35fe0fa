"""The files of a chat that is saved: pictures are inside, of others it is told what they were."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from chat_app.errors import FileNotFound
from chat_app.models import File, FileKind
from chat_app.services import files
from chat_app.services.chats.attachments import AttachedFile

_MAX_BYTES = 32 * 1024 * 1024
"""Of the pictures of a chat; those for which there is no room are inside in small."""
_SMALL = "image/webp"
_SIGNS = re.compile(r"([\\`*_\[\]<>])")
"""What Markdown would take for something else."""
_KB, _MB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file, where it belongs in what somebody said."""

    name: str
    facts: str
    """How much it is, for people: `2 pages, 84 KB`."""
    media_type: str = ""
    picture: bytes | None = None
    """What is to be seen of it."""

    @property
    def words(self) -> str:
        """What is said of it where it cannot be seen."""
        return f"File: {self.name} ({self.facts})"

    @property
    def markdown(self) -> str:
        """The same in Markdown; a picture is in the text itself, so that nothing is fetched."""
        if self.picture is None:
            return _escaped(self.words)
        content = b64encode(self.picture).decode()
        return f"![{_escaped(self.name)}](data:{self.media_type};base64,{content})"


@dataclass(frozen=True, slots=True)
class Section:
    """Who speaks, and what is said, in order."""

    heading: str
    parts: Sequence[str | Enclosed]


async def enclose(said: Sequence[tuple[str, Sequence[str | AttachedFile]]]) -> list[Section]:
    """Return what was said with the pictures that were shown.

    Raises:
        Unavailable: The store is away.
    """
    left_bytes = _MAX_BYTES
    sections: list[Section] = []
    for speaker, parts in said:
        enclosed: list[str | Enclosed] = []
        for part in parts:
            if isinstance(part, str):
                enclosed.append(part)
                continue
            is_whole = part.file.size_bytes <= left_bytes
            enclosed.append(await _enclosed(part.file, is_whole=is_whole))
            if part.file.kind is FileKind.IMAGE and is_whole:
                left_bytes -= part.file.size_bytes
        sections.append(Section(speaker, enclosed))
    return sections


async def _enclosed(file: File, *, is_whole: bool) -> Enclosed:
    if file.kind is not FileKind.IMAGE:
        return Enclosed(file.name, _facts(file))
    try:
        picture = await (files.read(file) if is_whole else files.thumbnail(file))
    except FileNotFound:
        return Enclosed(file.name, _facts(file))
    return Enclosed(file.name, _facts(file), file.media_type if is_whole else _SMALL, picture)


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words)


def _facts(file: File) -> str:
    facts: list[str] = []
    if file.pages:
        facts.append("1 page" if file.pages == 1 else f"{file.pages} pages")
    if file.duration_ms:
        facts.append(f"{file.duration_ms / 1000:.0f} s")
    return ", ".join([*facts, _size(file.size_bytes)])


def _size(size_bytes: int) -> str:
    if size_bytes >= _MB:
        return f"{size_bytes / _MB:.1f} MB"
    return f"{size_bytes / _KB:.0f} KB" if size_bytes >= _KB else f"{size_bytes} bytes"
