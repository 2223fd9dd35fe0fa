"""Every event of the pages, sent over the websocket by every kind of caller, does what the table in
docs/security.md says."""

import asyncio
import contextlib
import inspect
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_origin
from uuid import uuid4

import aiohttp
import httpx
import pytest
import socketio
from reflex.state import BaseState, State
from socketio.exceptions import ConnectionError as NoSocket

from chat_app.services.accounts import COOKIE_NAME
from tests.access import MAKERS, MEMBERS, Cast, Row, World, rows
from tests.e2e.conftest import PASSWORD
from tests.services.authenticators import App

ROWS = rows("event")
_NAMESPACE = "/_event"
_PATIENCE_S = 60
_SILENCE_S = 0.8
"""So long nothing more must come of what goes on in the background."""
_WORDS: dict[str, Any] = {
    "text": "Hello",
    "model": "simulated",
    "other": "tiny",
    "models": ["simulated"],
    "new_chat": {},
    "attachments": [],
    "question": 1,
    "deed": "regenerate",
    "reaction": "like",
    "complaints": [],
    "words": "",
    "have": [0],
    "number": 1,
    "step": 1,
    "before": "{message_id}",
    "reply": "{message_id}",
    "changed": "",
    "ids": ["{chat_id}"],
    "to": "trash",
    "kind": "delete",
    "where": "",
    "folder": "",
    "steps": [{"ids": ["{chat_id}"], "to": "archive"}],
    "wanted": {"name": "Another"},
    "settings": {"system_prompt": "Another"},
    "email": "{owner_email}",
    "name": "Another",
    "title": "Another",
    "pinned": True,
    "shared": False,
    "query": "words",
    "q": "words",
    "column": "email",
    "tag": "de",
    "group_by": "user",
    "message": "Hello",
    "opened": True,
    "_opened": False,
    "var_name": "chat_id",
    "value": "{chat_id}",
    "next_cursor": None,
    "session_id": str(uuid4()),
    "user": "{user_id}",
    "started": {},
}
"""What parameters of events are given, by their names; `{…}` are things of the owner's. Those whose
name is of such a thing get it, all others what is usual of their type."""
_FORMS: dict[str, dict[str, str]] = {
    "KeysState.save": {"name": "Another"},
    "PromptsState.save": {"name": "another", "content": "Another"},
    "SettingsState.save_name": {"name": "Another"},
    # Not the right one, by which others sign in again.
    "SettingsState.change_password": {"current": "another horse", "new": "another correct horse"},
    "UsersState.save": {"token_limit": "12", "tier": "PRO", "role": "user"},
    "OrgsState.add": {"name": "Another"},
    "OrgsState.rename": {"name": "Another"},
    "NewcomerState.add": {"email": "new@example.org"},
    "DashboardState.narrow": {"from": "2026-01-01", "to": "2026-12-31"},
}


def events() -> dict[str, Any]:
    """Return the handlers of all our states by what the table calls them."""
    import chat_app.chat_app  # noqa: F401

    def below(state: type[BaseState]) -> Iterator[type[BaseState]]:
        for each in state.get_substates():
            yield each
            yield from below(each)

    return {
        f"{state.__name__}.{name}": (f"{state.get_full_name()}.{name}", handler.fn)
        for state in below(State)
        if state.__module__.startswith("chat_app")
        for name, handler in state.event_handlers.items()
    }


def row_of(event: str) -> Row | None:
    """Return the row an event stands in: its own, or that of all others of its state."""
    state = event.partition(".")[0]
    own = [row for row in ROWS if event in row.name.split(", ")]
    return next(iter(own + [row for row in ROWS if row.name == f"{state}.*"]), None)


def payload(world: World, event: str, handler: Callable[..., Any]) -> dict[str, Any]:
    """Return what an event carries that names the owner's things."""
    carried: dict[str, Any] = {}
    for parameter in list(inspect.signature(handler).parameters.values())[1:]:
        name = parameter.name
        if name == "form":
            carried[name] = _FORMS.get(event, {})
        elif name in MAKERS:
            carried[name] = world[name]
        else:
            kind = get_origin(parameter.annotation) or parameter.annotation
            usual = kind() if kind in {bool, int, str, list, dict} else None
            carried[name] = world.fill(_WORDS.get(name, usual))
    return carried


async def hear(url: str, token: str, sent: list[tuple[str, dict[str, Any]]]) -> str | None:
    """Send events over a socket with somebody's cookie, and return all that is heard.

    Returns:
        `None` where there was no socket to be had.
    """
    # It leaves a session of its own open where it is refused.
    async with aiohttp.ClientSession() as session:
        socket = socketio.AsyncClient(reconnection=False, http_session=session)
        return await _hear(socket, url, token, sent)


