"""Who looks at which chat, as far as all workers know: each keeps its own people in Redis.

A worker that ends without a word has left nothing that counts: what it wrote is worth something for
as long as its lease is renewed. While Redis is away, people see who was there before.
"""

# redis-py does not say what its answers are.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from uuid import UUID, uuid4

from redis.asyncio import Redis

from chat_app.background import log_fault, repeating
from chat_app.errors import Unavailable
from chat_app.services import live
from chat_app.services.presence.seats import Person, Place, Seats, in_order
from chat_app.sharing import asking, connect

_RENEW_S = 3
_LEASE_S = 10
"""So long after its last sign of life a worker's people count as there."""
_REWRITE_S = 3600
"""What is there is written anew so often."""
_KEPT_S = 3 * _REWRITE_S
"""What nobody writes anew goes by itself."""


@asynccontextmanager
async def open_shared_seats(
    url: str, tell: Callable[[UUID], None]
) -> AsyncGenerator["SharedSeats", None]:
    """Keep the seats of this worker among those of the others for as long as the block runs."""
    redis = connect(url, decode_responses=True)
    async with redis:
        seats = SharedSeats(redis, tell)
        # Without a lease its people would be taken for a dead worker's.
        with suppress(Unavailable):
            await seats.renew()
        async with repeating("The look after who is there", seats.renew, _RENEW_S):
            yield seats
        await seats.close()


class SharedSeats(Seats):
    """The seats of one of several workers."""

    def __init__(self, redis: Redis, tell: Callable[[UUID], None]) -> None:
        super().__init__(tell)
        self._redis = redis
        self._worker = uuid4().hex
        self._unwritten: set[Place] = set()
        self._writing: asyncio.Task[None] | None = None
        self._written_at = time.monotonic()
        self._looks: dict[UUID, tuple[int, asyncio.Task[list[Person]]]] = {}
        """The last look at a chat with seats here, and the number of the last event before it."""
        self._seen: dict[UUID, list[Person]] = {}
        """Who was there by the last look that succeeded."""
        self._others: dict[UUID, set[str]] = {}
        """Other workers that have people in a chat."""

    def changed(self, place: Place) -> None:
        """See `Seats.changed`: the others are told once it is written."""
        self._unwritten.add(place)
        if not self.here(place[0]):
            for known in (self._looks, self._seen, self._others):
                known.pop(place[0], None)
        self._begin_to_write()

    async def people_in(self, chat_id: UUID, since: int) -> list[Person]:
        """See `presence.people_in`: several who ask because of one event cost one look."""
        known = self._looks.get(chat_id)
        if known is None or known[0] < since:
            look = asyncio.create_task(self._look(chat_id), name="look who is there")
            known = live.newest(), look
            if self.here(chat_id):
                self._looks[chat_id] = known
        try:
            return await asyncio.shield(known[1])
        except Unavailable:
            return self._seen.get(chat_id) or await super().people_in(chat_id, since)

    async def renew(self) -> None:
        """Give a sign of life, and notice which others give none.

        Raises:
            Unavailable: Redis is away.
        """
        async with asking():
            was_known = await self._redis.set(_lease(self._worker), 1, ex=_LEASE_S, get=True)
        if not was_known or time.monotonic() - self._written_at > _REWRITE_S:
            self._written_at = time.monotonic()
            self._unwritten.update(self.places())
        if self._unwritten:
            self._begin_to_write()
        others = set().union(*self._others.values())
        if dead := others - await self._alive(others):
            for chat_id, workers in list(self._others.items()):
                if workers & dead:
                    self._tell(chat_id)

    async def close(self) -> None:
        """Take back what this worker wrote."""
        if self._writing:
            await asyncio.wait([self._writing])
        with suppress(Unavailable):
            async with asking(), self._redis.pipeline(transaction=False) as pipe:
                pipe.delete(_lease(self._worker))
                for chat_id, user_id in self.places():
                    pipe.hdel(_chat(chat_id), f"{self._worker}:{user_id}")
                await pipe.execute()

    def _begin_to_write(self) -> None:
        if self._writing is None or self._writing.done():
            # Of no tab that is acting: what is written may be others' as well.
            self._writing = asyncio.create_task(
                self._write(), name="write who is there", context=Context()
            )
            self._writing.add_done_callback(log_fault)

    async def _write(self) -> None:
        while self._unwritten:
            places, self._unwritten = self._unwritten, set()
            try:
                async with asking(), self._redis.pipeline(transaction=False) as pipe:
                    for chat_id, user_id in places:
                        field = f"{self._worker}:{user_id}"
                        if person := self.at((chat_id, user_id)):
                            pipe.hset(_chat(chat_id), field, person.name)
                            pipe.expire(_chat(chat_id), _KEPT_S)
                        else:
                            pipe.hdel(_chat(chat_id), field)
                    await pipe.execute()
            except Unavailable:
                # `renew` has it written when Redis is back.
                self._unwritten |= places
                return
            for chat_id in {chat_id for chat_id, _ in places}:
                self._tell(chat_id)

    async def _look(self, chat_id: UUID) -> list[Person]:
        async with asking(), self._redis.pipeline(transaction=False) as pipe:
            pipe.hgetall(_chat(chat_id))
            found: dict[str, str] = (await pipe.execute())[0]
        workers = {field.partition(":")[0] for field in found}
        alive = await self._alive(workers - {self._worker})
        people = {person.user_id: person for person in self.here(chat_id)}
        gone: list[str] = []
        for field, name in found.items():
            worker, _, user_id = field.partition(":")
            if worker in alive:
                people.setdefault(UUID(user_id), Person(UUID(user_id), name))
            elif worker != self._worker:
                gone.append(field)
        if gone:
            async with asking(), self._redis.pipeline(transaction=False) as pipe:
                pipe.hdel(_chat(chat_id), *gone)
                await pipe.execute()
        seen = in_order(people.values())
        if self.here(chat_id):
            self._others[chat_id], self._seen[chat_id] = alive, seen
        return seen

    async def _alive(self, workers: set[str]) -> set[str]:
        """Return which of some workers gave a sign of life lately."""
        if not workers:
            return set()
        asked = list(workers)
        async with asking():
            leases = await self._redis.mget([_lease(worker) for worker in asked])
        return {worker for worker, lease in zip(asked, leases, strict=True) if lease}


def _lease(worker: str) -> str:
    return f"presence:worker:{worker}"


def _chat(chat_id: UUID) -> str:
    return f"presence:chat:{chat_id}"
