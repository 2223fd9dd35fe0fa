"""Links that show a chat, as it was, to whoever has them (ADR 41)."""

from chat_app.services.shares.carrying_on import carry_on
from chat_app.services.shares.links import (
    ListedLink,
    create,
    links_of,
    page,
    revoke,
    update,
)
from chat_app.services.shares.showing import Shown, ShownMessage, file_shown, opened, said
from chat_app.services.shares.views import counting, note_view

__all__ = [
    "ListedLink",
    "Shown",
    "ShownMessage",
    "carry_on",
    "counting",
    "create",
    "file_shown",
    "links_of",
    "note_view",
    "opened",
    "page",
    "revoke",
    "said",
    "update",
]
