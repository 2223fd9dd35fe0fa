"""Administration over HTTP: who may, shapes, paging, refusals."""

import csv
import io
from uuid import uuid4

import pytest
from sqlmodel import update

from chat_app.db import transaction
from chat_app.models import PasswordLink, now
from tests.api.conftest import PASSWORD, Person, refused

LISTS = ("usage", "usage.csv", "users", "ledger", "audit", "feedback")


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
    figures |= {"estimated_cost_micro_usd"}
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
        ("feedback", {"cursor": "x"}),
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
        "closed_at",
        "erased_at",
        "has_second_factor",
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
        "key_id",
        "turn_id",
        "purpose",
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


async def usage_pages(person: Person, **query) -> list[dict]:
    pages, cursor = [], {}
    while True:
        page = (await person.http.get("/api/admin/usage", params=query | cursor)).json()
        pages.append(page)
        if page["next_cursor"] is None:
            return pages
        cursor = {"cursor": page["next_cursor"]}


async def test_usage_is_paged_and_its_total_is_always_over_everything(ada, eve, new_person):
    for person in (ada, eve, await new_person("bob")):
        await person.say(await person.new_chat())
    (whole,) = await usage_pages(ada, group_by="user")
    pages = await usage_pages(ada, group_by="user", limit=2)
    assert [len(page["rows"]) for page in pages] == [2, 1]
    assert pages[0]["rows"] + pages[1]["rows"] == whole["rows"]
    assert [page["total"] for page in pages] == [whole["total"]] * 2
    beyond = {"group_by": "user", "cursor": "99"}
    empty = (await ada.http.get("/api/admin/usage", params=beyond)).json()
    assert empty == {"rows": [], "total": whole["total"], "next_cursor": None}
    written = await ada.http.get("/api/admin/usage.csv", params={"group_by": "user", "limit": 1})
    assert len(written.text.splitlines()) == 4


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"cursor": "x"}, {"cursor": "-1"}])
async def test_a_page_of_usage_that_makes_no_sense_is_refused(ada, query):
    refused(await ada.http.get("/api/admin/usage", params=query), 400, "INVALID_REQUEST")


async def audited(person: Person) -> list[tuple]:
    events = (await person.http.get("/api/admin/audit")).json()["events"]
    return [(event["action"], event["before"], event["after"]) for event in events]


async def test_a_person_made_without_a_password_sets_one_by_the_link_once(ada, nobody):
    made = await ada.http.post("/api/admin/users", json={"email": "Grace@Example.com"})
    assert made.status_code == 201, made.text
    person = made.json()
    assert (person["email"], person["name"], person["tier"]) == (
        "grace@example.com",
        "grace",
        "BASIC",
    )
    assert (person["role"], person["is_active"], person["token_limit"]) == ("user", True, 100_000)
    address, _, token = person["password_link"].partition("#token=")
    assert address == f"{ada.http.base_url}/set-password".replace("//set", "/set")
    login = {"email": "grace@example.com", "password": "battery staple"}
    refused(await nobody.post("/api/auth/login", json=login), 401, "INVALID_CREDENTIALS")
    short = {"token": token, "password": "short"}
    refused(await nobody.post("/api/auth/set-password", json=short), 400, "INVALID_REQUEST")
    body = {"token": token, "password": "battery staple"}
    signed_in = await nobody.post("/api/auth/set-password", json=body)
    assert signed_in.status_code == 200, signed_in.text
    assert signed_in.json()["user"]["user_id"] == person["user_id"]
    nobody.cookies.clear()
    refused(await nobody.post("/api/auth/set-password", json=body), 404, "NOT_FOUND")
    assert (await nobody.post("/api/auth/login", json=login)).status_code == 200
    actions = [action for action, _, _ in await audited(ada)]
    assert actions == ["password.set", "password_link.create", "user.create"]
    assert token not in (await ada.http.get("/api/admin/audit")).text


async def test_a_new_link_kills_the_one_before_and_a_new_password_kills_every_token(
    ada, eve, nobody
):
    links = [
        (await ada.http.post(user_path(eve, "/password-link"))).json()["password_link"]
        for _ in range(2)
    ]
    first, second = (link.partition("#token=")[2] for link in links)
    body = {"token": first, "password": "battery staple"}
    refused(await nobody.post("/api/auth/set-password", json=body), 404, "NOT_FOUND")
    assert (await eve.http.get("/api/auth/me")).status_code == 200
    done = await nobody.post("/api/auth/set-password", json=body | {"token": second})
    assert done.status_code == 200
    refused(await eve.http.get("/api/auth/me"), 401, "UNAUTHENTICATED")


