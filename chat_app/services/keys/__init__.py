"""API keys, by which programs spend their owner's budget: made, listed, changed and revoked."""

from chat_app.services.keys.keys import (
    IssuedKey,
    KeyChanges,
    as_stored,
    change,
    create,
    revoke,
    revoke_any,
)
from chat_app.services.keys.listing import KeyOverview, KeyPage, count, owners, page

__all__ = [
    "IssuedKey",
    "KeyChanges",
    "KeyOverview",
    "KeyPage",
    "as_stored",
    "change",
    "count",
    "create",
    "owners",
    "page",
    "revoke",
    "revoke_any",
]
