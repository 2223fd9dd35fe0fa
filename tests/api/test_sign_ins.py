"""Sign-ins, second factors and passkeys over HTTP."""

from collections.abc import AsyncIterator

import httpx
import jwt
import pytest

from tests.api.conftest import PASSWORD, NewPerson, Person
from tests.devices import Device
from tests.services.authenticators import App

BROWSER = {"sec-fetch-site": "same-origin"}
PROOF = {"password": PASSWORD}


@pytest.fixture
async def nobody(server: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server, timeout=60) as http:
        yield http


@pytest.fixture
async def ada(new_person: NewPerson) -> Person:
    return await new_person("ada")


def jti(token: str) -> str:
    return jwt.decode(token, options={"verify_signature": False})["jti"]


async def test_a_browser_that_signs_in_again_has_one_sign_in_a_program_as_many_as_it_wants(
    server: str, ada: Person
):
    form = {"email": "ada@example.com", "password": PASSWORD}
    async with httpx.AsyncClient(base_url=server, timeout=60) as client:
        first = (await client.post("/api/auth/login", json=form)).json()["access_token"]
        second = (await client.post("/api/auth/login", json=form)).json()["access_token"]
        third = await client.post("/api/auth/login", json=form, headers=BROWSER)
        alive = {each["session_id"] for each in (await _sessions(ada))["sessions"]}
    assert {jti(first), jti(third.json()["access_token"])} <= alive
    assert jti(second) not in alive


async def _sessions(person: Person) -> dict:
    answered = await person.http.get("/api/auth/sessions")
    assert answered.status_code == 200, answered.text
    return answered.json()


async def test_sign_ins_are_listed_and_ended(server: str, ada: Person, nobody: httpx.AsyncClient):
    form = {"email": "ada@example.com", "password": PASSWORD}
    headers = {"user-agent": "Test/1"}
    other = (await nobody.post("/api/auth/login", json=form, headers=headers)).json()
    listed = (await _sessions(ada))["sessions"]
    assert [(each["current"], each["way"], each["address"]) for each in listed] == [
        (False, "password", "127.0.0.1"),
        (True, "password", "127.0.0.1"),
    ]
    assert listed[0]["user_agent"] == "Test/1"
    path = f"/api/auth/sessions/{jti(other['access_token'])}"
    assert (await ada.http.delete(path)).status_code == 200
    assert (await ada.http.delete(path)).json()["code"] == "SESSION_NOT_FOUND"
    assert (await ada.http.delete("/api/auth/sessions")).json() == {"ended": 0}


async def test_a_second_factor_is_told_of_and_taken_with_the_password(
    ada: Person, nobody: httpx.AsyncClient
):
    begun = (await ada.http.post("/api/auth/second-factor", json=PROOF)).json()
    app = App(begun["secret"])
    confirmed = await ada.http.post("/api/auth/second-factor/confirm", json={"code": app.code()})
    codes = confirmed.json()["recovery_codes"]
    assert confirmed.headers["cache-control"] == "no-store"
    form = {"email": "ada@example.com", "password": PASSWORD}
    refused = await nobody.post("/api/auth/login", json=form)
    assert (refused.status_code, refused.json()["code"]) == (401, "SECOND_FACTOR_NEEDED")
    assert "set-cookie" not in refused.headers
    wrong = await nobody.post("/api/auth/login", json=form | {"code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "INVALID_CREDENTIALS")
    for code in (app.code(1), codes[0]):
        assert (await nobody.post("/api/auth/login", json=form | {"code": code})).is_success
    status = (await ada.http.get("/api/auth/second-factor")).json()
    assert (status["recovery_codes_left"], status["has_password"]) == (9, True)
    assert (await ada.http.post("/api/auth/second-factor/disable", json=PROOF)).is_success
    assert (await nobody.post("/api/auth/login", json=form)).is_success


async def test_a_passkey_signs_in_where_the_pages_are(
    server: str, ada: Person, nobody: httpx.AsyncClient
):
    asked = (await ada.http.post("/api/auth/passkeys/options", json=PROOF)).json()
    device = Device(server)
    answer = {"ticket": asked["ticket"], "credential": device.make(asked["options"])}
    made = await ada.http.post("/api/auth/passkeys", json=answer | {"name": "Phone"})
    assert made.status_code == 201, made.text
    asked = (await nobody.post("/api/auth/passkeys/sign-in/options")).json()
    answer = {"ticket": asked["ticket"], "credential": device.sign(asked["options"])}
    signed_in = await nobody.post("/api/auth/passkeys/sign-in", json=answer)
    assert signed_in.json()["user"]["email"] == "ada@example.com"
    assert "HttpOnly" in signed_in.headers["set-cookie"]
    (kept,) = (await ada.http.get("/api/auth/passkeys")).json()["passkeys"]
    assert (kept["name"], kept["last_used_at"] is None) == ("Phone", False)


@pytest.mark.parametrize(
    "path",
    [
        "/api/auth/passkeys/sign-in/options",
        "/api/auth/passkeys/sign-in",
        "/api/auth/login",
        "/api/auth/forgot-password",
        "/api/auth/second-factor/disable",
    ],
)
async def test_no_other_site_signs_anybody_in_or_changes_how_they_do(
    server: str, ada: Person, path: str
):
    async with httpx.AsyncClient(
        base_url=server, cookies={"chat_session": ada.token}, timeout=60
    ) as browser:
        headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
        body = {"email": "ada@example.com", "password": PASSWORD, "ticket": "", "credential": {}}
        answered = await browser.post(path, headers=headers, json=body)
    assert (answered.status_code, answered.json()["code"]) == (403, "FORBIDDEN")


@pytest.mark.settings(ADMINS_NEED_SECOND_FACTOR=True)
async def test_an_administrator_needs_more_than_a_password_where_the_operator_says_so(ada: Person):
    refused = await ada.http.get("/api/admin/users")
    assert refused.status_code == 403
    assert "second factor" in refused.json()["message"]
    begun = (await ada.http.post("/api/auth/second-factor", json=PROOF)).json()
    first = {"code": App(begun["secret"]).code()}
    assert (await ada.http.post("/api/auth/second-factor/confirm", json=first)).is_success
    (admin,) = (await ada.http.get("/api/admin/users")).json()["users"]
    assert admin["has_second_factor"]


async def test_without_mail_nobody_is_sent_a_link(nobody: httpx.AsyncClient):
    refused = await nobody.post("/api/auth/forgot-password", json={"email": "ada@example.com"})
    assert refused.status_code == 403
    ways = (await nobody.get("/api/auth/ways")).json()
    assert (ways["password"], ways["reset_by_mail"]) == (True, False)


@pytest.mark.settings(
    SMTP_URL="smtp://127.0.0.1:9?starttls=off",
    MAIL_FROM="tally@example.org",
    PUBLIC_ORIGIN="https://tally.example.org",
)
async def test_who_has_an_account_and_who_has_none_are_answered_alike(
    ada: Person, nobody: httpx.AsyncClient
):
    answers = [
        await nobody.post("/api/auth/forgot-password", json={"email": email})
        for email in ("ada@example.com", "nobody@example.com")
    ]
    assert {(each.status_code, each.text) for each in answers} == {(200, answers[0].text)}
