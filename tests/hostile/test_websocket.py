"""The websocket is a door too: who is not known stays out, and who is known harms nobody."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.clock import within
from tests.hostile.sockets import App, Refused, app_without_pages, socket

_STATE = "reflex___state____state."
HYDRATE = {"name": f"{_STATE}hydrate_and_load", "payload": {}, "router_data": {"pathname": "/"}}
USERS = f"{_STATE}chat_app___ui___admin___users_state____users_state"
SETTINGS = f"{_STATE}chat_app___ui___settings___state____settings_state"
SECRET = "WORDSTHATNOLOGMAYHOLD"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Serve the app."""
    with app_without_pages(tmp_path_factory.mktemp("app")) as app:
        yield app


@pytest.fixture(scope="module")
def admin(app: App) -> str:
    """Sign the administrator up, who is the first, and give the token."""
    return app.register("ada")[1]


_names = iter(range(1000))


@pytest.fixture
def eve(app: App, admin: str) -> tuple[str, str]:
    """Sign somebody up who is not known yet; give the id and the token."""
    return app.register(f"eve{next(_names)}")


def forged(token: str) -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, "another secret that is long enough", "HS256")


async def is_let_in(app: App, token: str, **headers: str) -> bool:
    try:
        async with socket(app, token, **headers):
            return True
    except Refused:
        return False


async def test_nobody_without_a_living_session_gets_a_websocket(
    app: App, admin: str, eve: tuple[str, str]
) -> None:
    user_id, token = eve
    assert await is_let_in(app, token)
    assert await is_let_in(app, token, Origin=app.url)
    key = app.call(token, "POST", "/api/keys", name="program").json()["key"]
    for stranger in ("", "nonsense", forged(token), key, token[:-2] + "xx"):
        assert not await is_let_in(app, stranger)
    for elsewhere in ("http://evil.example", "null", f"{app.url}.evil"):
        assert not await is_let_in(app, token, Origin=elsewhere)
    assert not await is_let_in(app, token, path="/api/chats")
    app.call(admin, "PATCH", f"/api/admin/users/{user_id}", is_active=False)
    assert not await is_let_in(app, token)


async def test_strangers_cost_no_memory(app: App) -> None:
    for _ in range(50):
        assert not await is_let_in(app, "")
    before = app.memory_mb
    for _ in range(20):
        assert set(await asyncio.gather(*(is_let_in(app, "") for _ in range(20)))) == {False}
    # Each cost 1.9 MB before, kept for an hour.
    assert app.memory_mb - before < 5


async def test_another_persons_tab_shows_nothing_of_theirs(
    app: App, admin: str, eve: tuple[str, str]
) -> None:
    async with socket(app, admin, tab="adas-tab") as theirs:
        await theirs.connect(HYDRATE)
        await theirs.send(f"{USERS}.load")
        assert "ada@example.com" in await theirs.heard("ada@example.com")
    async with socket(app, eve[1], tab="adas-tab") as mine:
        await mine.connect(HYDRATE)
        heard = await mine.heard(_STATE[:-1])
        assert _STATE[:-1] in heard
        assert "ada@example.com" not in heard


async def test_a_demoted_admins_tab_shows_nothing_of_before(
    app: App, admin: str, eve: tuple[str, str]
) -> None:
    user_id, token = eve
    app.call(admin, "PATCH", f"/api/admin/users/{user_id}", role="admin")
    async with socket(app, token, tab="mine") as tab:
        await tab.connect(HYDRATE)
        await tab.send(f"{USERS}.load")
        assert "ada@example.com" in await tab.heard("ada@example.com")
        app.call(admin, "PATCH", f"/api/admin/users/{user_id}", role="user")
        async with within(3):
            await tab.until_closed()
    async with socket(app, token, tab="mine") as tab:
        await tab.connect(HYDRATE)
        heard = await tab.heard(_STATE[:-1])
        assert _STATE[:-1] in heard
        assert "ada@example.com" not in heard
        await tab.send(f"{USERS}.load")
        assert "ada@example.com" not in await tab.heard()


@pytest.mark.parametrize("way", ["sign out", "switch off"])
async def test_a_websocket_ends_with_its_session(
    app: App, admin: str, eve: tuple[str, str], way: str
) -> None:
    user_id, token = eve
    async with socket(app, token) as tab, socket(app, token, tab="silent") as silent:
        await tab.connect(HYDRATE)
        await tab.heard()
        if way == "sign out":
            app.call(token, "POST", "/api/auth/logout")
        else:
            app.call(admin, "PATCH", f"/api/admin/users/{user_id}", is_active=False)
        async with within(3):
            await tab.until_closed()
            await silent.until_closed()
    assert not await is_let_in(app, token)


