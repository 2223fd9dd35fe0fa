"""Speaks OpenID Connect to the provider: code flow with PKCE, by Authlib.

OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (`iss` in the answer), Back-
Channel Logout 1.0 (read 2026-11-30).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chat_app.config import get_settings
from chat_app.services.sign_on.flows import Flow
from chat_app.services.sign_on.mapping import groups_in
from chat_app.services.sign_on.published import (
    PATIENCE_S,
    about_provider,
    answering,
    fetch_object,
    keys_of,
)
from chat_app.services.sign_on.refusals import SignOnRefused, WhyRefused

_CLOCKS_DIFFER_BY_S = 60
_SIGNED_BY = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Ways to sign that need a key of the provider's alone; `none` and shared secrets are not taken."""
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_MAX_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Person:
    """What the provider says of who came."""

    issuer: str
    subject: str
    email: str
    """Empty where it names none."""
    email_verified: bool
    name: str
    """Empty where it names none."""
    groups: frozenset[str]
    session: str
    """Its own id of the sign-in; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What the provider says is over: a sign-in, or all of a person's."""

    issuer: str
    subject: str
    session: str


async def address_to_sign_in(flow: Flow, come_back_to: str) -> str:
    """Return the provider's page to send a browser to.

    Raises:
        SignOnRefused: The provider does not answer.
    """
    about = await about_provider()
    # Whoever is to prove that they are there is asked, whatever the provider remembers.
    asked = {"prompt": "login", "max_age": 0} if flow.again else {}
    async with _client(about, come_back_to) as client:
        address, _ = client.create_authorization_url(
            about["authorization_endpoint"],
            state=flow.state,
            nonce=flow.nonce,
            code_verifier=flow.verifier,
            **asked,
        )
        return address


async def address_to_sign_out(come_back_to: str) -> str | None:
    """Return the provider's page that ends the sign-in there as well; `None` where it has none."""
    try:
        end = (await about_provider()).get("end_session_endpoint")
    except SignOnRefused:
        return None
    if not end:
        return None
    from authlib.common.urls import add_params_to_uri

    wanted = [
        ("client_id", get_settings().OIDC_CLIENT_ID or ""),
        ("post_logout_redirect_uri", come_back_to),
    ]
    return str(add_params_to_uri(end, wanted))


async def who_came(flow: Flow, answer: Mapping[str, str], come_back_to: str) -> Person:
    """Return who the provider says has signed in.

    Args:
        flow: The sign-in that the browser began.
        answer: What the browser brings from the provider.
        come_back_to: The address it was sent back to.

    Raises:
        SignOnRefused: The provider said no or does not answer, or a check failed.
    """
    about = await about_provider()
    is_told = about.get("authorization_response_iss_parameter_supported")
    if (is_told or "iss" in answer) and answer.get("iss") != about["issuer"]:
        raise SignOnRefused(WhyRefused.FAULTY, "iss of the answer")
    if error := answer.get("error"):
        raise SignOnRefused(WhyRefused.DENIED, error[:100])
    async with _client(about, come_back_to) as client:
        token = await _fetch_token(client, about, answer.get("code", ""), flow)
    claims = await _checked(about, flow, token)
    if _says_too_little(claims) and "userinfo_endpoint" in about:
        more = await fetch_object(about["userinfo_endpoint"], bearer=token["access_token"])
        if more.get("sub") != claims["sub"]:
            raise SignOnRefused(WhyRefused.FAULTY, "sub of userinfo")
        claims = more | claims
    return _person(claims)


async def who_left(logout_token: str) -> Ended:
    """Return what a provider's logout token says is over.

    Raises:
        SignOnRefused: It is not the provider's, not for this app, or no such token.
    """
    about = await about_provider()
    from joserfc.errors import JoseError
    from joserfc.jwt import JWTClaimsRegistry

    claims, _ = await _opened(about, logout_token)
    try:
        JWTClaimsRegistry(leeway=_CLOCKS_DIFFER_BY_S, **_for_us(about)).validate(claims)
    except JoseError as fault:
        raise SignOnRefused(WhyRefused.FAULTY, f"logout token: {fault.error}") from fault
    events = claims.get("events")
    is_one = isinstance(events, dict) and _LOGOUT in events and "nonce" not in claims
    subject, session = str(claims.get("sub") or ""), str(claims.get("sid") or "")
    if not is_one or not (subject or session):
        raise SignOnRefused(WhyRefused.FAULTY, "no logout token")
    return Ended(str(claims["iss"]), subject, session)


