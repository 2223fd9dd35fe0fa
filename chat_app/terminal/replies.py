"""One reply as it arrives: cuts are mended, nothing is lost, doubled or paid twice."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2
from tenacity import Retrying, retry_if_exception, wait_exponential_jitter

from chat_app.terminal.server import Refused, Server, checked

_PATIENCE_SECONDS = 60
"""How long a server may be away in the middle of a reply."""
_PASSING = {429, 502, 503, 504}


@dataclass
class Reply:
    """A reply, asked for or under way."""

    chat_id: str
    question: str = ""
    attachments: tuple[str, ...] = ()
    """Ids of the files that go with it."""
    message_id: str = ""
    """Known as soon as the server has taken the question."""
    text: str = ""
    """What has come; its length is the offset to go on from."""
    end: dict[str, Any] | None = None
    """The closing event."""
    is_stopping: bool = False
    key: str = field(default_factory=lambda: str(uuid4()))
    """Idempotency-Key: a question that is sent again is still the same one."""
    heard_at: float = field(default_factory=time.monotonic)


def receive(
    server: Server, reply: Reply, grown: Callable[[], None], cut: Callable[[], None]
) -> None:
    """Ask the question and fill in the reply up to its end.

    A line that is cut is mended by attaching where the text ends; before the server has answered
    at all, by asking again with the same key.

    Args:
        server: Who is asked.
        reply: What is filled in.
        grown: Called when the reply began, and with each piece.
        cut: Called when the line is cut, before another try.

    Raises:
        Refused: The server will not answer.
        httpx2.TransportError: It has been away for too long.
    """

    def is_worth_another_try(fault: BaseException) -> bool:
        if time.monotonic() - reply.heard_at > _PATIENCE_SECONDS:
            return False
        if isinstance(fault, Refused):
            return bool(reply.message_id) and fault.status in _PASSING
        return isinstance(fault, httpx2.TransportError)

    again = Retrying(
        retry=retry_if_exception(is_worth_another_try),
        wait=wait_exponential_jitter(initial=0.2, max=5, jitter=0.2),
        before_sleep=lambda _state: cut(),
        reraise=True,
    )
    again(_listen, server, reply, grown)


def stop(server: Server, reply: Reply) -> None:
    """Have a reply stopped; what it cost comes with its end, to whoever receives it."""
    reply.is_stopping = True

    def ask() -> None:
        # Where this does not get through, `_listen` asks when it is attached again.
        with suppress(httpx2.TransportError, Refused):
            server.stop(reply.chat_id)

    threading.Thread(target=ask).start()


def _listen(server: Server, reply: Reply, grown: Callable[[], None]) -> None:
    with server.http.stream(**_request(reply)) as response:
        checked(response)
        reply.message_id = response.headers["X-Message-Id"]
        reply.heard_at = time.monotonic()
        grown()
        if reply.is_stopping:
            server.stop(reply.chat_id)
        for event in httpx2.EventSource(response):
            said: Any = event.json()
            reply.heard_at = time.monotonic()
            if said["type"] == "token":
                reply.text += said["content"]
                grown()
            elif said["type"] in {"done", "error"}:
                reply.end = said
                return
    raise httpx2.RemoteProtocolError("The reply has no end")


def _request(reply: Reply) -> dict[str, Any]:
    path = f"/api/chat/{reply.chat_id}/message"
    if reply.message_id:
        after = {"after": len(reply.text)}
        return {"method": "GET", "url": f"{path}/{reply.message_id}/stream", "params": after}
    return {
        "method": "POST",
        "url": path,
        "params": {"dialect": "typed"},
        "json": {"message": reply.question, "attachments": reply.attachments},
        "headers": {"Idempotency-Key": reply.key},
    }
