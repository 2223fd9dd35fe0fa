"""What a prompt's messages are made of."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who wrote a message."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture to be looked at."""

    media_type: str
    """Such as `image/png`."""
    content: bytes = b""
    """Its bytes; empty where `sha256` stands for them until they are sent. Likewise below."""
    width: int = 0
    """In pixels, as the next; 0 where nobody knows, then it is taken for the largest there is."""
    height: int = 0
    sha256: str = ""
    """Of the bytes, in hexadecimal: where it is given, digests are made of it. Likewise below."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be read, page by page."""

    media_type: str
    """Such as `application/pdf`."""
    content: bytes
    name: str
    pages: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Audio:
    """A recording to be listened to."""

    media_type: str
    """Such as `audio/wav`."""
    content: bytes
    duration_seconds: float
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model asked for; part of a reply that was given."""

    call_id: str
    name: str
    arguments: str
    """A JSON object, as text."""
    signature: bytes = b""
    """What the vendor gave with the call and wants back with it; empty where it gave nothing."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answered; part of a user's message, before all other parts."""

    call_id: str
    name: str
    content: str


Part = Text | Image | Document | Audio | ToolCall | ToolResult


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """A message, as the model sees it."""

    role: Role
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The words among its parts."""
        return "".join(part.text for part in self.parts if isinstance(part, Text))


def text_message(role: Role, text: str) -> PromptMessage:
    """Return a message of words alone."""
    return PromptMessage(role, (Text(text),))