async def test_a_link_dies_with_a_change_of_password_and_with_its_time(ada, eve, nobody):
    async def token() -> str:
        made = await ada.http.post(user_path(eve, "/password-link"))
        return made.json()["password_link"].partition("#token=")[2]

    body = {"token": await token(), "password": "battery staple"}
    change = {"current": PASSWORD, "new": "another horse"}
    assert (await eve.http.post("/api/auth/password", json=change)).status_code == 200
    refused(await nobody.post("/api/auth/set-password", json=body), 404, "NOT_FOUND")
    body["token"] = await token()
    async with transaction() as session:
        await session.exec(update(PasswordLink).values(expires_at=now()))
    refused(await nobody.post("/api/auth/set-password", json=body), 404, "NOT_FOUND")
    body["token"] = await token()
    await ada.http.patch(user_path(eve), json={"is_active": False})
    refused(await nobody.post("/api/auth/set-password", json=body), 403, "FORBIDDEN")


async def test_a_person_can_be_made_with_all_that_is_known(ada, nobody):
    org = (await ada.http.post("/api/admin/orgs", json={"name": "Engines"})).json()
    asked = {"name": "Grace", "tier": "PRO", "org_id": org["org_id"], "password": PASSWORD}
    made = await ada.http.post("/api/admin/users", json=asked | {"email": "grace@example.com"})
    person = made.json()
    assert {name: person[name] for name in ("name", "tier", "org_id")} == {
        name: asked[name] for name in ("name", "tier", "org_id")
    }
    assert (person["password_link"], person["password_link_expires_at"]) == (None, None)
    login = {"email": "grace@example.com", "password": PASSWORD}
    assert (await nobody.post("/api/auth/login", json=login)).status_code == 200
    again = await ada.http.post("/api/admin/users", json={"email": "GRACE@example.com"})
    refused(again, 409, "EMAIL_TAKEN")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "nobody"},
        {"email": "a@example.com", "password": "short"},
        {"email": "a@example.com", "tier": "GOLD"},
        {"email": "a@example.com", "role": "admin"},
    ],
)
async def test_a_person_that_makes_no_sense_is_not_made(ada, body):
    refused(await ada.http.post("/api/admin/users", json=body), 400, "INVALID_REQUEST")
    assert len((await ada.http.get("/api/admin/users")).json()["users"]) == 1


async def test_organisation_type_and_verification_are_changed_and_audited(ada, eve):
    org = (await ada.http.post("/api/admin/orgs", json={"name": "Engines"})).json()
    changes = {"org_id": org["org_id"], "user_type": "business", "email_verified": True}
    changed = (await ada.http.patch(user_path(eve), json=changes)).json()
    assert {name: changed[name] for name in changes} == changes
    assert (await eve.http.get("/api/auth/me")).json()["org_id"] == org["org_id"]
    before = {"org_id": None, "user_type": "individual", "email_verified": False}
    assert (await audited(ada))[0] == ("user.update", before, changes)
    await ada.http.patch(user_path(eve), json={"tier": "PRO"})
    kept = (await ada.http.patch(user_path(eve), json={"user_type": None})).json()
    assert (kept["org_id"], kept["user_type"]) == (org["org_id"], "business")
    cleared = (await ada.http.patch(user_path(eve), json={"org_id": None})).json()
    assert cleared["org_id"] is None
    for odd in ({"user_type": "robot"}, {"email_verified": "yes"}):
        refused(await ada.http.patch(user_path(eve), json=odd), 400, "INVALID_REQUEST")


async def test_nobody_is_put_into_an_organisation_that_is_not_there(ada, eve):
    nowhere = {"org_id": str(uuid4())}
    refused(await ada.http.patch(user_path(eve), json=nowhere), 404, "NOT_FOUND")
    newcomer = nowhere | {"email": "new@example.com"}
    refused(await ada.http.post("/api/admin/users", json=newcomer), 404, "NOT_FOUND")
    assert len((await ada.http.get("/api/admin/users")).json()["users"]) == 2


async def test_organisations_are_made_renamed_listed_and_taken_away(ada, eve):
    made = await ada.http.post("/api/admin/orgs", json={"name": " Analytical  Engines "})
    assert made.status_code == 201
    org = made.json()
    assert (org["name"], org["people"]) == ("Analytical Engines", 0)
    other = (await ada.http.post("/api/admin/orgs", json={"name": "Looms"})).json()
    path = f"/api/admin/orgs/{org['org_id']}"
    await ada.http.patch(user_path(eve), json={"org_id": org["org_id"]})
    renamed = (await ada.http.patch(path, json={"name": "Difference Engines"})).json()
    assert renamed == org | {"name": "Difference Engines", "people": 1}
    first = (await ada.http.get("/api/admin/orgs", params={"limit": 1})).json()
    assert first["orgs"] == [renamed]
    second = await ada.http.get("/api/admin/orgs", params={"cursor": first["next_cursor"]})
    assert second.json() == {"orgs": [other], "next_cursor": None}
    await eve.say(await eve.new_chat())
    assert (await ada.http.delete(path)).json() == {"status": "success"}
    refused(await ada.http.delete(path), 404, "NOT_FOUND")
    refused(await ada.http.patch(path, json={"name": "x"}), 404, "NOT_FOUND")
    assert (await eve.http.get("/api/auth/me")).json()["org_id"] is None
    usage = (await ada.http.get("/api/admin/usage", params={"group_by": "org"})).json()
    assert usage["total"]["exchanges"] == 1
    gone = {"name": "Difference Engines", "user_ids": [eve.user["user_id"]]}
    assert (await audited(ada))[0] == ("org.delete", gone, None)
    renaming = ("org.update", {"name": "Analytical Engines"}, {"name": "Difference Engines"})
    assert renaming in await audited(ada)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, None, 5])
