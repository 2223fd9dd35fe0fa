"""Sign-up, sign-in and out over HTTP; the cookie; other sites."""

import pytest

from tests.api.conftest import PASSWORD, refused

SIGN_IN = {"email": "ada@example.com", "password": PASSWORD}
ACCOUNT = SIGN_IN | {"name": "Ada"}


async def test_sign_up_and_in_answer_with_account_and_token(nobody):
    made = await nobody.post("/api/auth/register", json=ACCOUNT)
    assert made.status_code == 201
    body = made.json()
    user_id = body["user"].pop("user_id")
    assert body.pop("access_token")
    assert body == {
        "user": {
            "email": "ada@example.com",
            "name": "Ada",
            "role": "admin",
            "tier": "BASIC",
            "user_type": "individual",
            "org_id": None,
            "email_verified": False,
        },
        "token_type": "bearer",
        "expires_in": 86400,
    }
    again = await nobody.post("/api/auth/login", json=SIGN_IN)
    assert again.status_code == 200
    assert again.json()["user"]["user_id"] == user_id


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(nobody):
    made = await nobody.post("/api/auth/register", json=ACCOUNT)
    name, _, attributes = made.headers["set-cookie"].partition("=")
    assert name == "chat_session"
    for attribute in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=86400"):
        assert attribute in attributes
    assert "Secure" not in attributes


@pytest.mark.parametrize(
    "believed",
    [
        pytest.param(False, id="by default"),
        pytest.param(
            False, id="another proxy", marks=pytest.mark.settings(TRUSTED_PROXIES="10.0.0.1")
        ),
        pytest.param(
            True, id="ours", marks=pytest.mark.settings(TRUSTED_PROXIES="10.0.0.0/8, 127.0.0.1")
        ),
        pytest.param(
            True, id="known", marks=pytest.mark.settings(PUBLIC_ORIGIN="https://chat.example")
        ),
    ],
)
async def test_who_comes_by_https_is_told_by_our_own_proxies_alone(nobody, believed):
    await nobody.post("/api/auth/register", json=ACCOUNT)
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}

    signed_in = await nobody.post("/api/auth/login", json=SIGN_IN, headers=told)

    assert ("Secure" in signed_in.headers["set-cookie"]) is believed
    assert ("strict-transport-security" in signed_in.headers) is believed


@pytest.mark.settings(RATE_LIMIT_PER_MINUTE=2)
@pytest.mark.parametrize(
    ("third", "code"),
    [
        pytest.param(429, "RATE_LIMITED", id="nobody's"),
        pytest.param(
            401,
            "INVALID_CREDENTIALS",
            id="ours",
            marks=pytest.mark.settings(TRUSTED_PROXIES="127.0.0.1"),
        ),
    ],
)
async def test_an_address_counts_where_a_proxy_of_ours_tells_it(nobody, third, code):
    answers = [
        await nobody.post(
            "/api/auth/login",
            json=SIGN_IN,
            headers={"X-Forwarded-For": f"1.2.3.4, 198.51.100.{each}"},
        )
        for each in range(3)
    ]
    assert [answer.status_code for answer in answers[:2]] == [401, 401]
    refused(answers[2], third, code)


async def test_the_cookie_signs_in_and_logout_takes_it_away(nobody):
    await nobody.post("/api/auth/register", json=ACCOUNT)
    assert (await nobody.get("/api/auth/me")).json()["email"] == "ada@example.com"
    kept = nobody.cookies["chat_session"]
    assert (await nobody.post("/api/auth/logout")).status_code == 200
    assert "chat_session" not in nobody.cookies
    dead = await nobody.get("/api/auth/me", headers={"Authorization": f"Bearer {kept}"})
    refused(dead, 401, "UNAUTHENTICATED")
    assert dead.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_other_sites_cannot_use_the_cookie_to_change_anything(nobody, headers):
    await nobody.post("/api/auth/register", json=ACCOUNT)
    refused(await nobody.post("/api/chats", json={}, headers=headers), 403, "FORBIDDEN")
    refused(await nobody.post("/api/auth/login", json=SIGN_IN, headers=headers), 403, "FORBIDDEN")
    token = nobody.cookies["chat_session"]
    nobody.cookies.clear()
    headers = headers | {"Authorization": f"Bearer {token}"}
    assert (await nobody.post("/api/chats", json={}, headers=headers)).status_code == 201


async def test_our_own_pages_may_use_the_cookie(nobody, server):
    await nobody.post("/api/auth/register", json=ACCOUNT)
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": server}):
        made = await nobody.post("/api/chats", json={}, headers=headers)
        assert made.status_code == 201


async def test_the_address_carries_a_token_to_streams_only(ada, nobody):
    chat_id = await ada.new_chat()
    message_id = await ada.say(chat_id)
    query = {"access_token": ada.token}
    refused(await nobody.get("/api/auth/me", params=query), 401, "UNAUTHENTICATED")
    path = f"/api/chat/{chat_id}/message/{message_id}/stream"
    assert (await nobody.get(path, params=query)).status_code == 200
    refused(await nobody.get(path), 401, "UNAUTHENTICATED")


