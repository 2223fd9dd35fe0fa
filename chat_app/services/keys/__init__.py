"""API keys, by which programs spend their owner's budget: made, listed, changed and revoked."""

from chat_app.services.keys.keys import IssuedKey, KeyChanges, change, create, revoke, revoke_any
from chat_app.services.keys.listing import KeyOverview, KeyPage, page

__all__ = [
    "IssuedKey",
    "KeyChanges",
    "KeyOverview",
    "KeyPage",
    "change",
    "create",
    "page",
    "revoke",
    "revoke_any",
]
