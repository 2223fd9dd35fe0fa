"""Clients that others wrote, each in a process of its own, against a real server.

Each case has a key of its own, and what the client was told is what was charged to the key.
"""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from tests.clients.owner import signed_up
from tests.clients.packages import environment, interpreter
from tests.serving import Server

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
    "not_allowed_model": {"models": ["simulated-embedding"]},
}
"""What the keys of some cases may not pass."""
_LONG_REPLY_TOKENS = 3000


@dataclass(frozen=True)
class Tried:
    """What a client was told in each of its cases, and what was charged."""

    told: dict[str, dict[str, Any]]
    used: dict[str, int]

    @classmethod
    def by(cls, server: Server, program: str) -> Self:
        """Let a client go through all its cases."""
        with signed_up(server.url) as owner:
            keys = {case: owner.key(case, **_LIMITS.get(case, {})) for case in _CASES[program]}
            told = run(program, {"url": f"{server.url}/v1", "keys": keys})
            return cls({each["case"]: each for each in told}, owner.used())


def run(program: str, order: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a program to its end and return what it tells of each case."""
    done = subprocess.run(
        [interpreter((_PROGRAMS / program).suffix), _PROGRAMS / program],
        input=json.dumps(order),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


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
        tried[program] = Tried.by(server, program)
    told = tried[program].told[case]
    used = tried[program].used[case]
    assert "fault" not in told, told["fault"]
    if told["tokens"] is not None:
        assert used == told["tokens"]
    elif case == "hang_up":
        assert 0 < used < _LONG_REPLY_TOKENS
    else:
        assert used > 0
