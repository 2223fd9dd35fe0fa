"""What counting adds to the end of a reply, by how long the vendor takes to count.

`python -m benchmarks.count_wait [--exchanges 40]` talks through the services to a fake Gemini on
this machine. Its replies are over at once; its counts are answered at once, in the middle of the
40 ms that a reply waits, long after them, or never. The kinds take turns, so that all of them meet
the same machine.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time

from chat_app.config import get_settings
from chat_app.db import transaction
from chat_app.lifespan import lifespan
from chat_app.llm.types import Tier
from chat_app.models import Chat, User
from chat_app.services import chats, turns
from chat_app.services.broker import End
from tests.callers import by
from tests.fakes.gemini import fake_gemini
from tests.fakes.script import Fake, Reply

_DELTAS = ("Hello", " there", "!")
_COUNTS_AFTER_MS = {"at once": 0, "after 25 ms": 25, "after 250 ms": 250, "never": None}


async def _exchange(user: User, chat: Chat, fake: Fake, text: str, delay_ms: int | None) -> float:
    """Return the milliseconds from the last delta to the end of a reply."""
    fake.may_count.clear()
    started = await turns.start(by(user), chat.chat_id, text)
    if delay_ms is not None:
        asyncio.get_running_loop().call_later(delay_ms / 1000, fake.may_count.set)
    told = time.perf_counter()
    async for event in turns.attach(started.message_id):
        if not isinstance(event, End):
            told = time.perf_counter()
    waited_ms = (time.perf_counter() - told) * 1000
    fake.may_count.set()
    return waited_ms


async def _measure(exchanges: int) -> dict[str, list[float]]:
    waits: dict[str, list[float]] = {kind: [] for kind in _COUNTS_AFTER_MS}
    async with fake_gemini() as fake:
        fake.script(Reply(deltas=_DELTAS))
        os.environ["GEMINI_API_ENDPOINT"] = fake.endpoint
        get_settings.cache_clear()
        async with lifespan():
            user = User(
                email="one@example.com",
                name="One",
                password_hash="!",
                tier=Tier.PRO,
                token_limit=10**9,
            )
            async with transaction() as session:
                session.add(user)
            chat = await chats.create(by(user))
            for number in range(exchanges + 1):
                for kind, delay_ms in _COUNTS_AFTER_MS.items():
                    wait = await _exchange(user, chat, fake, f"{kind} {number}", delay_ms)
                    if number:  # the first warms up
                        waits[kind].append(wait)
    return waits


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Measure what counting adds to a reply's end.")
    arguments.add_argument("--exchanges", type=int, default=40)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/chat.db",
            "GEMINI_API_KEY": "any",
            "REPLY_CACHE_TTL_S": "0",
            "LOG_LEVEL": "ERROR",
        }
        waits = asyncio.run(_measure(chosen.exchanges))
    least = statistics.median(waits["at once"])
    print(f"{'counts answered':16}{'last delta to end, median':>28}{'added':>10}")
    for kind, each in waits.items():
        median = statistics.median(each)
        print(f"{kind:16}{median:>25.1f} ms{median - least:>7.1f} ms")


if __name__ == "__main__":
    main()
