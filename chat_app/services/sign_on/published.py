"""What the provider publishes of itself, and how it is asked.

Discovery 1.0 (read 2026-11-30). It is kept for an hour; the keys are fetched anew where a token
names one that is not among them.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import structlog
from cachetools import TTLCache

from chat_app.config import get_settings
from chat_app.locks import lock_of
from chat_app.services.sign_on.refusals import SignOnRefused, WhyRefused

log = structlog.get_logger()

PATIENCE_S = 5
_KEPT_S = 3600
_published: TTLCache[tuple[str, str], dict[str, Any]] = TTLCache(maxsize=8, ttl=_KEPT_S)
"""By the issuer, and what it is."""


async def about_provider() -> dict[str, Any]:
    """Return what the provider publishes of itself (section 4).

    Raises:
        SignOnRefused: It does not answer, or publishes something else than the settings say.
    """
    issuer = get_settings().OIDC_ISSUER or ""
    async with lock_of("oidc", issuer):
        if known := _published.get((issuer, "about")):
            return known
        about = await fetch_object(issuer.rstrip("/") + "/.well-known/openid-configuration")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if about.get("issuer") != issuer or not all(isinstance(about.get(n), str) for n in needed):
            log.error("sign_on.misconfigured", issuer=issuer, says=str(about.get("issuer")))
            raise SignOnRefused(WhyRefused.AWAY, "it publishes another issuer, or too little")
        _published[issuer, "about"] = about
        return about


async def keys_of(about: Mapping[str, Any], *, anew: bool = False) -> Any:
    """Return the keys by which the provider signs, a `KeySet` of joserfc.

    Raises:
        SignOnRefused: It does not answer, or publishes none.
    """
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    issuer = about["issuer"]
    async with lock_of("oidc", issuer):
        kept = None if anew else _published.get((issuer, "keys"))
        if kept is None:
            kept = _published[issuer, "keys"] = await fetch_object(about["jwks_uri"])
    try:
        return KeySet.import_key_set(cast("Any", kept))
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        raise SignOnRefused(WhyRefused.AWAY, f"keys: {fault}") from fault


async def fetch_object(address: str, bearer: str = "") -> dict[str, Any]:
    """Return an object that the provider serves.

    Args:
        address: Where it is.
        bearer: The access token to show; none where everybody may read it.

    Raises:
        SignOnRefused: The provider does not answer, or with something else.
    """
    import httpx2

    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    async with answering(), httpx2.AsyncClient(timeout=PATIENCE_S) as client:
        response = await client.get(address, headers=headers)
        content = response.raise_for_status().json()
        if not isinstance(content, dict):
            raise ValueError("no object")  # noqa: TRY004 (JSON of another shape)
    return cast("dict[str, Any]", content)


@asynccontextmanager
async def answering() -> AsyncGenerator[None, None]:
    """Make of a provider that does not answer, or not as it should, one that is away.

    Raises:
        SignOnRefused: It is.
    """
    import httpx2

    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as fault:
        raise SignOnRefused(WhyRefused.AWAY, type(fault).__name__) from fault
