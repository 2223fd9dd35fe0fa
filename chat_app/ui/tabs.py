"""The tabs that are connected to this process: what each shows, and what it is told to read anew.

Who leaves a chat, or closes the tab and does not come back soon, has left it here: a temporary one
is erased then, unless another tab shows it.

A tab is an entry in a table, with no task and no timer of its own: it costs nothing while nothing
changes. What is told on its topics becomes events, which the tab sends back like its own: whatever
they read, they read with the session of that tab. Several at once travel together, each once.

A tab that shows a chat of several people has a seat there, which others see, for as long as it is
connected. All tabs of a person hear of the chats of others that they are in, as these stand in
their lists.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import structlog
from reflex.state import StateUpdate
from reflex.utils.token_manager import TokenManager
from reflex_base.event import Event as TabEvent
from reflex_base.registry import RegistrationContext

from chat_app.background import repeating, run_errand
from chat_app.errors import Unavailable
from chat_app.models import User
from chat_app.services import chats, live, presence
from chat_app.services.chats import members
from chat_app.services.live import Event, Kind, Listener
from chat_app.services.presence import Person
from chat_app.ui.at_once import AtOnce, send

log = structlog.get_logger()

_GATHER_S = 0.05
"""So long, at most, a change waits for others to be told together."""
_SWEEP_S = 10
_SEATS_SWEEP_S = 2
"""A seat is given up where a tab is gone twice: a reload is quicker."""
_CLOSED_AFTER_S = 60
"""So long a tab may be gone, to reload or to find its connection again, and has left nothing."""
OF_CHATS = frozenset(
    {Kind.TURN, Kind.MESSAGE, Kind.CHAT, Kind.DELETED, Kind.RESTORED, Kind.PLACE, Kind.MEMBERS}
)
"""What is told of the open chat alone."""
_IN_LISTS = frozenset({Kind.TURN, Kind.CHAT, Kind.DELETED, Kind.RESTORED})
"""What changes the line of a chat in a list."""


@dataclass(frozen=True, slots=True)
class _Reaction:
    """What a tab does when something changed."""

    kinds: frozenset[Kind]
    event: Callable[[Event], Any]
    page: str


_reactions: list[_Reaction] = []
_tabs: dict[str, "_Tab"] = {}


def when(*kinds: Kind, then: Callable[[Event], Any], page: str = "") -> None:
    """Have tabs do something when one of these kinds of change is told, or may have been missed.

    Args:
        kinds: Those of chats are told of the open chat alone.
        then: Gives the event of a state, such as `lambda _: BudgetState.refresh`.
        page: First part of the page's path, where only that page cares: `chat`, `usage`; the start
            page is `chat`.
    """
    _reactions.append(_Reaction(frozenset(kinds), then, page))


def attend(tab: str, user: User, path: str) -> None:
    """Note which page a tab shows, and to whom; it hears of that person's affairs from now on."""
    known = _tabs.get(tab)
    if known is None:
        known = _tabs[tab] = _Tab(tab)
    known.show(user, path.strip("/").partition("/")[0] or "chat")
    run_errand(_look_for_others(known))


def show_chat(tab: str, chat_id: UUID | None, *, is_shared: bool | None = None) -> None:
    """Note which chat a tab shows, if any; it hears of that one from now on.

    Args:
        tab: Its token.
        chat_id: The chat.
        is_shared: Whether others are in it, who are to see that this reader is there, and whom its
            page is to be told of; `None` where all that is as it was.
    """
    known = _tabs.get(tab)
    if known and (is_shared is not None or known.chat_id != chat_id):
        known.show_chat(chat_id, is_shared=bool(is_shared))


def share(tab: str, is_shared: bool) -> None:
    """Note whether others are in the chat that a tab shows."""
    known = _tabs.get(tab)
    if known and known.is_shared != is_shared:
        known.show_chat(known.chat_id, is_shared=is_shared)


async def is_open(tab: str) -> bool:
    """Say whether a tab is still connected, to whichever process."""
    return await _sockets().is_token_connected(tab)


def is_here(tab: str) -> bool:
    """Say whether a tab's connection is to this process."""
    sockets = _sockets()
    socket = sockets.token_to_socket.get(tab)
    return socket is not None and socket.instance_id == sockets.instance_id


@asynccontextmanager
async def watching() -> AsyncGenerator[None, None]:
    """Forget tabs that are gone, for as long as the block runs."""
    async with (
        repeating("The look after tabs", _forget_gone, _SWEEP_S),
        repeating("The look after seats", _look_after_seats, _SEATS_SWEEP_S),
    ):
        yield
    for each in list(_tabs.values()):
        each.close()


async def _forget_gone() -> None:
    for each in list(_tabs.values()):
        if is_here(each.token):
            each.gone_since = None
        elif await is_open(each.token):
            each.close()
        elif each.has_been_gone(_CLOSED_AFTER_S):
            each.show_chat(None)
            each.close()


async def _look_after_seats() -> None:
    for each in filter(lambda tab: tab.is_shared, _tabs.values()):
        each.keep_seat()


