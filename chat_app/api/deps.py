"""Who is calling, and what the address names; each is checked in the order of the contract."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Header, Path, Request, Security
from fastapi.security import APIKeyCookie, APIKeyQuery, HTTPAuthorizationCredentials, HTTPBearer

from chat_app.api.envelope import unknown_fields
from chat_app.api.schemas.shape import A_UUID, Absent
from chat_app.config import get_settings
from chat_app.errors import (
    Forbidden,
    InvalidRequest,
    MessageNotFound,
    OrgMismatch,
    Unauthenticated,
)
from chat_app.models import User, Via
from chat_app.services import accounts, chats
from chat_app.services.accounts import Caller, Scope, keys, limits

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    bearerFormat="JWT",
    description="The access token, or an API key, which begins with `tk_`.",
)
_cookie = APIKeyCookie(
    name=accounts.COOKIE_NAME,
    auto_error=False,
    scheme_name="cookie",
    description="Set by sign-in; other sites cannot use it.",
)
_query = APIKeyQuery(
    name="access_token",
    auto_error=False,
    scheme_name="query",
    description="For EventSource, which cannot send a header.",
)

Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
Cookie = Annotated[str | None, Security(_cookie)]


def address_of(request: Request) -> str:
    """Return the caller's network address; behind a proxy of ours, as that one tells it."""
    return request.client.host if request.client else ""


def require_same_origin(request: Request) -> None:
    """Refuse what another site makes a browser send, unless `CORS_ORIGINS` lets its pages in.

    Programs that say nothing of where they come from are let through.

    Raises:
        Forbidden: The request comes from another site.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if request.method in _SAFE_METHODS or origin in get_settings().CORS_ORIGINS:
        return
    if site:
        allowed = site in {"same-origin", "none"}
    elif origin:
        own = {get_settings().PUBLIC_ORIGIN, f"{request.url.scheme}://{request.url.netloc}"}
        allowed = origin in own or urlsplit(origin).netloc == request.headers.get("host")
    else:
        allowed = True
    if not allowed:
        raise Forbidden("This request came from another site")


async def limit_by_address(request: Request) -> None:
    """Count a request whose caller is not known against its address.

    Raises:
        RateLimited: The address made all the requests of this minute.
    """
    await limits.take_request(f"address:{address_of(request)}")


async def access_token(request: Request, bearer: Bearer, cookie: Cookie) -> str:
    """Return the token that came with the request; empty without one."""
    if bearer:
        return bearer.credentials
    if cookie:
        require_same_origin(request)
    return cookie or ""


async def bearer_token(
    bearer: Bearer,
) -> str:
    """Return the bearer token of the request, whatever it is for; empty without one."""
    return bearer.credentials if bearer else ""


async def stream_token(
    token: Annotated[str, Depends(access_token)],
    query: Annotated[str | None, Security(_query)],
) -> str:
    """Return the token that came with a request for a stream, which may be in its address."""
    return token or query or ""


async def refuse_needless_body(request: Request) -> None:
    """Refuse fields sent to a route that takes none: they were meant to do something."""
    route = request.scope["route"]
    has_own_body = "requestBody" in (route.openapi_extra or {})
    if route.body_field or has_own_body or request.method in _SAFE_METHODS:
        # Either FastAPI reads the body, or the route says how it does.
        return
    body = await request.body()
    try:
        content: Any = json.loads(body) if body else None
    except (ValueError, RecursionError) as fault:
        raise InvalidRequest("This call takes no body") from fault
    if isinstance(content, dict) and content:
        raise unknown_fields([name] for name in cast("dict[str, Any]", content))
    if content:
        raise InvalidRequest("This call takes no body")


async def let_in(
    request: Request,
    bearer: Bearer,
    token: str,
    org_id: str | None,
    count: Callable[[str], Awaitable[None]] = limits.take_request,
) -> Caller:
    """Return who is calling; see `current_caller`.

    Args:
        request: The request.
        bearer: What it came with, if anything.
        token: The access token, which may have come another way.
        org_id: The organisation that it names.
        count: Which limit it counts against.
    """
    try:
        # Nowhere else: addresses are written into logs, and a browser has no use for a key.
        if bearer and bearer.credentials.startswith(keys.PREFIX):
            caller = await accounts.enter_with_key(bearer.credentials, count)
        else:
            caller = await accounts.enter(token, Via.API, count)
    except Unauthenticated:
        await limit_by_address(request)
        raise
    await refuse_needless_body(request)
    if org_id is not None and org_id.strip().lower() != str(caller.user.org_id):
        raise OrgMismatch
    return caller


OrgHeader = Annotated[
    str | Absent,
    Header(
        alias="x-org-id",
        description="Must be the caller's organisation.",
        json_schema_extra=A_UUID,
    ),
]
Token = Annotated[str, Depends(access_token)]
"""The caller's access token."""


