"""Which of a person's chats a list shows."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_
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
    shared: bool = False
    """Chats of others that the person is in: archived or not, and those deleted lately."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what a row of `chat` must fulfil, its folder aside, which is its reader's own."""
        in_trash = and_(
            col(Chat.deleted_at) > now() - RESTORABLE_FOR, col(Chat.erased_at).is_(None)
        )
        if self.shared and not self.deleted:
            conditions = [or_(col(Chat.is_active), in_trash)]
        else:
            # Equations, for the index of the list.
            conditions = [col(Chat.is_active) == (not self.deleted), ~col(Chat.is_temporary)]
            if self.deleted:
                conditions.append(in_trash)
        if self.archived or not (self.deleted or self.shared):
            conditions.append(col(Chat.archived) == self.archived)
        if self.task_id:
            conditions.append(col(Chat.task_id) == self.task_id)
        return conditions
