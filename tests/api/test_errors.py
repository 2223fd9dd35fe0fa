"""Every error code of the contract, provoked over HTTP: status, envelope, Retry-After, document."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_sse import EventSource, ServerSentEvent
from sqlalchemy import text
from sqlmodel import update
from uuid_utils.compat import uuid7

from chat_app.db import transaction
from chat_app.errors import ChatAppError
from chat_app.llm.types import FinishReason
from chat_app.models import SavedPrompt, now
from chat_app.services.turns import runner
from tests.api.conftest import DOCUMENT, PASSWORD, NewPerson, Person, refused
from tests.conftest import PostgresServer
from tests.fakes.script import Fake, Fault, Reply
from tests.serving import serving

CONTRACT = {
    400: {
        *("INVALID_REQUEST", "INVALID_MESSAGE", "INVALID_IMPORT", "CHAT_NOT_FOUND"),
        "MODEL_LACKS_INPUT",
    },
    401: {"UNAUTHENTICATED", "INVALID_CREDENTIALS", "SECOND_FACTOR_NEEDED"},
    403: {
        *("UNAUTHORIZED_CHAT_ACCESS", "TOKEN_LIMIT_EXCEEDED", "MODEL_NOT_ALLOWED"),
        *("CHAT_LIMIT_REACHED", "KEY_LIMIT_REACHED", "REGISTRATION_CLOSED"),
        *("FORBIDDEN", "ORG_MISMATCH", "STORAGE_FULL", "MEMBER_LIMIT_REACHED"),
    },
    404: {
        *("CHAT_NOT_FOUND", "MESSAGE_NOT_FOUND", "SESSION_NOT_FOUND", "FILE_NOT_FOUND"),
        "NOT_FOUND",
    },
    405: {"METHOD_NOT_ALLOWED"},
    408: {"REQUEST_TIMEOUT"},
    409: {
        *("EMAIL_TAKEN", "NAME_TAKEN", "TURN_IN_PROGRESS", "IMPORT_IN_PROGRESS"),
        *("IDEMPOTENCY_CONFLICT", "SEND_TAKEN_BACK", "TAKEOUT_RUNNING"),
    },
    410: {"SESSION_EXPIRED"},
    413: {"PAYLOAD_TOO_LARGE", "FILE_TOO_LARGE"},
    415: {"UNSUPPORTED_FILE"},
    422: {"CONTENT_BLOCKED"},
    429: {"RATE_LIMITED"},
    500: {"INTERNAL_ERROR"},
    502: {"PROVIDER_ERROR"},
    503: {"MODEL_UNAVAILABLE", "RATE_LIMIT_ERROR"},
    504: {"PROVIDER_TIMEOUT"},
}
"""The table of docs/contract/api.md, what is told inside streams aside."""
IN_STREAM = {
    *("RATE_LIMIT_ERROR", "PROVIDER_ERROR", "PROVIDER_TIMEOUT", "CONTENT_BLOCKED"),
    "STREAM_FAILED",
}
UNDER_V1 = {(400, "CONTEXT_LENGTH_EXCEEDED"), (404, "MODEL_NOT_FOUND")}
"""What is told there alone, in OpenAI's shape."""
PATHS = DOCUMENT["paths"]
JSON = {"Content-Type": "application/json"}


@dataclass
class World:
    """An administrator with a chat of two messages, and whoever else is needed."""

    ada: Person
    nobody: httpx.AsyncClient
    new_person: NewPerson
    rooms: AsyncExitStack
    ids: dict[str, str] = field(default_factory=dict)

    async def eve(self) -> Person:
        """Sign up somebody who is no administrator."""
        return await self.new_person("eve")


@pytest.fixture
async def world(
    ada: Person, nobody: httpx.AsyncClient, new_person: NewPerson
) -> AsyncIterator[World]:
    async with AsyncExitStack() as rooms:
        made = World(ada, nobody, new_person, rooms)
        made.ids = {"chat": await ada.new_chat(), "unknown": str(uuid7())}
        yield made


Provoke = Callable[[World], Awaitable[httpx.Response]]


def ada(method: str, path: str, **request: Any) -> Provoke:
    """Call as Ada; `{chat}` in the path is a chat of hers."""

    async def provoke(world: World) -> httpx.Response:
        return await world.ada.http.request(method, path.format(**world.ids), **request)

    return provoke


def nobody(method: str, path: str, **request: Any) -> Provoke:
    """Call without an account."""

    async def provoke(world: World) -> httpx.Response:
        return await world.nobody.request(method, path.format(**world.ids), **request)

    return provoke


