"""What a provider, or somebody in its place, may send: what fails a check lets nobody in."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

from chat_app.config import Settings
from chat_app.services.sign_on import SignOnRefused, flows, provider, published
from tests.conftest import free_port

PORT = free_port()
ISSUER = f"http://127.0.0.1:{PORT}"
CALLBACK = "http://127.0.0.1/api/auth/oidc/callback"
LOGOUT = {"http://schemas.openid.net/event/backchannel-logout": {}}


@dataclass
class Hostile:
    """A provider that says what a test has it say."""

    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    published_key: Any = None
    about: dict[str, Any] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)
    userinfo: Any = None
    status: int = 200
    asked: list[str] = field(default_factory=list)

    async def discovery(self, _request: web.Request) -> web.Response:
        about = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/auth",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
        }
        return web.json_response(about | self.about, status=self.status)

    async def jwks(self, _request: web.Request) -> web.Response:
        self.asked.append("jwks")
        shown = (self.published_key or self.key).as_dict(private=False)
        return web.json_response({"keys": [shown]})

    async def answer(self, _request: web.Request) -> web.Response:
        return web.json_response(self.token, status=self.status)

    async def tell(self, _request: web.Request) -> web.Response:
        return web.json_response(self.userinfo)


@pytest.fixture
async def hostile(settings: Settings) -> AsyncIterator[Hostile]:
    published._published.clear()
    hostile = Hostile()
    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", hostile.discovery)
    app.router.add_get("/jwks", hostile.jwks)
    app.router.add_post("/token", hostile.answer)
    app.router.add_get("/userinfo", hostile.tell)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", PORT).start()
    yield hostile
    await runner.cleanup()


pytestmark = pytest.mark.settings(
    OIDC_ISSUER=ISSUER, OIDC_CLIENT_ID="tally", OIDC_CLIENT_SECRET="a secret that is shared"
)


def good(flow: flows.Flow) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": ISSUER,
        "sub": "ada",
        "aud": "tally",
        "iat": now,
        "exp": now + 300,
        "nonce": flow.nonce,
        "email": "ada@example.com",
        "email_verified": True,
    }


def signed(claims: dict[str, Any], key: Any, **header: Any) -> str:
    return jwt.encode({"alg": "RS256", "kid": key.kid} | header, claims, key)


def forged(claims: dict[str, Any], secret: bytes) -> str:
    """Sign by a secret that others know as well: the app's, or the provider's public key."""
    header = {"alg": "HS256", "kid": "one"}
    said = ".".join(
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in (header, claims)
    )
    made = hmac.digest(secret, said.encode(), "sha256")
    return f"{said}.{urlsafe_b64encode(made).rstrip(b'=').decode()}"


async def come(hostile: Hostile, flow: flows.Flow, **answer: str) -> provider.Person:
    return await provider.who_came(flow, {"code": "c"} | answer, CALLBACK)


async def test_what_passes_all_checks_is_somebody(hostile: Hostile):
    flow, _ = flows.start("/")
    hostile.token = {"access_token": "a", "id_token": signed(good(flow), hostile.key)}
    person = await come(hostile, flow)
    assert (person.subject, person.email, person.email_verified) == ("ada", "ada@example.com", True)


Change = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda c: c | {"iss": "https://evil.example"}, id="another issuer"),
        pytest.param(lambda c: c | {"aud": "somebody else"}, id="for another app"),
        pytest.param(lambda c: c | {"aud": ["tally", "other"]}, id="for two, and not said to whom"),
        pytest.param(lambda c: c | {"azp": "other"}, id="asked for by another"),
        pytest.param(lambda c: c | {"nonce": "of another sign-in"}, id="another nonce"),
        pytest.param(lambda c: {k: v for k, v in c.items() if k != "nonce"}, id="no nonce"),
        pytest.param(lambda c: c | {"exp": int(time.time()) - 120}, id="expired"),
        pytest.param(lambda c: c | {"iat": int(time.time()) + 600}, id="of tomorrow"),
        pytest.param(lambda c: c | {"nbf": int(time.time()) + 600}, id="not yet"),
        pytest.param(lambda c: {k: v for k, v in c.items() if k != "exp"}, id="for ever"),
        pytest.param(lambda c: c | {"sub": ""}, id="nobody"),
        pytest.param(lambda c: c | {"sub": "x" * 256}, id="a subject too long"),
        pytest.param(lambda c: c | {"sub": 7}, id="a subject that is a number"),
        pytest.param(lambda c: c | {"at_hash": "AAAA"}, id="of another access token"),
    ],
)
async def test_a_token_that_fails_a_check_is_refused(hostile: Hostile, change: Change):
    flow, _ = flows.start("/")
    token = signed(change(good(flow)), hostile.key)
    hostile.token = {"access_token": "a", "id_token": token}
    with pytest.raises(SignOnRefused) as refusal:
        await come(hostile, flow)
    assert refusal.value.why == "faulty"


@pytest.mark.parametrize("seconds", [-50, 50])
async def test_clocks_may_differ_a_little(hostile: Hostile, seconds: int):
    flow, _ = flows.start("/")
    now = int(time.time()) + seconds
    claims = good(flow) | {"iat": now, "exp": now if seconds < 0 else now + 300}
    hostile.token = {"access_token": "a", "id_token": signed(claims, hostile.key)}
    assert (await come(hostile, flow)).subject == "ada"


async def test_only_the_providers_own_keys_sign(hostile: Hostile):
    flow, _ = flows.start("/")
    stranger = RSAKey.generate_key(2048, {"kid": "one"})
    unsigned = "eyJhbGciOiJub25lIn0." + signed(good(flow), hostile.key).split(".")[1] + "."
    for token in (
        signed(good(flow), stranger),
        forged(good(flow), b"a secret that is shared"),
        forged(good(flow), hostile.key.as_pem(private=False)),
        unsigned,
        "no token",
    ):
        hostile.about = {"id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
        hostile.token = {"access_token": "a", "id_token": token}
        with pytest.raises(SignOnRefused) as refusal:
            await come(hostile, flow)
        assert refusal.value.why == "faulty", token[:40]


async def test_keys_are_fetched_once_until_a_token_names_another(hostile: Hostile):
    flow, _ = flows.start("/")
    for _ in range(2):
        hostile.token = {"access_token": "a", "id_token": signed(good(flow), hostile.key)}
        await come(hostile, flow)
    assert hostile.asked == ["jwks"]
    hostile.key = RSAKey.generate_key(2048, {"kid": "two"})
    hostile.token = {"access_token": "a", "id_token": signed(good(flow), hostile.key)}
    await come(hostile, flow)
    assert hostile.asked == ["jwks", "jwks"]


async def test_what_is_told_beside_the_token_must_be_of_the_same_person(hostile: Hostile):
    flow, _ = flows.start("/")
    claims = {name: value for name, value in good(flow).items() if "email" not in name}
    hostile.about = {"userinfo_endpoint": f"{ISSUER}/userinfo"}
    hostile.token = {"access_token": "a", "id_token": signed(claims, hostile.key)}
    hostile.userinfo = {"sub": "eve", "email": "admin@example.com", "email_verified": True}
    with pytest.raises(SignOnRefused):
        await come(hostile, flow)
    hostile.userinfo = hostile.userinfo | {"sub": "ada"}
    assert (await come(hostile, flow)).email == "admin@example.com"


async def test_an_answer_of_another_provider_is_refused(hostile: Hostile):
    flow, _ = flows.start("/")
    hostile.about = {"authorization_response_iss_parameter_supported": True}
    hostile.token = {"access_token": "a", "id_token": signed(good(flow), hostile.key)}
    for answer in ({}, {"iss": "https://evil.example"}):
        with pytest.raises(SignOnRefused):
            await come(hostile, flow, **answer)
    assert (await come(hostile, flow, iss=ISSUER)).subject == "ada"


@pytest.mark.parametrize(
    "about", [{"issuer": "https://evil.example"}, {"token_endpoint": None}, {"jwks_uri": 7}]
)
async def test_a_provider_that_publishes_something_else_is_as_if_it_were_away(
    hostile: Hostile, about: dict[str, Any]
):
    flow, _ = flows.start("/")
    hostile.about = about
    with pytest.raises(SignOnRefused) as refusal:
        await provider.address_to_sign_in(flow, CALLBACK)
    assert refusal.value.why == "away"


@pytest.mark.parametrize(
    ("token", "status"), [([], 200), ({}, 200), ({"error": "x"}, 400), ({}, 500)]
)
async def test_a_token_that_is_none_lets_nobody_in(hostile: Hostile, token: Any, status: int):
    flow, _ = flows.start("/")
    await provider.address_to_sign_in(flow, CALLBACK)
    hostile.token, hostile.status = token, status
    with pytest.raises(SignOnRefused):
        await come(hostile, flow)


def logged_out(**more: Any) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": ISSUER,
        "aud": "tally",
        "iat": now,
        "exp": now + 60,
        "jti": "x",
        "sub": "ada",
        "events": LOGOUT,
    } | more


async def test_a_logout_token_says_who_left(hostile: Hostile):
    ended = await provider.who_left(signed(logged_out(sid="s"), hostile.key))
    assert (ended.subject, ended.session) == ("ada", "s")


@pytest.mark.parametrize(
    "more",
    [
        {"aud": "other"},
        {"iss": "https://evil.example"},
        {"events": {}},
        {"events": "x"},
        {"nonce": "as in an ID token"},
        {"sub": None, "sid": None},
        {"exp": 1},
    ],
)
async def test_what_is_no_logout_token_ends_nothing(hostile: Hostile, more: dict[str, Any]):
    claims = {name: value for name, value in logged_out(**more).items() if value is not None}
    with pytest.raises(SignOnRefused):
        await provider.who_left(signed(claims, hostile.key))


@pytest.mark.parametrize("groups", [None, 7, [], [7, None], {"a": 1}, "staff", ["staff"]])
async def test_whatever_stands_in_the_groups_is_groups_or_none(hostile: Hostile, groups: Any):
    flow, _ = flows.start("/")
    claims = good(flow) | {"groups": groups}
    hostile.token = {"access_token": "a", "id_token": signed(claims, hostile.key)}
    told = (await come(hostile, flow)).groups
    assert told == (frozenset({"staff"}) if groups in ("staff", ["staff"]) else frozenset())


@pytest.mark.parametrize("cookie", ["", "x", "e30.e30.e30"])
async def test_a_cookie_that_is_none_of_ours_begins_nothing(hostile: Hostile, cookie: str):
    with pytest.raises(SignOnRefused) as refusal:
        flows.read(cookie, "state")
    assert refusal.value.why == "stale"


async def test_the_cookie_alone_tells_neither_state_nor_nonce_nor_verifier(hostile: Hostile):
    flow, cookie = flows.start("/usage")
    assert flows.read(cookie, flow.state).go_on == "/usage"
    assert not any(secret in cookie for secret in (flow.state, flow.nonce, flow.verifier))
    with pytest.raises(SignOnRefused):
        flows.read(cookie, "\ud800 another state")
