"""Bodies about the files of messages, and about what a message says part by part."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.shape import NOT_BLANK, Shape, example
from chat_app.models import FileKind
from chat_app.services.chats import AttachedFile, MessageView
from chat_app.services.files import MAX_ATTACHMENTS

FILE_ID = "019de2b4-9b10-7c3d-9f5e-1a7b3c9d0e01"
Attachments = Annotated[
    list[UUID],
    Field(max_length=MAX_ATTACHMENTS, json_schema_extra={"uniqueItems": True}),
]
"""Ids of files of mine, see `/api/files`, in the order in which a model is shown them."""
SAYS_SOMETHING: dict[str, Any] = {
    "anyOf": [
        {"properties": {"message": NOT_BLANK, "prompt": NOT_BLANK}},
        {"properties": {"attachments": {"minItems": 1}}, "required": ["attachments"]},
    ]
}
"""Says of a message that it may be empty beside files."""
_PICTURE = {"file_id": FILE_ID, "media_type": "image/png", "width": 1280, "height": 720}
ATTACHMENT = _PICTURE | {
    "name": "chart.png",
    "kind": "image",
    "size_bytes": 84_120,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "pages": 1,
    "duration_s": 12.5,
    "tokens": 1105,
    "as_text": False,
}
TEXT_PART = {"type": "text", "text": "A token is a piece of text…"}


class AttachmentOut(Shape):
    """A file of a message."""

    model_config = example(**ATTACHMENT)

    file_id: UUID
    """The file, see `/api/files/{file_id}`."""
    name: str
    """What it is called."""
    kind: FileKind
    """What it is to a model."""
    media_type: str
    """What it is served as."""
    size_bytes: int
    """Of what is served, in bytes."""
    sha256: str
    """Of what is served, in hexadecimal."""
    width: int | None = None
    """Of a picture, in pixels."""
    height: int | None = None
    """Of a picture, in pixels."""
    pages: int | None = None
    """Of a document that has some."""
    duration_s: float | None = None
    """Of a recording, in seconds."""
    tokens: int | None
    """Its share of the receipt's `attachment_tokens` or, of a picture that was drawn, what it cost,
    in tokens; null until that is settled."""
    as_text: bool
    """Whether the model got its words instead of it."""

    @classmethod
    def of(cls, attached: AttachedFile) -> "AttachmentOut":
        """Describe a file of a message."""
        file = attached.file
        return cls(
            file_id=file.file_id,
            name=file.name,
            kind=file.kind,
            media_type=file.media_type,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            width=file.width,
            height=file.height,
            pages=file.pages,
            duration_s=None if file.duration_ms is None else file.duration_ms / 1000,
            tokens=attached.tokens,
            as_text=attached.as_text,
        )


class TextPartOut(Shape):
    """Words of a message."""

    model_config = example(**TEXT_PART)

    type: Literal["text"] = "text"
    """Words."""
    text: str
    """Markdown in a reply."""


class FilePartOut(Shape):
    """A file of a message, where it belongs in it."""

    model_config = example(type="image", **_PICTURE)

    type: Literal["image", "document", "audio"]
    """What it is; texts are documents as well."""
    file_id: UUID
    """The file."""
    media_type: str
    """What it is served as."""
    width: int | None = None
    """Of a picture, in pixels."""
    height: int | None = None
    """Of a picture, in pixels."""


PartOut = TextPartOut | FilePartOut
_TYPES: dict[FileKind, Literal["image", "document", "audio"]] = {
    FileKind.IMAGE: "image",
    FileKind.DOCUMENT: "document",
    FileKind.TEXT: "document",
    FileKind.AUDIO: "audio",
}


def attachments_of(view: MessageView) -> list[AttachmentOut]:
    """Describe the files of a message, in their order."""
    return [AttachmentOut.of(each) for each in view.attachments]


def parts_of(view: MessageView) -> list[PartOut]:
    """Describe what a message says, part by part."""
    return [
        TextPartOut(text=part)
        if isinstance(part, str)
        else FilePartOut(
            type=_TYPES[part.file.kind],
            file_id=part.file.file_id,
            media_type=part.file.media_type,
            width=part.file.width,
            height=part.file.height,
        )
        for part in view.parts
    ]
