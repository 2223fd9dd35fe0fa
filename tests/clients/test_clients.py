"""Clients that others wrote, each in a process of its own, against a real server.

Each case has a key of its own, and what the client was told is what was charged to the key.
"""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.packages import environment, interpreter
from tests.serving import Server, serving

_PROGRAMS = Path(__file__).parent / "programs"
_ALL = ["text", "stream", "tools", "structured", "responses", "spent"]
_CASES = {
    "openai_python.py": [
        *_ALL,
        "models",
        "stream_without_usage",
        "stream_helper",
        "cut_short",
        "tools_streamed",
        "embeddings",
        "responses_streamed",
        "responses_tools",
        "many_at_once",
        "async_stream",
        "hang_up",
        "wrong_key",
        "unknown_model",
        "not_allowed_model",
        "wrong_fields",
        "new_fields",
        "same_key_twice",
    ],
    "npm_openai.mjs": [
        *_ALL,
        "models",
        "stream_helper",
        "tools_streamed",
        "embeddings",
        "responses_streamed",
        "many_at_once",
        "hang_up",
        "wrong_key",
        "wrong_fields",
    ],
    "llm_cases.py": [*_ALL, "models", "conversation"],
    "langchain_openai_cases.py": [*_ALL, "tools_streamed", "embeddings", "many_at_once"],
    "litellm_cases.py": [*_ALL, "embeddings", "many_at_once", "wrong_key", "too_long"],
    "pydantic_ai_cases.py": [*_ALL, "embeddings", "many_at_once"],
}
_LIMITS: dict[str, dict[str, Any]] = {
    "spent": {"token_limit": 20},
    "not_allowed_model": {"models": ["simulated"]},
}
"""What the keys of some cases may not pass."""
_LONG_REPLY_TOKENS = 3000
_SETTLED_S = 10


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


class Tried:
    """What a client was told in each of its cases, and what was charged."""

    def __init__(self, server: Server, program: str):
        form = {"email": f"{program}@example.com", "password": "correct horse"}
        with httpx.Client(base_url=server.url, timeout=20) as http:
            signed_up = http.post("/api/auth/register", json=form).raise_for_status().json()
            http.cookies.clear()
            http.headers["Authorization"] = f"Bearer {signed_up['access_token']}"
            keys: dict[str, str] = {}
            for case in _CASES[program]:
                wanted = {"name": case} | _LIMITS.get(case, {})
                keys[case] = http.post("/api/keys", json=wanted).raise_for_status().json()["key"]
            self.told = self._run(program, {"url": f"{server.url}/v1", "keys": keys})
            self.used = self._settled(http)

    def _run(self, program: str, order: dict[str, Any]) -> dict[str, dict[str, Any]]:
        done = subprocess.run(
            [interpreter(program), _PROGRAMS / program],
            input=json.dumps(order),
            env=environment(),
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told = [json.loads(line) for line in done.stdout.splitlines()]
        return {each["case"]: each for each in told}

    def _settled(self, http: httpx.Client) -> dict[str, int]:
        """Return what each key has used, once nothing is held any more."""
        deadline = time.monotonic() + _SETTLED_S
        while http.get("/api/user/token-usage").raise_for_status().json()["reserved_tokens"]:
            assert time.monotonic() < deadline, "a hold was not settled"
            time.sleep(0.05)
        listed = http.get("/api/keys", params={"limit": 100}).raise_for_status().json()["keys"]
        return {key["name"]: key["tokens_used"] for key in listed}


@pytest.fixture(scope="session")
def tried(server: Server) -> Iterator[dict[str, Tried]]:
    """Keep what each client was told; the books must balance when all have gone."""
    kept: dict[str, Tried] = {}
    yield kept
    checked = server.command("check-books")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("program", "case"), [(program, case) for program, cases in _CASES.items() for case in cases]
)
def test_a_client_gets_what_it_expects_and_is_told_what_is_charged(
    server: Server, tried: dict[str, Tried], program: str, case: str
) -> None:
    if program not in tried:
        tried[program] = Tried(server, program)
    told = tried[program].told[case]
    used = tried[program].used[case]
    assert "fault" not in told, told["fault"]
    if told["tokens"] is not None:
        assert used == told["tokens"]
    elif case == "hang_up":
        assert 0 < used < _LONG_REPLY_TOKENS
    else:
        assert used > 0
