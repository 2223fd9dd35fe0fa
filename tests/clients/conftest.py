"""A server for programs that others wrote."""

from collections.abc import Iterator

import pytest

from tests.serving import Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve with room for a key a case."""
    settings = {
        "RATE_LIMIT_PER_MINUTE": "0",
        "REPLY_CACHE_TTL_S": "0",
        "SIM_DELAY_MS": "5",
        "MAX_KEYS_PER_USER": "100",
        "DEFAULT_TOKEN_LIMIT": "1000000",
    }
    with serving(tmp_path_factory.mktemp("clients"), **settings) as server:
        yield server