async def test_a_new_password_leaves_only_the_token_it_was_set_with(ada, nobody):
    other = await nobody.post("/api/auth/login", json=SIGN_IN)
    nobody.cookies.clear()
    wrong = await ada.http.post("/api/auth/password", json={"current": "x", "new": "staple 8"})
    refused(wrong, 401, "INVALID_CREDENTIALS")
    short = await ada.http.post("/api/auth/password", json={"current": PASSWORD, "new": "1234567"})
    assert "8 characters" in refused(short, 400, "INVALID_REQUEST")
    done = await ada.http.post("/api/auth/password", json={"current": PASSWORD, "new": "staple 8"})
    assert done.json() == {"status": "success"}
    assert (await ada.http.get("/api/auth/me")).status_code == 200
    token = other.json()["access_token"]
    dead = await nobody.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})
    refused(dead, 401, "UNAUTHENTICATED")


async def test_refusals_of_sign_up_and_sign_in_carry_their_codes(ada, nobody):
    taken = await nobody.post("/api/auth/register", json=ACCOUNT)
    refused(taken, 409, "EMAIL_TAKEN")
    unknown = {"email": "nobody@example.com", "password": PASSWORD}
    refused(await nobody.post("/api/auth/login", json=unknown), 401, "INVALID_CREDENTIALS")
    bad = await nobody.post("/api/auth/register", json={"email": "x", "password": PASSWORD})
    assert "e-mail" in refused(bad, 400, "INVALID_REQUEST")
    missing = await nobody.post("/api/auth/login", json={"email": "ada@example.com"})
    assert refused(missing, 400, "INVALID_REQUEST") == "`password` is missing"


@pytest.mark.settings(ALLOW_REGISTRATION=False)
async def test_closed_registration_says_so(ada, nobody):
    eve = {"email": "eve@example.com", "password": PASSWORD}
    refused(await nobody.post("/api/auth/register", json=eve), 403, "REGISTRATION_CLOSED")


async def test_the_sixth_guess_is_told_to_wait(ada, nobody):
    guess = {"email": "ada@example.com", "password": "wrong guess"}
    for _ in range(5):
        refused(await nobody.post("/api/auth/login", json=guess), 401, "INVALID_CREDENTIALS")
    shut = await nobody.post("/api/auth/login", json=SIGN_IN)
    refused(shut, 429, "RATE_LIMITED")
    assert 800 < int(shut.headers["retry-after"]) <= 900


@pytest.mark.settings(RATE_LIMIT_PER_MINUTE=5)
async def test_requests_a_minute_are_counted_by_user_else_by_address(ada, nobody):
    for _ in range(5):
        assert (await ada.http.get("/api/auth/me")).status_code == 200
    refused(await ada.http.get("/api/auth/me"), 429, "RATE_LIMITED")
    # Signing up was the address's first.
    for _ in range(4):
        refused(await nobody.get("/api/auth/me"), 401, "UNAUTHENTICATED")
    refused(await nobody.get("/api/auth/me"), 429, "RATE_LIMITED")
    for _ in range(10):
        assert (await nobody.get("/api/health")).status_code == 200


async def test_an_organisation_must_be_the_callers_own(ada):
    headers = {"x-org-id": "0192f0c1-0000-7000-8000-000000000000"}
    refused(await ada.http.get("/api/auth/me", headers=headers), 403, "ORG_MISMATCH")


async def test_a_user_id_header_is_not_trusted(eve, ada):
    mine = await eve.http.get("/api/auth/me", headers={"x-user-id": ada.user["user_id"]})
    assert mine.json()["user_id"] == eve.user["user_id"]


async def test_no_answer_repeats_the_password_hash(ada):
    assert "argon2" not in (await ada.http.get("/api/auth/me")).text


async def test_a_language_is_kept_with_the_account_and_told_to_the_browser(nobody):
    made = await nobody.post("/api/auth/register", json=ACCOUNT | {"language": "de"})
    assert made.cookies["language"] == "de"
    again = await nobody.post("/api/auth/login", json=SIGN_IN)
    assert again.cookies["language"] == "de"
    chosen = await nobody.post("/api/auth/login", json=SIGN_IN | {"language": "ar"})
    assert chosen.cookies["language"] == "ar"

    assert (await nobody.get("/api/auth/me")).json()["language"] == "ar"
    changed = await nobody.patch("/api/auth/me", json={"language": None})
    assert (changed.json()["language"], changed.json()["name"]) == (None, "Ada")
    await nobody.post("/api/auth/login", json=SIGN_IN)
    assert "language" not in nobody.cookies


@pytest.mark.parametrize("body", [{"language": "xx"}, {"name": "Eve", "language": "xx"}])
async def test_a_change_that_cannot_be_is_not_made_by_half(nobody, body):
    await nobody.post("/api/auth/register", json=ACCOUNT)
    refused(await nobody.patch("/api/auth/me", json=body), 400, "INVALID_REQUEST")
    account = (await nobody.get("/api/auth/me")).json()
    assert (account["name"], account["language"]) == ("Ada", None)
