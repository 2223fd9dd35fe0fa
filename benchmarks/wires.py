"""What a reply of 100 pieces costs, from a vendor's socket to the events of `stream_reply`.

Run `python -m benchmarks.wires [--streams 50] [--rounds 3]`. Fakes of the vendors run in a process
of their own and send a piece each 20 ms. The figures are CPU milliseconds of this process for one
reply, the best of the rounds, and of a count; the measure is whoever reads the same bytes and
throws them away. It is noisy on a machine that does other things: compare within one run.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop
from grpc import aio

from chat_app.config import get_settings
from chat_app.llm.catalogue import find
from chat_app.llm.providers import close_providers, gemini_messages
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Delta, Parameters, Prompt, Role, Text, text_message
from tests.fakes.script import Reply
from tests.llm.vendors import VENDORS, Vendor

_PIECES = 100
_PAUSE_S = 0.02
_ROUND_S = 2
"""The streams of a round begin spread over this."""
_COUNTS = 200
_PROMPT = Prompt("Be brief.", (text_message(Role.USER, "How are you?"),), Parameters(1000))
_WIRES = {vendor.name: vendor for vendor in VENDORS[:3]}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Measure what a reply costs on each wire.")
    arguments.add_argument("--streams", type=int, default=50)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--serve", choices=[*_WIRES], help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.serve:
        uvloop.run(_serve(_WIRES[chosen.serve]))
        return
    print(f"CPU ms a reply of {_PIECES} pieces, {chosen.streams} streams at once")
    print(f"{'':12}{'bytes alone':>14}{'stream_reply':>14}{'a count':>14}")
    for vendor in _WIRES.values():
        with _fake(vendor) as endpoint:
            figures = uvloop.run(_measure(vendor, endpoint, chosen.streams, chosen.rounds))
        print(f"{vendor.name:12}" + "".join(f"{figure:>14.2f}" for figure in figures), flush=True)


async def _measure(vendor: Vendor, endpoint: str, streams: int, rounds: int) -> list[float]:
    os.environ |= vendor.settings(endpoint)
    get_settings.cache_clear()
    model = find(vendor.model_id)
    channel = aio.insecure_channel(endpoint.removeprefix("http://"))
    generate = channel.unary_stream(gemini_messages.GENERATE)

    async def read_messages() -> None:
        async for _ in generate(b""):
            pass

    async def read_bytes() -> None:
        host, _, port = endpoint.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}")
        while await reader.read(65536):
            pass
        writer.close()

    async def read_reply() -> None:
        events = [event async for event in stream_reply(model, _PROMPT)]
        assert sum(isinstance(event, Delta) for event in events) == _PIECES

    async def count() -> None:
        assert await vendor.adapter().count(model, [Text("How are you?")])

    async def cost(read: Callable[[], Awaitable[None]]) -> float:
        return min([await _cost_of_a_round(read, streams) for _ in range(rounds)])

    bare = await cost(read_messages if vendor.name == "gemini" else read_bytes)
    whole = await cost(read_reply)
    counting = min([await _cost_of_a_round(count, _COUNTS) for _ in range(rounds)])
    await close_providers()
    await channel.close()
    return [bare, whole, counting]


async def _cost_of_a_round(read: Callable[[], Awaitable[None]], times: int) -> float:
    async def later(number: int) -> None:
        await asyncio.sleep(_ROUND_S * number / times)
        await read()

    before = time.process_time()
    await asyncio.gather(*(later(number) for number in range(times)))
    return (time.process_time() - before) / times * 1000


@contextmanager
def _fake(vendor: Vendor) -> Iterator[str]:
    """Run a vendor's fake in a process of its own and give its address."""
    command = [sys.executable, "-m", "benchmarks.wires", "--serve", vendor.name]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


async def _serve(vendor: Vendor) -> None:
    async with vendor.open() as fake:
        deltas = tuple(f" word{number}" for number in range(_PIECES))
        fake.script(Reply(deltas=deltas, pause_seconds=_PAUSE_S))
        print(fake.endpoint, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
