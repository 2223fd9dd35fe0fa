"""What the ledger calls the chat that an entry was for."""

from typing import Any
from uuid import uuid4

import pytest

from chat_app.models import Chat, LedgerEntry, LedgerKind, Purpose, now
from chat_app.services.budgets.usage import LedgerLine
from chat_app.ui.usage.state import _ledger_row
from chat_app.words import words_for


@pytest.mark.parametrize(
    ("fields", "called", "leads_there"),
    [
        ({"title": "A table of planets"}, "A table of planets", True),
        ({"title": ""}, "New chat", True),
        (
            {"title": "A table of planets", "is_active": False},
            "A table of planets (deleted)",
            False,
        ),
        ({"title": "", "is_active": False, "erased_at": now()}, "Deleted chat", False),
        ({"title": "", "is_active": False, "is_temporary": True}, "Temporary chat", False),
        (None, "–", False),
    ],
)
def test_a_chat_keeps_its_name_when_it_is_deleted(
    fields: dict[str, Any] | None, called: str, leads_there: bool
) -> None:
    chat = None if fields is None else Chat(user_id=uuid4(), model="simulated", **fields)
    entry = LedgerEntry(kind=LedgerKind.CHARGE, amount_tokens=-5, balance_tokens=9, turn_id=uuid4())
    row = _ledger_row(LedgerLine(entry, None, "", chat, Purpose.REPLY), words_for("en"))
    assert (row["chat"], bool(row["chat_id"])) == (called, leads_there)


@pytest.mark.parametrize(
    ("purpose", "called"),
    [
        (Purpose.TRANSCRIPTION, "Dictation"),
        (Purpose.SPEECH, "Reading a reply aloud"),
    ],
)
def test_what_is_no_chats_is_called_by_what_it_was_for(purpose: Purpose, called: str) -> None:
    entry = LedgerEntry(kind=LedgerKind.CHARGE, amount_tokens=-5, balance_tokens=9, turn_id=uuid4())
    row = _ledger_row(LedgerLine(entry, None, "", None, purpose), words_for("en"))
    assert (row["chat"], row["chat_id"], row["what"]) == (called, "", "Charged")