def eve(method: str, path: str, **request: Any) -> Provoke:
    """Call as somebody to whom nothing of Ada's belongs."""

    async def provoke(world: World) -> httpx.Response:
        person = await world.eve()
        return await person.http.request(method, path.format(**world.ids), **request)

    return provoke


async def too_little_budget(world: World) -> httpx.Response:
    person = await world.eve()
    path = f"/api/admin/users/{person.user['user_id']}"
    assert (await world.ada.http.patch(path, json={"token_limit": 60})).is_success
    return await person.http.post("/api/chat", json={"message": "Hello"})


async def one_chat_too_many(world: World) -> httpx.Response:
    for _ in range(4):
        await world.ada.new_chat()
    return await world.ada.http.post("/api/chats", json={})


async def one_key_too_many(world: World) -> httpx.Response:
    for number in range(20):
        made = await world.ada.http.post("/api/keys", json={"name": f"{number}"})
        assert made.status_code == 201, made.text
    return await world.ada.http.post("/api/keys", json={"name": "20"})


async def dead_key(world: World) -> httpx.Response:
    made = (await world.ada.http.post("/api/keys", json={"name": "CI"})).json()
    assert (await world.ada.http.delete(f"/api/keys/{made['key_id']}")).is_success
    headers = {"Authorization": f"Bearer {made['key']}"}
    return await world.nobody.get("/api/chats", headers=headers)


async def no_place_to_restore(world: World) -> httpx.Response:
    assert (await world.ada.http.delete(f"/api/chat/{world.ids['chat']}")).is_success
    for _ in range(5):
        await world.ada.new_chat()
    return await world.ada.http.post(f"/api/chat/{world.ids['chat']}/restore")


async def deleted_chat(world: World) -> httpx.Response:
    assert (await world.ada.http.delete(f"/api/chat/{world.ids['chat']}")).is_success
    return await world.ada.http.get(f"/api/chat/{world.ids['chat']}")


async def last_admin(world: World) -> httpx.Response:
    path = f"/api/admin/users/{world.ada.user['user_id']}"
    return await world.ada.http.patch(path, json={"role": "user"})


async def switched_off(world: World) -> httpx.Response:
    person = await world.eve()
    path = f"/api/admin/users/{person.user['user_id']}"
    assert (await world.ada.http.patch(path, json={"is_active": False})).is_success
    account = {"email": person.user["email"], "password": PASSWORD}
    return await world.nobody.post("/api/auth/login", json=account)


async def from_another_site(world: World) -> httpx.Response:
    cookie = {"Cookie": f"chat_session={world.ada.token}", "Sec-Fetch-Site": "cross-site"}
    return await world.nobody.post("/api/chats", json={}, headers=cookie)


async def _session(world: World) -> dict[str, str]:
    prompt = {"modelId": "simulated", "prompt": "Hello"}
    started = await world.ada.http.post("/api/chat/start", json=prompt)
    return {"sessionId": started.json()["sessionId"]}


async def somebody_elses_session(world: World) -> httpx.Response:
    query = await _session(world)
    return await (await world.eve()).http.get("/api/chat/stream", params=query)


async def expired_session(world: World) -> httpx.Response:
    query = await _session(world)
    async with transaction() as session:
        await session.exec(update(SavedPrompt).values(expires_at=now() - timedelta(seconds=1)))
    return await world.ada.http.get("/api/chat/stream", params=query)


async def dead_token(world: World) -> httpx.Response:
    assert (await world.ada.http.post("/api/auth/logout")).is_success
    return await world.ada.http.get("/api/auth/me")


async def turn_in_progress(world: World) -> httpx.Response:
    path = f"/api/chat/{world.ids['chat']}/message"
    await world.rooms.enter_async_context(
        world.ada.http.stream("POST", path, json={"message": "write 500 words"})
    )
    return await world.ada.http.post(path, json={"message": "And?"})


async def key_of_another_body(world: World) -> httpx.Response:
    headers = {"Idempotency-Key": "k"}
    await world.ada.http.post("/api/chat", json={"message": "Hello"}, headers=headers)
    return await world.ada.http.post("/api/chat", json={"message": "Hello!"}, headers=headers)


async def name_of_another_prompt(world: World) -> httpx.Response:
    prompt = {"name": "translate", "content": "Into French, please"}
    assert (await world.ada.http.post("/api/prompts", json=prompt)).status_code == 201
    return await world.ada.http.post("/api/prompts", json=prompt)


