"""How many count calls the vendors are spared when many people talk as people do.

`python -m benchmarks.count_calls [--users 100] [--messages 50]` sends each message through the
services, as a request would, on a database of its own. The reply cache is off: a reply from there
asks for no count at all.
"""

import argparse
import asyncio
import os
import random
import tempfile
from contextlib import aclosing

from chat_app.config import get_settings
from chat_app.db import transaction
from chat_app.lifespan import lifespan
from chat_app.llm.tokens import CounterStats, counter
from chat_app.llm.types import Tier
from chat_app.models import User
from chat_app.services import chats, turns
from chat_app.services.broker import End
from tests.callers import by

COUNTS_OF_AN_EXCHANGE = 3
"""The question, the answer and the system prompt, if every text were counted."""
_COMMON = ("hi", "hello", "thanks", "thank you", "continue", "go on", "yes", "no", "ok", "why?")
_PASTED = tuple(f"Please review text {number}: " + "lorem ipsum " * 40 for number in range(25))
_AT_ONCE = 10


def messages_of(user: int, messages: int) -> list[str]:
    """Return what somebody says: a third everybody says, some again or pasted, the rest is new."""
    chance = random.Random(f"count calls {user}")
    said: list[str] = []
    for number in range(messages):
        kind = chance.random()
        if kind < 0.35:
            said.append(chance.choice(_COMMON))
        elif kind < 0.45 and said:
            said.append(said[-1])
        elif kind < 0.5:
            said.append(chance.choice(_PASTED))
        else:
            said.append(f"A question of user {user} about thing {number}")
    return said


async def talk(users: int, messages: int) -> CounterStats:
    """Let so many people send so many messages and return what was counted.

    The app runs and its reply cache is off.
    """
    room = asyncio.Semaphore(_AT_ONCE)

    async def speak(number: int) -> None:
        async with room:
            user = await _new_user(number)
            chat = await chats.create(by(user))
            for text in messages_of(number, messages):
                started = await turns.start(by(user), chat.chat_id, text)
                async with aclosing(turns.attach(started.message_id)) as events:
                    async for event in events:
                        assert not isinstance(event, End) or event.tokens_used

    await asyncio.gather(*(speak(number) for number in range(users)))
    return counter().stats()


def share_saved(stats: CounterStats, exchanges: int) -> float:
    """Return the share of counts that no provider was asked for, 0 to 1."""
    return 1 - stats.api_calls / (exchanges * COUNTS_OF_AN_EXCHANGE)


async def _new_user(number: int) -> User:
    name = f"user {number}"
    user = User(
        email=f"{number}@example.com",
        name=name,
        password_hash="!",
        tier=Tier.PRO,
        token_limit=10**9,
    )
    async with transaction() as session:
        session.add(user)
    return user


async def _measure(users: int, messages: int) -> None:
    async with lifespan():
        stats = await talk(users, messages)
    exchanges = users * messages
    print(f"{users} users x {messages} messages = {exchanges} exchanges")
    print(f"{stats.api_calls} count calls: {stats.api_calls / exchanges:.2f} an exchange")
    print(f"{share_saved(stats, exchanges):.1%} saved against counting every text")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Count the count calls.")
    arguments.add_argument("--users", type=int, default=100)
    arguments.add_argument("--messages", type=int, default=50)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/chat.db",
            "DEFAULT_MODEL": "simulated",
            "SIM_DELAY_MS": "0",
            "REPLY_CACHE_TTL_S": "0",
            "LOG_LEVEL": "ERROR",
        }
        get_settings.cache_clear()
        asyncio.run(_measure(chosen.users, chosen.messages))


if __name__ == "__main__":
    main()
