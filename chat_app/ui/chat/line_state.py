"""What waits in the line of the open chat, as its readers are shown it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import reflex as rx

from chat_app.errors import ChatAppError
from chat_app.models import User
from chat_app.services.live import Event, Kind
from chat_app.services.turns import waiting
from chat_app.ui.at_once import Shown, tell

_SHOWN = 20
"""Of those that wait; of the reader's own, all are."""
_CHARACTERS = 200


class LineState(rx.State):
    """What the conversation is told of the line; its side is described in `line.jsx`.

    It goes to the browser past this var, which stays empty.
    """

    line: dict[str, Any] = {}
    """`chat`, how many wait (`count`), and the first of them (`queue`)."""


async def _line(reader: User, chat_id: UUID, _heard: Sequence[Event]) -> Shown | None:
    try:
        found = await waiting.waiting_in(reader, chat_id)
    except ChatAppError:
        # The conversation says why it is not there.
        return None
    shown = [
        _row(each)
        for each in found
        if each.position <= _SHOWN or each.sender.user_id == reader.user_id
    ]
    count = sum(each.position > 0 for each in found)
    line = {"chat": str(chat_id), "count": count, "queue": shown}
    return LineState.get_full_name(), "line", line


def _row(each: waiting.Waiting) -> dict[str, Any]:
    """Describe what waits as the API does, but for the end of a long text."""
    send = each.send
    return {
        "waiting_id": str(send.waiting_id),
        "kind": send.kind.value,
        "message": send.content[:_CHARACTERS],
        "sender": {"user_id": str(each.sender.user_id), "name": each.sender.name},
        "position": each.position,
        "refused": send.refused_code and {"message": send.refused_message},
    }


tell(Kind.QUEUE, what=_line)