ODD: list[Any] = [
    None,
    SECRET,
    f'{SECRET}\n{{"event": "forged", "level": "info"}}',
    [SECRET],
    {"name": SECRET},
    {"name": f"{SECRET}\nforged line"},
    {"name": 7, "payload": SECRET},
    {"name": f"{_STATE}setvar", "payload": {"var_name": "x", "value": SECRET}},
    {"name": f"{USERS}.setvar", "payload": {"var_name": "rows", "value": [SECRET]}},
    {"name": f"{USERS}.edit", "payload": {"user_id": {"a": [SECRET]}}},
    {"name": f"{USERS}.edit", "payload": SECRET},
    {"name": f"{USERS}.edit", "payload": {SECRET: SECRET}},
    {"name": f"{USERS}.search", "payload": {"q": SECRET}, "router_data": SECRET},
    {"name": f"{SETTINGS}.change_password", "payload": {"form": SECRET}},
    {"name": f"{SETTINGS}.change_password", "payload": {"current": [SECRET], "new": SECRET}},
    {"name": f"{_STATE}hydrate", "payload": {"vars": {SECRET: SECRET}}, "token": SECRET},
    {"name": f"{_STATE}hydrate", "router_data": {"pathname": [SECRET], "query": {"x": SECRET}}},
    {
        "name": f"{_STATE}reflex___state____frontend_event_exception_state"
        ".handle_frontend_exception",
        "payload": {"info": f"{SECRET}\nforged", "component_stack": SECRET},
    },
]
FRAMES = [
    SECRET,
    f"42/_event,{SECRET}",
    f'42/_event,["{SECRET}"]',
    f'42/_event,[{{"{SECRET}": 1}}]',
    f'42/_event,["event", "\\ud800{SECRET}"]',
    '42/_event,["event", ' + "[" * 50_000,
    '42/_event,["event", ' + "9" * 50_000 + "]",
    f'42/other,["event", "{SECRET}"]',
    f'40/_event,{{"event": "{SECRET}"}}',
    f'40/_event,{{"state_schema": "{SECRET}\\nforged"}}',
    f'51-/_event,["event",{{"_placeholder":true,"num":0}}]{SECRET}',
    f'43/_event,7["{SECRET}"]',
    "6",
    f"9{SECRET}",
]


async def test_whatever_is_sent_stands_in_no_log_and_forges_no_line(
    app: App, eve: tuple[str, str]
) -> None:
    for odd in ODD:
        async with socket(app, eve[1], tab="odd") as tab:
            await tab.connect(HYDRATE)
            await tab.emit("event", odd)
            await tab.emit("client_error", odd)
            await tab.emit("ping", odd)
            await tab.heard(pause_s=0.3)
    for frame in FRAMES:
        async with socket(app, eve[1], tab="odd") as tab:
            await tab.connect(HYDRATE)
            await tab.raw(frame)
            await tab.heard(pause_s=0.3)
    async with socket(app, eve[1], tab="odd") as tab:
        await tab.connect({"name": SECRET, "payload": SECRET})
        await tab.ws.send_bytes(SECRET.encode())
        await tab.heard(pause_s=0.3)
    assert SECRET not in app.log.read_text()
    assert all("forged" not in json.dumps(line) for line in app.lines())
    async with socket(app, eve[1], tab="good") as tab:
        await tab.connect(HYDRATE)
        assert _STATE[:-1] in await tab.heard(_STATE[:-1])


@pytest.mark.parametrize("size", [200_000, 3_000_000])
async def test_a_message_that_is_too_long_ends_its_websocket_alone(
    app: App, eve: tuple[str, str], size: int
) -> None:
    async with socket(app, eve[1], tab="long") as tab, socket(app, eve[1], tab="other") as other:
        await tab.connect(HYDRATE)
        await tab.send(f"{USERS}.search", q="x" * size)
        async with within(3):
            await tab.until_closed()
        await other.connect(HYDRATE)
        assert _STATE[:-1] in await other.heard(_STATE[:-1])


async def test_a_flood_is_refused_in_words_and_then_hung_up_on(tmp_path: Path) -> None:
    with app_without_pages(tmp_path, EVENTS_PER_MINUTE="60") as app:
        _, token = app.register("ada")
        _, others = app.register("eve")
        async with socket(app, token) as tab:
            await tab.connect(HYDRATE)
            await tab.heard()
            for _ in range(80):
                await tab.send(f"{SETTINGS}.load")
            heard = await tab.heard("Too many requests")
            assert heard.count("Too many requests") == 1
            for _ in range(300):
                await tab.send(f"{SETTINGS}.load")
            async with within(5):
                await tab.until_closed()
        assert not await is_let_in(app, token)
        async with socket(app, others) as tab:
            await tab.connect(HYDRATE)
            assert _STATE[:-1] in await tab.heard(_STATE[:-1])
        assert all(line["event"] != "event.not_one" for line in app.lines())


async def test_a_person_has_a_number_of_websockets(tmp_path: Path) -> None:
    with app_without_pages(tmp_path, MAX_SOCKETS_PER_USER="2") as app:
        _, token = app.register("ada")
        async with socket(app, token, tab="1"):
            async with socket(app, token, tab="2"):
                assert not await is_let_in(app, token)
            async with asyncio.timeout(60):
                while not await is_let_in(app, token):
                    await asyncio.sleep(0.02)
