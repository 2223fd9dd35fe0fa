"""By which ways people may come in here, as the operator decided."""

from dataclasses import dataclass

from chat_app.config import get_settings
from chat_app.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Ways:
    """What the sign-in page offers."""

    password: bool
    """Whether passwords let people in, and all else that is kept here."""
    registration: bool
    """Whether strangers may sign up; the first account always may, where passwords are."""
    reset_by_mail: bool
    """Whether people who forgot their password get a link by mail."""
    provider: str | None
    """What people call the identity provider; `None` where there is none."""


def open_ways() -> Ways:
    """Return how people may come in."""
    settings = get_settings()
    return Ways(
        password=settings.PASSWORD_SIGN_IN,
        registration=settings.PASSWORD_SIGN_IN and settings.ALLOW_REGISTRATION,
        reset_by_mail=settings.PASSWORD_SIGN_IN and settings.SMTP_URL is not None,
        provider=settings.OIDC_NAME if settings.has_provider else None,
    )


def require_passwords() -> None:
    """Let nobody come in, or make what would let them, past the identity provider.

    Raises:
        Forbidden: The provider alone lets people in here.
    """
    settings = get_settings()
    if not settings.PASSWORD_SIGN_IN:
        raise Forbidden(f"Passwords are switched off here; sign in with {settings.OIDC_NAME}")
