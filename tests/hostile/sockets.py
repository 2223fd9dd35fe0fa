"""A browser app without pages, and websockets as only somebody who means harm opens them."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import psutil

from chat_app.config import Settings
from tests.conftest import ROOT, free_port

PASSWORD = "correct horse"
_NAMESPACE = "/_event"


@dataclass(frozen=True)
class App:
    """The app as `make run` serves it, but for the pages, which no websocket needs."""

    url: str
    log: Path
    process: psutil.Process

    def lines(self) -> list[Any]:
        """Return what it logged: every line has to be one JSON object."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    @property
    def memory_mb(self) -> float:
        """What it holds."""
        return self.process.memory_info().rss / 1e6

    def register(self, name: str) -> tuple[str, str]:
        """Sign somebody up; give the id and the token."""
        account = {"email": f"{name}@example.com", "password": PASSWORD, "name": name.title()}
        made = httpx.post(f"{self.url}/api/auth/register", json=account, timeout=60).json()
        return made["user"]["user_id"], made["access_token"]

    def call(self, token: str, method: str, path: str, **fields: Any) -> httpx.Response:
        """Call the API."""
        return httpx.request(
            method,
            self.url + path,
            json=fields or None,
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
        )


@contextmanager
def app_without_pages(folder: Path, **settings: str) -> Iterator[App]:
    """Serve it for as long as the block runs."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}
    log = folder / "stderr"
    environment = own | {
        "DATABASE_URL": f"sqlite:///{folder}/chat.db",
        "RATE_LIMIT_PER_MINUTE": "0",
        "SIM_DELAY_MS": "100",
        "PYTHONPATH": str(ROOT),
        "__REFLEX_SKIP_COMPILE": "true",
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "chat_app.server", "create_app", str(port)],
            cwd=ROOT,
            env=environment | settings,
            stdout=output,
            stderr=output,
        )
    try:
        url = f"http://localhost:{port}"
        with httpx.Client(transport=httpx.HTTPTransport(retries=0)) as probe:
            _wait(probe, url, process, log)
        yield App(url, log, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(20)


def _wait(probe: httpx.Client, url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    while process.poll() is None:
        try:
            if probe.get(url + "/api/ready").is_success:
                return
        except httpx.TransportError:
            continue
    raise AssertionError(log.read_text()[-3000:])


class Refused(Exception):
    """The handshake was refused."""


_PATIENCE_S = 60


@dataclass
class Socket:
    """A websocket that was let in."""

    ws: aiohttp.ClientWebSocketResponse

    async def connect(self, event: Any = None) -> None:
        """Say which tab it is, with the first event."""
        await self.raw(f"40{_NAMESPACE}," + json.dumps({"event": event} if event else {}))

    async def send(self, name: str, **payload: Any) -> None:
        """Send an event as pages do."""
        await self.emit("event", {"name": name, "payload": payload, "router_data": {}})

    async def emit(self, kind: str, *told: Any) -> None:
        """Send anything."""
        await self.raw(f"42{_NAMESPACE}," + json.dumps([kind, *told]))

    async def raw(self, text: str) -> None:
        """Send a frame."""
        await self.ws.send_str(text)

    async def heard(self, of: str = "", pause_s: float = 0.5) -> str:
        """Return what comes until some text has come, or anything at all, and then is a pause."""
        told: list[str] = []
        while True:
            has_come = any(of in each for each in told)
            try:
                frame = await self.ws.receive(timeout=pause_s if has_come else _PATIENCE_S)
            except TimeoutError:
                return "\n".join(told)
            if frame.type is not aiohttp.WSMsgType.TEXT:
                return "\n".join(told)
            if frame.data == "2":
                await self.ws.send_str("3")
            told.append(frame.data)

    async def until_closed(self) -> None:
        """Wait until the server hangs up; somebody waits for it with a limit."""
        while (await self.ws.receive()).type is aiohttp.WSMsgType.TEXT:
            pass


@asynccontextmanager
async def socket(
    app: App, token: str = "", tab: str = "tab", path: str = "/_event/", **headers: str
) -> AsyncIterator[Socket]:
    """Open one as the person whose token it is."""
    if token:
        headers |= {"Cookie": f"chat_session={token}"}
    address = f"{app.url}{path}?token={tab}&EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as session:
        try:
            connecting = session.ws_connect(address, headers=headers, max_msg_size=0)
            async with connecting as ws:
                yield Socket(ws)
        except aiohttp.WSServerHandshakeError as refusal:
            raise Refused(refusal.status) from refusal
