"""Table of links that show a chat to whoever has them."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import Figure, UtcDateTime, figures
from chat_app.models.moments import now


class SharedLink(SQLModel, table=True):
    """A page that shows a branch of a chat as it was when somebody shared it.

    What is shown is the path to `leaf_id`: finished messages never change, so none is copied. A
    link that was revoked has no row.
    """

    __tablename__: ClassVar[str] = "shared_link"
    __table_args__ = (
        *figures("shared_link", "views"),
        Index("ix_shared_link_user", "user_id", "link_id"),
        Index("ix_shared_link_chat", "chat_id"),
    )

    link_id: UUID = Field(default_factory=uuid7, primary_key=True)
    slug: str = Field(max_length=32, unique=True, repr=False)
    """160 random bits, in the address of the page: who has them may read."""
    chat_id: UUID = Field(foreign_key="chat.chat_id")
    user_id: UUID = Field(foreign_key="user_account.user_id")
    """The chat's owner, once more, for the index."""
    leaf_id: UUID = Field(foreign_key="message.message_id")
    """The last message that is shown."""
    title: str = Field(default="", max_length=200)
    """Of the chat as it was."""
    include_costs: bool = False
    """Whether the page tells what each reply did cost."""
    include_names: bool = False
    """Whether it names who wrote what, and not the owner alone."""
    views: int = Field(default=0, sa_type=Figure)
    """How often others than the owner opened it."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    taken_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    """When what is shown was like that: when it was made, or updated last."""
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """From when on it shows nothing; null for never."""
