"""Where a page of the chat list ends: what the next one goes on from, unreadable on purpose."""

import base64
import binascii
from datetime import datetime
from uuid import UUID

from chat_app.errors import InvalidRequest
from chat_app.models import Chat


def after(chat: Chat) -> str:
    """Return the cursor of the page that follows a chat."""
    key = f"{chat.pinned:d} {chat.updated_at.isoformat()} {chat.chat_id}"
    return base64.urlsafe_b64encode(key.encode()).decode()


def parse(cursor: str) -> tuple[bool, datetime, UUID]:
    """Return the sort key that a cursor stands for.

    Raises:
        InvalidRequest: The list never gave this cursor.
    """
    try:
        pinned, updated_at, chat_id = base64.urlsafe_b64decode(cursor).decode("ascii").split(" ")
        return pinned == "1", datetime.fromisoformat(updated_at), UUID(chat_id)
    except (binascii.Error, ValueError) as fault:
        raise InvalidRequest("`cursor` is not one this list gave") from fault
