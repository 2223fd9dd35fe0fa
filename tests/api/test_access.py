"""Every route, called by every kind of caller, answers what the table in docs/security.md says."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest

from chat_app.api.addresses import GATEWAY
from chat_app.api.app import create_app, routes_of
from tests.access import ORIGIN, PASSWORD, PROOF, Cast, Row, World, passkey_of, rows, settings_in
from tests.devices import Device
from tests.services.authenticators import App
from tests.serving import Server, serving
from tests.sounds import wav

ROWS = rows("call")
SECRET = "a secret of the tests that is long enough"
_REFUSALS = {"401": 401, "403": 403, "404": 404, "sign-in": 303}
_SIGN_IN = "/login?"
_PRIVATE = "/api/auth"
"""What is tried there ends sessions, and accounts."""


@dataclass(frozen=True)
class Call:
    """What to send to a route, with names in braces for the owner's things."""

    json: Any = None
    params: dict[str, str] = field(default_factory=dict)
    files: Any = None
    path: str = ""
    """Another path than the route's own, where names in it are not the things meant."""
    before: tuple[tuple[str, str, Any], ...] = ()
    """What the owner does first: method, path, body."""
    of: Callable[[Cast, str], Any] | None = None
    """Makes the body for one kind of caller, who begins something first for it to be done."""


def _first_code(cast: Cast, kind: str) -> Any:
    begun = cast.made(kind, "POST", "/api/auth/second-factor", json=PROOF)
    return {"code": App(begun["secret"]).code()}


def _with_an_app(cast: Cast, kind: str) -> Any:
    cast.made(kind, "POST", "/api/auth/second-factor/confirm", json=_first_code(cast, kind))
    return PROOF


def _new_passkey(cast: Cast, kind: str) -> Any:
    asked = cast.made(kind, "POST", "/api/auth/passkeys/options", json=PROOF)
    made = Device(ORIGIN).make(asked["options"])
    return {"ticket": asked["ticket"], "credential": made, "name": "Phone"}


def _signed_by_a_passkey(cast: Cast, _kind: str) -> Any:
    device, _ = passkey_of(cast, "owner")
    asked = cast.made("nobody", "POST", "/api/auth/passkeys/sign-in/options")
    return {"ticket": asked["ticket"], "credential": device.sign(asked["options"])}


