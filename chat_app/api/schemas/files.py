"""Bodies about files."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.shape import Out, Shape, example
from chat_app.models import File, FileKind, FileOrigin

FILE_ID = "019de2bb-3a10-7c44-8e21-90f1b7d3a205"
FILE = {
    "file_id": FILE_ID,
    "name": "harbour.jpg",
    "kind": "image",
    "origin": "sent",
    "media_type": "image/jpeg",
    "size_bytes": 482113,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "width": 2048,
    "height": 1365,
    "pages": 1,
    "duration_s": 12.5,
    "created_at": "2026-11-29T09:30:00Z",
}


class FileOut(Out):
    """A file of the caller."""

    model_config = example(**FILE)

    file_id: UUID
    """Sorts by the time it was sent."""
    name: str
    """What it is called, without a path."""
    kind: FileKind
    """What it is to a model: `image`, `document`, `text` or `audio`; from its bytes."""
    origin: FileOrigin
    """`sent` by its owner, `drawn` by a model, or `spoken` by one."""
    media_type: str
    """What it is served as; from its bytes."""
    size_bytes: int
    """Of what is served: pictures are written anew when they are sent."""
    sha256: str
    """Of what is served, in hexadecimal."""
    width: int | None
    """In pixels, of a picture; null for others."""
    height: int | None
    """In pixels, of a picture; null for others."""
    pages: int | None
    """Of a PDF, or slides of a presentation; null for others."""
    duration_s: float | None = Field(ge=0)
    """Of a recording, in seconds; null for others."""
    created_at: datetime
    """When it was sent, UTC."""


class FilesOut(Shape):
    """Part of the list of files, newest first, and the room that all take."""

    model_config = example(
        files=[FILE], next_cursor=FILE_ID, used_bytes=482113, limit_bytes=524288000
    )

    files: list[FileOut]
    """As many as were asked for, fewer on the last page."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""
    used_bytes: int
    """Room that the files of the caller take; equal bytes count once."""
    limit_bytes: int
    """Room that they may take."""


def file_out(file: File) -> FileOut:
    """Return a file as the API shows it."""
    seconds = None if file.duration_ms is None else file.duration_ms / 1000
    return FileOut.model_validate(file.model_dump() | {"duration_s": seconds})
