"""Ids of events: where to go on after a cut, and of which reply."""

import re
from dataclasses import dataclass
from typing import Self
from uuid import UUID

END_OFFSET = 999_999_999
"""Beyond the longest reply by far: the offset of the closing event."""
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PATTERN = rf"^([0-9]{{1,9}}(@{_UUID})?)?$"
"""What comes back as `Last-Event-ID`; the standard's "no event so far" is the empty string."""


@dataclass(frozen=True, slots=True)
class EventId:
    """The id of an event."""

    offset: int
    """Characters of the reply up to here, the event's own included."""
    reply_id: UUID | None = None
    """Which reply, where the request alone does not tell: it was sent before."""

    @property
    def is_end(self) -> bool:
        """Whether it is the closing event's, after which nothing comes."""
        return self.offset == END_OFFSET

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an id.

        Raises:
            ValueError: No stream of ours gives such an id.
        """
        if not text or not re.fullmatch(PATTERN, text):
            raise ValueError("is no id of an event of ours")
        offset, _, reply_id = text.partition("@")
        return cls(int(offset), UUID(reply_id) if reply_id else None)

    def __str__(self) -> str:
        """Return it as it stands on the wire."""
        return f"{self.offset}@{self.reply_id}" if self.reply_id else str(self.offset)
