"""How many counts are asked for when many people talk as people do."""

import pytest

from benchmarks.count_calls import COUNTS_OF_AN_EXCHANGE, messages_of
from chat_app.llm.catalogue import SIMULATED
from chat_app.llm.tokens import counter, open_counter
from chat_app.llm.types import Text

USERS, MESSAGES = 100, 50


@pytest.mark.usefixtures("settings")
async def test_three_of_four_counts_are_saved_and_no_exchange_costs_a_whole_call() -> None:
    async with open_counter():
        for user in range(USERS):
            for message in messages_of(user, MESSAGES):
                # The reply is counted by the usage that comes with it: no call.
                await counter().count(SIMULATED, Text("You are helpful."), system=True)
                await counter().count(SIMULATED, Text(message))
        stats = counter().stats()

    exchanges = USERS * MESSAGES
    assert stats.api_calls < exchanges
    assert 1 - stats.api_calls / (exchanges * COUNTS_OF_AN_EXCHANGE) >= 0.75
    assert stats.hits + stats.misses == 2 * exchanges
    assert stats.api_calls_saved == stats.hits