async def many_requests(world: World) -> httpx.Response:
    while (answer := await world.ada.http.get("/api/auth/me")).is_success:
        pass
    return answer


async def many_wrong_passwords(world: World) -> httpx.Response:
    account = {"email": "ada@example.com", "password": "not it at all"}
    for _ in range(5):
        refused(
            await world.nobody.post("/api/auth/login", json=account), 401, "INVALID_CREDENTIALS"
        )
    return await world.nobody.post("/api/auth/login", json=account)


async def rows_that_make_no_sense(world: World) -> httpx.Response:
    await world.ada.say(world.ids["chat"])
    async with transaction() as session:
        await (await session.connection()).execute(text("UPDATE message SET role = 'ghost'"))
    return await world.ada.http.get(f"/api/chat/{world.ids['chat']}/messages")


HELLO = {"message": "Hello"}
ACCOUNT = {"email": "ADA@example.com", "password": PASSWORD}
NO_TEXT = {"message": " \n"}
LONG = {"message": "x" * 5001}
CHATS = "POST /api/chats"
SEND = "POST /api/chat/{chat_id}/message"
ROWS: list[tuple[int, str, str | None, Provoke]] = [
    (
        400,
        "INVALID_REQUEST",
        "POST /api/chats",
        ada("POST", "/api/chats", content=b"{", headers=JSON),
    ),
    (400, "INVALID_REQUEST", CHATS, ada("POST", "/api/chats", json={"title": 1})),
    (400, "INVALID_REQUEST", CHATS, ada("POST", "/api/chats", json={"model": "none"})),
    (
        400,
        "INVALID_REQUEST",
        SEND,
        ada("POST", "/api/chat/{chat}/message?dialect=x", json=HELLO),
    ),
    (400, "INVALID_REQUEST", "GET /api/chats", ada("GET", "/api/chats?limit=0")),
    (400, "INVALID_REQUEST", "GET /api/chats", ada("GET", "/api/chats?cursor=x")),
    (400, "INVALID_REQUEST", "GET /api/admin/usage", ada("GET", "/api/admin/usage?from=soon")),
    (400, "INVALID_REQUEST", "GET /api/chat/history", ada("GET", "/api/chat/history")),
    (
        400,
        "INVALID_MESSAGE",
        SEND,
        ada("POST", "/api/chat/{chat}/message", json=NO_TEXT),
    ),
    (
        400,
        "INVALID_MESSAGE",
        "POST /api/chat",
        ada("POST", "/api/chat", json=LONG),
    ),
    (
        *(400, "INVALID_MESSAGE", "POST /api/chat/start"),
        ada("POST", "/api/chat/start", json={"modelId": "simulated", "prompt": ""}),
    ),
    (400, "INVALID_IMPORT", "POST /api/imports", ada("POST", "/api/imports", content=b"Hello")),
    (400, "CHAT_NOT_FOUND", "GET /api/chat/{chat_id}", ada("GET", "/api/chat/not-a-uuid")),
    (401, "UNAUTHENTICATED", "GET /api/auth/me", nobody("GET", "/api/auth/me")),
    (401, "UNAUTHENTICATED", "GET /api/auth/me", dead_token),
    (401, "UNAUTHENTICATED", SEND, nobody("POST", "/api/chat/{chat}/message", json=HELLO)),
    (
        *(401, "INVALID_CREDENTIALS", "POST /api/auth/login"),
        nobody("POST", "/api/auth/login", json={"email": "a@example.com", "password": "x"}),
    ),
    (
        *(401, "INVALID_CREDENTIALS", "POST /api/auth/password"),
        ada("POST", "/api/auth/password", json={"current": "x", "new": PASSWORD}),
    ),
    (403, "UNAUTHORIZED_CHAT_ACCESS", "GET /api/chat/{chat_id}", eve("GET", "/api/chat/{chat}")),
    (403, "UNAUTHORIZED_CHAT_ACCESS", SEND, eve("POST", "/api/chat/{chat}/message", json=HELLO)),
    (403, "TOKEN_LIMIT_EXCEEDED", "POST /api/chat", too_little_budget),
    (
        *(403, "MODEL_NOT_ALLOWED", SEND),
        ada("POST", "/api/chat/{chat}/message", json=HELLO | {"model": "claude-opus-5-5"}),
    ),
    (403, "CHAT_LIMIT_REACHED", "POST /api/chats", one_chat_too_many),
    (403, "KEY_LIMIT_REACHED", "POST /api/keys", one_key_too_many),
    (401, "UNAUTHENTICATED", "GET /api/chats", dead_key),
    (403, "CHAT_LIMIT_REACHED", "POST /api/chat/{chat_id}/restore", no_place_to_restore),
    (403, "FORBIDDEN", "GET /api/admin/users", eve("GET", "/api/admin/users")),
    (403, "FORBIDDEN", "PATCH /api/admin/users/{user_id}", last_admin),
    (403, "FORBIDDEN", "POST /api/auth/login", switched_off),
    (403, "FORBIDDEN", "POST /api/chats", from_another_site),
    (403, "FORBIDDEN", "GET /api/chat/stream", somebody_elses_session),
    (403, "ORG_MISMATCH", "GET /api/chats", ada("GET", "/api/chats", headers={"x-org-id": "acme"})),
    (404, "CHAT_NOT_FOUND", "GET /api/chat/{chat_id}", ada("GET", "/api/chat/{unknown}")),
    (404, "CHAT_NOT_FOUND", "GET /api/chat/{chat_id}", deleted_chat),
    (
        *(404, "MESSAGE_NOT_FOUND", "POST /api/chat/{chat_id}/message/{message_id}/regenerate"),
        ada("POST", "/api/chat/{chat}/message/{unknown}/regenerate"),
    ),
    (
        *(404, "SESSION_NOT_FOUND", "GET /api/chat/stream"),
        ada("GET", "/api/chat/stream?sessionId={unknown}"),
    ),
    (404, "FILE_NOT_FOUND", "GET /api/files/{file_id}", ada("GET", "/api/files/{unknown}")),
    (
        415,
        "UNSUPPORTED_FILE",
        "POST /api/files",
        ada("POST", "/api/files", files={"file": ("a.zip", b"PK\x03\x04")}),
    ),
    (
        *(404, "NOT_FOUND", "POST /api/admin/users/{user_id}/reset-usage"),
        ada("POST", "/api/admin/users/{unknown}/reset-usage"),
    ),
    (404, "NOT_FOUND", None, nobody("GET", "/api/nobody-made-this")),
    (405, "METHOD_NOT_ALLOWED", None, nobody("DELETE", "/api/models")),
    (
        *(409, "EMAIL_TAKEN", "POST /api/auth/register"),
        nobody(
            "POST", "/api/auth/register", json={"email": "ADA@example.com", "password": PASSWORD}
        ),
    ),
    (409, "NAME_TAKEN", "POST /api/prompts", name_of_another_prompt),
    (409, "IDEMPOTENCY_CONFLICT", "POST /api/chat", key_of_another_body),
    (410, "SESSION_EXPIRED", "GET /api/chat/stream", expired_session),
    (413, "PAYLOAD_TOO_LARGE", None, ada("POST", "/api/chats", content=b" " * 65_537)),
    (429, "RATE_LIMITED", "POST /api/auth/login", many_wrong_passwords),
    (500, "INTERNAL_ERROR", "GET /api/chat/{chat_id}/messages", rows_that_make_no_sense),
    (
        *(503, "MODEL_UNAVAILABLE", SEND),
        ada("POST", "/api/chat/{chat}/message", json=HELLO | {"model": "gpt-6-luna"}),
    ),
]
"""Status, code, operation (none where the answer comes before any route), and how to get there."""
SPECIAL = {
    (409, "TURN_IN_PROGRESS"),
    (403, "REGISTRATION_CLOSED"),
    (422, "CONTENT_BLOCKED"),
    (502, "PROVIDER_ERROR"),
    (503, "RATE_LIMIT_ERROR"),
    (504, "PROVIDER_TIMEOUT"),
}
"""Those that need a server with settings of its own; each has a test below."""
ELSEWHERE = {
    *((408, "REQUEST_TIMEOUT"), (409, "IMPORT_IN_PROGRESS"), (400, "MODEL_LACKS_INPUT")),
    *((403, "STORAGE_FULL"), (413, "FILE_TOO_LARGE"), (401, "SECOND_FACTOR_NEEDED")),
    *((403, "MEMBER_LIMIT_REACHED"), (409, "SEND_TAKEN_BACK"), (409, "TAKEOUT_RUNNING")),
}
"""Those of test_connection.py, test_imports.py and test_files.py, of what sends files, and of the
tests of second factors, members, lines and takeouts."""


