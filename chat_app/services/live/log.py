"""What was told lately, and who listens, in one process."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

SEQUENCE_BITS = 20
"""Of a number, for the events of one millisecond; the milliseconds of the epoch stand above."""
_KEPT = 4096
"""Events kept, of all topics: of a chat's, more than 200 where twenty are as busy."""
_QUEUED = 200
"""What a listener may be behind; one that is slower is told to read anew."""


class Kind(StrEnum):
    """What an event says is different."""

    TURN = "turn"
    """Of a chat: a reply began or ended (`state`: began, ended; `question`, `reply`)."""
    MESSAGE = "message"
    """Of a chat: something about a message, such as what a reader thought of it (`message`)."""
    CHAT = "chat"
    """Of a chat: its title, model, prompt, or whether it is archived."""
    DELETED = "deleted"
    """Of a chat: it was taken away."""
    RESTORED = "restored"
    """Of a chat: it came back."""
    LIST = "list"
    """Of a person: the list of chats, or of what they lie in (`chat`)."""
    PLACE = "place"
    """Of a person: where they are in the branches of a chat (`chat`)."""
    SEEN = "seen"
    """Of a person: they have seen what was new in a shared chat (`chat`)."""
    BUDGET = "budget"
    """Of a person: what is used, reserved or allowed."""
    ACCOUNT = "account"
    """Of a person: name, plan, role, organisation, preferences."""
    MEMBERS = "members"
    """Of a chat: who is in it, or what they may do (`user`, `state`: joined, changed, left)."""
    PRESENCE = "presence"
    """Of a chat: who is looking at it."""
    TYPING = "typing"
    """Of a chat: somebody is writing in it, or no longer (`user`, `state`: on, off)."""
    QUEUE = "queue"
    """Of a chat: what waits in line there."""
    ANEW = "anew"
    """Of everything listened to: events may have been missed."""


PASSING = frozenset({Kind.PRESENCE, Kind.TYPING})
"""What is not kept for those who are away: it is told anew when they come back, or over by then."""


@dataclass(frozen=True, slots=True)
class Saying:
    """An event as it is said, before it has its number."""

    topic: str
    kind: Kind
    fields: Mapping[str, str]
    origin: str
    """Where it was done, see `live.acting_from`."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changed."""

    number: int
    """Grows with time, over all topics and workers."""
    topic: str
    kind: Kind
    fields: Mapping[str, str]
    origin: str = ""
    """Where it was done, see `live.acting_from`."""

    @property
    def at_ms(self) -> int:
        """When it was told, by the clock that numbers events: to be compared with others' alone."""
        return self.number >> SEQUENCE_BITS


class Log:
    """The newest events, and who hears of the next ones."""

    def __init__(self) -> None:
        self._kept: deque[Event] = deque(maxlen=_KEPT)
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._forgotten: int | None = None
        """The last number before those kept; `None` before the log has started."""
        self.newest = 0
        """The last number that was told."""

    def start(self, number: int) -> None:
        """Start behind an event of a number; what was told before is not known here."""
        self._forgotten = self.newest = number

    def append(self, event: Event) -> None:
        """Tell an event, and keep it."""
        self.newest = event.number
        if event.kind not in PASSING:
            if len(self._kept) == _KEPT:
                self._forgotten = self._kept[0].number
            self._kept.append(event)
        for each in list(self._listeners.get(event.topic, ())):
            each.hear(event)

    def break_off(self) -> None:
        """Events may be missing from here on: tell everybody to read anew."""
        self._forgotten = self.newest
        self._kept.clear()
        everybody = {each for listeners in self._listeners.values() for each in listeners}
        for each in everybody:
            each.hear(Event(self.newest, "", Kind.ANEW, {}))

    def since(self, topics: Collection[str], after: int) -> list[Event]:
        """Return what was told of topics since an event; `ANEW` where that is not known."""
        if self._forgotten is None or not self._forgotten <= after <= self.newest:
            return [Event(self.newest, "", Kind.ANEW, {})]
        return [each for each in self._kept if each.number > after and each.topic in topics]

    async def listen(
        self, topics: Collection[str], after: int | None
    ) -> AsyncGenerator[Event, None]:
        """See `live.listen`."""
        heard: asyncio.Queue[Event] = asyncio.Queue()

        def hear(event: Event) -> None:
            if heard.qsize() >= _QUEUED:
                while not heard.empty():
                    heard.get_nowait()
                event = Event(event.number, "", Kind.ANEW, {})
            heard.put_nowait(event)

        me = Listener(self, hear)
        me.attend(topics)
        try:
            # Nothing can be told between these two: there is no pause.
            for event in self.since(topics, after) if after is not None else ():
                yield event
            while True:
                yield await heard.get()
        finally:
            me.close()

    def move(self, listener: "Listener", before: Collection[str], after: Collection[str]) -> None:
        """Have a listener hear of other topics than before."""
        for topic in before:
            self._listeners[topic].discard(listener)
            if not self._listeners[topic]:
                del self._listeners[topic]
        for topic in after:
            self._listeners[topic].add(listener)


class Listener:
    """Hears of some topics; it costs nothing while nothing is said."""

    __slots__ = ("_log", "hear", "topics")

    def __init__(self, log: Log, hear: Callable[[Event], None]) -> None:
        self._log = log
        self.hear = hear
        self.topics: frozenset[str] = frozenset()

    def attend(self, topics: Collection[str]) -> None:
        """Hear of these topics, and no longer of others."""
        self._log.move(self, self.topics, topics)
        self.topics = frozenset(topics)

    def close(self) -> None:
        """Hear nothing more."""
        self.attend(())
