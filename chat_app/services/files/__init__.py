"""Files of people: kept once, checked by their bytes, held by messages (ADR 33)."""

from chat_app.services.files.contents import pieces, read, text_of, thumbnail
from chat_app.services.files.leftovers import erase_leftovers
from chat_app.services.files.listing import (
    MAX_ATTACHMENTS,
    FilePage,
    attach,
    attached,
    get,
    own,
    page,
    usable,
)
from chat_app.services.files.removal import delete_file as delete
from chat_app.services.files.removal import erase, erase_of_all, erase_unheld, let_go
from chat_app.services.files.room import Storage, storage
from chat_app.services.files.saving import admit, keep, save

__all__ = [
    "MAX_ATTACHMENTS",
    "FilePage",
    "Storage",
    "admit",
    "attach",
    "attached",
    "delete",
    "erase",
    "erase_leftovers",
    "erase_of_all",
    "erase_unheld",
    "get",
    "keep",
    "let_go",
    "own",
    "page",
    "pieces",
    "read",
    "save",
    "storage",
    "text_of",
    "thumbnail",
    "usable",
]