def _client(about: Mapping[str, Any], come_back_to: str) -> Any:
    # Authlib and what signs for it are 6 MB that only those need who come by a provider.
    from authlib.integrations.httpx_client import AsyncOAuth2Client

    settings = get_settings()
    secret = settings.OIDC_CLIENT_SECRET
    # Authlib 1.9 does not encode what it sends by Basic, as RFC 6749, 2.3.1 wants it.
    ways = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    by = "client_secret_post" if "client_secret_post" in ways else "client_secret_basic"
    return AsyncOAuth2Client(
        settings.OIDC_CLIENT_ID,
        secret and secret.get_secret_value(),
        token_endpoint_auth_method=by if secret else "none",
        scope=settings.OIDC_SCOPES,
        redirect_uri=come_back_to,
        code_challenge_method="S256",
        timeout=PATIENCE_S,
    )


async def _fetch_token(
    client: Any, about: Mapping[str, Any], code: str, flow: Flow
) -> dict[str, Any]:
    from authlib.common.errors import AuthlibBaseError

    async with answering():
        try:
            token = await client.fetch_token(
                about["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=flow.verifier,
            )
        except AuthlibBaseError as refusal:
            # Such as a code that was used: the page was loaded again, or somebody else has it.
            is_old = refusal.error == "invalid_grant"
            why = WhyRefused.STALE if is_old else WhyRefused.FAULTY
            raise SignOnRefused(why, f"token: {refusal.error}") from refusal
    if not isinstance(token.get("id_token"), str) or not token.get("access_token"):
        raise SignOnRefused(WhyRefused.FAULTY, "no id_token")
    return token


async def _checked(
    about: Mapping[str, Any], flow: Flow, token: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the claims of an ID token after all checks of Core 1.0, section 3.1.3.7."""
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    claims, header = await _opened(about, token["id_token"])
    known = {
        "nonce": flow.nonce,
        "client_id": get_settings().OIDC_CLIENT_ID,
        "access_token": token["access_token"],
    }
    checked: Any = CodeIDToken(claims, header, _for_us(about), known)
    try:
        checked.validate(leeway=_CLOCKS_DIFFER_BY_S)
    except JoseError as fault:
        raise SignOnRefused(WhyRefused.FAULTY, f"id_token: {fault}") from fault
    if not 0 < len(claims["sub"]) <= _MAX_SUBJECT:
        raise SignOnRefused(WhyRefused.FAULTY, "sub")
    if flow.again:
        asked_at_s = flow.begun_at_s - _CLOCKS_DIFFER_BY_S
        if not asked_at_s <= float(claims.get("auth_time") or 0):
            raise SignOnRefused(WhyRefused.FAULTY, "the provider did not ask anew")
    return claims


def _for_us(about: Mapping[str, Any]) -> Any:
    return {
        "iss": {"essential": True, "value": about["issuer"]},
        "aud": {"essential": True, "value": get_settings().OIDC_CLIENT_ID},
        "iat": {"essential": True},
    }


async def _opened(about: Mapping[str, Any], token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return claims and header of a token that the provider signed."""
    from joserfc import jwt
    from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError

    offered = about.get("id_token_signing_alg_values_supported") or ["RS256"]
    ways = [way for way in offered if way in _SIGNED_BY]
    try:
        try:
            opened = jwt.decode(token, await keys_of(about), algorithms=ways)
        except (InvalidKeyIdError, BadSignatureError):
            # It may have other keys by now.
            opened = jwt.decode(token, await keys_of(about, anew=True), algorithms=ways)
    except (JoseError, ValueError) as fault:
        raise SignOnRefused(WhyRefused.FAULTY, f"signature: {fault}") from fault
    return opened.claims, opened.header


def _says_too_little(claims: Mapping[str, Any]) -> bool:
    settings = get_settings()
    has_groups = groups_in(claims, settings.OIDC_GROUPS_CLAIM) is not None
    return "email" not in claims or bool(settings.OIDC_GROUPS and not has_groups)


def _person(claims: Mapping[str, Any]) -> Person:
    names = (claims.get(name) for name in ("name", "nickname", "preferred_username"))
    return Person(
        issuer=claims["iss"],
        subject=claims["sub"],
        email=str(claims.get("email") or ""),
        # As a word by some, such as Amazon's Cognito; others, such as Microsoft's, do not say.
        email_verified=claims.get("email_verified", get_settings().OIDC_TRUST_EMAIL)
        in (True, "true"),
        name=next((name for name in names if isinstance(name, str)), ""),
        groups=groups_in(claims, get_settings().OIDC_GROUPS_CLAIM) or frozenset(),
        session=str(claims.get("sid") or "")[:_MAX_SUBJECT],
    )
