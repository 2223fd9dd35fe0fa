"""Fills a migrated database with people, chats and a million messages, for timing searches.

Words are made up and as unequal as in a language: a few are in most messages, most in a few.
`FREQUENT` is in every second message, `RARE` in one of a hundred thousand, `THAI` in one of twenty.
"""

import itertools
import random
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

from chat_app.config import Settings
from chat_app.db import create_engine
from chat_app.llm.types import Role, Tier
from chat_app.models import Chat, Message, MessageStatus, User, UserRole
from chat_app.spelling import fold

FREQUENT = "ledger"
RARE = "zanzibarite"
THAI = "ขอบคุณ"
_LETTERS = "etaoinshrdlucmfwypvbgkjqxz"
_VOCABULARY_WORDS = 30_000
_ROWS_AT_ONCE = 5000
_MODEL = "simulated"


async def fill(settings: Settings, people: int, messages: int) -> tuple[list[User], Iterator[Any]]:
    """Fill the database.

    Returns:
        Whose searches are worth timing: one with a fifth of all messages in 500 chats, one with
        10 000 chats, one like most. And rows that `write` takes, of messages to come.
    """
    rng = random.Random(7)
    clock = itertools.count(int(time.time() * 1000) - 365 * 86_400_000, 86_400_000 // messages or 1)
    accounts = [_account(rng, number, next(clock)) for number in range(people)]
    writer, collector, ordinary = accounts[:3]
    chats = [Chat(user_id=writer.user_id, title="Notes", model=_MODEL) for _ in range(500)]
    chats += [
        Chat(user_id=collector.user_id, title=f"Plan {number}", model=_MODEL)
        for number in range(10_000)
    ]
    owners = [ordinary, *accounts[3:10_000]]
    chats += [Chat(user_id=each.user_id, title="A chat", model=_MODEL) for each in owners]
    for chat in chats:
        chat.chat_id = _uuid7(rng, next(clock))
        chat.created_at = chat.updated_at = _moment(chat.chat_id)
    sizes = [messages // 5 // 500] * 500 + [2] * 10_000
    left = max(messages - sum(sizes), len(owners))
    sizes += [left // len(owners)] * len(owners)
    said = _messages(rng, chats, sizes, clock)
    engine = create_engine(settings)
    await write(engine, accounts)
    await write(engine, chats)
    for some in _batches(itertools.islice(said, sum(sizes))):
        await write(engine, some)
    await engine.dispose()
    return [writer, collector, ordinary], said


def _account(rng: random.Random, number: int, at_ms: int) -> User:
    name = f"{_name(rng)} {_name(rng)}"
    user_id = _uuid7(rng, at_ms)
    email = f"{name.lower().replace(' ', '.')}{number}@example.com"
    return User(
        user_id=user_id,
        email=email,
        email_key=email,
        name=name,
        search_key=fold(f"{name}\n{email}"),
        password_hash="!",
        role=UserRole.USER,
        tier=Tier.ENTERPRISE,
        token_limit=100_000,
        created_at=_moment(user_id),
    )


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(_LETTERS, range(26, 0, -1), k=rng.randint(4, 9))).capitalize()


def _messages(
    rng: random.Random, chats: list[Chat], sizes: list[int], clock: Iterator[int]
) -> Iterator[Message]:
    vocabulary = sorted({_name(rng).lower() for _ in range(_VOCABULARY_WORDS)})
    rng.shuffle(vocabulary)
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    # They talk in turn, as people do: a chat's messages lie apart in every index.
    order = [chat for chat, size in zip(chats, sizes, strict=True) for _ in range(size)]
    rng.shuffle(order)
    for number, chat in enumerate(itertools.chain(order, itertools.repeat(chats[0]))):
        words = rng.choices(vocabulary, cum_weights=weights, k=40 if number % 2 else 12)
        if number % 4 < 2:
            words[3] = FREQUENT
        if number % 100_000 == 50_000:
            words[5] = RARE
        if number % 20 == 7:
            words[7] = "ฉันอยากจะ" + THAI + "คุณมาก"
        at_ms = next(clock)
        message_id = _uuid7(rng, at_ms)
        yield Message(
            message_id=message_id,
            chat_id=chat.chat_id,
            role=Role.ASSISTANT if number % 2 else Role.USER,
            content=" ".join(words),
            status=MessageStatus.COMPLETE,
            model=_MODEL,
            created_at=_moment(message_id),
        )


def _uuid7(rng: random.Random, at_ms: int) -> UUID:
    low = rng.getrandbits(74)
    return UUID(int=at_ms << 80 | 7 << 76 | (low >> 62) << 64 | 2 << 62 | low & (1 << 62) - 1)


def _moment(key: UUID) -> datetime:
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while some := list(itertools.islice(rows, _ROWS_AT_ONCE)):
        yield some


async def write(engine: AsyncEngine, rows: list[Any]) -> None:
    """Write rows of one table in one transaction, as fast as the database takes them."""
    table = SQLModel.metadata.tables[type(rows[0]).__tablename__]
    values = [{column.name: getattr(row, column.name) for column in table.columns} for row in rows]
    async with engine.begin() as connection:
        await connection.execute(insert(table), values)
