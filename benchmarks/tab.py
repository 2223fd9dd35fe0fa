"""A browser tab without the browser: speaks to the server as our pages do, over raw sockets.

Reflex's events travel in socket.io messages, those in engine.io packets, each of them a text frame
of a websocket. A tab opens a chat, sends messages in it and puts the replies together by the
offsets of their pieces, as `chat_app/ui/chat/thread.js` does.
"""

import asyncio
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

_STATE = "reflex___state____state"
_CHAT = f"{_STATE}.chat_app___ui___chat___state____chat_state"
_BUDGET = f"{_STATE}.chat_app___ui___sidebar___budget____budget_state"
_MARK = "_rx_state_"
_TEXT = 1
_PING, _MESSAGE = "2", "42/_event,"


@dataclass
class Reply:
    """What came back for one message."""

    text: str = ""
    characters: int = 0
    """Of the whole reply, as its end says."""
    updates: int = 0
    received_bytes: int = 0
    """Payload of the frames from Send until the budget was brought up to date."""


@dataclass
class Tab:
    """A page of one chat."""

    address: str
    """Host and port."""
    cookie: str
    chat_id: str
    _reader: asyncio.StreamReader = field(init=False)
    _writer: asyncio.StreamWriter = field(init=False)

    async def open(self) -> None:
        """Connect, and load the page as a browser does."""
        host, _, port = self.address.partition(":")
        self._reader, self._writer = await asyncio.open_connection(host, int(port))
        token = uuid4()
        self._writer.write(
            f"GET /_event/?token={token}&EIO=4&transport=websocket HTTP/1.1\r\n"
            f"Host: {self.address}\r\nOrigin: http://{self.address}\r\nCookie: {self.cookie}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.partition(b"\r\n")[0]:
            raise RuntimeError(head.decode())
        await self._next_packet()
        first = self._event("hydrate_and_load", _STATE, {})
        self._write("40/_event," + json.dumps({"event": first}))
        while not (opened := _var(await self._next_delta(), _CHAT, "opened")):
            pass
        self._send("taken", step=opened["step"])
        while _var(await self._next_delta(), _CHAT, "opened") != {}:
            pass

    async def say(self, text: str, model: str) -> Reply:
        """Send a message as the composer does and return the reply, once the page has it all."""
        reply = Reply()
        number = None
        self._send(
            "send",
            chat_id=self.chat_id,
            text=text,
            model=model,
            new_chat={},
            attachments=[],
        )
        while True:
            packet = await self._next_packet()
            reply.received_bytes += len(packet.encode())
            delta = self._take(packet)
            reply.updates += bool(delta)
            if change := _var(delta, _CHAT, "change"):
                match change["kind"]:
                    case "begin":
                        number = change["number"]
                    case "end":
                        reply.characters = change["length"]
                    case _:
                        raise RuntimeError(f"not sent: {change}")
            piece = _var(delta, _CHAT, "piece")
            if piece and piece[0] == number:
                _, offset, end, said = piece
                if offset != len(reply.text) or end != offset + len(said):
                    raise RuntimeError(f"a hole in the text: {piece}")
                reply.text += said
            if reply.characters and delta.get(_BUDGET):
                return reply

    def close(self) -> None:
        """Go away without a word, as a closed browser does."""
        self._writer.close()

    def _event(self, name: str, state: str, payload: dict[str, Any]) -> dict[str, Any]:
        path = f"/chat/{self.chat_id}"
        return {
            "name": f"{state}.{name}",
            "payload": payload,
            "router_data": {
                "pathname": path,
                "asPath": path,
                "query": {"chat_id": self.chat_id},
            },
        }

    def _send(self, name: str, **payload: Any) -> None:
        self._write(_MESSAGE + json.dumps(["event", self._event(name, _CHAT, payload)]))

    def _write(self, text: str) -> None:
        """Write a text frame; what comes from a client is masked."""
        payload = text.encode()
        mask = os.urandom(4)
        size = len(payload)
        head = struct.pack("!BBH", 0x80 | _TEXT, 0x80 | 126, size)
        key = int.from_bytes((mask * (size // 4 + 1))[:size], "little")
        masked = (int.from_bytes(payload, "little") ^ key).to_bytes(size, "little")
        self._writer.write(head + mask + masked)

    async def _next_delta(self) -> dict[str, Any]:
        return self._take(await self._next_packet())

    def _take(self, packet: str) -> dict[str, Any]:
        """Do as a packet says, and return what changed."""
        if not packet.startswith(_MESSAGE):
            return {}
        _, update = json.loads(packet.removeprefix(_MESSAGE))
        for event in update.get("events") or ():
            if event["name"].startswith(_STATE):
                # Something changed elsewhere: the page is to ask for it.
                state, _, name = event["name"].rpartition(".")
                asked = self._event(name, state, event["payload"])
                self._write(_MESSAGE + json.dumps(["event", asked]))
            elif event["name"] != "_redirect":
                raise RuntimeError(f"the page was told to do {event}")
        return update.get("delta") or {}

    async def _next_packet(self) -> str:
        while True:
            first, size = await self._reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack("!H", await self._reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self._reader.readexactly(8))
            payload = await self._reader.readexactly(size)
            if first != 0x80 | _TEXT:
                raise RuntimeError(f"a frame that is not text: {first} {payload!r}")
            packet = payload.decode()
            if packet != _PING:
                return packet
            self._write("3")


def _var(delta: dict[str, Any], state: str, name: str) -> Any:
    return delta.get(state, {}).get(name + _MARK)
