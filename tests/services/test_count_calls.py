"""How many counts are asked for when exchanges go their whole way through the services."""

import pytest

from benchmarks.count_calls import share_saved, talk
from chat_app.config import Settings

USERS, MESSAGES = 20, 10


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_three_of_four_counts_are_saved_and_no_exchange_costs_a_whole_call(
    app: Settings,
) -> None:
    stats = await talk(USERS, MESSAGES)

    exchanges = USERS * MESSAGES
    assert 0 < stats.api_calls < exchanges
    assert share_saved(stats, exchanges) >= 0.75
    assert stats.estimates == 0
