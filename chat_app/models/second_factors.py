"""Tables of what people sign in with beside a password, or instead of one."""

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


class Authenticator(SQLModel, table=True):
    """The app that makes a person's codes (TOTP, RFC 6238); an account has one at most."""

    __tablename__: ClassVar[str] = "authenticator"
    __table_args__ = figures("authenticator", "last_step")

    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)
    secret_encrypted: str = Field(max_length=255, repr=False)
    """What app and server share, see `services.accounts.sealing`."""
    last_step: int = Field(default=0, sa_type=Figure)
    """The step of 30 s, counted from 1970, whose code was taken last: no code is taken twice."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its first code was right; it is not asked for before."""


class RecoveryCode(SQLModel, table=True):
    """A code that does once what the authenticator does; used ones are deleted."""

    __tablename__: ClassVar[str] = "recovery_code"

    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)
    code_sha256: str = Field(max_length=64, primary_key=True, repr=False)
    """Digest of the code, which itself is kept nowhere."""


class Passkey(SQLModel, table=True):
    """A key pair of WebAuthn, whose private half is in somebody's device."""

    __tablename__: ClassVar[str] = "passkey"
    __table_args__ = (
        *figures("passkey", "sign_count"),
        Index("ix_passkey_user", "user_id", "passkey_id"),
    )

    passkey_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    name: str = Field(max_length=200)
    """What its owner calls it."""
    credential_id: str = Field(max_length=1400, unique=True)
    """What the device calls it: up to 1023 bytes, in base64url."""
    public_key: bytes = Field(repr=False)
    """As COSE writes it."""
    sign_count: int = Field(default=0, sa_type=Figure)
    """How often the device says it was used; always 0 for those that are in several devices."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SpentTicket(SQLModel, table=True):
    """A ticket that was used, kept until it would have expired anyway."""

    __tablename__: ClassVar[str] = "spent_ticket"

    ticket_id: UUID = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