@dataclass(slots=True, eq=False)
class _Tab:
    """One tab of a person."""

    token: str
    chat_id: UUID | None = None
    is_shared: bool = False
    gone_since: float | None = None
    _listener: Listener = field(init=False)
    user: User | None = None
    _page: str = ""
    _due: list[Event] = field(default_factory=list[Event])
    _is_away: bool = False
    _others: frozenset[str] = frozenset()
    """Topics of the chats of others that the person is in."""
    _at_once: AtOnce = field(init=False)

    def __post_init__(self) -> None:
        self._listener = live.listener(self._hear)
        self._at_once = AtOnce(self.token)

    def show(self, user: User, page: str) -> None:
        self.user, self._page = user, page
        self.show_chat(self.chat_id if page == "chat" else None, is_shared=self.is_shared)

    def show_chat(self, chat_id: UUID | None, *, is_shared: bool = False) -> None:
        left, self.chat_id, self.is_shared = self.chat_id, chat_id, is_shared
        self._at_once.chat_id = chat_id if is_shared else None
        self._attend()
        if self.user and left and all(each.chat_id != left for each in _tabs.values()):
            run_errand(_close(self.user, left))
        self._take_seat()

    def list_others(self, chat_ids: Collection[UUID]) -> None:
        self._others = frozenset(map(live.of_chat, chat_ids))
        self._attend()

    def _attend(self) -> None:
        topics = {live.of_user(self.user.user_id)} if self.user else set[str]()
        if self.chat_id:
            topics.add(live.of_chat(self.chat_id))
        self._listener.attend(topics | self._others)

    def keep_seat(self) -> None:
        """Have a seat while connected, and not for long without."""
        was_away, self._is_away = self._is_away, not is_here(self.token)
        if not self._is_away:
            if was_away:
                self._take_seat()
        elif was_away:
            presence.leave(self.token)

    def _take_seat(self) -> None:
        if self.is_shared and self.chat_id and self.user:
            who = Person(self.user.user_id, self.user.name)
            presence.take_seat(self.token, self.chat_id, who)
            # Who was there before says nothing anew.
            self._hear(Event(live.newest(), live.of_chat(self.chat_id), Kind.PRESENCE, {}))
        else:
            presence.leave(self.token)

    def has_been_gone(self, seconds: float) -> bool:
        if self.gone_since is None:
            self.gone_since = time.monotonic()
        return time.monotonic() - self.gone_since >= seconds

    def close(self) -> None:
        self._listener.close()
        presence.leave(self.token)
        _tabs.pop(self.token, None)

    def _hear(self, event: Event) -> None:
        if event.kind is Kind.PLACE and event.fields["chat"] != str(self.chat_id):
            return
        # What a conversation asked for itself, it shows already.
        if event.origin == self.token and self._page == "chat":
            return
        if event.topic in self._others:
            if event.kind in _IN_LISTS:
                self._note(replace(event, kind=Kind.LIST))
            if self.chat_id is None or event.topic != live.of_chat(self.chat_id):
                return
        if event.kind is Kind.ANEW or (event.kind is Kind.LIST and "state" in event.fields):
            run_errand(_look_for_others(self))
        self._note(event)

    def _note(self, event: Event) -> None:
        if not self._due:
            asyncio.get_running_loop().call_later(_GATHER_S, self._tell)
        self._due.append(event)

    def _tell(self) -> None:
        due, self._due = self._due, []
        if not is_here(self.token):
            return
        wanted: dict[str, TabEvent] = {}
        for event in due:
            for event_of_tab in self._answers(event):
                wanted[f"{event_of_tab.name} {event_of_tab.payload}"] = event_of_tab
        if wanted:
            run_errand(send(self.token, StateUpdate(events=list(wanted.values()))))
        if self.user:
            self._at_once.hear(self.user, due)

    def _answers(self, event: Event) -> list[TabEvent]:
        return [
            told
            for reaction in _reactions
            if event.kind in reaction.kinds or event.kind is Kind.ANEW
            if reaction.page in {"", self._page}
            if self.chat_id or not reaction.kinds <= OF_CHATS
            for told in TabEvent.from_event_type(reaction.event(event))
        ]


async def _look_for_others(tab: _Tab) -> None:
    """Have a tab hear of the chats of others that its person is in."""
    if tab.user is None:
        return
    try:
        tab.list_others(await members.chats_of_others(tab.user))
    except Unavailable:
        log.warning("tabs.others_unknown")


async def _close(user: User, chat_id: UUID) -> None:
    """Erase a chat that nobody shows any more, if it is a temporary one."""
    try:
        await chats.temporary.close(user, chat_id)
    except Unavailable:
        log.warning("temporary.not_closed", chat_id=str(chat_id))


def _sockets() -> TokenManager:
    # Reflex 0.10.1 has no public name for what knows its connections, on all workers.
    namespace = RegistrationContext.get().app.event_namespace
    if namespace is None:
        raise RuntimeError("The pages are not being served")
    return namespace._token_manager
