"""Table of who somebody is to the identity provider of their company."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from chat_app.columns import UtcDateTime
from chat_app.models.moments import now


class Identity(SQLModel, table=True):
    """A person of an OpenID provider, and whose account that is here."""

    __tablename__: ClassVar[str] = "identity"
    __table_args__ = (Index("ix_identity_user", "user_id"),)

    issuer: str = Field(max_length=500, primary_key=True)
    """The provider, by its `iss`."""
    subject: str = Field(max_length=255, primary_key=True)
    """The person there, by `sub`, which stays the same whatever the e-mail becomes."""
    user_id: UUID = Field(foreign_key="user_account.user_id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_used_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    """When they last came in by it."""
