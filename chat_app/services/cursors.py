"""Where a page of a list begins: what a cursor stands for. Three kinds, as lists are sorted."""

import base64
import binascii
from datetime import datetime
from uuid import UUID

from chat_app.errors import InvalidRequest
from chat_app.models import Chat

_REFUSAL = "`cursor` is not one this list gave"


def parse_cursor(cursor: str) -> UUID:
    """Read a cursor, which is the id of the last row of the page before.

    Raises:
        InvalidRequest: It is not an id.
    """
    try:
        return UUID(cursor)
    except ValueError as fault:
        raise InvalidRequest(_REFUSAL) from fault


def parse_offset(cursor: str | None) -> int:
    """Read a cursor that counts the rows before it: for short lists in an order that changes.

    Raises:
        InvalidRequest: It is no such number.
    """
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):  # noqa: PLR2004
        raise InvalidRequest(_REFUSAL)
    return int(cursor)


def cursor_after(chat: Chat) -> str:
    """Return the cursor of the page of chats that follows one; unreadable on purpose."""
    key = f"{chat.pinned:d} {chat.updated_at.isoformat()} {chat.chat_id}"
    return base64.urlsafe_b64encode(key.encode()).decode()


def parse_chat_cursor(cursor: str) -> tuple[bool, datetime, UUID]:
    """Return the sort key of the chat that a cursor comes after.

    Raises:
        InvalidRequest: The list never gave this cursor.
    """
    try:
        pinned, updated_at, chat_id = base64.urlsafe_b64decode(cursor).decode("ascii").split(" ")
        return pinned == "1", datetime.fromisoformat(updated_at), UUID(chat_id)
    except (binascii.Error, ValueError) as fault:
        raise InvalidRequest(_REFUSAL) from fault