_ANSWER = {"ticket": "x", "credential": {}}
_SAY = {"message": "Hello"}
_OF_V1 = {"model": "simulated", "messages": [{"role": "user", "content": "Hello"}]}
_OFF = {"is_active": False}
_RANGE = {"from": "2026-01-01", "to": "2026-12-31"}
CALLS: dict[str, Call] = {
    "POST /api/auth/register": Call({"email": "{new}@example.org", "password": PASSWORD}),
    "POST /api/auth/login": Call({"email": "{owner_email}", "password": PASSWORD}),
    "POST /api/auth/set-password": Call({"token": "{link_token}", "password": PASSWORD}),
    "PATCH /api/auth/me": Call({"name": "Somebody"}),
    "POST /api/auth/password": Call({"current": PASSWORD, "new": "another correct horse"}),
    "POST /api/auth/close": Call(PROOF),
    "POST /api/auth/second-factor": Call(PROOF),
    "POST /api/auth/second-factor/confirm": Call({"code": "000000"}, of=_first_code),
    "POST /api/auth/second-factor/recovery-codes": Call(PROOF, of=_with_an_app),
    "POST /api/auth/second-factor/disable": Call(PROOF),
    "POST /api/auth/passkeys/options": Call(PROOF),
    "POST /api/auth/passkeys": Call(_ANSWER | {"name": "Phone"}, of=_new_passkey),
    "PATCH /api/auth/passkeys/{passkey_id}": Call({"name": "Another"}),
    "POST /api/auth/passkeys/{passkey_id}/remove": Call(PROOF),
    "POST /api/auth/passkeys/sign-in": Call(_ANSWER, of=_signed_by_a_passkey),
    "POST /api/auth/forgot-password": Call({"email": "{new}@example.org"}),
    "POST /api/chat": Call(_SAY | {"chat_id": "{chat_id}"}),
    "POST /api/chat/stream": Call(_SAY | {"chat_id": "{chat_id}"}),
    "GET /api/chat/stream": Call(params={"sessionId": "{sessionId}"}),
    "POST /api/chat/start": Call(
        {"modelId": "simulated", "prompt": "Hello", "chatId": "{chat_id}"}
    ),
    "GET /api/chat/{chat_id}/events": Call(params={"seconds": "0"}),
    "GET /api/chat/history": Call(params={"chatId": "{chat_id}"}),
    "POST /api/folders": Call({"name": "Website"}),
    "PATCH /api/folders/{project_id}": Call({"name": "Another"}),
    "POST /api/chats": Call({}),
    "POST /api/chats/place": Call({"chat_ids": ["{chat_id}"], "archived": True}),
    "PATCH /api/chat/{chat_id}": Call({"title": "Another"}),
    "POST /api/chat/{chat_id}/restore": Call(before=(("DELETE", "/api/chat/{chat_id}", None),)),
    "PUT /api/chat/{chat_id}/branch": Call({"message_id": "{message_id}"}),
    "PUT /api/chat/{chat_id}/message/{message_id}/reaction": Call({"reaction": "like"}),
    "POST /api/chat/{chat_id}/message": Call(_SAY),
    "PATCH /api/chat/{chat_id}/message/{message_id}": Call(
        _SAY, path="/api/chat/{chat_id}/message/{question_id}"
    ),
    "POST /api/chat/{chat_id}/compare": Call(_SAY | {"models": ["simulated", "second"]}),
    "POST /api/chat/{chat_id}/share": Call({}),
    "PATCH /api/chat/{chat_id}/share/{link_id}": Call({"include_costs": True}),
    "POST /api/files": Call(files={"file": ("a.txt", b"Hello")}),
    "POST /api/transcriptions": Call(files={"file": ("a.wav", wav((440, 0.3)))}),
    "POST /api/speech": Call({"message_id": "{message_id}"}),
    "POST /api/imports": Call(
        [{"chat_id": "one", "title": "Old", "messages": [{"role": "user", "content": "Hello"}]}]
    ),
    "POST /api/prompts": Call({"name": "p{new}", "content": "Hello"}),
    "PATCH /api/prompts/{prompt_id}": Call({"content": "Another"}),
    "POST /api/chat/{chat_id}/quote": Call(_SAY),
    "POST /api/chat/{chat_id}/message/{message_id}/quote": Call({}),
    "PUT /api/chat/{chat_id}/context": Call({"left_out_id": "{message_id}"}),
    "POST /api/chat/{chat_id}/members": Call({"email": "{new}@example.org", "role": "viewer"}),
    "PATCH /api/chat/{chat_id}/members/{user_id}": Call(
        {"role": "editor"}, path="/api/chat/{chat_id}/members/{guest_id}"
    ),
    "DELETE /api/chat/{chat_id}/members/{user_id}": Call(
        path="/api/chat/{chat_id}/members/{guest_id}"
    ),
    "GET /api/admin/usage": Call(params=_RANGE),
    "GET /api/admin/usage.csv": Call(params=_RANGE),
    "POST /api/admin/users": Call({"email": "{new}@example.org"}),
    "PATCH /api/admin/users/{user_id}": Call({"token_limit": 90_000_000}),
    "POST /api/admin/orgs": Call({"name": "{new}"}),
    "PATCH /api/admin/orgs/{org_id}": Call({"name": "{new}"}),
    "POST /api/keys": Call({"name": "Another"}),
    "PATCH /api/keys/{key_id}": Call({"name": "Another"}),
    "GET /s/{slug}/files/{file_id}": Call(path="/s/{slug_of_file}/files/{file_id}"),
    "GET /v1/models/{model_id}": Call(path="/v1/models/simulated"),
    "POST /v1/chat/completions": Call(_OF_V1),
    "POST /v1/responses": Call({"model": "simulated", "input": "Hello"}),
    "POST /v1/embeddings": Call({"model": "simulated-embedding", "input": "Hello"}),
}
"""How to call what needs more than its path."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve for the whole module; afterwards the books must balance."""
    folder = tmp_path_factory.mktemp("access")
    with serving(folder, JWT_SECRET=SECRET, **settings_in(folder)) as server:
        yield server
        books = server.command("check-books")
    assert books.returncode == 0, books.stderr


@pytest.fixture(scope="module")
def first(server: Server) -> str:
    """The access token of the first account, an administrator."""
    form = {"email": "first@example.org", "password": PASSWORD}
    return httpx.post(f"{server.url}/api/auth/register", json=form, timeout=60).json()[
        "access_token"
    ]


@pytest.fixture(scope="module")
def shared_cast(server: Server, first: str) -> Iterator[Cast]:
    """Callers for what ends no session."""
    with closing(Cast(server.url, server.log.parent / "chat.db", first)) as cast:
        yield cast


def prepared(world: World, row: Row, kind: str = "") -> tuple[str, str, dict[str, Any]]:
    """Make what a call names, and return its method, its path, and what it carries."""
    method, _, path = row.name.partition(" ")
    call = CALLS.get(row.name, Call())
    for of_owner, path_before, body in call.before:
        world.cast.call("owner", of_owner, world.fill(path_before), json=world.fill(body))
    wanted = call.of(world.cast, kind) if call.of and kind else world.fill(call.json)
    body = {} if wanted is None else {"json": wanted}
    carried = {"params": world.fill(call.params), "files": call.files} | body
    return method, world.fill(call.path or path), carried


