"""OpenAI's shape of errors, for everything under `/v1`.

Statuses and codes are what OpenAI's SDKs act on: they send again after 408, 409, 429 and 5xx,
unless `x-should-retry` says otherwise (openai 3.52, `_should_retry`, read 2026-11-29).
"""

from collections.abc import Sequence
from typing import Any

from chat_app.errors import (
    ChatAppError,
    IdempotencyConflict,
    InvalidRequest,
    ModelNotAllowed,
    RateLimited,
    TokenLimitExceeded,
    Unauthenticated,
)
from chat_app.llm.json_shapes import fields_of, list_of

_CODES = {
    Unauthenticated.code: "invalid_api_key",
    TokenLimitExceeded.code: "insufficient_quota",
    RateLimited.code: "rate_limit_exceeded",
    InvalidRequest.code: "invalid_request_error",
}
"""Where OpenAI's word for a code is not ours."""
_SERVER_FAULT = 500
_LONGEST_NAME = 60
"""Enough of a field's name, in characters, to find it again."""


def code_of(error: ChatAppError | type[ChatAppError]) -> str:
    """Return what programs know an error by."""
    return _CODES.get(error.code, error.code.lower())


def as_json(error: ChatAppError) -> dict[str, Any]:
    """Return the body that tells of an error, or the data of the event that does."""
    # It may quote the caller, and half a surrogate pair is text to JSON but not to UTF-8.
    message = error.message.encode(errors="replace").decode()
    field = "model" if isinstance(error, ModelNotAllowed) else error.field
    told = {"message": message, "type": _type_of(error), "param": field}
    return {"error": told | {"code": code_of(error)}}


def headers_of(error: ChatAppError) -> dict[str, str]:
    """Return what is said of an error beside its body, for this face alone."""
    # The text is gone and nobody can attach: sent again, it would be refused again.
    return {"x-should-retry": "false"} if isinstance(error, IdempotencyConflict) else {}


def path_of(loc: Sequence[str | int], body: Any, *, is_missing: bool) -> str:
    """Return the field that a fault of validation is about, as OpenAI writes it.

    Pydantic puts the kinds it tried between the names: what the body does not have is one.

    Args:
        loc: Where pydantic found the fault, in the body.
        body: What was sent.
        is_missing: Whether the last name is a field that was not there.
    """
    path, here = "", body
    for index, name in enumerate(loc):
        is_last = index == len(loc) - 1
        if isinstance(name, int):
            path += f"[{name}]"
            here = dict(enumerate(list_of(here))).get(name)
        elif name in (fields := fields_of(here)) or (
            is_last and is_missing and isinstance(here, dict)
        ):
            path += f".{name[:_LONGEST_NAME]}" if path else name[:_LONGEST_NAME]
            here = fields.get(name)
    return path


def _type_of(error: ChatAppError) -> str:
    if isinstance(error, TokenLimitExceeded):
        return "insufficient_quota"
    if error.status >= _SERVER_FAULT:
        return "server_error"
    return "rate_limit_error" if isinstance(error, RateLimited) else "invalid_request_error"
