"""A client that costs little: raw sockets, keep-alive, a reply read to its closing event.

A process of its own, so that its CPU time is not the server's. Told what to do as JSON on stdin.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import uvloop


@dataclass
class Order:
    """What to send where."""

    address: str
    """Host and port."""
    paths: list[str]
    """Stream number n posts to path n, counted round and round."""
    tokens: list[str]
    body: dict[str, Any]
    """What each of them sends."""
    streams: int
    """Connections that send at once, each one message after the other."""
    messages: int
    closing: str = '"done"'
    """What stands in the last event of a reply alone."""


async def run(order: Order) -> tuple[float, list[float]]:
    """Send all messages and return the seconds it took and the wait of each for its first byte."""
    left = iter(range(order.messages))
    waits: list[float] = []
    started = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(order.streams):
            tasks.create_task(_send_all(order, number, left, waits))
    return time.perf_counter() - started, waits


async def _send_all(order: Order, number: int, left: Iterator[int], waits: list[float]) -> None:
    host, _, port = order.address.partition(":")
    body = json.dumps(order.body)
    request = (
        f"POST {order.paths[number % len(order.paths)]} HTTP/1.1\r\nHost: {order.address}\r\n"
        f"Authorization: Bearer {order.tokens[number % len(order.tokens)]}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
    reader, writer = await asyncio.open_connection(host, int(port))
    for _ in left:
        asked = time.perf_counter()
        writer.write(request)
        waits.append(await _read_reply(reader, asked, order.closing.encode()))
    writer.close()


async def _read_reply(reader: asyncio.StreamReader, asked: float, closing: bytes) -> float:
    """Read a chunked reply to its last chunk and return the wait for the first of its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise RuntimeError(head.decode() + (await reader.read(1000)).decode())
    tail = await reader.read(65536)
    wait = time.perf_counter() - asked
    done = closing in tail
    while not tail.endswith(b"0\r\n\r\n"):
        piece = await reader.read(65536)
        if not piece:
            raise RuntimeError("the server hung up in the middle of a reply")
        tail = tail[-200:] + piece
        done = done or closing in tail
    if not done:
        raise RuntimeError(f"a reply had no closing event: {tail!r}")
    return wait


def main() -> None:
    """Do what stdin says and tell the result."""
    seconds, waits = uvloop.run(run(Order(**json.load(sys.stdin))))
    json.dump({"seconds": seconds, "waits": waits}, sys.stdout)


if __name__ == "__main__":
    main()
