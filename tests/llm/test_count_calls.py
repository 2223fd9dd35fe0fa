"""How many counts are asked for when many people talk as people do."""

import random

import pytest

from chat_app.llm.catalog import SIMULATED
from chat_app.llm.tokens import counter, open_counter

COMMON = ("hi", "hello", "thanks", "thank you", "continue", "go on", "yes", "no", "ok", "why?")
PASTED = tuple(f"Please review text {number}: " + "lorem ipsum " * 40 for number in range(25))
USERS, MESSAGES = 100, 50
COUNTS_OF_AN_EXCHANGE = 3
"""The question, the answer and the system prompt, if every text were counted."""


def messages(chance: random.Random, user: int) -> list[str]:
    """Half are things everybody says, a few are sent again or pasted by many, the rest are new."""
    said = []
    for number in range(MESSAGES):
        kind = chance.random()
        if kind < 0.35:
            said.append(chance.choice(COMMON))
        elif kind < 0.45 and said:
            said.append(said[-1])
        elif kind < 0.5:
            said.append(chance.choice(PASTED))
        else:
            said.append(f"A question of user {user} about thing {number}")
    return said


@pytest.mark.usefixtures("settings")
async def test_three_of_four_counts_are_saved_and_no_exchange_costs_a_whole_call() -> None:
    chance = random.Random(4)
    async with open_counter():
        for user in range(USERS):
            for message in messages(chance, user):
                # The reply is counted by the usage that comes with it: no call.
                await counter().count(SIMULATED, "You are helpful.", system=True)
                await counter().count(SIMULATED, message)
        stats = counter().stats()

    exchanges = USERS * MESSAGES
    assert stats.api_calls < exchanges
    assert 1 - stats.api_calls / (exchanges * COUNTS_OF_AN_EXCHANGE) >= 0.75
    assert stats.hits + stats.misses == 2 * exchanges
    assert stats.api_calls_saved == stats.hits
