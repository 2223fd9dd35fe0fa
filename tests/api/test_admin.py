"""Administration over HTTP: who may, shapes, paging, refusals."""

import csv
import io
from uuid import uuid4

import pytest

from tests.api.conftest import Person, refused

LISTS = ("usage", "usage.csv", "users", "ledger", "audit")


def user_path(person: Person, action: str = "") -> str:
    return f"/api/admin/users/{person.user['user_id']}{action}"


@pytest.mark.parametrize("path", LISTS)
async def test_only_administrators_may_look(path, eve, nobody):
    refused(await eve.http.get(f"/api/admin/{path}"), 403, "FORBIDDEN")
    refused(await nobody.get(f"/api/admin/{path}"), 401, "UNAUTHENTICATED")


async def test_only_administrators_may_change(ada, eve):
    refused(await eve.http.patch(user_path(eve), json={"tier": "PRO"}), 403, "FORBIDDEN")
    refused(await eve.http.post(user_path(ada, "/reset-usage")), 403, "FORBIDDEN")


async def test_a_demoted_administrator_loses_the_rights_at_once(ada, eve):
    await ada.http.patch(user_path(eve), json={"role": "admin"})
    assert (await eve.http.get("/api/admin/users")).status_code == 200
    await eve.http.patch(user_path(ada), json={"role": "user"})
    refused(await ada.http.get("/api/admin/users"), 403, "FORBIDDEN")


@pytest.mark.parametrize("group_by", ["day", "user", "model", "org"])
async def test_usage_adds_up_however_it_is_grouped(ada, eve, group_by):
    for person in (ada, eve):
        await person.say(await person.new_chat())
    report = (await ada.http.get("/api/admin/usage", params={"group_by": group_by})).json()
    figures = {"exchanges", "tokens", "billed_tokens", "cost_micro_usd", "errors"}
    assert report["total"].keys() == figures | {"key", "label"}
    for figure in figures:
        assert sum(row[figure] for row in report["rows"]) == report["total"][figure]
    assert report["total"]["exchanges"] == 2
    written = await ada.http.get("/api/admin/usage.csv", params={"group_by": group_by})
    assert written.headers["content-type"] == "text/csv; charset=utf-8"
    assert written.headers["content-disposition"].startswith('attachment; filename="usage-by-')
    rows = list(csv.DictReader(io.StringIO(written.text, newline="")))
    assert [row["label"] for row in rows] == [row["label"] for row in report["rows"]]
    assert [int(row["tokens"]) for row in rows] == [row["tokens"] for row in report["rows"]]


async def test_usage_can_be_narrowed_to_one_user(ada, eve):
    await ada.say(await ada.new_chat())
    await eve.say(await eve.new_chat())
    asked = {"group_by": "user", "user": eve.user["email"]}
    rows = (await ada.http.get("/api/admin/usage", params=asked)).json()["rows"]
    assert [row["key"] for row in rows] == [eve.user["user_id"]]


@pytest.mark.parametrize(
    "query",
    [
        {"from": "yesterday"},
        {"to": "2026-02-30"},
        {"from": "2026-02-02", "to": "2026-02-01"},
        {"to": "9999-12-31"},
        {"group_by": "mood"},
        {"user": "\0"},
    ],
)
@pytest.mark.parametrize("path", ["usage", "usage.csv"])
async def test_a_report_on_nonsense_is_refused_in_words(ada, path, query):
    answer = await ada.http.get(f"/api/admin/{path}", params=query)
    assert len(refused(answer, 400, "INVALID_REQUEST")) > 10


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("users", {"limit": 0}),
        ("users", {"limit": 201}),
        ("users", {"cursor": "x"}),
        ("ledger", {"cursor": "x"}),
        ("ledger", {"user_id": "x"}),
        ("audit", {"cursor": "x"}),
        ("audit", {"limit": "many"}),
    ],
)
async def test_a_list_query_that_makes_no_sense_is_refused(ada, path, query):
    refused(await ada.http.get(f"/api/admin/{path}", params=query), 400, "INVALID_REQUEST")