async def _hear(
    socket: socketio.AsyncClient, url: str, token: str, sent: list[tuple[str, dict[str, Any]]]
) -> str | None:
    heard: list[str] = []
    more = asyncio.Event()

    async def note(*said: Any) -> None:
        heard.append(json.dumps(said, default=str))
        more.set()

    socket.on("*", note, namespace=_NAMESPACE)
    tab = str(uuid4())
    cookie = {"Cookie": f"{COOKIE_NAME}={token}"} if token else {}
    try:
        await socket.connect(
            f"{url}?token={tab}",
            headers=cookie | {"Origin": url},
            transports=["websocket"],
            namespaces=[_NAMESPACE],
            socketio_path=_NAMESPACE,
        )
    except NoSocket:
        return None
    # The last is answered with all that the tab knows, once those before it are done with.
    for name, carried in (*sent, (f"{State.get_full_name()}.hydrate", {})):
        event = {"name": name, "payload": carried, "token": tab}
        event["router_data"] = {"pathname": "/", "query": {}, "asPath": "/"}
        await socket.emit("event", event, namespace=_NAMESPACE)
    async with asyncio.timeout(_PATIENCE_S):
        while not any("is_hydrated" in said for said in heard):
            more.clear()
            await more.wait()
    with contextlib.suppress(TimeoutError):
        while True:
            more.clear()
            await asyncio.wait_for(more.wait(), _SILENCE_S)
    await socket.disconnect()
    return "\n".join(heard)


def hear_all(cast: Cast, sent: dict[str, list[tuple[str, Any]]]) -> dict[str, str | None]:
    """Send events as several callers at once, and return what each of them heard."""
    heard: dict[str, str | None] = {}

    async def work() -> None:
        said = (hear(cast.url, cast.tokens[kind], events) for kind, events in sent.items())
        heard.update(zip(sent, await asyncio.gather(*said), strict=True))

    # Playwright keeps a loop in this thread.
    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    thread.join()
    return heard


@pytest.fixture(scope="module")
def cast(app_url: str, app_settings: dict[str, str]) -> Iterator[Cast]:
    """Callers at the running app, of whom the owner may have many chats."""
    form = {"email": "admin@example.com", "password": PASSWORD}
    first = httpx.post(f"{app_url}/api/auth/login", json=form, timeout=60).json()["access_token"]
    database = Path(app_settings["DATABASE_URL"].removeprefix("sqlite:///"))
    with closing(Cast(app_url, database, first)) as cast:
        path = f"/api/admin/users/{cast.user_ids['owner']}"
        cast.made("first", "PATCH", path, json={"tier": "ENTERPRISE"})
        yield cast


def things(world: World) -> list[str]:
    """Return what nobody else must have changed."""
    email = world.cast.emails["somebody"]
    owned = ("/api/auth/me", "/api/keys", "/api/prompts", "/api/folders", "/api/files")
    chat = f"/api/chat/{world['chat_id']}"
    return [
        *(world.cast.call("owner", "GET", path).text for path in owned),
        world.cast.call("owner", "GET", chat).text,
        world.cast.call("owner", "GET", f"{chat}/messages?branch=all").text,
        world.cast.call("first", "GET", f"/api/admin/users?q={email}").text,
        world.cast.call("first", "GET", "/api/admin/orgs").text,
    ]


def test_every_event_stands_in_the_table() -> None:
    assert [event for event in events() if row_of(event) is None] == []
    known = events()
    named = {name for row in ROWS for name in row.name.split(", ") if not name.endswith(".*")}
    assert named - set(known) == set()
    assert {row.name for row in ROWS if row.name.endswith(".*")} <= {
        f"{event.partition('.')[0]}.*" for event in known
    }


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_an_event_does_for_each_kind_of_caller_what_the_table_says(row: Row, cast: Cast) -> None:
    own = {name: each for name, each in events().items() if row_of(name) is row}

    def carried(world: World) -> list[tuple[str, Any]]:
        return [(full, payload(world, name, handler)) for name, (full, handler) in own.items()]

    world = World(cast)
    refused = carried(world)
    before = things(world)
    heard = hear_all(cast, {kind: refused for kind, cell in row.cells.items() if cell != "yes"})
    assert things(world) == before
    for kind, said in heard.items():
        assert row.cells[kind] in {"401", "403", "own"}
        assert (said is None) is (row.cells[kind] == "401"), (kind, said)
        may_hear = kind in (*MEMBERS, "owner")
        assert may_hear or not world.is_seen_in(said or ""), (kind, said)
    done = {kind: carried(World(cast)) for kind, cell in row.cells.items() if cell == "yes"}
    for kind, said in hear_all(cast, done).items():
        assert said, kind
        assert "/login?next=" not in said, kind


def test_a_second_factor_is_reset_by_administrators_alone(cast: Cast) -> None:
    path = "/api/auth/second-factor"
    begun = cast.made("somebody", "POST", path, json={"password": PASSWORD})
    code = App(begun["secret"]).code()
    cast.made("somebody", "POST", f"{path}/confirm", json={"code": code})
    known = events()
    asked = {"user_id": cast.user_ids["somebody"], "email": cast.emails["somebody"]}
    # The second takes it off whom the first has asked about.
    sent = [
        (known["SecondFactorState.ask"][0], asked),
        (known["SecondFactorState.take_off"][0], {}),
    ]
    assert all(hear_all(cast, dict.fromkeys(("stranger", "editor", "owner"), sent)).values())
    assert cast.made("somebody", "GET", path)["confirmed_at"]
    assert hear_all(cast, {"admin": sent})["admin"]
    # It ends all sessions of whose it was.
    assert cast.call("somebody", "GET", path).status_code == 401
