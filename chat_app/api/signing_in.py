"""How a sign-in begins and ends for the API: whence somebody comes, and the cookie they get."""

from typing import Annotated

from fastapi import Depends, Request, Response

from chat_app.api.deps import (
    address_of,
    limit_by_address,
    refuse_needless_body,
    require_same_origin,
)
from chat_app.api.guard import is_over_tls
from chat_app.api.schemas.accounts import SignedInOut
from chat_app.config import get_settings
from chat_app.services import accounts
from chat_app.services.accounts import Visit
from chat_app.words import LANGUAGE_COOKIE

BEFORE_SIGN_IN = [
    Depends(each) for each in (limit_by_address, require_same_origin, refuse_needless_body)
]
"""What holds of every call that nobody is signed in for."""
_YEAR_SECONDS = 365 * 24 * 60 * 60


async def visit_of(request: Request) -> Visit:
    """Return whence somebody signs in, and the sign-in that their browser had.

    Programs that keep cookies may well hold several tokens; those of theirs live on.
    """
    is_browser = "origin" in request.headers or "sec-fetch-site" in request.headers
    cookie = request.cookies.get(accounts.COOKIE_NAME, "")
    return Visit(
        user_agent=request.headers.get("user-agent", ""),
        address=address_of(request),
        former_token=cookie if is_browser else "",
    )


async def origin_of(request: Request) -> str:
    """Return the origin of the pages, as people see it."""
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return get_settings().PUBLIC_ORIGIN or here


ThisVisit = Annotated[Visit, Depends(visit_of)]
Origin = Annotated[str, Depends(origin_of)]


def with_cookie(request: Request, response: Response, signed_in: accounts.SignedIn) -> SignedInOut:
    """Give a browser its cookie, and return what a program gets."""
    response.set_cookie(
        accounts.COOKIE_NAME,
        signed_in.access_token,
        max_age=signed_in.expires_in_seconds,
        path="/",
        secure=is_over_tls(request.scope),
        httponly=True,
        samesite="lax",
    )
    if signed_in.user.language:
        # Pages are served in it from the first one on. No secret: the page sets it as well.
        response.set_cookie(
            LANGUAGE_COOKIE,
            signed_in.user.language,
            max_age=_YEAR_SECONDS,
            path="/",
            samesite="lax",
        )
    elif LANGUAGE_COOKIE in request.cookies:
        response.delete_cookie(LANGUAGE_COOKIE, path="/", samesite="lax")
    return SignedInOut.model_validate(signed_in)