async def test_users_have_the_shape_of_the_contract_and_are_paged(ada, eve):
    first = (await ada.http.get("/api/admin/users", params={"limit": 1})).json()
    (user,) = first["users"]
    assert user.keys() == ada.user.keys() | {
        "token_limit",
        "total_tokens_used",
        "reserved_tokens",
        "is_active",
        "created_at",
        "last_seen_at",
    }
    assert user["user_id"] == ada.user["user_id"]
    rest = await ada.http.get("/api/admin/users", params={"cursor": first["next_cursor"]})
    assert [user["user_id"] for user in rest.json()["users"]] == [eve.user["user_id"]]
    assert rest.json()["next_cursor"] is None
    found = (await ada.http.get("/api/admin/users", params={"q": "EVE"})).json()["users"]
    assert [user["email"] for user in found] == [eve.user["email"]]


async def test_a_change_holds_at_once_and_is_in_the_audit(ada, eve):
    changes = {"token_limit": 50, "tier": "PRO", "role": "user"}
    changed = await ada.http.patch(user_path(eve), json=changes)
    assert changed.status_code == 200
    assert changes.items() <= changed.json().items()
    chat_id = await eve.new_chat()
    sent = await eve.http.post(f"/api/chat/{chat_id}/message", json={"message": "Hello"})
    refused(sent, 403, "TOKEN_LIMIT_EXCEEDED")
    (event,) = (await ada.http.get("/api/admin/audit")).json()["events"]
    assert (event["actor_id"], event["action"]) == (ada.user["user_id"], "user.update")
    assert event["target"] == f"user:{eve.user['user_id']}"
    assert event["before"] == {"token_limit": 100_000, "tier": "BASIC"}
    assert event["after"] == {"token_limit": 50, "tier": "PRO"}


async def test_a_deactivated_user_is_out_at_once(ada, eve):
    await ada.http.patch(user_path(eve), json={"is_active": False})
    refused(await eve.http.get("/api/auth/me"), 401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    "body",
    [
        {"token_limit": -1},
        {"token_limit": 2_000_000_001},
        {"token_limit": True},
        {"token_limit": "many"},
        {"token_limit": 1.5},
        {"tier": "GOLD"},
        {"role": "owner"},
        {"is_active": "no"},
        [],
    ],
)
async def test_a_change_that_makes_no_sense_is_refused(ada, eve, body):
    refused(await ada.http.patch(user_path(eve), json=body), 400, "INVALID_REQUEST")
    assert (await ada.http.get("/api/admin/audit")).json()["events"] == []


async def test_nobody_can_be_changed(ada):
    path = f"/api/admin/users/{uuid4()}"
    refused(await ada.http.patch(path, json={"tier": "PRO"}), 404, "NOT_FOUND")
    refused(await ada.http.post(f"{path}/reset-usage"), 404, "NOT_FOUND")
    refused(await ada.http.patch("/api/admin/users/x", json={}), 400, "INVALID_REQUEST")


async def test_the_last_administrator_stays_one(ada):
    answer = await ada.http.patch(user_path(ada), json={"role": "user"})
    assert "last active admin" in refused(answer, 403, "FORBIDDEN")


async def test_a_reset_gives_the_whole_limit_back_and_keeps_the_book(ada, eve):
    await eve.say(await eve.new_chat())
    query = {"user_id": eve.user["user_id"]}
    before = (await ada.http.get("/api/admin/ledger", params=query)).json()["entries"]
    reset = (await ada.http.post(user_path(eve, "/reset-usage"))).json()
    assert (reset["total_tokens_used"], reset["token_limit"]) == (0, 100_000)
    after = (await ada.http.get("/api/admin/ledger", params=query)).json()["entries"]
    assert after[1:] == before
    assert (after[0]["kind"], after[0]["balance_tokens"]) == ("grant", 100_000)


async def test_the_ledger_has_the_shape_of_the_contract_and_is_paged(ada):
    await ada.say(await ada.new_chat())
    entries, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await ada.http.get("/api/admin/ledger", params=query)).json()
        entries += page["entries"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert entries[0].keys() == {
        "entry_id",
        "user_id",
        "turn_id",
        "kind",
        "amount_tokens",
        "balance_tokens",
        "created_at",
    }
    assert {entry["kind"] for entry in entries} == {"grant", "reserve", "release", "charge"}
    assert sum(entry["amount_tokens"] for entry in entries) == entries[0]["balance_tokens"]


async def test_without_a_key_a_check_of_vendors_asks_nobody(ada, eve):
    refused(await eve.http.post("/api/admin/check-vendors"), 403, "FORBIDDEN")
    answer = await ada.http.post("/api/admin/check-vendors")
    assert (answer.status_code, answer.json()) == (200, {"vendors": []})