def test_every_route_stands_in_the_table() -> None:
    routes = [
        f"{method} {route.path_format}"
        for route in routes_of(create_app())
        for method in (route.methods or set()) - {"HEAD"}
    ]
    assert sorted(row.name for row in ROWS) == sorted(routes)


def is_done(answer: httpx.Response) -> bool:
    """Say whether a call was obeyed: some lead to what they made."""
    leads_on = answer.has_redirect_location and not leads_to_sign_in(answer)
    return answer.is_success or leads_on


def leads_to_sign_in(answer: httpx.Response) -> bool:
    """Say whether an answer shows a browser where to sign in."""
    return answer.headers.get("location", "").startswith(_SIGN_IN)


@pytest.fixture
def cast(row: Row, shared_cast: Cast) -> Iterator[Cast]:
    """Callers for a route: of its own where it may end their sessions."""
    if _PRIVATE not in row.name:
        yield shared_cast
        return
    with closing(Cast(shared_cast.url, shared_cast.database, shared_cast.tokens["first"])) as own:
        yield own


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_route_answers_each_kind_of_caller_as_the_table_says(row: Row, cast: Cast) -> None:
    # Those who change nothing share a world, in which nothing must have changed then.
    world = World(cast)
    method, path, carried = prepared(world, row)
    before = world.state()
    for kind, cell in row.cells.items():
        if cell in _REFUSALS:
            answer = cast.call(kind, method, path, **carried)
            assert answer.status_code == _REFUSALS[cell], (kind, answer.text)
            assert not is_done(answer), (kind, answer.headers)
            assert not world.is_seen_in(answer.text), kind
    assert world.state() == before
    for kind, cell in row.cells.items():
        if cell not in _REFUSALS:
            world = World(cast)
            method, path, carried = prepared(world, row, kind)
            answer = cast.call(kind, method, path, **carried)
            assert is_done(answer), (kind, answer.text)
            assert cell == "yes" or (cell == "own" and not world.is_seen_in(answer.text)), kind


@pytest.fixture(scope="module")
def dead(shared_cast: Cast) -> dict[str, str]:
    """What let somebody in once, or never did."""
    cast = shared_cast
    alive = cast.tokens["owner"]
    head, claims, _ = alive.split(".")
    known = jwt.decode(alive, options={"verify_signature": False})
    tokens = {
        "noise": "noise",
        "signed by another": jwt.encode(known, "a secret of somebody else, long enough"),
        "not signed": jwt.encode(known, "", algorithm="none"),
        "half of it": f"{head}.{claims}.",
        "expired": jwt.encode(known | {"exp": known["iat"] - 1}, SECRET),
        "of nobody": jwt.encode(known | {"sub": str(uuid4()), "jti": str(uuid4())}, SECRET),
    }
    with closing(Cast(cast.url, cast.database, cast.tokens["first"])) as gone:
        gone.made("stranger", "POST", "/api/auth/logout")
        gone.made("admin", "PATCH", f"/api/admin/users/{gone.user_ids['owner']}", json=_OFF)
    tokens |= {
        "signed out": gone.tokens["stranger"],
        "switched off": gone.tokens["owner"],
        "key of one switched off": gone.tokens["key"],
    }
    made = cast.made("owner", "POST", "/api/keys", json={"name": "Gone"})
    cast.made("owner", "DELETE", f"/api/keys/{made['key_id']}")
    return tokens | {"revoked key": made["key"], "half a key": made["key"][:-1]}


_CLOSED = [row for row in ROWS if row.cells["nobody"] in {"401", "sign-in"}]


@pytest.mark.parametrize("row", _CLOSED, ids=str)
def test_what_lets_nobody_in_lets_in_nobody_anywhere(
    row: Row, shared_cast: Cast, dead: dict[str, str]
) -> None:
    world = World(shared_cast)
    method, path, carried = prepared(world, row)
    for kind, token in dead.items():
        headers = {"Authorization": f"Bearer {token}"}
        answer = shared_cast.call("nobody", method, path, headers=headers, **carried)
        assert answer.status_code == _REFUSALS[row.cells["nobody"]], (kind, answer.text)
        assert not world.is_seen_in(answer.text), kind
        if row.cells["nobody"] == "sign-in":
            assert leads_to_sign_in(answer), kind
        elif not path.startswith(GATEWAY):
            assert answer.json()["code"] == "UNAUTHENTICATED", kind
