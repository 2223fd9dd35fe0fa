"""A month of exchanges as they come, and vendors that keep their own books of them."""

import random
import tomllib
from collections.abc import Awaitable, Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import anyio

from chat_app.llm.types import FinishReason, Usage
from chat_app.models import Chat, User
from chat_app.services import chats, turns
from chat_app.services.budgets.charges import OVERHEAD_TOKENS
from chat_app.services.turns import Started
from tests.callers import by
from tests.conftest import ROOT
from tests.fakes.script import Asked, Reply
from tests.services.listening import hear, hear_until

PRICES: dict[str, dict[str, Any]] = {
    model["model_id"]: model
    for model in tomllib.loads(
        (ROOT / "chat_app/llm/catalogue.toml").read_text(), parse_float=Decimal
    )["models"]
}
"""What the operator's price list says, read without the app."""
MODELS: dict[str, list[str]] = {}
"""By vendor."""
for each in PRICES.values():
    if each.get("task", "chat") == "chat":
        MODELS.setdefault(each["provider"], []).append(each["model_id"])
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
WAYS = {"sent": 80, "sent to another model": 8, "edited": 6, "regenerated": 6}
"""How it comes about, of a hundred."""
_GREETINGS = ("hi", "hello", "good morning")
_MESSAGES_OF_A_CHAT = 8
_WORDS = ("tide", "moon", "water", "harbour", "🙂", "Grüße", "漢字", "and", "slowly,")


def counted(*texts: str) -> int:
    """Return what the vendors count for these texts together."""
    return sum(len(text) // 4 + 1 for text in texts)


def deltas_of(message: str) -> tuple[str, ...]:
    """Return what a vendor answers to a message, delta by delta; always the same."""
    chance = random.Random(message)
    return tuple(f"{chance.choice(_WORDS)} " for _ in range(chance.randint(4, 25)))


class Books:
    """A vendor's: it answers as the first words of a message ask for, and writes down the bill."""

    def __init__(self, read: Callable[[Any], Asked]) -> None:
        self._read = read
        self.billed_tokens = 0
        """The whole bill, with what was never reported because a stream broke off."""
        self.reported: list[Usage] = []
        """The figures that came with replies."""
        self.cost_micro_usd = 0
        """What those cost, each rounded by itself."""
        self.formula_tokens = 0
        """What all exchanges cost by the formula."""
        self.reported_formula_tokens = 0
        """What those cost by it that were reported."""
        self._tries: dict[str, int] = {}

    def answer(self, request: Any) -> Reply:
        """Answer a request that came over the wire."""
        asked = self._read(request)
        prompt = asked.prompt
        message, system = prompt.question.text, prompt.system
        kind = message.partition(":")[0]
        if kind == "failed" or (kind == "tried again" and self._is_early(message)):
            return Reply(fault="unavailable")
        deltas = deltas_of(message)
        prompt_tokens = counted(system, message, *(earlier.text for earlier in prompt.history))
        if kind == "refused":
            return Reply(
                blocks_prompt=True, usage=self._report(asked, Usage(prompt_tokens, 0, 0, 0))
            )
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
            output_tokens = prompt.parameters.max_output_tokens - thinking_tokens
        cached_tokens = prompt_tokens // 2 if kind == "prompt cached" else 0
        usage = Usage(prompt_tokens, cached_tokens, output_tokens, thinking_tokens)
        self.formula_tokens += formula_tokens + output_tokens
        self.reported_formula_tokens += formula_tokens + output_tokens
        finish = FinishReason.LENGTH if kind == "too long" else FinishReason.STOP
        return Reply(deltas=deltas, usage=self._report(asked, usage), finish=finish)

    def _report(self, asked: Asked, parts: Usage) -> Usage:
        prompt, cached = parts.prompt_tokens or 0, parts.cached_tokens or 0
        output, thinking = parts.output_tokens or 0, parts.thinking_tokens or 0
        usage = Usage(prompt, cached, output, thinking, prompt + output + thinking)
        self.reported.append(usage)
        self.billed_tokens += prompt + output + thinking
        prices = PRICES[asked.model_id]
        # Dollars per million tokens are millionths of a dollar per token.
        cost = (prompt - cached) * Decimal(prices["input_usd"])
        cost += cached * Decimal(prices["cached_input_usd"])
        cost += (output + thinking) * Decimal(prices["output_usd"])
        self.cost_micro_usd += int(cost.quantize(Decimal(1), ROUND_HALF_UP))
        return usage

    def _is_early(self, message: str) -> bool:
        self._tries[message] = self._tries.get(message, 0) + 1
        return self._tries[message] < 3


async def live_through(people: Sequence[User], exchanges: int, seed: int) -> None:
    """Let people talk, each one message after the other, all at once."""
    async with anyio.create_task_group() as tasks:
        for number, user in enumerate(people):
            chance = random.Random(f"{seed} {number}")
            tasks.start_soon(_talk, user, exchanges // len(people), chance)


async def _talk(user: User, exchanges: int, chance: random.Random) -> None:
    chat: Chat | None = None
    last: Started | None = None
    question = ""
    for number in range(exchanges):
        kind, way = _chosen(chance, KINDS), _chosen(chance, WAYS)
        model = chance.choice(MODELS[chance.choice(list(MODELS))])
        text = f"{kind}: {user.name} {number} " + "tell me more " * chance.randint(0, 20)
        if kind == "greeting":
            text = f"{kind}: {chance.choice(_GREETINGS)}"
        text = text.strip()
        if chat is None or last is None or kind == "greeting" or number % _MESSAGES_OF_A_CHAT == 0:
            chat = await chats.create(by(user), model=model)
            begin = turns.start(by(user), chat.chat_id, text)
        elif way == "regenerated":
            text = question
            begin = turns.regenerate(by(user), chat.chat_id, last.message_id)
        elif way == "edited":
            begin = turns.edit(by(user), chat.chat_id, last.user_message_id, text)
        else:
            other = model if way == "sent to another model" else None
            begin = turns.start(by(user), chat.chat_id, text, model=other)
        last, question = await _exchange(user, begin, text), text


async def _exchange(user: User, begin: Awaitable[Started], text: str) -> Started:
    started = await begin
    if text.startswith("stopped"):
        deltas = deltas_of(text)
        await hear_until(started, "".join(deltas[: len(deltas) // 2]))
        await turns.stop(user, started.chat_id)
    await hear(started)
    return started


def _chosen(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