async def test_an_organisation_needs_a_name(ada, name):
    refused(await ada.http.post("/api/admin/orgs", json={"name": name}), 400, "INVALID_REQUEST")


async def test_the_token_cache_is_emptied_and_that_is_audited(ada):
    await ada.say(await ada.new_chat())
    kept = (await ada.http.get("/api/chat/token-stats")).json()["total_cache_entries"]
    assert kept > 0
    emptied = await ada.http.delete("/api/admin/token-cache")
    assert emptied.json() == {"status": "success", "removed_entries": kept}
    assert (await ada.http.get("/api/chat/token-stats")).json()["total_cache_entries"] == 0
    assert (await audited(ada))[0] == ("token_cache.empty", {"entries": kept}, {"entries": 0})


async def test_only_administrators_make_people_and_organisations(eve):
    for method, path, body in (
        ("POST", "users", {"email": "a@example.com"}),
        ("POST", f"users/{eve.user['user_id']}/password-link", None),
        ("GET", "orgs", None),
        ("POST", "orgs", {"name": "x"}),
        ("PATCH", f"orgs/{uuid4()}", {"name": "x"}),
        ("DELETE", f"orgs/{uuid4()}", None),
        ("DELETE", "token-cache", None),
    ):
        response = await eve.http.request(method, f"/api/admin/{path}", json=body)
        refused(response, 403, "FORBIDDEN")


async def test_usage_by_key_has_a_row_without_a_key_and_no_cell_for_it(ada):
    made = (await ada.http.post("/api/keys", json={"name": "=CI"})).json()
    await ada.say(await ada.new_chat())
    headers = {"Authorization": f"Bearer {made['key']}"}
    reply = await ada.http.post("/api/chat", json={"message": "Hello you"}, headers=headers)

    report = (await ada.http.get("/api/admin/usage?group_by=key")).json()

    by_key = {row["key"]: row for row in report["rows"]}
    assert {key: row["label"] for key, row in by_key.items()} == {
        made["key_id"]: "=CI",
        None: "Browser",
    }
    assert by_key[made["key_id"]]["tokens"] == reply.json()["tokens_used"]
    for figure in ("exchanges", "tokens", "billed_tokens", "cost_micro_usd", "errors"):
        assert sum(row[figure] for row in report["rows"]) == report["total"][figure]
    paged = (await ada.http.get("/api/admin/usage?group_by=key&limit=1")).json()
    rest = {"group_by": "key", "cursor": paged["next_cursor"]}
    paged["rows"] += (await ada.http.get("/api/admin/usage", params=rest)).json()["rows"]
    assert paged["rows"] == report["rows"]
    table = (await ada.http.get("/api/admin/usage.csv?group_by=key")).text.splitlines()
    assert {line.partition(",")[2].partition(",")[0] for line in table[1:]} == {"'=CI", "Browser"}
    assert any(line.startswith(",Browser,1,") for line in table)
    ledger = (await ada.http.get("/api/admin/ledger")).json()["entries"]
    assert {entry["key_id"] for entry in ledger} == {made["key_id"], None}


async def test_a_dislike_and_why_reach_the_administrators_without_the_text(ada, eve):
    chat_id = await eve.new_chat()
    reply_id = await eve.say(chat_id)
    path = f"/api/chat/{chat_id}/message/{reply_id}/reaction"
    said = {"reaction": "dislike", "complaints": ["not_true"], "words": "It is 1648"}
    assert (await eve.http.put(path, json=said)).status_code == 200

    told = (await ada.http.get("/api/admin/feedback")).json()
    (line,) = told["feedback"]
    assert {"complaints": line["complaints"], "words": line["words"]} == {
        "complaints": ["not_true"],
        "words": "It is 1648",
    }
    assert line["email"] == eve.user["email"]
    assert told["by_model"] == [{"model": line["model"], "likes": 0, "dislikes": 1}]
    assert line.keys().isdisjoint({"content", "chat_id", "message"})
    refused(await eve.http.put(path, json=said | {"reaction": "like"}), 400, "INVALID_REQUEST")
    refused(await eve.http.put(path, json=said | {"complaints": ["x"]}), 400, "INVALID_REQUEST")
