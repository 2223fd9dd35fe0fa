"""The one shape of every error, whatever raised it; under `/v1` it is OpenAI's."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from chat_app.api.addresses import is_gateway
from chat_app.api.schemas.shape import ErrorOut, Shape
from chat_app.api.v1 import envelope as gateway
from chat_app.api.v1.schemas.errors import GatewayErrorOut
from chat_app.errors import (
    ChatAppError,
    Forbidden,
    InternalError,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    PayloadTooLarge,
    RateLimited,
    Unauthenticated,
    Unavailable,
)

_BY_STATUS: dict[int, type[ChatAppError]] = {
    kind.status: kind
    for kind in (
        InvalidRequest,
        Unauthenticated,
        Forbidden,
        NotFound,
        MethodNotAllowed,
        PayloadTooLarge,
        RateLimited,
        Unavailable,
    )
}
_SUBJECT = re.compile(r"^\w+ should ")
_CHECKED = " after validation"
"""How pydantic words begin (`Input should`, `List should`), and what they add; pydantic 2."""
_MOST_NAMED = 5
_LONGEST_NAME = 60
"""Enough of a field's name, in characters, to find it again."""
_RETRY_AFTER = {
    "Retry-After": {
        "description": "Try again after so many seconds.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    }
}
_HEADERS: dict[int | str, dict[str, Any]] = {
    Unauthenticated.status: {
        "WWW-Authenticate": {
            "description": "How to sign in.",
            "required": True,
            "schema": {"type": "string", "const": "Bearer"},
        }
    },
    RateLimited.status: _RETRY_AFTER,
    Unavailable.status: _RETRY_AFTER,
}


def respond(error: ChatAppError, scope: Scope) -> JSONResponse:
    """Return the response that tells of an error, in the shape of the face that was asked."""
    is_gateways = is_gateway(scope["path"])
    headers = gateway.headers_of(error) if is_gateways else {}
    if error.retry_after_seconds is not None:
        headers["Retry-After"] = str(math.ceil(error.retry_after_seconds))
    if error.status == Unauthenticated.status:
        headers["WWW-Authenticate"] = "Bearer"
    body = gateway.as_json(error) if is_gateways else as_json(error)
    return JSONResponse(body, error.status, headers)


def as_json(error: ChatAppError) -> dict[str, str]:
    """Return the body that tells of an error."""
    # It may quote the caller, and half a surrogate pair is text to JSON but not to UTF-8.
    message = error.message.encode(errors="replace").decode()
    return {"status": "error", "code": error.code, "message": message}


def errors(*kinds: type[ChatAppError]) -> dict[int | str, dict[str, Any]]:
    """Describe for OpenAPI which errors a route answers with, beside those of every route."""
    return _describe_errors(ErrorOut, as_json, kinds)


def gateway_errors(*kinds: type[ChatAppError]) -> dict[int | str, dict[str, Any]]:
    """Describe likewise the errors of a route under `/v1`, which all ask for a key."""
    return _describe_errors(GatewayErrorOut, gateway.as_json, (Unauthenticated, *kinds))


def _describe_errors(
    shape: type[Shape],
    write: Callable[[ChatAppError], dict[str, Any]],
    kinds: Iterable[type[ChatAppError]],
) -> dict[int | str, dict[str, Any]]:
    by_status: dict[int | str, list[type[ChatAppError]]] = defaultdict(list)
    for kind in (*kinds, RateLimited, InternalError, Unavailable):
        by_status[kind.status].append(kind)
    # FastAPI describes a 422 of its own wherever a route says nothing of further errors.
    other: dict[int | str, dict[str, Any]] = {
        "default": {"model": shape, "description": "Any other error, in the same shape"}
    }
    return other | {
        status: {
            "model": shape,
            "description": _describe(found),
            "headers": _HEADERS.get(status, {}),
            "content": {
                "application/json": {
                    "examples": {kind.__name__: {"value": write(kind())} for kind in found}
                }
            },
        }
        for status, found in by_status.items()
    }


def _describe(kinds: Iterable[type[ChatAppError]]) -> str:
    return "; ".join(f"`{kind.code}`: {kind.message}" for kind in kinds)


def add_error_handlers(app: FastAPI) -> None:
    """Answer every error of the app's routes in the one shape."""
    app.add_exception_handler(ChatAppError, _own)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _frameworks)


async def _own(request: Request, error: Any) -> JSONResponse:
    return respond(error, request.scope)


async def _invalid(request: Request, error: Any) -> JSONResponse:
    return respond(_refusal_of(error), request.scope)


def _refusal_of(error: Any) -> InvalidRequest:
    faults = error.errors()
    if unknown := [fault["loc"][1:] for fault in faults if fault["type"] == "extra_forbidden"]:
        return unknown_fields(unknown)
    if isinstance(error.body, bytes) and not is_json(error.body):
        return InvalidRequest("The body is not valid JSON")
    return InvalidRequest(_in_words(faults[0]))


async def _frameworks(request: Request, error: Any) -> JSONResponse:
    kind = _BY_STATUS.get(error.status_code, InvalidRequest)
    response = respond(kind(), request.scope)
    response.headers.update(error.headers or {})
    return response


def is_json(body: bytes) -> bool:
    """Say whether a body can be read, or there is none."""
    try:
        if body:
            json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def unknown_fields(paths: Iterable[Iterable[str | int]]) -> InvalidRequest:
    """Return the error that names fields which a body should not have."""
    named = ", ".join(f"`{_path(path)}`" for path in list(paths)[:_MOST_NAMED])
    return InvalidRequest(f"{named}: no such field here; check its spelling")


def _path(names: Iterable[str | int]) -> str:
    return ".".join(str(name)[:_LONGEST_NAME] for name in names)


def _in_words(fault: dict[str, Any]) -> str:
    place, *names = fault["loc"]
    # Behind the name of a parameter stands only which of the types it may have was tried.
    field = _path(names if place == "body" else names[:1])
    if not field:
        return "The body must be a JSON object, sent as application/json"
    if fault["type"] == "missing":
        return f"`{field}` is missing"
    return f"`{field}`: {plain(fault['msg'])}"


def plain(words: str) -> str:
    """Return what pydantic says of a value without its words for what a value is."""
    return _SUBJECT.sub("must ", words.removeprefix("Value error, ")).replace(_CHECKED, "")
