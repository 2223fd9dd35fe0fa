"""People who use a server without a pause: programs on the API, and tabs on the websocket."""

import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx

from benchmarks.tab import Tab
from chat_app.services.accounts import COOKIE_NAME
from tests.fakes.script import Reply

MODEL = "gpt-6-luna"
_PATIENCE_S = 60
"""So long nothing may take: what the vendor sends, an outage and what follows it are shorter."""


@dataclass
class Outages:
    """When something that the server needs was away."""

    _from: float = 0
    until: float = 0
    count: int = 0

    def begin(self, seconds: float) -> None:
        """Say that it is away for so long, and that what was begun then may still fail a little."""
        self._from = time.monotonic()
        self.until = self._from + seconds + 10
        self.count += 1

    def excuse(self, since: float) -> bool:
        """Say whether what was begun then may have failed by one."""
        return self._from <= time.monotonic() and since <= self.until


@dataclass
class Sent:
    """A message that the server took, and what came of it."""

    chat_id: str
    message_id: str
    text: str
    reply: str = ""
    is_whole: bool = False
    """Whether the closing event was heard."""


@dataclass
class Told:
    """What all of them tell together."""

    outages: Outages
    sent: list[Sent] = field(default_factory=list)
    deeds: Counter[str] = field(default_factory=Counter)
    excused: list[str] = field(default_factory=list)
    """What failed while something was away."""
    complaints: list[str] = field(default_factory=list)

    def complain(self, since: float, what: str) -> None:
        """Note what should not have been, unless something was away."""
        if self.outages.excuse(since):
            self.deeds["failed while something was away"] += 1
            self.excused.append(what)
        else:
            self.complaints.append(what)


def answer(_request: object) -> Reply:
    """Return what a vendor answers that has its days."""
    match random.random():
        case chance if chance < 0.03:
            return Reply(fault="rate_limit", retry_after_seconds=0.1)
        case chance if chance < 0.06:
            return Reply(fault="server")
        case chance if chance < 0.09:
            return Reply(deltas=("word ",) * 30, pause_seconds=0.02, cut_after=15)
        case chance if chance < 0.12:
            return Reply(deltas=("word ",) * 30, pause_seconds=0.02, usage=None)
        case _:
            words = random.randint(20, 120)
            return Reply(deltas=("word ",) * words, pause_seconds=0.02, bills=True)


class Program:
    """Sends, hears, stops, hangs up and comes back, reads again."""

    def __init__(self, url: str, token: str, told: Told) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.AsyncClient(base_url=url, headers=headers, timeout=_PATIENCE_S)
        self._told = told
        self._chat_id = ""

    async def live(self, pause_seconds: float) -> None:
        """Come some time, and go on until it is cancelled."""
        await asyncio.sleep(random.uniform(0, 2 * pause_seconds))
        async with self._http:
            while True:
                since = time.monotonic()
                try:
                    await self._act()
                except (httpx.HTTPError, RuntimeError) as fault:
                    self._told.complain(since, f"program: {fault!r}")
                await asyncio.sleep(random.uniform(0, 2 * pause_seconds))

    async def _act(self) -> None:
        if not self._chat_id or random.random() < 0.1:
            self._chat_id = (await self._json("POST", "/api/chats", {}))["chat_id"]
        match random.random():
            case chance if chance < 0.15:
                self._told.deeds["reads again"] += 1
                await self._json("GET", "/api/chats")
                await self._json("GET", f"/api/chat/{self._chat_id}/messages")
            case chance if chance < 0.35:
                await self._say("stops", until=random.randint(1, 60))
            case chance if chance < 0.55:
                await self._say("hangs up and comes back", until=random.randint(1, 60))
            case _:
                await self._say("hears it all")

    async def _say(self, deed: str, until: int | None = None) -> None:
        text = f"Question {random.getrandbits(64)}"
        body = {"message": text, "model": MODEL}
        path = f"/api/chat/{self._chat_id}/message"
        request = self._http.stream("POST", path, params={"dialect": "typed"}, json=body)
        async with request as response:
            if not response.is_success:
                await response.aread()
                raise RuntimeError(response.text)
            sent = Sent(self._chat_id, response.headers["x-message-id"], text)
            self._told.sent.append(sent)
            self._told.deeds[deed] += 1
            await self._hear(response, sent, until, stops=deed == "stops")
        if not sent.is_whole:
            sent.reply = ""
            path = f"{path}/{sent.message_id}/stream"
            async with self._http.stream("GET", path) as response:
                if not response.is_success:
                    await response.aread()
                    raise RuntimeError(response.text)
                await self._hear(response, sent, None)

    async def _hear(
        self, response: httpx.Response, sent: Sent, until: int | None, *, stops: bool = False
    ) -> None:
        pieces = 0
        async for line in response.aiter_lines():
            if not line.startswith("data: "):
                continue
            event = json.loads(line.removeprefix("data: "))
            if event["type"] == "token":
                sent.reply += event["content"]
                pieces += 1
            elif event["type"] in {"done", "error"}:
                sent.is_whole = True
            if pieces == until:
                if not stops:
                    return
                until = None
                await self._json("POST", f"/api/chat/{sent.chat_id}/stop")

    async def _json(self, method: str, path: str, body: object = None) -> dict[str, str]:
        answered = await self._http.request(method, path, json=body)
        if not answered.is_success:
            raise RuntimeError(answered.text)
        return answered.json()


class Reader:
    """Somebody at a browser: says something, reads the reply, reloads, closes the tab."""

    def __init__(self, url: str, token: str, told: Told) -> None:
        self._url = url
        self._token = token
        self._told = told

    async def live(self, pause_seconds: float) -> None:
        """Come some time, and go on until it is cancelled."""
        await asyncio.sleep(random.uniform(0, 2 * pause_seconds))
        chat_id = ""
        while True:
            since = time.monotonic()
            tab = None
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    chat_id = chat_id or await self._new_chat()
                    cookie = f"{COOKIE_NAME}={self._token}"
                    tab = Tab(self._url.removeprefix("http://"), cookie, chat_id)
                    await tab.open()
                    self._told.deeds["opens a tab"] += 1
                for _ in range(random.randint(1, 4)):
                    since = time.monotonic()
                    async with asyncio.timeout(_PATIENCE_S):
                        await tab.say(f"Question {random.getrandbits(64)}", MODEL)
                    self._told.deeds["says something in a tab"] += 1
                    await asyncio.sleep(random.uniform(0, 2 * pause_seconds))
            except EOFError:
                # A page comes back by itself; its reply may still be written in that chat.
                self._told.deeds["loses the connection and comes back"] += 1
                chat_id = ""
            except (OSError, RuntimeError, TimeoutError, httpx.HTTPError) as fault:
                self._told.complain(since, f"tab: {fault!r}"[:900])
                chat_id = ""
                await asyncio.sleep(pause_seconds)
            finally:
                if tab:
                    tab.close()

    async def _new_chat(self) -> str:
        headers = {"Authorization": f"Bearer {self._token}"}
        async with httpx.AsyncClient(base_url=self._url, headers=headers, timeout=60) as http:
            made = await http.post("/api/chats", json={})
        if not made.is_success:
            raise RuntimeError(made.text)
        return made.json()["chat_id"]
