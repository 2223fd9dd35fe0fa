"""The addresses of the pages that links show: `/s/…`. They set no cookies and run no script."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute

from chat_app.api.deps import Token, address_of
from chat_app.api.file_answers import whole
from chat_app.api.methods import is_head
from chat_app.api.schemas.shape import Absent
from chat_app.api.shown import pages
from chat_app.errors import ChatAppError, NotFound, Unauthenticated
from chat_app.models import Via
from chat_app.services import accounts, shares
from chat_app.services.accounts import Caller, limits
from chat_app.services.shares import Shown
from chat_app.words import Words, words_of_browser

_KEEP_NOTHING = "private, no-store"
"""What was revoked is gone, in caches as well."""
_HEADERS = {
    "Content-Security-Policy": pages.POLICY,
    "Cache-Control": _KEEP_NOTHING,
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Vary": "Accept-Language, Cookie",
}
_drawing = CapacityLimiter(1)
"""One page at a time: each takes the whole processor."""


class _Page(APIRoute):
    """A route that tells of errors in a page, in the reader's language."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError:
                return await _refused(request, NotFound())
            except ChatAppError as error:
                return await _refused(request, error)

        return answer


router = APIRouter(prefix="/s/{slug}", route_class=_Page, include_in_schema=False)


async def _reader(token: Token) -> Caller | None:
    """Return who is signed in; a stranger is nobody."""
    try:
        return await accounts.authenticate(token, Via.BROWSER) if token else None
    except Unauthenticated:
        return None


Reader = Annotated[Caller | None, Depends(_reader)]


async def _opened(request: Request, slug: str, reader: Reader) -> Shown:
    """Return the link that the address names, for who asks.

    Raises:
        Unauthenticated, NotFound: See `shares.opened`.
        RateLimited: Too many pages, or too many that there are not.
    """
    address = address_of(request)
    await limits.check_links(address)
    count = limits.take_file_request if "file_id" in request.path_params else limits.take_request
    await count(f"user:{reader.user.user_id}" if reader else f"address:{address}")
    try:
        return await shares.opened(slug, reader and reader.user)
    except NotFound:
        await limits.note_wrong_link(address)
        raise


Opened = Annotated[Shown, Depends(_opened)]


@router.get("")
async def show(request: Request, shown: Opened, reader: Reader) -> Response:
    """Show the page."""
    words = _words(request)
    if not is_head(request.scope) and not shown.is_own and not _is_ahead(request):
        shares.note_view(shown.link.link_id)
    said = await _said(shown, words)
    html = pages.page(shown, said, words, is_signed_in=reader is not None)
    return HTMLResponse(html, headers=_HEADERS | {"Content-Language": words.language})


@router.get("/files/{file_id}")
async def read_file(
    request: Request,
    shown: Opened,
    file_id: UUID,
    if_none_match: Annotated[str | Absent, Header()] = None,
    range_: Annotated[str | Absent, Header(alias="Range")] = None,
) -> Response:
    """Send a file that stands on the page."""
    file = await shares.file_shown(shown, file_id)
    answer = await whole(request, file, if_none_match, range_, _KEEP_NOTHING)
    answer.headers["X-Robots-Tag"] = _HEADERS["X-Robots-Tag"]
    return answer


@router.post("/continue")
async def carry_on(shown: Opened, token: Token) -> Response:
    """Go on in a chat of the reader's own, and lead there."""
    caller = await accounts.enter(token, Via.BROWSER)
    chat = await shares.carry_on(caller, shown.link.slug)
    return RedirectResponse(f"/chat/{chat.chat_id}", 303, headers=_HEADERS)


async def _said(shown: Shown, words: Words) -> str:
    said, names = await shares.said(shown)
    return await run_sync(pages.said_on, shown, said, names, words, limiter=_drawing)


async def _refused(request: Request, error: ChatAppError) -> Response:
    """Say why nothing is shown; send who is signed out, and would have to be in, to the sign-in."""
    slug = request.path_params.get("slug", "")
    here = f"/s/{quote(slug)}"
    if isinstance(error, Unauthenticated):
        there = f"/login?next={quote(here, safe='')}"
        return RedirectResponse(there, 303, headers=_HEADERS)
    words = _words(request)
    if isinstance(error, NotFound):
        title, why, back = "shown-nothing", words.say("shown-nothing-words"), ""
    else:
        title, why = "shown-refused", words.translated(error.message)
        back = here if request.method == "POST" else ""
    headers = _HEADERS | {"Content-Language": words.language}
    if error.retry_after_seconds is not None:
        headers["Retry-After"] = str(round(error.retry_after_seconds))
    html = pages.refusal(words.say(title), why, words, back)
    return HTMLResponse(html, error.status, headers=headers)


def _words(request: Request) -> Words:
    return words_of_browser(request.cookies, request.headers.get("accept-language", ""))


def _is_ahead(request: Request) -> bool:
    """Say whether a browser asks before anybody wants to read."""
    return "prefetch" in request.headers.get("sec-purpose", "")
