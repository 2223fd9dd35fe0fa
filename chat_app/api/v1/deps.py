"""Who is calling under `/v1`: a key, and nothing else."""

from typing import Annotated

from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from chat_app.api.deps import limit_by_address
from chat_app.api.schemas.shape import Absent
from chat_app.errors import KeyRefused
from chat_app.services import accounts
from chat_app.services.accounts import Caller, keys
from chat_app.services.turns.idempotency import MAX_KEY_CHARACTERS

_NO_KEY = "Send an API key: `Authorization: Bearer tk_…`; keys are made in the settings"
_NO_KEY_OF_OURS = (
    f"This is no API key of this server: those begin with {keys.PREFIX}, and the token of a sign-in"
    " will not do here"
)
_bearer = HTTPBearer(
    auto_error=False, scheme_name="key", bearerFormat="tk_…", description="An API key."
)
_Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


async def key_caller(request: Request, bearer: _Bearer) -> Caller:
    """Return whose key came with the request; a sign-in or a cookie is none.

    Raises:
        KeyRefused: No key, or one that is unknown, revoked or expired.
        RateLimited: The key, or the address where there is none, made all its requests.
    """
    try:
        return await _caller_of(bearer)
    except KeyRefused:
        await limit_by_address(request)
        raise


async def _caller_of(bearer: HTTPAuthorizationCredentials | None) -> Caller:
    if not bearer:
        raise KeyRefused(_NO_KEY)
    if not bearer.credentials.startswith(keys.PREFIX):
        raise KeyRefused(_NO_KEY_OF_OURS)
    return await accounts.enter_with_key(bearer.credentials)


KeyCaller = Annotated[Caller, Depends(key_caller)]
"""Whose key came with the request."""
OnceKey = Annotated[
    str | Absent,
    Header(
        alias="Idempotency-Key",
        json_schema_extra={"minLength": 1, "maxLength": MAX_KEY_CHARACTERS},
        description="Sent again within 24 h it is refused with 409: the text of the first answer"
        " is kept nowhere, and nothing is charged twice.",
    ),
]
"""What makes a call safe to send again: at most one of them is done."""
