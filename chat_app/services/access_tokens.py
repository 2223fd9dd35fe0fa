"""Access tokens: JWTs (HS256) whose `jti` names a row of `auth_session`."""

from uuid import UUID

import jwt

from chat_app.config import get_settings
from chat_app.errors import Unauthenticated
from chat_app.models import AuthSession, User

_ALGORITHM = "HS256"


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


def session_id(token: str) -> UUID:
    """Return which session a token belongs to; whether that is alive, only the row can tell.

    Raises:
        Unauthenticated: The token is not one of ours, or has expired.
    """
    try:
        claims = jwt.decode(
            token,
            get_settings().jwt_secret(),
            [_ALGORITHM],
            options={"require": ["sub", "exp", "jti"]},
        )
        return UUID(claims["jti"])
    except (jwt.InvalidTokenError, ValueError) as fault:
        raise Unauthenticated from fault