async def current_caller(
    request: Request, bearer: Bearer, cookie: Cookie, x_org_id: OrgHeader = None
) -> Caller:
    """Return who is calling.

    Raises:
        Unauthenticated: Nobody known.
        OrgMismatch: `x-org-id` names somebody else's organisation.
        InvalidRequest: A body came with a call that takes none.
        RateLimited: The caller made all the requests of this minute.
    """
    # Each dependency costs every request; that of a dependency is solved once more for each.
    token = await access_token(request, bearer, cookie)
    return await let_in(request, bearer, token, x_org_id)


async def stream_caller(
    request: Request,
    bearer: Bearer,
    token: Annotated[str, Depends(stream_token)],
    x_org_id: OrgHeader = None,
) -> Caller:
    """Return who is asking for a stream; see `current_caller`."""
    return await let_in(request, bearer, token, x_org_id)


CurrentCaller = Annotated[Caller, Depends(current_caller)]
"""Who is calling, for what begins or changes something."""
StreamCaller = Annotated[Caller, Depends(stream_caller)]
"""Who is asking for a stream; the token may be in the address."""


async def current_user(caller: CurrentCaller) -> User:
    """Return the account of who is calling."""
    return caller.user


async def account_caller(caller: CurrentCaller) -> Caller:
    """Return who is calling.

    Raises:
        Forbidden: It is an API key, which changes nothing of its owner's account.
    """
    caller.require(Scope.ACCOUNT)
    return caller


async def admin_caller(caller: CurrentCaller) -> Caller:
    """Return who is calling.

    Raises:
        Forbidden: It is not an administrator.
    """
    caller.require(Scope.ADMIN)
    return caller


CurrentUser = Annotated[User, Depends(current_user)]
"""The account of who is calling, for what only reads."""
AccountCaller = Annotated[Caller, Depends(account_caller)]
"""Who is calling, somebody who has signed in."""
AdminCaller = Annotated[Caller, Depends(admin_caller)]
"""Who is calling, an administrator."""


async def chat_id_in_path(
    chat_id: Annotated[str, Path(description="The chat.", json_schema_extra=A_UUID)],
) -> UUID:
    """Return the chat that the address names.

    Raises:
        InvalidChatId: It is not a UUID.
    """
    return chats.parse_chat_id(chat_id)


async def message_id_in_path(
    message_id: Annotated[str, Path(description="The message.", json_schema_extra=A_UUID)],
) -> UUID:
    """Return the message that the address names.

    Raises:
        MessageNotFound: It is not a UUID.
    """
    try:
        return UUID(message_id)
    except ValueError as fault:
        raise MessageNotFound from fault


async def waiting_id_in_path(
    waiting_id: Annotated[str, Path(description="What waits.", json_schema_extra=A_UUID)],
) -> UUID:
    """Return what waits in line, as the address names it.

    Raises:
        MessageNotFound: It is not a UUID.
    """
    return await message_id_in_path(waiting_id)


ChatId = Annotated[UUID, Depends(chat_id_in_path)]
MessageId = Annotated[UUID, Depends(message_id_in_path)]
