"""Secrets that must be read again, as they lie in the database: encrypted (Fernet: AES and HMAC).

Who has a copy of the database, a backup for instance, reads none of them without the server's key:
`ENCRYPTION_SECRET`, or what is derived of `JWT_SECRET` where that is not set.
"""

import base64

import structlog
from cryptography.fernet import Fernet, InvalidToken

from chat_app.config import get_settings

log = structlog.get_logger()


def sealed(purpose: str, secret: str) -> str:
    """Return a secret as it is kept; what is sealed for one purpose opens for no other."""
    return _of(purpose).encrypt(secret.encode()).decode()


def opened(purpose: str, kept: str) -> str | None:
    """Return what was sealed; `None` where that was with another key than the server has now."""
    try:
        return _of(purpose).decrypt(kept).decode()
    except InvalidToken:
        log.warning("sealing.other_key", purpose=purpose)
        return None


def _of(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(get_settings().derived_key(f"seal:{purpose}")))
