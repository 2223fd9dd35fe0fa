"""Tables of people and organisations, and of how they come in."""

# SQLModel types `__tablename__` as what only its metaclass can read.
# pyright: reportIncompatibleVariableOverride=false

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, Text, event, text
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from chat_app.columns import Figure, Names, UtcDateTime, as_text, figures
from chat_app.llm.types import Tier
from chat_app.models.moments import now
from chat_app.spelling import fold, mailbox


class UserRole(StrEnum):
    """What an account may do."""

    USER = "user"
    ADMIN = "admin"


class UserType(StrEnum):
    """On whose behalf an account is used."""

    INDIVIDUAL = "individual"
    BUSINESS = "business"


class Via(StrEnum):
    """Through which door somebody came in."""

    BROWSER = "browser"
    """A page of the app."""
    API = "api"
    KEY = "key"
    """A program, by an API key."""
    CLI = "cli"
    """The operator's command line."""


class Way(StrEnum):
    """By what somebody proved who they are when they signed in."""

    PASSWORD = "password"  # noqa: S105 (no password)
    CODE = "code"
    """The password, and a code of an authenticator app or one for recovery."""
    PASSKEY = "passkey"
    OIDC = "oidc"
    """An OpenID provider said so, which asks for as many factors as it likes."""
    LINK = "link"
    """A link to set a password."""


class Organisation(SQLModel, table=True):
    """A group of users."""

    __tablename__: ClassVar[str] = "organisation"

    org_id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = Field(max_length=200)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


_TO_ERASE = text("closed_at IS NOT NULL AND erased_at IS NULL")


class User(SQLModel, table=True):
    """A person with an account."""

    __tablename__: ClassVar[str] = "user_account"
    __table_args__ = (
        *figures("user_account", "token_limit"),
        Index("ix_user_account_email_key", "email_key", unique=True),
        Index("ix_user_account_created", "created_at", "user_id"),
        Index(
            "ix_user_account_to_erase",
            "closed_at",
            sqlite_where=_TO_ERASE,
            postgresql_where=_TO_ERASE,
        ),
    )

    user_id: UUID = Field(default_factory=uuid7, primary_key=True)
    email: str = Field(max_length=320, unique=True)
    """Tidy and in lower case, as it is shown."""
    email_key: str = Field(default="", sa_type=Text, repr=False)
    """Its mailbox, see `spelling.mailbox`; kept by `_spell`."""
    name: str = Field(max_length=200)
    search_key: str = Field(default="", sa_type=Text, repr=False)
    """Name and e-mail as they are searched; kept by `_spell`."""
    password_hash: str = Field(max_length=255, repr=False)
    """Empty until one is set; then nobody can sign in with a password."""
    role: UserRole = Field(default=UserRole.USER, sa_type=as_text(UserRole))
    tier: Tier = Field(default=Tier.BASIC, sa_type=as_text(Tier))
    user_type: str = Field(default="individual", max_length=32)
    org_id: UUID | None = Field(default=None, foreign_key="organisation.org_id", index=True)
    email_verified: bool = False
    is_active: bool = True
    token_limit: int = Field(sa_type=Figure)
    """Tokens granted when a new budget opens."""
    last_model: str | None = Field(default=None, max_length=100)
    """Id of the model that this person talked with last, `simulated` aside; new chats take it."""
    language: str | None = Field(default=None, max_length=8)
    """Tag of a catalogue (`chat_app.words`); none for whichever the browser asks for."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its person closed it, or an administrator did for them; then it is not active either."""
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When all that tells whose it was was taken away for good, 30 days later."""


@event.listens_for(User, "before_insert")
@event.listens_for(User, "before_update")
def _spell(_mapper: object, _connection: object, user: User) -> None:
    """Keep the forms in which an account is compared; two old accounts may share a mailbox."""
    user.email_key = user.email_key or mailbox(user.email)
    user.search_key = fold(f"{user.name}\n{user.email}")


class AuthSession(SQLModel, table=True):
    """An access token that was given out; revoking the row kills the token at once."""

    __tablename__: ClassVar[str] = "auth_session"
    __table_args__ = (Index("ix_auth_session_user", "user_id", "auth_session_id"),)

    auth_session_id: UUID = Field(default_factory=uuid7, primary_key=True)
    """The token's `jti`."""
    user_id: UUID = Field(foreign_key="user_account.user_id")
    user_agent: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=64)
    """Of the network, whence it was given out; empty for one from before that was kept."""
    way: Way = Field(default=Way.PASSWORD, sa_type=as_text(Way))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """To about a minute; null where it was not since that is kept."""
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    provider_session: str | None = Field(default=None, max_length=255)
    """Of one that an identity provider let in: its own id of the sign-in, empty where it has none.
    What the provider ends there ends here."""


class PasswordLink(SQLModel, table=True):
    """A link by which an account sets its password, once; an account has one at most."""

    __tablename__: ClassVar[str] = "password_link"

    user_id: UUID = Field(foreign_key="user_account.user_id", primary_key=True)
    token_sha256: str = Field(max_length=64, unique=True, repr=False)
    """Digest of the token in the link, which itself is kept nowhere."""
    is_mailed: bool = False
    """Whether it went to the account's own address: whoever comes by it reads the mail there."""
    expires_at: datetime = Field(sa_type=UtcDateTime)


class ApiKey(SQLModel, table=True):
    """By which a program spends its owner's budget; a revoked one is kept for the books."""

    __tablename__: ClassVar[str] = "api_key"
    __table_args__ = (
        *figures("api_key", "token_limit"),
        Index("ix_api_key_user", "user_id", "key_id"),
    )

    key_id: UUID = Field(default_factory=uuid7, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.user_id")
    name: str = Field(max_length=200)
    prefix: str = Field(max_length=10)
    """How the secret begins, for people to tell keys apart."""
    key_sha256: str = Field(max_length=64, unique=True, repr=False)
    """Digest of the secret, which itself is kept nowhere."""
    token_limit: int | None = Field(default=None, sa_type=Figure)
    """Most tokens a calendar month, within the owner's budget; null for no cap."""
    models: tuple[str, ...] | None = Field(default=None, sa_type=Names)
    """Ids of those it may ask for; null for all."""
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """To about a minute."""