def told(response: httpx.Response, status: int, code: str, operation: str | None) -> None:
    """Check an error as a program sees it, and that the document told of it."""
    refused(response, status, code)
    assert response.headers["x-request-id"]
    assert response.headers["x-content-type-options"] == "nosniff"
    if status in {429, 503}:
        assert int(response.headers["retry-after"]) >= 1
    assert ("www-authenticate" in response.headers) == (status == 401)
    assert "Traceback" not in response.text
    if operation:
        method, _, path = operation.partition(" ")
        answer = PATHS[path][method.lower()]["responses"][str(status)]
        examples = answer["content"]["application/json"]["examples"].values()
        assert code in {example["value"]["code"] for example in examples}


@pytest.mark.parametrize(
    ("status", "code", "operation", "provoke"),
    ROWS,
    ids=[f"{status} {code} {operation}" for status, code, operation, _ in ROWS],
)
async def test_a_code_comes_as_the_contract_says(
    world: World, status: int, code: str, operation: str | None, provoke: Provoke
) -> None:
    told(await provoke(world), status, code, operation)


def test_what_is_provoked_here_is_the_contract_and_all_we_have() -> None:
    def family(kind: type[ChatAppError]) -> Iterator[type[ChatAppError]]:
        for child in kind.__subclasses__():
            yield child
            yield from family(child)

    contract = {(status, code) for status, codes in CONTRACT.items() for code in codes}
    kinds = {kind for kind in family(ChatAppError) if (kind.status, kind.code) not in UNDER_V1}
    assert {(status, code) for status, code, _, _ in ROWS} | SPECIAL | ELSEWHERE == contract
    assert {kind.code for kind in kinds} == {code for _, code in contract} | IN_STREAM
    assert {(kind.status, kind.code) for kind in kinds} - contract == {(500, "STREAM_FAILED")}


