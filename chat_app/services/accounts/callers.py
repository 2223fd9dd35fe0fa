"""Who asks for a change, how they came in, and what they may ask for.

Faces make a `Caller` of whoever comes in, and hand it to every service function that begins or
changes something. Whoever gets one was counted: the limit lies below both faces.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import cast
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import SQLModel, col

from chat_app.columns import UtcDateTime
from chat_app.config import get_settings
from chat_app.db import read_briefly
from chat_app.errors import Forbidden, ModelNotAllowed, Unauthenticated
from chat_app.models import AuthSession, User, UserRole, Via, Way, now
from chat_app.prepared import Connection
from chat_app.services.accounts import access_tokens, limits
from chat_app.services.accounts.last_use import note_sign_in, note_visit
from chat_app.words import SOURCE, Words, words_for

_IS_GOOD = (
    col(AuthSession.revoked_at).is_(None),
    func.coalesce(AuthSession.last_used_at, AuthSession.created_at)
    > bindparam("unused_since", type_=UtcDateTime()),
    col(User.is_active),
)
"""What holds of a sign-in that lets somebody in, if its time is not over."""
_SIGNED_IN = (
    select(
        SQLModel.metadata.tables[User.__tablename__],
        col(AuthSession.way),
        col(AuthSession.last_used_at).label("sign_in_used_at"),
    )
    .join(AuthSession, col(AuthSession.user_id) == col(User.user_id))
    .where(
        col(AuthSession.auth_session_id) == bindparam("jti"),
        col(User.user_id) == bindparam("sub"),
        *_IS_GOOD,
    )
)
"""Built once: it runs for every request."""
_ALIVE = (
    select(col(AuthSession.auth_session_id))
    .join(User, col(User.user_id) == col(AuthSession.user_id))
    .where(
        col(AuthSession.auth_session_id).in_(bindparam("sessions", expanding=True)),
        col(AuthSession.expires_at) > bindparam("moment"),
        *_IS_GOOD,
    )
)
_STANDING = select(col(User.role), col(User.org_id)).where(
    col(User.user_id) == bindparam("user_id")
)

_ACTIVE = select(SQLModel.metadata.tables[User.__tablename__]).where(
    col(User.user_id) == bindparam("sub"), col(User.is_active)
)


class Scope(StrEnum):
    """What a caller may do beyond talking, and keeping chats of their own."""

    ACCOUNT = "account"
    """Change the account itself: name, password, where it is signed in."""
    ADMIN = "admin"
    """See and change what is everybody's."""


STRONG_WAYS = frozenset({Way.CODE, Way.PASSKEY, Way.OIDC})
"""To sign in by more than a password."""
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
    words: Words = field(default_factory=partial(words_for, SOURCE))
    """In which the app answers them; pages say whose, programs are answered in English."""

    @classmethod
    def of(
        cls,
        user: User,
        via: Via,
        auth_session_id: UUID | None = None,
        way: Way = Way.PASSWORD,
    ) -> "Caller":
        """Return the caller somebody is whose sign-in holds: nothing is shut but by the role.

        What is for administrators may be shut to those whose sign-in is not strong, too.
        """
        is_strong = way in STRONG_WAYS or not get_settings().ADMINS_NEED_SECOND_FACTOR
        everything = frozenset(Scope)
        is_admin = user.role is UserRole.ADMIN and is_strong
        scopes = everything if is_admin else everything - {Scope.ADMIN}
        return cls(user, via, scopes, auth_session_id)

    def require(self, scope: Scope) -> None:
        """Let only those go on who may; the one place that asks.

        Raises:
            Forbidden: The caller may not.
        """
        if scope in self.scopes:
            return
        if scope is Scope.ADMIN and self.user.role is UserRole.ADMIN and self.auth_session_id:
            raise Forbidden(
                "Administrators sign in with a second factor or a passkey here;"
                " set one up in Settings"
            )
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
    params = {
        "jti": claims.jti,
        "sub": claims.sub,
        "unused_since": access_tokens.unused_since(),
    }
    found = await read_briefly(lambda connection: connection.execute(_SIGNED_IN, params).first())
    if found is None:
        raise Unauthenticated
    # The row has a user's attributes, without the cost of an object of the session.
    user = cast("User", found)
    note_visit(user.user_id, user.last_seen_at)
    note_sign_in(claims.jti, found.sign_in_used_at)
    return Caller.of(user, via, claims.jti, found.way)


def alive(connection: Connection, session_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some sign-ins that still let somebody in."""
    params = {
        "sessions": list(session_ids),
        "moment": now(),
        "unused_since": access_tokens.unused_since(),
    }
    return set(connection.execute(_ALIVE, params).scalars())


async def require_unchanged(caller: Caller) -> None:
    """Let only those stay who are still what they were when they came: role and organisation.

    Raises:
        Unauthenticated: They are not, and come in anew.
    """
    user = caller.user
    params = {"user_id": user.user_id}
    found = await read_briefly(lambda connection: connection.execute(_STANDING, params).first())
    if found is None or tuple(found) != (user.role, user.org_id):
        raise Unauthenticated


async def caller_again(user_id: UUID, via: Via) -> Caller:
    """Return whom something was asked by that is to be done now, whether signed in still or not.

    Raises:
        Unauthenticated: The account is switched off.
    """
    params = {"sub": user_id}
    found = await read_briefly(lambda connection: connection.execute(_ACTIVE, params).first())
    user = cast("User | None", found)
    if user is None:
        raise Unauthenticated("This account is switched off; ask an administrator")
    language = (via is Via.BROWSER and user.language) or SOURCE
    return replace(Caller.of(user, via), words=words_for(language))


async def enter(
    token: str, via: Via, count: Callable[[str], Awaitable[None]] = limits.take_request
) -> Caller:
    """Return whom a token belongs to, who now asks for something that counts.

    Args:
        token: What they came with.
        via: Which way.
        count: Which limit it counts against.

    Raises:
        Unauthenticated: See `authenticate`.
        RateLimited: The caller made all the requests of this minute, whichever way.
    """
    caller = await authenticate(token, via)
    await count(f"user:{caller.user.user_id}")
    return caller
