"""Sign-in by an identity provider: the two ends of the way there and back. See ADR 44."""

from typing import Annotated
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from chat_app.api.deps import AccountCaller, limit_by_address
from chat_app.api.envelope import errors
from chat_app.api.guard import is_over_tls
from chat_app.api.schemas.shape import Text
from chat_app.api.signing_in import Origin, ThisVisit, with_cookie
from chat_app.config import get_settings
from chat_app.errors import Forbidden, InvalidRequest, NotFound, OrgMismatch, Unauthenticated
from chat_app.services import sign_on
from chat_app.services.sign_on import SignOnRefused

_COOKIE = "sign_on"
_CALLBACK = "/api/auth/oidc/callback"
_AGAIN = "/settings"
_SEE: dict[int | str, dict[str, object]] = {303: {"description": "To where it goes on."}}

# Not in OpenAPI: browsers and the provider come here, and what they do is written down elsewhere.
router = APIRouter(prefix="/api/auth", tags=["accounts"], include_in_schema=False)


async def _require_provider() -> None:
    if not get_settings().has_provider:
        raise NotFound("This server has no identity provider")


_at_the_door = [Depends(limit_by_address), Depends(_require_provider)]


@router.get(
    "/oidc/start",
    summary="Sign in by the identity provider",
    status_code=303,
    response_class=Response,
    responses=_SEE | errors(NotFound),
    dependencies=_at_the_door,
)
async def start_sign_on(
    request: Request,
    origin: Origin,
    go_on: Annotated[
        Text, Query(alias="next", description="Path of the page to show in the end.")
    ] = "/",
) -> Response:
    """For browsers: leads to the provider, and from there back to the page asked for."""
    return await _to_provider(request, origin, _path_of(go_on))


@router.get(
    "/oidc/again",
    summary="Prove once more who you are, at the identity provider",
    status_code=303,
    response_class=Response,
    responses=_SEE | errors(NotFound, Unauthenticated, OrgMismatch, Forbidden),
    dependencies=[Depends(_require_provider)],
)
async def prove_again(request: Request, caller: AccountCaller, origin: Origin) -> Response:
    """For browsers, before what cannot be undone: the provider asks, whatever it remembers."""
    return await _to_provider(request, origin, _AGAIN, caller.user.user_id)


@router.get(
    "/oidc/callback",
    summary="Come back from the identity provider",
    status_code=303,
    response_class=Response,
    responses=_SEE | errors(NotFound),
    dependencies=_at_the_door,
)
async def come_back(request: Request, visit: ThisVisit, origin: Origin) -> Response:
    """Sets the cookie that browsers use, or leads to the sign-in page, which says what is wrong."""
    try:
        arrival = await sign_on.come_in(
            request.cookies.get(_COOKIE, ""),
            request.query_params,
            origin + _CALLBACK,
            visit,
        )
    except SignOnRefused as refusal:
        return _without_cookie(_see(f"/login?refused={refusal.why}"))
    response = _see(arrival.go_on)
    with_cookie(request, response, arrival.signed_in)
    return _without_cookie(response)


@router.post(
    "/oidc/logout",
    summary="End what the identity provider ended",
    responses=errors(NotFound, InvalidRequest),
    dependencies=_at_the_door,
)
async def end_at_provider(request: Request) -> None:
    """For the provider (OpenID Connect Back-Channel Logout 1.0): those tokens are dead at once."""
    # A form, whose type is not told any more: bodies are JSON here.
    form = parse_qs((await request.body()).decode("ascii", "replace"))
    await sign_on.end_at_provider(form.get("logout_token", [""])[0])


async def _to_provider(
    request: Request, origin: str, go_on: str, again: UUID | None = None
) -> Response:
    try:
        address, cookie = await sign_on.start(go_on, origin + _CALLBACK, again)
    except SignOnRefused as refusal:
        return _see(f"/login?refused={refusal.why}")
    response = _see(address)
    response.set_cookie(
        _COOKIE,
        cookie,
        max_age=sign_on.COOKIE_LIFE_S,
        path=_CALLBACK,
        secure=is_over_tls(request.scope),
        httponly=True,
        # The provider sends the browser back: a strict one would stay away.
        samesite="lax",
    )
    return response


def _see(address: str) -> Response:
    return RedirectResponse(address, 303)


def _without_cookie(response: Response) -> Response:
    response.delete_cookie(_COOKIE, path=_CALLBACK, httponly=True, samesite="lax")
    return response


def _path_of(go_on: str) -> str:
    """Return a page of this site to go on to, the first one where it is of another.

    No page has a path such as `//host`, which `/.//host` becomes.
    """
    try:
        parts = urlsplit(go_on)
    except ValueError:
        return "/"
    is_here = go_on.startswith("/") and not (parts.scheme or parts.netloc)
    is_plain = "\\" not in go_on and "//" not in parts.path and go_on.isprintable()
    return go_on if is_here and is_plain else "/"
