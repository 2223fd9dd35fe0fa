"""What the guard does around all layers: who begins when, and what is sent once they returned."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from chat_app.api.guard import Guard, send_later

SCOPE: Scope = {"type": "http", "method": "GET", "path": "/a", "scheme": "http", "headers": []}


async def nothing() -> Message:
    await asyncio.Event().wait()
    return {}


def head() -> Message:
    return {"type": "http.response.start", "status": 200, "headers": []}


def body(content: bytes, *, more_body: bool = True) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more_body}


async def test_the_rest_of_an_answer_is_sent_when_the_layers_have_returned() -> None:
    done: list[Any] = []

    async def rest(_receive: Receive, send: Send) -> None:
        await send(body(b"rest", more_body=False))

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        await send(head())
        send_later(scope, rest)
        done.append("returned")

    async def send(message: Message) -> None:
        done.append(message.get("body", message["type"]))

    await Guard(app)(SCOPE, nothing, send)

    assert done == ["http.response.start", "returned", b"rest"]


async def test_a_fault_in_the_rest_cuts_the_answer_and_is_logged() -> None:
    async def rest(_receive: Receive, send: Send) -> None:
        await send(body(b"some"))
        raise ValueError("in the rest")

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        await send(head())
        send_later(scope, rest)

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    with capture_logs() as logged, pytest.raises(ValueError, match="in the rest"):
        await Guard(app)(SCOPE, nothing, send)

    assert [each["type"] for each in sent] == ["http.response.start", "http.response.body"]
    assert [each["event"] for each in logged] == ["request.failed"]


async def test_requests_that_come_together_begin_in_a_round_each() -> None:
    done: list[str] = []

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        done.append(f"{scope['path']} begins")
        asyncio.get_running_loop().call_soon(done.append, "the loop comes round")
        await send(head())
        await send(body(b"", more_body=False))

    async def send(_message: Message) -> None:
        pass

    guard = Guard(app)
    paths = ("/a", "/b", "/c")
    await asyncio.gather(*(guard({**SCOPE, "path": path}, nothing, send) for path in paths))
    await asyncio.sleep(0)

    assert done == [line for path in paths for line in (f"{path} begins", "the loop comes round")]
