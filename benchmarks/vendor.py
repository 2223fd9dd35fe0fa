"""A Gemini that speaks at a steady pace, in a process of its own, for the other benchmarks.

`python -m benchmarks.vendor PORT`. Each reply is 100 words, 20 ms apart, and tells by its words
whose it is.
"""

import asyncio
import sys
from typing import Any

from chat_app.llm.types import Usage
from tests.fakes.gemini import fake_gemini, read
from tests.fakes.script import Reply

WORDS = 100
PAUSE_SECONDS = 0.02
_USAGE = Usage(
    prompt_tokens=20, cached_tokens=0, output_tokens=WORDS, thinking_tokens=0, total_tokens=120
)


def reply_to(text: str) -> str:
    """Return what is answered to a message."""
    return "".join(_words(text))


def _words(text: str) -> tuple[str, ...]:
    tag = f"{sum(text.encode()) % 1000} "
    return tuple(tag if number % 10 == 5 else f"w{number:02} " for number in range(WORDS))


def _answer(request: Any) -> Reply:
    asked = read(request).prompt.question.parts
    text = "".join(getattr(part, "text", "") for part in asked)
    return Reply(deltas=_words(text), pause_seconds=PAUSE_SECONDS, usage=_USAGE)


async def _serve(port: int) -> None:
    async with fake_gemini(port) as fake:
        fake.answer = _answer
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