@pytest.mark.settings(SIM_DELAY_MS=20)
async def test_one_turn_at_a_time(world: World) -> None:
    told(await turn_in_progress(world), 409, "TURN_IN_PROGRESS", SEND)


@pytest.mark.settings(ALLOW_REGISTRATION="false")
async def test_sign_up_can_be_closed(ada: Person, nobody: httpx.AsyncClient) -> None:
    account = {"email": "eve@example.com", "password": PASSWORD}
    answer = await nobody.post("/api/auth/register", json=account)
    told(answer, 403, "REGISTRATION_CLOSED", "POST /api/auth/register")


@pytest.mark.settings(RATE_LIMIT_PER_MINUTE=5)
async def test_requests_are_limited(world: World) -> None:
    told(await many_requests(world), 429, "RATE_LIMITED", "GET /api/auth/me")


@pytest.mark.settings(METRICS_TOKEN="of-the-operator")
@pytest.mark.parametrize("path", ["/metrics", "/api/metrics"])
async def test_metrics_ask_for_their_token(nobody: httpx.AsyncClient, path: str) -> None:
    told(await nobody.get(path), 401, "UNAUTHENTICATED", f"GET {path}")


def test_nothing_is_sent_while_the_database_is_away(
    postgres: PostgresServer, migrated_postgres: str, tmp_path: Path
) -> None:
    with (
        postgres.copy_of(migrated_postgres) as url,
        serving(tmp_path, DATABASE_URL=url, SIM_DELAY_MS="0") as server,
        httpx.Client(base_url=server.url, timeout=60) as http,
    ):
        made = http.post("/api/auth/register", json=ACCOUNT).json()
        http.headers["Authorization"] = f"Bearer {made['access_token']}"
        chat = http.post("/api/chats", json={}).json()["chat_id"]
        calls = [
            ("POST", f"/api/chat/{chat}/message", SEND),
            ("POST", "/api/chat", "POST /api/chat"),
            ("POST", "/api/chat/stream", "POST /api/chat/stream"),
            ("GET", "/api/ready", "GET /api/ready"),
        ]
        name = url.partition("?")[0].rpartition("/")[2]
        postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgres.run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        for method, path, operation in calls:
            answer = http.request(method, path, json=HELLO if method == "POST" else None)
            told(answer, 503, "MODEL_UNAVAILABLE", operation)
        assert http.get("/api/health").is_success
        postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        # A connection that was cut is found out by the first call that takes it from the pool.
        answers = [http.post(calls[0][1], json=HELLO).status_code for _ in range(3)]
        assert answers[-1] == 200, answers


