"""Bodies about chats that come from other apps."""

from datetime import datetime
from uuid import UUID

from chat_app.api.schemas.shape import Out, Shape, example
from chat_app.models import ImportStatus
from chat_app.services.imports import Source

_IMPORT = {
    "import_id": "019de2b9-0c31-7f4d-9b1e-52f7a0d6e811",
    "source": "chatgpt",
    "status": "done",
    "total_chats": 312,
    "saved_chats": 310,
    "archived_chats": 260,
    "known_chats": 2,
    "left_out": {"pictures": 14, "tools": 87},
    "created_at": "2026-11-29T09:30:00Z",
    "finished_at": "2026-11-29T09:30:02Z",
}


class ImportOut(Out):
    """An import of chats, as far as it is."""

    model_config = example(**_IMPORT)

    import_id: UUID
    """Sorts by the time it was begun."""
    source: Source
    """The app that wrote the file."""
    status: ImportStatus
    """`running`, `done`, or `failed`: then nothing of it is there."""
    total_chats: int
    """How many chats the file has, empty ones aside."""
    saved_chats: int
    """How many of them are saved so far; they are seen once all are."""
    archived_chats: int
    """How many of them are in the archive because the list had no place for them."""
    known_chats: int
    """How many were passed over, for they are there from an earlier import."""
    left_out: dict[str, int]
    """What was not brought along, and how often: `pictures`, `recordings`, `files`, `tools` (what
    models asked of them), `errors` (in the place of replies), `empty_chats`, `cut_texts`."""
    created_at: datetime
    """When it was begun, UTC."""
    finished_at: datetime | None
    """When it ended, UTC; null while it runs."""


class ImportsOut(Shape):
    """The last imports of the caller."""

    model_config = example(imports=[_IMPORT])

    imports: list[ImportOut]
    """Newest first."""
