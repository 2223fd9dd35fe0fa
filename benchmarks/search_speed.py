"""What a search costs among a million messages, and among a hundred thousand people.

`make bench-search`, or `python -m benchmarks.search_speed [--messages 1000000] [--people 100000]
[--only sqlite|postgresql]`. It fills a database of each kind, indexes it, builds beside it the
index of before (`search_before.py`), and times both ways in turn. Filling takes minutes.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import func, text
from sqlmodel import col, select

from benchmarks import search_before
from benchmarks.search_data import FREQUENT, RARE, THAI, fill, write
from benchmarks.throughput import postgresql
from chat_app.config import Settings, get_settings
from chat_app.db import create_engine, database, reading
from chat_app.lifespan import migrate
from chat_app.models import Budget, Chat, User
from chat_app.services import chats
from chat_app.services.admin import users
from chat_app.services.search import writing

_PAGE = 50
_ROUNDS = 7
_WRITTEN_MESSAGES = 500
QUERIES = {
    "frequent word": FREQUENT,
    "two frequent words": f"{FREQUENT} et",
    "rare word": RARE,
    "two letters": "qx",
    "part of a word": RARE[2:9],
    "Thai": THAI,
    "no hit": "nothingofthekind",
}
PEOPLE_QUERIES = {
    "no word": "",
    "half an address": "example.com",
    "two letters": "qx",
    "no hit": "nothingofthekind",
}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Measure what a search costs.")
    arguments.add_argument("--messages", type=int, default=1_000_000)
    arguments.add_argument("--people", type=int, default=100_000)
    arguments.add_argument("--only", choices=["postgresql", "sqlite"])
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = (chosen.people, chosen.messages)
        if chosen.only in {None, "sqlite"}:
            asyncio.run(measure(f"sqlite:///{folder}/chat.db", *size))
        if chosen.only in {None, "postgresql"}:
            with postgresql(Path(folder)) as url:
                asyncio.run(measure(url, *size))


async def measure(url: str, count_of_people: int, count_of_messages: int) -> None:
    """Fill a database and print what searches in it cost."""
    settings = Settings(DATABASE_URL=url, JWT_SECRET=SecretStr("x" * 32))
    get_settings.cache_clear()
    await migrate(settings)
    async with database(settings):
        started = time.perf_counter()
        (writer, collector, ordinary), coming = await fill(
            settings, count_of_people, count_of_messages
        )
        print(f"\n{url.partition(':')[0]}: {await _sizes(settings)}", end="; ")
        print(f"filled in {time.perf_counter() - started:.0f} s", end="; ")
        started = time.perf_counter()
        await writing.index_batch()
        print(f"first batch {time.perf_counter() - started:.2f} s", flush=True)
        await _time_waiting(writer)
        started = time.perf_counter()
        while await writing.index_batch():
            pass
        print(f"indexed in {time.perf_counter() - started:.0f} s", flush=True)
        await _time_writing(settings, coming, "today")
        engine = create_engine(settings)
        async with engine.begin() as connection:
            started = time.perf_counter()
            await search_before.build(connection)
            print(f"index of before: {time.perf_counter() - started:.0f} s", flush=True)
        await _time_writing(settings, coming, "before, with today's triggers")
        while await writing.index_batch():
            pass
        async with engine.begin() as connection:
            await connection.exec_driver_sql("ANALYZE")
        await engine.dispose()
        owners = {"fifth of all": writer, "10 000 chats": collector, "ordinary": ordinary}
        for whose, user in owners.items():
            for what, q in QUERIES.items():
                await _compare(f"{whose}: {what}", _before(user, q), _today(user, q))
        for what, q in PEOPLE_QUERIES.items():
            await _compare(f"people: {what}", _people_before(q), _people_today(q))
        part = ordinary.name.lower().split()[0][1:]
        await _compare("people: part of a name", _people_before(part), _people_today(part))


async def _sizes(settings: Settings) -> str:
    async with reading() as session:
        version = "sqlite_version()" if settings.is_sqlite else "version()"
        told = (await (await session.connection()).execute(text(f"SELECT {version}"))).scalar_one()
        counts = [
            (await session.exec(select(func.count()).select_from(each))).one()
            for each in (User, Chat)
        ]
    return f"{str(told)[:20]}, {counts[0]:,} people, {counts[1]:,} chats"


async def _time_waiting(user: User) -> None:
    seconds, hits = await _timed(_today(user, FREQUENT))
    print(f"{'all waiting: frequent word':32}{'':>10}{seconds * 1000:>10.1f} ms today, {hits} hits")


async def _time_writing(settings: Settings, coming: Iterator[Any], what: str) -> None:
    """Print what a message costs its writer, and then the one who indexes it."""
    engine = create_engine(settings)
    rows = list(islice(coming, _WRITTEN_MESSAGES))
    started = time.perf_counter()
    for row in rows:
        await write(engine, [row])
    written = time.perf_counter() - started
    started = time.perf_counter()
    while await writing.index_batch():
        pass
    indexed = time.perf_counter() - started
    await engine.dispose()
    each_us = 1e6 / len(rows)
    print(f"writing a message, {what}: {written * each_us:.0f} µs", end=", ")
    print(f"indexing it later {indexed * each_us:.0f} µs", flush=True)


def _today(user: User, q: str) -> Callable[[], Awaitable[int]]:
    async def find() -> int:
        return len((await chats.page(user, limit=_PAGE, q=q)).chats)

    return find


def _before(user: User, q: str) -> Callable[[], Awaitable[int]]:
    async def find() -> int:
        order = (col(Chat.pinned), col(Chat.updated_at), col(Chat.chat_id))
        async with reading() as session:
            dialect = session.get_bind().dialect.name
            wanted = select(Chat).where(
                Chat.user_id == user.user_id,
                col(Chat.is_active),
                search_before.chats_with(dialect, user.user_id, q.split()),
            )
            wanted = wanted.order_by(*(part.desc() for part in order)).limit(_PAGE + 1)
            return min(_PAGE, len((await session.exec(wanted)).all()))

    return find


def _people_today(q: str) -> Callable[[], Awaitable[int]]:
    async def find() -> int:
        return len((await users.users_page(q=q, limit=_PAGE)).people)

    return find


def _people_before(q: str) -> Callable[[], Awaitable[int]]:
    async def find() -> int:
        matches = search_before.people_with(q)
        found = (
            select(User, Budget)
            .outerjoin(Budget, users.is_current())
            .where(matches)
            .order_by(col(User.created_at), col(User.user_id))
            .limit(_PAGE)
        )
        async with reading() as session:
            await session.exec(select(func.count()).select_from(User).where(matches))
            return len((await session.exec(found)).all())

    return find


async def _timed(find: Callable[[], Awaitable[int]]) -> tuple[float, int]:
    started = time.perf_counter()
    hits = await find()
    return time.perf_counter() - started, hits


async def _compare(
    what: str, before: Callable[[], Awaitable[int]], today: Callable[[], Awaitable[int]]
) -> None:
    """Time both in turn, after a round to warm up, and print the medians."""
    hits = (await before(), await today())
    times = [((await _timed(before))[0], (await _timed(today))[0]) for _ in range(_ROUNDS)]
    old, new = (statistics.median(each) * 1000 for each in zip(*times, strict=True))
    print(
        f"{what:40}{old:>10.1f}{new:>10.1f} ms, {new / old:>6.2f} of before;"
        f" hits {hits[0]} and {hits[1]}",
        flush=True,
    )


if __name__ == "__main__":
    main()
