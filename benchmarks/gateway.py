"""What a streamed call of a program costs over `/v1`, beside a message and LiteLLM's proxy.

`make bench-gateway`, or `python -m benchmarks.gateway [--streams 20,60] [--database postgresql]
[--litellm FOLDER]`. One vendor on this machine, which speaks OpenAI's wire, answers all three with
100 words, 20 ms apart. Ours does all that it does: keys with caps, reservation, settlement,
metrics, log. LiteLLM's proxy is installed into a folder that is removed again, unless one is named;
it has one master key, a budget for the vendor in memory and its metrics. Whoever is measured has
one process; they take turns, and the median of the turns is told.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from benchmarks import load
from benchmarks.throughput import (
    Measured,
    database_for,
    make_chats,
    measure,
    messages_to,
    serving,
    serving_api,
)
from benchmarks.vendor import vendors

_ROOT = Path(__file__).parent.parent
_LITELLM = ("litellm[proxy]==1.108.7", "prometheus_client==0.26.0")
"""The newest that pip could install on 2026-11-29, with all that it then asks for."""
_MODEL = "gpt-6-luna"
_MASTER_KEY = "sk-of-the-benchmark"
_CAP_TOKENS = 1_000_000
_CALL = {
    "model": _MODEL,
    "messages": [{"role": "user", "content": "write 100 words"}],
    "max_tokens": 500,
    "stream": True,
    "stream_options": {"include_usage": True},
}
_MESSAGE, _CALLED, _BESIDE = "message", "/v1", "LiteLLM's proxy"
_TARGETS = {_MESSAGE: 1, _BESIDE: 0.25}
"""What a call over `/v1` may cost, as a share of what another costs."""


@dataclass(frozen=True)
class Contender:
    """Somebody who is measured."""

    name: str
    url: str
    paid: list[psutil.Process]
    """Whose CPU time counts, with their children."""
    paths: list[str]
    keys: list[str]

    def order(self, streams: int) -> load.Order:
        """Return what it is asked, once a stream."""
        if self.name == _MESSAGE:
            return messages_to(self.url, self.paths, self.keys, streams)
        address = self.url.removeprefix("http://")
        return load.Order(address, self.paths, self.keys, _CALL, streams, streams, "[DONE]")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Measure what a call of a program costs.")
    arguments.add_argument("--streams", default="20,60", help="how many at once")
    arguments.add_argument("--rounds", type=int, default=3, help="calls a stream, in each turn")
    arguments.add_argument("--turns", type=int, default=3)
    arguments.add_argument("--database", default="sqlite", choices=["sqlite", "postgresql"])
    arguments.add_argument("--litellm", type=Path, help="a virtual environment that has it")
    chosen = arguments.parse_args()
    curve = [int(count) for count in chosen.streams.split(",")]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = stack.enter_context(vendors())
        address, backend = stack.enter_context(database_for(chosen.database, folder))
        ours = stack.enter_context(serving_api(_ROOT, settings | {"DATABASE_URL": address}))
        beside = stack.enter_context(_litellm(chosen.litellm, folder, settings))
        paid = [ours[1], backend] if backend else [ours[1]]
        contenders = [
            *asyncio.run(_on_ours(ours[0], paid, max(curve))),
            Contender(_BESIDE, beside[0], [beside[1]], ["/v1/chat/completions"], [_MASTER_KEY]),
        ]
        for streams in curve:
            turns = [
                {
                    each.name: measure(each.order(streams), each.paid, chosen.rounds)
                    for each in contenders
                }
                for _ in range(chosen.turns)
            ]
            _report(streams, turns)


async def _on_ours(url: str, paid: list[psutil.Process], streams: int) -> list[Contender]:
    """Make chats, and for each of their owners a key with a cap."""
    paths, tokens = await make_chats(url, _MODEL, streams)
    keys: dict[str, str] = {}
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        for token in dict.fromkeys(tokens):
            wanted = {"name": "benchmark", "token_limit": _CAP_TOKENS}
            headers = {"Authorization": f"Bearer {token}"}
            made = await http.post("/api/keys", json=wanted, headers=headers)
            keys[token] = made.raise_for_status().json()["key"]
    return [
        Contender(_MESSAGE, url, paid, paths, tokens),
        Contender(_CALLED, url, paid, ["/v1/chat/completions"], [keys[token] for token in tokens]),
    ]


@contextmanager
def _litellm(
    environment: Path | None, folder: Path, settings: dict[str, str]
) -> Iterator[tuple[str, psutil.Process]]:
    """Serve LiteLLM's proxy, installed first where no virtual environment is named."""
    if environment is None:
        environment = folder / "litellm"
        print(f"Installing {' and '.join(_LITELLM)}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet", *_LITELLM]
        subprocess.run(pip, check=True)
    model = {"model": f"openai/{_MODEL}", "api_base": settings["OPENAI_BASE_URL"], "api_key": "any"}
    prices = {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}
    budget = {"openai": {"budget_limit": 1_000_000, "time_period": "1d"}}
    wanted = {
        "model_list": [{"model_name": _MODEL, "litellm_params": model | prices}],
        "router_settings": {"provider_budget_config": budget},
        "litellm_settings": {"callbacks": ["prometheus"]},
        "general_settings": {"master_key": _MASTER_KEY},
    }
    # What it reads is YAML, and JSON is that too.
    config = folder / "litellm.yaml"
    config.write_text(json.dumps(wanted))
    command = [environment / "bin" / "litellm", "--config", config, "--host", "127.0.0.1"]
    command += ["--port", "{port}", "--telemetry", "False"]
    quiet = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR"}
    with serving([str(part) for part in command], folder, quiet) as served:
        yield served


def _report(streams: int, turns: list[dict[str, Measured]]) -> None:
    """Print the medians of a load, and how they stand to one another."""
    print(f"Replies of 100 chunks, {streams} streams at once, median of {len(turns)} turns")
    print(f"{'':18}{'CPU ms a call':>24}{'calls/s':>10}{'first byte p50, ms':>20}")
    cpu_ms = {name: [turn[name].cpu_ms for turn in turns] for name in turns[0]}
    for name, each in cpu_ms.items():
        rate = statistics.median(turn[name].messages_per_second for turn in turns)
        wait_ms = statistics.median(turn[name].first_byte_p50_ms for turn in turns)
        cost = f"{statistics.median(each):.1f} ({min(each):.1f} to {max(each):.1f})"
        print(f"{name:18}{cost:>24}{rate:>10.1f}{wait_ms:>20.1f}")
    for name, target in _TARGETS.items():
        ratio = statistics.median(turn[_CALLED].cpu_ms / turn[name].cpu_ms for turn in turns)
        print(f"{_CALLED} ÷ {name}: {ratio:.2f} (at most {target})")


if __name__ == "__main__":
    main()
