"""Access tokens: JWTs (HS256) whose `jti` names a row of `auth_session`.

Claims say who is meant and for how long. What the account may do stands in the database alone.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

import jwt
from jwt.types import Options
from pydantic import AwareDatetime, BaseModel, ValidationError

from chat_app.config import get_settings
from chat_app.errors import Unauthenticated
from chat_app.models import AuthSession, User, now

_ALGORITHM = "HS256"
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCKS_DIFFER_BY = timedelta(minutes=1)
"""How far ahead the clock of the server that issued a token may be."""


class Claims(BaseModel):
    """What a token says; whether its session is alive, only the row can tell."""

    sub: UUID
    """The account."""
    jti: UUID
    """The session."""
    iat: AwareDatetime
    exp: AwareDatetime


def unused_since() -> datetime:
    """Return the moment since when a sign-in must have been used to be alive."""
    idle_seconds = get_settings().SESSION_IDLE_S
    return now() - timedelta(seconds=idle_seconds) if idle_seconds else _ALWAYS


def issue(user: User, session: AuthSession) -> str:
    """Return the token of a session."""
    claims = {
        "sub": str(user.user_id),
        "email": user.email,
        "role": user.role,
        "user_type": user.user_type,
        "email_verified": user.email_verified,
        "org_id": str(user.org_id) if user.org_id else None,
        "iat": int(session.created_at.timestamp()),
        "exp": int(session.expires_at.timestamp()),
        "jti": str(session.auth_session_id),
    }
    return jwt.encode(claims, get_settings().jwt_secret(), _ALGORITHM)


def read(token: str) -> Claims:
    """Return what a token says.

    Raises:
        Unauthenticated: It is not one of ours, has expired, or was issued in the future: by a
            clock that was ahead, whose tokens would outlive their time.
    """
    try:
        claims = _signed(token, get_settings().jwt_secret())
    except (jwt.InvalidTokenError, ValidationError) as fault:
        raise Unauthenticated from fault
    if not claims.iat - _CLOCKS_DIFFER_BY <= now() < claims.exp:
        raise Unauthenticated
    return claims


@lru_cache(maxsize=1024)
def _signed(token: str, secret: str) -> Claims:
    """Return what a token says, whatever the time; each request brings one that came before."""
    options: Options = {
        "require": ["sub", "jti", "iat", "exp"],
        "verify_iat": False,
        "verify_exp": False,
    }
    return Claims.model_validate(jwt.decode(token, secret, [_ALGORITHM], options=options))
