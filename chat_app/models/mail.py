"""Table of mail that waits to be sent."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import UtcDateTime, as_text
from chat_app.models.moments import now


class Mail(StrEnum):
    """What people are written."""

    PASSWORD_LINK = "password_link"  # noqa: S105 (no password)
    """A link to set a password, for whoever said that they forgot theirs."""
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (no password)
    """The password is another one."""
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    """The authenticator app or a passkey came or went."""


class OutgoingMail(SQLModel, table=True):
    """That somebody is to be written something; the words are made when it is sent.

    So no secret waits here: the link in a mail is made for it, each time it is tried.
    """

    __tablename__: ClassVar[str] = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_next", "next_try_at"),)

    mail_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    kind: Mail = Field(sa_type=as_text(Mail))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    tries: int = Field(default=0, sa_type=Integer)
    next_try_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    """When it is sent, or tried again."""
