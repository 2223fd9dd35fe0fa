"""What tabs are told as it is, past their states: what is over in a moment, such as who is writing.

Other news only says that something is different, and the tab comes back to read it with the rights
of its session (`tabs.py`). This is told to readers of a shared chat while they show it, without
that round trip.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from reflex.state import StateUpdate
from reflex_base.registry import RegistrationContext

from chat_app.background import run_errand
from chat_app.models import User
from chat_app.services.live import Event, Kind
from chat_app.ui.changes import as_delta

Shown = tuple[str, str, Any]
"""A state, a var of it, and what the page is to take it for."""
What = Callable[[User, UUID, Sequence[Event]], Awaitable[Shown | None]]

_tellings: list[tuple[frozenset[Kind], What, int]] = []


def tell(*kinds: Kind, what: What, holds_s: int = 0) -> None:
    """Have tabs that show a shared chat be told something past their states, at these kinds.

    Args:
        kinds: Of the chat; it is told as well when events may have been missed.
        what: Gives what is told to a reader of a chat for the events that came together; nothing
            where there is nothing to tell.
        holds_s: For so long an event counts, in seconds: `what` is given older ones along with the
            newest. A page that is busy takes the newest telling alone, so each has to tell all.
    """
    _tellings.append((frozenset({*kinds, Kind.ANEW}), what, holds_s * 1000))


@dataclass(slots=True, eq=False)
class AtOnce:
    """What one tab is being told."""

    tab: str
    chat_id: UUID | None = None
    """The shared chat that it shows."""
    _newest: dict[What, object] = field(default_factory=dict[What, object])
    _heard: dict[What, list[Event]] = field(default_factory=dict[What, list[Event]])
    """What may hold still, oldest first."""

    def hear(self, reader: User, events: Sequence[Event]) -> None:
        """Tell the tab what some events of its chat bring."""
        if self.chat_id is None:
            return
        for kinds, what, holds_ms in _tellings:
            heard = [event for event in events if event.kind in kinds]
            if heard and holds_ms:
                over = heard[-1].at_ms - holds_ms
                heard = [each for each in self._heard.get(what, ()) if each.at_ms > over] + heard
                self._heard[what] = heard
            if heard:
                run_errand(self._tell(what, reader, self.chat_id, heard))

    async def _tell(self, what: What, reader: User, chat_id: UUID, heard: Sequence[Event]) -> None:
        me = self._newest[what] = object()
        shown = await what(reader, chat_id, heard)
        if shown and self.chat_id == chat_id and self._newest[what] is me:
            await send(self.tab, StateUpdate(delta=as_delta(*shown)))


async def send(tab: str, update: StateUpdate) -> None:
    """Send something to a tab, where it is connected to this process."""
    namespace = RegistrationContext.get().app.event_namespace
    if namespace:
        await namespace.emit_update(update, tab)
