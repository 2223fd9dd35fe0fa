"""Who asks for a change, how they came in, and what they may ask for.

Faces make a `Caller` of whoever comes in, and hand it to every service function that begins or
changes something. Whoever gets one was counted: the limit lies below both faces.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import cast
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel, col

from chat_app.db import read_briefly
from chat_app.errors import Forbidden, ModelNotAllowed, Unauthenticated
from chat_app.models import AuthSession, User, UserRole, Via
from chat_app.services.accounts import access_tokens, limits
from chat_app.services.accounts.last_use import note_visit

_SIGNED_IN = (
    select(SQLModel.metadata.tables[User.__tablename__])
    .join(AuthSession, col(AuthSession.user_id) == col(User.user_id))
    .where(
        col(AuthSession.auth_session_id) == bindparam("jti"),
        col(User.user_id) == bindparam("sub"),
        col(AuthSession.revoked_at).is_(None),
        col(User.is_active),
    )
)
"""Built once: it runs for every request."""


class Scope(StrEnum):
    """What a caller may do beyond talking, and keeping chats of their own."""

    ACCOUNT = "account"
    """Change the account itself: name, password, where it is signed in."""
    ADMIN = "admin"
    """See and change what is everybody's."""


_REFUSALS = {
    Scope.ACCOUNT: "This needs somebody who has signed in; an API key will not do",
    Scope.ADMIN: "This is for administrators",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody known, for as long as one request or event takes."""

    user: User
    via: Via
    """How they came in; turns and the audit trail keep it."""
    scopes: frozenset[Scope]
    auth_session_id: UUID | None = None
    """The sign-in that let them in; none where that is yet to come, or a key did."""
    key_id: UUID | None = None
    """The API key that let them in."""
    models: frozenset[str] | None = None
    """Ids of the models that may be asked for; `None` for all of the tier."""

    @classmethod
    def of(cls, user: User, via: Via, auth_session_id: UUID | None = None) -> "Caller":
        """Return the caller somebody is whose sign-in holds: nothing is shut but by the role."""
        everything = frozenset(Scope)
        scopes = everything if user.role is UserRole.ADMIN else everything - {Scope.ADMIN}
        return cls(user, via, scopes, auth_session_id)

    def require(self, scope: Scope) -> None:
        """Let only those go on who may; the one place that asks.

        Raises:
            Forbidden: The caller may not.
        """
        if scope not in self.scopes:
            raise Forbidden(_REFUSALS[scope])

    def may_use(self, model_id: str) -> bool:
        """Say whether a model may be asked for, if the tier has it."""
        return self.models is None or model_id in self.models

    def require_model(self, model_id: str) -> None:
        """Let only those go on who may ask for a model, whatever their tier.

        Raises:
            ModelNotAllowed: The key is for other models.
        """
        if not self.may_use(model_id):
            others = ", ".join(sorted(self.models or ()))
            raise ModelNotAllowed(f"This API key is not for {model_id}; it is for {others}")


async def authenticate(token: str, via: Via) -> Caller:
    """Return whom a token belongs to.

    Raises:
        Unauthenticated: It is forged, expired or revoked, or the account is switched off.
    """
    claims = access_tokens.read(token)
    params = {"jti": claims.jti, "sub": claims.sub}
    found = await read_briefly(lambda connection: connection.execute(_SIGNED_IN, params).first())
    # The row has a user's attributes, without the cost of an object of the session.
    user = cast("User | None", found)
    if user is None:
        raise Unauthenticated
    note_visit(user.user_id, user.last_seen_at)
    return Caller.of(user, via, claims.jti)


async def enter(token: str, via: Via) -> Caller:
    """Return whom a token belongs to, who now asks for something that counts.

    Raises:
        Unauthenticated: See `authenticate`.
        RateLimited: The caller made all the requests of this minute, whichever way.
    """
    caller = await authenticate(token, via)
    await limits.take_request(f"user:{caller.user.user_id}")
    return caller