LUNA = HELLO | {"model": "gpt-6-luna"}
FAULTS = {
    "CONTENT_BLOCKED": Reply(blocks_prompt=True),
    "PROVIDER_ERROR": Reply(fault="server"),
    "RATE_LIMIT_ERROR": Reply(fault="rate_limit"),
    "PROVIDER_TIMEOUT": Reply(stall_after=0),
}
# Where a stall is not the point, a slow machine must not look like one.
impatient = pytest.mark.settings(PROVIDER_STALL_S="1")
CODES = [
    pytest.param(code, marks=[impatient] if code == "PROVIDER_TIMEOUT" else []) for code in FAULTS
]


@pytest.mark.parametrize("code", CODES)
async def test_a_fault_of_the_vendor_is_a_status_where_nothing_is_streamed(
    vendor: Fake, world: World, code: str
) -> None:
    vendor.script(FAULTS[code])
    (status,) = [status for status, name in SPECIAL if name == code]
    answer = await world.ada.http.post("/api/chat", json=LUNA)
    told(answer, status, code, "POST /api/chat")
    usage = (await world.ada.http.get("/api/user/token-usage")).json()
    assert usage["reserved_tokens"] == usage["total_tokens_used"] == 0


@pytest.mark.parametrize("fault", ["bad_key", "unknown_model", "unavailable"])
async def test_any_other_fault_of_the_vendor_is_a_provider_error(
    vendor: Fake, world: World, fault: Fault
) -> None:
    vendor.script(Reply(fault=fault))
    told(await world.ada.http.post("/api/chat", json=LUNA), 502, "PROVIDER_ERROR", "POST /api/chat")


def said(dialect: str, events: list[ServerSentEvent]) -> str:
    """Return the text of a stream without its end."""
    pieces = [event.data for event in events[:-1]]
    if dialect == "text":
        return "".join(pieces)
    name = "token" if dialect == "token" else "content"
    return "".join(json.loads(piece).get(name, "") for piece in pieces)


def told_in_stream(dialect: str, data: str, code: str) -> None:
    """Check the event that tells of a fault."""
    event = json.loads(data)
    assert event.pop("message")
    if dialect == "text":
        assert event == {"error": True, "code": code}
        assert event["error"] is True
    elif dialect == "token":
        assert event == {"error": code}
    else:
        assert event == {"type": "error", "code": code}


@pytest.mark.parametrize("dialect", ["text", "token", "typed"])
@pytest.mark.parametrize(
    ("code", "reply", "text"),
    [
        *(
            pytest.param(*code.values, FAULTS[str(*code.values)], "", marks=code.marks)
            for code in CODES
        ),
        ("CONTENT_BLOCKED", Reply(finish=FinishReason.SAFETY), "Hello there!"),
        ("PROVIDER_ERROR", Reply(cut_after=2), "Hello there"),
        pytest.param("PROVIDER_TIMEOUT", Reply(stall_after=2), "Hello there", marks=impatient),
    ],
)
async def test_a_fault_of_the_vendor_is_an_event_of_a_stream(
    vendor: Fake, world: World, dialect: str, code: str, reply: Reply, text: str
) -> None:
    vendor.script(reply)
    path = f"/api/chat/{world.ids['chat']}/message"
    response, events = await world.ada.stream(path, params={"dialect": dialect}, json=LUNA)
    told_in_stream(dialect, events[-1].data, code)
    assert said(dialect, events) == text
    _, again = await world.ada.stream(
        f"{path}/{response.headers['x-message-id']}/stream", "GET", params={"dialect": dialect}
    )
    assert again[-1].data == events[-1].data
    assert said(dialect, again) == text


@pytest.mark.settings(SIM_DELAY_MS=20)
async def test_a_restart_of_ours_is_an_event_of_a_stream(world: World) -> None:
    path = f"/api/chat/{world.ids['chat']}/message"
    body = {"message": "write 500 words"}
    async with world.ada.http.stream("POST", path, json=body) as response:
        events = EventSource(response).aiter_sse()
        await anext(events)
        reply = f"{path}/{response.headers['x-message-id']}/stream"
        others = [
            asyncio.create_task(world.ada.stream(reply, "GET", params={"dialect": dialect}))
            for dialect in ("token", "typed")
        ]
        await asyncio.gather(runner.drain(4), *others)
        told_in_stream("text", [event async for event in events][-1].data, "STREAM_FAILED")
    for dialect, other in zip(("token", "typed"), others, strict=True):
        told_in_stream(dialect, other.result()[1][-1].data, "STREAM_FAILED")
    told(await world.ada.http.post(path, json=HELLO), 503, "MODEL_UNAVAILABLE", SEND)
