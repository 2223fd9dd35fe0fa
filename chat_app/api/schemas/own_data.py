"""Bodies about what is kept of a person, and for how long."""

from datetime import datetime
from uuid import UUID

from chat_app.api.schemas.shape import CHAT_ID, USER_ID, In, Out, Text, example

_PROOF = {"password": "correct horse"}
_LEAVING = {"chat_id": CHAT_ID, "title": "Holidays", "leaves_at": "2026-12-07T09:00:00Z"}


class CloseIn(In):
    """By what somebody proves that it is they."""

    model_config = example(**_PROOF)

    password: Text = ""
    """The account's, where it has one."""
    code: Text = ""
    """Of the second factor, where there is one and no password; without either, the sign-in must be
    younger than ten minutes."""


class ClosedOut(Out):
    """An account that was closed."""

    model_config = example(
        user_id=USER_ID, closed_at="2026-11-30T09:00:00Z", erased_at="2026-12-30T09:00:00Z"
    )

    user_id: UUID
    """Whose it was."""
    closed_at: datetime
    """When, UTC."""
    erased_at: datetime
    """From when on nothing brings it back, UTC."""


class LeavingOut(Out):
    """A chat that goes to the trash soon."""

    model_config = example(**_LEAVING)

    chat_id: UUID
    """The chat."""
    title: str
    """Its title."""
    leaves_at: datetime
    """When, UTC, unless somebody writes in it or its owner pins it."""


class RetentionOut(Out):
    """How long chats are kept that nobody touches."""

    model_config = example(retention_days=90, leaving=[_LEAVING])

    retention_days: int | None
    """After so many days they go to the trash, where they stay for 30 more; null for never."""
    leaving: list[LeavingOut]
    """The caller's that go within a week, the next one first, 20 at most."""
