"""Sign-in at a certified OpenID provider: there and back, who becomes what, and the ends of it."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from chat_app.db import reading, transaction
from chat_app.models import (
    AuditEvent,
    Authenticator,
    AuthSession,
    Identity,
    Organisation,
    Passkey,
    RecoveryCode,
    User,
    UserRole,
    now,
)
from chat_app.services.accounts import COOKIE_NAME
from chat_app.services.sign_on import published
from tests.devices import Device
from tests.services.authenticators import keep_passkey, set_up
from tests.sign_on.openid import Browser, OpenIdProvider

PASSWORD = "correct horse battery"
GROUPS = (
    '{"it": {"role": "admin"}, "staff": {"tier": "PRO", "org": "Acme"},'
    ' "lab": {"tier": "ENTERPRISE", "org": "Acme Labs"}}'
)


async def me(browser: Browser, app_url: str) -> dict[str, Any]:
    answer = await browser.http.get(app_url + "/api/auth/me")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def register(app_url: str, email: str) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=app_url, timeout=60)
    form = {"email": email, "password": PASSWORD}
    made = await client.post("/api/auth/register", json=form)
    assert made.status_code == 201, made.text
    return client


async def rows(table: Any) -> list[Any]:
    async with reading() as session:
        return list(await session.exec(select(table)))


async def test_who_signs_in_at_the_provider_has_an_account_and_sees_the_page_asked_for(
    app_url: str, browser: Browser
):
    shown = await browser.sign_in(app_url, "ada", "/api/auth/oidc/start?next=/usage%3Fa%3Db")
    assert shown == "/usage?a=b"
    account = await me(browser, app_url)
    assert (account["email"], account["name"], account["email_verified"]) == (
        *("ada@example.com", "Ada"),
        True,
    )
    cookie = next(each for each in browser.http.cookies.jar if each.name == COOKIE_NAME)
    assert cookie.has_nonstandard_attr("HttpOnly")
    (way,) = [each.way for each in await rows(AuthSession)]
    assert way == "oidc"


async def test_the_first_to_come_in_is_the_administrator_and_the_rest_are_not(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    provider.knows("eve", email="eve@example.com", email_verified=True, name="Eve")
    await browser.sign_in(app_url, "ada")
    assert (await me(browser, app_url))["role"] == "admin"
    other = Browser()
    await other.sign_in(app_url, "eve")
    assert (await me(other, app_url))["role"] == "user"
    await other.http.aclose()


async def test_code_flow_with_pkce_state_and_nonce(app_url: str, browser: Browser):
    await browser.sign_in(app_url, "ada")
    asked = next(each for each in browser.visited if "/auth?" in each)
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
    assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
    assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
    assert all(len(query[name]) >= 43 for name in ("state", "nonce", "code_challenge"))


async def test_the_same_person_comes_back_to_the_same_account_whatever_the_address(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    await browser.sign_in(app_url, "ada")
    before = await me(browser, app_url)
    provider.knows("ada", email="ada.king@example.com", email_verified=False, name="Ada King")
    again = Browser()
    await again.sign_in(app_url, "ada")
    assert (await me(again, app_url))["user_id"] == before["user_id"]
    assert len(await rows(Identity)) == 1
    await again.http.aclose()


async def test_a_verified_address_ties_the_person_to_the_account_that_has_it(
    app_url: str, browser: Browser
):
    owner = await register(app_url, "ADA@example.com")
    user_id = (await owner.get("/api/auth/me")).json()["user_id"]
    async with transaction() as session:
        (await session.get_one(User, UUID(user_id))).email_verified = True
    await browser.sign_in(app_url, "ada")
    assert (await me(browser, app_url))["user_id"] == user_id
    assert (await owner.get("/api/auth/me")).status_code == 200
    assert "identity.link" in {each.action for each in await rows(AuditEvent)}
    await owner.aclose()


async def test_the_provider_vouches_for_the_factors_and_no_code_is_asked_for(
    app_url: str, browser: Browser
):
    owner = await register(app_url, "ada@example.com")
    user_id = UUID((await owner.get("/api/auth/me")).json()["user_id"])
    async with transaction() as session:
        user = await session.get_one(User, user_id)
        user.email_verified = True
    await set_up(user, PASSWORD)
    await browser.sign_in(app_url, "ada")
    assert (await me(browser, app_url))["user_id"] == str(user_id)
    # It stays, for those who come by the password.
    form = {"email": "ada@example.com", "password": PASSWORD}
    answer = await owner.post("/api/auth/login", json=form)
    assert (answer.status_code, answer.json()["code"]) == (401, "SECOND_FACTOR_NEEDED")
    assert len(await rows(Authenticator)) == 1
    await owner.aclose()


async def test_whoever_signed_up_with_somebody_elses_address_is_shut_out_when_they_come(
    app_url: str, browser: Browser
):
    stranger = await register(app_url, "ada@example.com")
    key = (await stranger.post("/api/keys", json={"name": "Mine"})).json()["key"]
    (squatter,) = await rows(User)
    await keep_passkey(squatter, PASSWORD, Device("https://tally.example.org"))
    await set_up(squatter, PASSWORD)
    await browser.sign_in(app_url, "ada")
    assert (await me(browser, app_url))["email_verified"]
    assert (await stranger.get("/api/auth/me")).status_code == 401
    form = {"email": "ada@example.com", "password": PASSWORD}
    async with httpx.AsyncClient(base_url=app_url, timeout=60) as fresh:
        assert (await fresh.post("/api/auth/login", json=form)).status_code == 401
        bearer = {"Authorization": f"Bearer {key}"}
        assert (await fresh.get("/api/chats", headers=bearer)).status_code == 401
    assert [await rows(table) for table in (Passkey, Authenticator, RecoveryCode)] == [[], [], []]
    await stranger.aclose()


async def test_an_address_that_nobody_vouches_for_lets_nobody_in(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    owner = await register(app_url, "ada@example.com")
    for claims in ({"email_verified": False}, {}):
        provider.knows("ada", email="ada@example.com", name="Ada", **claims)
        assert await browser.sign_in(app_url, "ada") == "/login?refused=unverified"
        browser.http.cookies.clear()
    assert await rows(Identity) == []
    assert (await owner.get("/api/auth/me")).status_code == 200
    await owner.aclose()


@pytest.mark.settings(OIDC_TRUST_EMAIL="true")
async def test_operators_may_trust_a_provider_that_does_not_say_whether_an_address_is_verified(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    provider.knows("ada", email="ada@example.com", name="Ada")
    assert await browser.sign_in(app_url, "ada") == "/"
    browser.http.cookies.clear()
    provider.knows("eve", email="eve@example.com", email_verified=False)
    assert await browser.sign_in(app_url, "eve") == "/login?refused=unverified"


@pytest.mark.settings(OIDC_REGISTRATION="false")
async def test_without_registration_only_those_come_in_who_have_an_account(
    app_url: str, browser: Browser
):
    owner = await register(app_url, "somebody@example.com")
    assert await browser.sign_in(app_url, "ada") == "/login?refused=unknown"
    await owner.aclose()


@pytest.mark.settings(OIDC_GROUPS=GROUPS)
@pytest.mark.parametrize(
    ("groups", "role", "tier", "org"),
    [
        ([], "user", "BASIC", None),
        (["staff"], "user", "PRO", "Acme"),
        (["staff", "lab"], "user", "ENTERPRISE", "Acme"),
        (["it", "lab"], "admin", "ENTERPRISE", "Acme Labs"),
        (["other"], "user", "BASIC", None),
    ],
)
async def test_groups_decide_role_tier_and_organisation(
    app_url: str,
    browser: Browser,
    provider: OpenIdProvider,
    groups: list[str],
    role: str,
    tier: str,
    org: str | None,
):
    first = await register(app_url, "admin@example.com")
    provider.knows("ada", email="ada@example.com", email_verified=True, groups=groups)
    await browser.sign_in(app_url, "ada")
    account = await me(browser, app_url)
    names = {str(each.org_id): each.name for each in await rows(Organisation)}
    assert (account["role"], account["tier"]) == (role, tier)
    assert names.get(account["org_id"] or "") == org
    await first.aclose()


@pytest.mark.settings(OIDC_GROUPS=GROUPS)
async def test_groups_are_applied_on_each_sign_in_and_every_change_is_audited(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    first = await register(app_url, "admin@example.com")
    for groups in (["it", "staff"], ["staff"], ["staff"]):
        provider.knows("ada", email="ada@example.com", email_verified=True, groups=groups)
        browser.http.cookies.clear()
        await browser.sign_in(app_url, "ada")
    assert (await me(browser, app_url))["role"] == "user"
    synced = [each for each in await rows(AuditEvent) if each.action == "user.sync"]
    assert [each.after.get("role") for each in synced] == ["admin", "user"]
    assert len(await rows(Organisation)) == 1
    await first.aclose()


@pytest.mark.settings(OIDC_GROUPS=GROUPS)
async def test_the_last_administrator_stays_one_whatever_the_groups_say(
    app_url: str, browser: Browser
):
    await browser.sign_in(app_url, "ada")
    assert (await me(browser, app_url))["role"] == "admin"


async def test_without_rules_groups_decide_nothing(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    provider.knows("ada", email="ada@example.com", email_verified=True, groups=["it"])
    first = await register(app_url, "admin@example.com")
    await browser.sign_in(app_url, "ada")
    assert (await me(browser, app_url))["tier"] == "BASIC"
    await first.aclose()


async def test_an_account_that_is_switched_off_stays_out(app_url: str, browser: Browser):
    await browser.sign_in(app_url, "ada")
    (user,) = await rows(User)
    async with transaction() as session:
        (await session.get_one(User, user.user_id)).is_active = False
    other = Browser()
    assert await other.sign_in(app_url, "ada") == "/login?refused=off"
    await other.http.aclose()


@pytest.mark.settings(PASSWORD_SIGN_IN="false")
async def test_without_passwords_the_provider_alone_lets_people_in(app_url: str, browser: Browser):
    ways = (await browser.http.get(app_url + "/api/auth/ways")).json()
    assert (ways["password"], ways["registration"], ways["provider"]) == (False, False, "Acme")
    form = {"email": "ada@example.com", "password": PASSWORD}
    for path in ("login", "register"):
        refused = await browser.http.post(f"{app_url}/api/auth/{path}", json=form)
        assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN")
        assert "Acme" in refused.json()["message"]
    assert await browser.sign_in(app_url, "ada") == "/"
    account = await me(browser, app_url)
    assert account["role"] == "admin"
    link = await browser.http.post(f"{app_url}/api/admin/users/{account['user_id']}/password-link")
    assert link.status_code == 403


async def test_somebody_who_says_no_at_the_provider_is_told_so(app_url: str, browser: Browser):
    page = await browser.get(app_url + "/api/auth/oidc/start")
    abort = str(page.url) + "/abort"
    back = await browser.get(abort)
    assert str(back.url).endswith("/login?refused=denied")


async def test_a_code_is_good_once(app_url: str, browser: Browser):
    await browser.sign_in(app_url, "ada")
    callback = next(each for each in browser.visited if "/oidc/callback" in each)
    again = await browser.get(callback)
    assert str(again.url).endswith("/login?refused=stale")
    assert (await me(browser, app_url))["email"] == "ada@example.com"


async def test_an_answer_that_another_browser_brings_is_refused(app_url: str, browser: Browser):
    """Somebody sends a victim the end of their own sign-in, to have them use their account."""
    page = await browser.get(app_url + "/api/auth/oidc/start")
    form = browser._form(page)
    assert form
    data = {"prompt": "login", "login": "ada", "password": "x"}
    response = await browser.http.post(form, data=data)
    while "/oidc/callback" not in response.headers["location"]:
        response = await browser.http.get(response.headers["location"])
    victim = Browser()
    shown = await victim.get(response.headers["location"])
    assert str(shown.url).endswith("/login?refused=stale")
    assert COOKIE_NAME not in victim.http.cookies
    await victim.http.aclose()


@pytest.mark.parametrize(
    "go_on", ["//evil.example", "https://evil.example", "/.//evil.example", "/\\evil.example", "x"]
)
async def test_the_way_back_leads_nowhere_else(app_url: str, browser: Browser, go_on: str):
    response = await browser.http.get(app_url + "/api/auth/oidc/start", params={"next": go_on})
    assert response.status_code == 303
    page = await browser._follow(response)
    form = browser._form(page)
    assert form
    data = {"prompt": "login", "login": "ada", "password": "x"}
    shown = await browser._follow(await browser.http.post(form, data=data))
    assert str(shown.url) == app_url + "/"


async def test_a_provider_that_is_away_is_told_in_words_and_comes_back_with_other_keys(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    await browser.sign_in(app_url, "ada")
    provider.stop()
    published._published.clear()
    shown = await browser.get(app_url + "/api/auth/oidc/start")
    assert str(shown.url).endswith("/login?refused=away")
    provider.start()
    other = Browser()
    assert await other.sign_in(app_url, "ada") == "/"
    await other.http.aclose()


async def test_keys_that_turned_over_are_fetched_anew(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    await browser.sign_in(app_url, "ada")
    provider.stop()
    provider.start(claims_in_token=True)
    other = Browser()
    assert await other.sign_in(app_url, "ada") == "/"
    await other.http.aclose()
    provider.stop()
    provider.start()


async def test_signing_out_at_the_provider_ends_the_sign_in_here(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    await browser.sign_in(app_url, "ada")
    token = browser.http.cookies[COOKIE_NAME]
    other = Browser()
    await other.sign_in(app_url, "ada")
    await browser.sign_out_at(provider.issuer)
    bearer = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=app_url, timeout=60) as client, asyncio.timeout(60):
        while (await client.get("/api/auth/me", headers=bearer)).status_code != 401:
            await asyncio.sleep(0.05)
    # The one at the other machine goes on: it is another sign-in there, too.
    assert (await me(other, app_url))["email"] == "ada@example.com"
    await other.http.aclose()


async def test_signing_out_here_leads_to_the_end_of_the_sign_in_there(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    await browser.sign_in(app_url, "ada")
    told = (await browser.http.post(app_url + "/api/auth/logout")).json()
    asked = await browser.get(told["go_on"])
    assert told["go_on"].startswith(provider.issuer)
    assert (asked.status_code, "xsrf" in asked.text) == (200, True)
    owner = await register(app_url, "somebody@example.com")
    assert (await owner.post("/api/auth/logout")).json()["go_on"] is None
    await owner.aclose()


async def test_to_prove_oneself_again_the_provider_asks_anew(app_url: str, browser: Browser):
    await browser.sign_in(app_url, "ada")
    async with transaction() as session:
        for row in await session.exec(select(AuthSession)):
            row.created_at = now() - timedelta(hours=1)
    close = app_url + "/api/auth/close"
    assert (await browser.http.post(close, json={})).status_code == 403
    assert await browser.sign_in(app_url, "ada", "/api/auth/oidc/again") == "/settings"
    other = await register(app_url, "admin@example.com")
    async with transaction() as session:
        for user in await session.exec(select(User)):
            user.role = UserRole.ADMIN
    assert (await browser.http.post(close, json={})).status_code == 200
    await other.aclose()


async def test_nobody_proves_oneself_as_somebody_else(
    app_url: str, browser: Browser, provider: OpenIdProvider
):
    provider.knows("eve", email="eve@example.com", email_verified=True)
    await browser.sign_in(app_url, "ada")
    shown = await browser.sign_in(app_url, "eve", "/api/auth/oidc/again")
    assert shown == "/login?refused=other"
    # Ada's own sign-in may be over: the provider says that another person is there now.
    assert [each.email for each in await rows(User)] == ["ada@example.com"]
    assert len(await rows(AuthSession)) == 1
