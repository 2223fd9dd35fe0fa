"""Which of a person's chats a list shows."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col

from chat_app.models import Chat, now

RESTORABLE_FOR = timedelta(days=30)
"""How long a deleted chat stays in the trash."""


@dataclass(frozen=True, slots=True)
class ChatFilter:
    """What chats must be like; by default those in use."""

    project_id: str = ""
    """Only chats with this mark; empty for all. Likewise `task_id`."""
    task_id: str = ""
    archived: bool = False
    """Those that are put away, instead of the others."""
    deleted: bool = False
    """The trash: those that can be restored, archived or not; with `archived` only such."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what a row of `chat` must fulfil."""
        # Equations, for the index of the list.
        conditions: list[ColumnElement[bool]] = [col(Chat.is_active) == (not self.deleted)]
        if self.deleted:
            conditions.append(col(Chat.deleted_at) >= now() - RESTORABLE_FOR)
        if self.archived or not self.deleted:
            conditions.append(col(Chat.archived) == self.archived)
        if self.project_id:
            conditions.append(col(Chat.project_id) == self.project_id)
        if self.task_id:
            conditions.append(col(Chat.task_id) == self.task_id)
        return conditions
