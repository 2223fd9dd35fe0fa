"""Bodies about folders of chats."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from chat_app.api.schemas.shape import NOT_BLANK, In, Out, Shape, Text, example
from chat_app.services.chats.changes import MAX_SYSTEM_PROMPT_CHARACTERS
from chat_app.services.chats.folders import MAX_NAME_CHARACTERS, FolderChanges

_FOLDER = {
    "project_id": "website",
    "name": "Website",
    "system_prompt": "Answer in the voice of our website.",
    "model": "simulated",
    "chats": 3,
    "created_at": "2026-11-21T09:30:00Z",
}
FolderName = Annotated[
    Text, Field(json_schema_extra=NOT_BLANK | {"maxLength": MAX_NAME_CHARACTERS})
]
_Prompt = Annotated[Text, Field(max_length=MAX_SYSTEM_PROMPT_CHARACTERS)]


class FolderIn(In):
    """A new folder."""

    model_config = example(
        name="Website", system_prompt=_FOLDER["system_prompt"], model="simulated"
    )

    name: FolderName
    """1 to 100 characters."""
    system_prompt: _Prompt | None = None
    """What the model is told first in new chats of the folder; null is the usual."""
    model: Text | None = None
    """Model id of its new chats, see `/api/models`; null is the usual."""


class FolderPatch(In):
    """What to change of a folder; what is left out stays, and so do the chats in it."""

    model_config = example(name="Our website", model="simulated")

    name: FolderName | None = None
    """1 to 100 characters; null leaves it."""
    system_prompt: _Prompt | None = None
    """What the model is told first in new chats of the folder; null is the usual."""
    model: Text | None = None
    """Model id of its new chats; null is the usual."""

    def changes(self) -> FolderChanges:
        """Return what was sent and means a change."""
        sent = self.model_dump(exclude_unset=True).items()
        changes: Any = {name: to for name, to in sent if to is not None or name != "name"}
        return changes


class FolderOut(Out):
    """A folder."""

    model_config = example(**_FOLDER)

    project_id: str
    """The mark that its chats have in common."""
    name: str
    """What its owner calls it."""
    system_prompt: str | None
    """What the model is told first in new chats; null is the usual."""
    model: str | None
    """Model id of new chats; null is the usual."""
    chats: int
    """How many chats in use it has, archived ones not counted."""
    created_at: datetime
    """When it was made, UTC."""


class FoldersOut(Shape):
    """Some of the folders."""

    model_config = example(folders=[_FOLDER], next_cursor="website")

    folders: list[FolderOut]
    """Newest first."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""
