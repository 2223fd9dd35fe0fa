"""API keys over HTTP: made, listed, changed and revoked, and where they let programs in."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from uuid_utils.compat import uuid7

from tests.api.conftest import DOCUMENT, NewPerson, Person, refused
from tests.api.test_openapi import OPEN, OPERATIONS

SHUT_TO_KEYS = {"accounts", "keys", "prompts", "admin"}
"""Tags of what is for people who have signed in."""
ALSO_SHUT = {
    *(("delete", "/api/chat/{chat_id}/members/{user_id}"), ("get", "/api/user/data")),
    *(("post", "/api/chat/{chat_id}/share"), ("post", "/api/auth/close")),
    *((method, "/api/chat/{chat_id}/share/{link_id}") for method in ("patch", "delete")),
}
"""Calls likewise, among others that are open."""
OWN = "key_id name prefix token_limit expires_at models created_at"


def secured() -> list[tuple[str, str, list[str]]]:
    """Return the operations that ask who is calling."""
    return [
        (method, path, operation["tags"])
        for method, path, operation in OPERATIONS
        if path not in OPEN and not path.endswith("/metrics") and path.startswith("/api/")
    ]


async def key_of(person: Person, **wanted: Any) -> dict[str, Any]:
    made = await person.http.post("/api/keys", json={"name": "CI"} | wanted)
    assert made.status_code == 201, made.text
    return made.json()


WithKey = Callable[[Person, dict[str, Any]], Person]


@pytest.fixture
async def with_key() -> AsyncIterator[WithKey]:
    """Return a function that gives a program which has a key and nothing else."""
    async with AsyncExitStack() as clients:

        def _with_key(person: Person, key: dict[str, Any]) -> Person:
            headers = {"Authorization": f"Bearer {key['key']}"}
            http = httpx.AsyncClient(base_url=person.http.base_url, headers=headers, timeout=60)
            clients.push_async_callback(http.aclose)
            return Person(http, key["key"], person.user)

        yield _with_key


async def test_a_key_is_told_in_full_once_and_listed_without_its_secret(
    ada: Person, with_key: WithKey
) -> None:
    until = datetime(2999, 12, 31, tzinfo=UTC)
    made = await key_of(
        ada, token_limit=5000, expires_at="2999-12-31T01:00:00+01:00", models=["simulated"]
    )
    assert made.keys() == {*OWN.split(), "key"}
    assert made["key"].startswith(made["prefix"])
    assert datetime.fromisoformat(made["expires_at"]) == until
    assert made["expires_at"].endswith("Z")
    assert (made["token_limit"], made["models"]) == (5000, ["simulated"])

    program = with_key(ada, made)
    reply = (await program.http.post("/api/chat", json={"message": "Hello"})).json()
    (listed,) = (await ada.http.get("/api/keys")).json()["keys"]

    assert listed == {name: made[name] for name in OWN.split()} | {
        "tokens_used": reply["tokens_used"],
        "last_used_at": listed["last_used_at"],
    }
    (seen,) = (await ada.http.get("/api/admin/keys")).json()["keys"]
    assert seen == listed | {"user_id": ada.user["user_id"], "email": ada.user["email"]}
    assert made["key"] not in (await ada.http.get("/api/admin/audit")).text


async def test_null_clears_and_what_is_left_out_stays(ada: Person) -> None:
    made = await key_of(ada, token_limit=5000, models=["simulated"])
    path = f"/api/keys/{made['key_id']}"
    changed = (await ada.http.patch(path, json={"name": "Report", "token_limit": None})).json()
    assert (changed["name"], changed["token_limit"]) == ("Report", None)
    assert changed["models"] == ["simulated"]
    assert (await ada.http.patch(path, json={"models": None})).json()["models"] is None


PAST = "2026-11-28T23:59:59+00:00"


@pytest.mark.parametrize(
    "body",
    [
        {"name": " "},
        {"name": "x" * 201},
        {"name": 7},
        {"name": "x\0y"},
        {"token_limit": -1},
        {"token_limit": 1.5},
        {"token_limit": "5"},
        {"token_limit": True},
        {"token_limit": 10**12},
        {"expires_at": PAST},
        {"expires_at": "2999-01-01T00:00:00"},
        {"expires_at": "tomorrow"},
        {"expires_at": 32503680000},
        {"expires_at": "9999-12-31T23:59:59-12:00"},
        {"models": []},
        {"models": "simulated"},
        {"models": ["nobody-9"]},
        {"models": [None]},
        {"scopes": ["admin"]},
    ],
    ids=str,
)
async def test_what_makes_no_sense_is_refused_and_nothing_changes(
    ada: Person, body: dict[str, Any]
) -> None:
    made = await key_of(ada)
    before = (await ada.http.get("/api/keys")).json()

    refused(await ada.http.post("/api/keys", json={"name": "CI"} | body), 400, "INVALID_REQUEST")
    path = f"/api/keys/{made['key_id']}"
    refused(await ada.http.patch(path, json=body), 400, "INVALID_REQUEST")

    assert (await ada.http.get("/api/keys")).json() == before


@pytest.mark.settings(MAX_KEYS_PER_USER=2)
async def test_one_key_too_many_is_refused_by_name(ada: Person) -> None:
    made = [await key_of(ada) for _ in range(2)]
    refused(await ada.http.post("/api/keys", json={"name": "3"}), 403, "KEY_LIMIT_REACHED")
    assert (await ada.http.delete(f"/api/keys/{made[0]['key_id']}")).json() == {"status": "success"}
    await key_of(ada)


async def test_anothers_key_is_not_there(ada: Person, eve: Person, with_key: WithKey) -> None:
    path = f"/api/keys/{(await key_of(ada))['key_id']}"
    for answer in (
        await eve.http.patch(path, json={"name": "Mine"}),
        await eve.http.delete(path),
        await ada.http.delete(f"/api/keys/{uuid7()}"),
        await ada.http.delete(f"/api/admin/keys/{uuid7()}"),
    ):
        refused(answer, 404, "NOT_FOUND")
    refused(await ada.http.delete("/api/keys/7"), 400, "INVALID_REQUEST")
    refused(await eve.http.get("/api/admin/keys"), 403, "FORBIDDEN")
    refused(await eve.http.delete(f"/api/admin{path[4:]}"), 403, "FORBIDDEN")
    of_eve = f"/api/admin/keys?user_id={eve.user['user_id']}"
    assert (await ada.http.get(of_eve)).json()["keys"] == []
    mine = await key_of(eve)
    assert [each["key_id"] for each in (await ada.http.get(of_eve)).json()["keys"]] == [
        mine["key_id"]
    ]

    await ada.http.delete(f"/api/admin/keys/{mine['key_id']}")

    assert (await eve.http.get("/api/keys")).json() == {"keys": [], "next_cursor": None}
    program = with_key(eve, mine)
    assert "revoked" in refused(await program.http.get("/api/chats"), 401, "UNAUTHENTICATED")


async def test_a_key_goes_where_its_owner_talks_and_nowhere_else(
    ada: Person, with_key: WithKey
) -> None:
    program = with_key(ada, await key_of(ada))
    for method, path, tags in secured():
        named = path
        for name in ("chat_id", "message_id", "user_id", "org_id", "key_id", "prompt_id"):
            named = named.replace(f"{{{name}}}", str(uuid7()))
        body = {} if "requestBody" in DOCUMENT["paths"][path][method] else None

        answer = await program.http.request(method, named, json=body)

        is_shut = SHUT_TO_KEYS & set(tags) or (method, path) in ALSO_SHUT
        expected = {403} if is_shut else {200, 201, 400, 404}
        assert answer.status_code in expected, (method, path, answer.text)
        if is_shut:
            refused(answer, 403, "FORBIDDEN")


async def test_a_key_is_taken_from_the_header_alone(ada: Person, nobody: httpx.AsyncClient) -> None:
    secret = (await key_of(ada))["key"]
    for answer in (
        await nobody.get("/api/chats", headers={"Cookie": f"chat_session={secret}"}),
        await nobody.get(f"/api/chat/stream?sessionId={uuid7()}&access_token={secret}"),
        await nobody.get("/api/chats", headers={"Authorization": f"Basic {secret}"}),
        await nobody.get("/api/chats", headers={"Authorization": f"Bearer {secret}x"}),
    ):
        refused(answer, 401, "UNAUTHENTICATED")
    lower = {"Authorization": f"bearer {secret}"}
    assert (await nobody.get("/api/chats", headers=lower)).status_code == 200


async def test_models_say_what_a_key_may_ask_for(
    ada: Person, new_person: NewPerson, with_key: WithKey
) -> None:
    program = with_key(ada, await key_of(ada, models=["gpt-6-luna"]))
    for person, allowed in ((ada, True), (program, False)):
        models = (await person.http.get("/api/models")).json()["models"]
        assert {each["allowed"] for each in models if each["model_id"] == "simulated"} == {allowed}
    refused(
        await program.http.post("/api/chat", json={"message": "Hello", "model": "simulated"}),
        403,
        "MODEL_NOT_ALLOWED",
    )


async def test_a_cap_that_is_spent_is_refused_by_its_name(ada: Person, with_key: WithKey) -> None:
    program = with_key(ada, await key_of(ada, token_limit=10))
    answer = await program.http.post("/api/chat", json={"message": "Hello"})
    assert "this key's budget has 10 left" in refused(answer, 403, "TOKEN_LIMIT_EXCEEDED")


@pytest.mark.settings(SIM_DELAY_MS="10")
async def test_a_stream_whose_key_is_revoked_ends_with_one_error(
    ada: Person, with_key: WithKey
) -> None:
    key = await key_of(ada)
    program = with_key(ada, key)
    chat_id = await program.new_chat()
    sent = {"message": "write 9000 words"}
    path = f"/api/chat/{chat_id}/message?dialect=typed"
    lines: list[str] = []
    async with program.http.stream("POST", path, json=sent) as stream:
        async for line in stream.aiter_lines():
            lines.append(line)
            if '"content"' in line and key:
                await ada.http.delete(f"/api/keys/{key['key_id']}")
                key = {}
    errors = [line for line in lines if '"type": "error"' in line or '"type":"error"' in line]
    assert len(errors) == 1
    assert "UNAUTHENTICATED" in errors[0]
    # Who may hear no more is told at once; what runs for the key ends with the next heartbeat.
    await ada.http.get(f"/api/chat/{chat_id}/message/{stream.headers['x-message-id']}/stream")
    (_, reply) = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]
    assert (reply["status"], reply["finish_reason"]) == ("stopped", "cancelled")
    assert reply["tokens_consumed"] > 0


@pytest.mark.settings(RATE_LIMIT_PER_MINUTE=3)
async def test_a_key_has_its_own_limit_and_tells_it(ada: Person, with_key: WithKey) -> None:
    program = with_key(ada, await key_of(ada))
    told = [(await program.http.get("/api/chats")).headers["ratelimit"] for _ in range(3)]
    assert [each.split(";")[1] for each in told] == ["r=2", "r=1", "r=0"]
    refused(await program.http.get("/api/chats"), 429, "RATE_LIMITED")
    assert (await ada.http.get("/api/chats")).status_code == 200
