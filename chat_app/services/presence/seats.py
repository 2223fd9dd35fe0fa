"""Who looks at which chat, as far as one process knows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as others see them."""

    user_id: UUID
    name: str


Place = tuple[UUID, UUID]
"""A chat, and somebody in it."""


def in_order(people: Iterable[Person]) -> list[Person]:
    """Return people in an order that is the same for everybody, so that nobody jumps about."""
    return sorted(people, key=lambda person: person.user_id)


class Seats:
    """The seats of a process: a tab or a stream has one, and several may be one person's."""

    def __init__(self, tell: Callable[[UUID], None]) -> None:
        """Begin empty.

        Args:
            tell: Called with a chat whenever others are there than before.
        """
        self._tell = tell
        self._seats: dict[str, tuple[UUID, Person]] = {}
        self._people: dict[UUID, dict[UUID, dict[str, Person]]] = {}
        """By chat and person: their seats."""

    def take(self, seat: str, chat_id: UUID, person: Person) -> None:
        """Have somebody look at a chat from a seat, and at no other from there."""
        if self._seats.get(seat) == (chat_id, person):
            return
        self.leave(seat)
        self._seats[seat] = chat_id, person
        seats = self._people.setdefault(chat_id, {}).setdefault(person.user_id, {})
        known = next(iter(seats.values()), None)
        seats[seat] = person
        if known != person:
            self.changed((chat_id, person.user_id))

    def leave(self, seat: str) -> None:
        """Have nobody look from a seat any more."""
        if (left := self._seats.pop(seat, None)) is None:
            return
        chat_id, person = left
        people = self._people[chat_id]
        del people[person.user_id][seat]
        if people[person.user_id]:
            return
        del people[person.user_id]
        if not people:
            del self._people[chat_id]
        self.changed((chat_id, person.user_id))

    def here(self, chat_id: UUID) -> list[Person]:
        """Return who looks at a chat in this process."""
        return [self._newest(seats) for seats in self._people.get(chat_id, {}).values()]

    def at(self, place: Place) -> Person | None:
        """Return somebody where they look at a chat in this process."""
        chat_id, user_id = place
        seats = self._people.get(chat_id, {}).get(user_id)
        return self._newest(seats) if seats else None

    def places(self) -> list[Place]:
        """Return who looks at what in this process."""
        return [
            (chat_id, user_id) for chat_id, people in self._people.items() for user_id in people
        ]

    async def people_in(self, chat_id: UUID, since: int) -> list[Person]:  # noqa: ARG002
        """Return who looks at a chat; see `presence.people_in`."""
        return in_order(self.here(chat_id))

    def changed(self, place: Place) -> None:
        """Say that somebody has come to a chat, has left it, or is called otherwise."""
        self._tell(place[0])

    @staticmethod
    def _newest(seats: dict[str, Person]) -> Person:
        return next(reversed(seats.values()))
