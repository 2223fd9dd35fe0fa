"""Vendors that speak at a steady pace, in a process of their own, for the other benchmarks.

`python -m benchmarks.vendor` says in one line of JSON where each listens. Each reply is 100 words,
20 ms apart, and tells by its words whose it is.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvloop

from chat_app.llm.types import Usage
from tests.fakes import anthropic, gemini, openai
from tests.fakes.script import Asked, Reply

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


@contextmanager
def vendors() -> Iterator[dict[str, str]]:
    """Run them for as long as the block runs; give the settings of an app that is to ask them."""
    command = [sys.executable, "-m", "benchmarks.vendor"]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def _answering(read: Callable[[Any], Asked]) -> Callable[[Any], Reply]:
    def answer(request: Any) -> Reply:
        asked = read(request).prompt.question.parts
        text = "".join(getattr(part, "text", "") for part in asked)
        return Reply(deltas=_words(text), pause_seconds=PAUSE_SECONDS, usage=_USAGE)

    return answer


async def _serve() -> None:
    async with (
        gemini.fake_gemini() as of_gemini,
        openai.fake_openai() as of_openai,
        anthropic.fake_anthropic() as of_anthropic,
    ):
        of_gemini.answer = _answering(gemini.read)
        of_openai.answer = _answering(openai.read)
        of_anthropic.answer = _answering(anthropic.read)
        settings = {
            "GEMINI_API_KEY": "any",
            "GEMINI_API_ENDPOINT": of_gemini.endpoint,
            "OPENAI_API_KEY": "any",
            "OPENAI_BASE_URL": f"{of_openai.endpoint}/v1",
            "ANTHROPIC_API_KEY": "any",
            "ANTHROPIC_BASE_URL": of_anthropic.endpoint,
        }
        print(json.dumps(settings), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(_serve())
