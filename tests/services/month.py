"""A month of exchanges as they come, and a vendor that keeps its own books of them."""

import random
from collections.abc import Sequence
from typing import Any

import anyio

from chat_app.llm.types import FinishReason, Usage
from chat_app.models import Chat, User
from chat_app.services import chats, turns
from chat_app.services.charges import OVERHEAD_TOKENS
from tests.fakes.script import Reply
from tests.services.listening import hear, hear_until

MODELS = ("gemini-3.8-flash", "gemini-3.5-flash-lite")
KINDS = {
    "plain": 40,
    "prompt cached": 12,
    "thinking": 12,
    "greeting": 10,
    "usage missing": 6,
    "too long": 4,
    "stopped": 5,
    "cut": 4,
    "tried again": 4,
    "refused": 2,
    "failed": 1,
}
"""How an exchange goes, of a hundred."""
_GREETINGS = ("hi", "hello", "good morning")
_MESSAGES_OF_A_CHAT = 8
_WORDS = ("tide", "moon", "water", "harbour", "🙂", "Grüße", "漢字", "and", "slowly,")


def counted(*texts: str) -> int:
    """Return what the vendor counts for these texts together."""
    return sum(len(text) // 4 + 1 for text in texts)


def deltas_of(message: str) -> tuple[str, ...]:
    """Return what the vendor answers to a message, delta by delta; always the same."""
    chance = random.Random(message)
    return tuple(f"{chance.choice(_WORDS)} " for _ in range(chance.randint(4, 25)))


class Vendor:
    """Answers each message in the way its first words ask for, and writes down the bill."""

    def __init__(self) -> None:
        self.billed_tokens = 0
        """The whole bill, with what was never reported because a stream broke off."""
        self.reported: list[Usage] = []
        """The figures that came with replies."""
        self.formula_tokens = 0
        """What the same exchanges cost by the formula."""
        self._tries: dict[str, int] = {}

    def answer(self, request: Any) -> Reply:
        """Answer a request that came over the wire."""
        *history, message = ["".join(part.text for part in each.parts) for each in request.contents]
        kind = message.partition(":")[0]
        if kind == "failed" or (kind == "tried again" and self._is_early(message)):
            return Reply(fault="unavailable")
        system = "".join(part.text for part in request.system_instruction.parts)
        deltas = deltas_of(message)
        prompt_tokens = counted(system, message, *history)
        if kind == "refused":
            self._report(Usage(prompt_tokens, 0, 0, 0, prompt_tokens))
            return Reply(blocks_prompt=True, usage=self.reported[-1])
        chance = random.Random(message)
        told = deltas[: len(deltas) // 2] if kind in {"stopped", "cut"} else deltas
        output_tokens = counted("".join(told))
        formula_tokens = counted(system, message) + OVERHEAD_TOKENS
        if kind in {"stopped", "cut", "usage missing"}:
            self.billed_tokens += prompt_tokens + output_tokens
            self.formula_tokens += formula_tokens + output_tokens
            return Reply(
                deltas=deltas,
                usage=None,
                stall_after=len(told) if kind == "stopped" else None,
                cut_after=len(told) if kind == "cut" else None,
            )
        thinking_tokens = chance.randint(10, 300) if kind in {"thinking", "too long"} else 0
        if kind == "too long":
            output_tokens = request.generation_config.max_output_tokens - thinking_tokens
        self._report(
            Usage(
                prompt_tokens,
                prompt_tokens // 2 if kind == "prompt cached" else 0,
                output_tokens,
                thinking_tokens,
                prompt_tokens + output_tokens + thinking_tokens,
            )
        )
        self.formula_tokens += formula_tokens + output_tokens
        finish = FinishReason.LENGTH if kind == "too long" else FinishReason.STOP
        return Reply(deltas=deltas, usage=self.reported[-1], finish=finish)

    def _report(self, usage: Usage) -> None:
        self.reported.append(usage)
        self.billed_tokens += usage.total_tokens or 0

    def _is_early(self, message: str) -> bool:
        self._tries[message] = self._tries.get(message, 0) + 1
        return self._tries[message] < 3


async def live_through(people: Sequence[User], exchanges: int, seed: int) -> None:
    """Let people talk, each one message after the other, all at once."""

    async def talk(number: int, user: User) -> None:
        chance = random.Random(f"{seed} {number}")
        chat: Chat | None = None
        for turn in range(exchanges // len(people)):
            kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
            if chat is None or kind == "greeting" or turn % _MESSAGES_OF_A_CHAT == 0:
                chat = await chats.create(user, model=chance.choice(MODELS))
            text = f"{kind}: {user.name} {turn} " + "tell me more " * chance.randint(0, 20)
            if kind == "greeting":
                text = f"{kind}: {chance.choice(_GREETINGS)}"
            await _exchange(user, chat, text.strip())

    async with anyio.create_task_group() as tasks:
        for number, user in enumerate(people):
            tasks.start_soon(talk, number, user)


async def _exchange(user: User, chat: Chat, text: str) -> None:
    started = await turns.start(user, chat.chat_id, text)
    if text.startswith("stopped"):
        deltas = deltas_of(text)
        await hear_until(started, "".join(deltas[: len(deltas) // 2]))
        await turns.stop(user, chat.chat_id)
    await hear(started)
