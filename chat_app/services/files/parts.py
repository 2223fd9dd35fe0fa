"""What a file is to a model: something it is shown as it is, or words that it reads."""

from chat_app.llm.catalogue import Model
from chat_app.llm.taken import is_shown
from chat_app.llm.types import Audio, Document, Image
from chat_app.models import File, FileKind

PDF = "application/pdf"


def shown_as(file: File) -> Image | Document | Audio | None:
    """Return the part that a file is where a model is shown it; its digest stands for its bytes.

    Texts and office files are shown to none: models read their words.
    """
    match file.kind:
        case FileKind.IMAGE:
            return Image(file.media_type, b"", file.width or 0, file.height or 0, file.sha256)
        case FileKind.AUDIO:
            return Audio(file.media_type, b"", (file.duration_ms or 0) / 1000, file.sha256)
        case FileKind.DOCUMENT if file.media_type == PDF:
            return Document(file.media_type, b"", file.name, file.pages or 1, file.sha256)
        case _:
            return None


def goes_as_text(model: Model | None, file: File) -> bool:
    """Say whether a model gets the words of a file instead of the file.

    Args:
        model: Who is told; `None` for one that the catalogue has no more.
        file: What is sent.
    """
    if file.kind is FileKind.DOCUMENT:
        shown = shown_as(file)
        return shown is None or (model is not None and not is_shown(model, shown))
    return file.kind is FileKind.TEXT
