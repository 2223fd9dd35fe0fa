"""Reads a body that comes under `/v1`: how much of it, how deep, and what is wrong with it.

It is read once it is known who sends it, for it may be large.
"""

import math
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi import Request
from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json
from starlette.requests import ClientDisconnect

from chat_app.api.envelope import plain
from chat_app.api.v1.deps import KeyCaller
from chat_app.api.v1.envelope import path_of
from chat_app.api.v1.refusals import InvalidField
from chat_app.api.v1.schemas.asked import Asked
from chat_app.config import get_settings
from chat_app.errors import InvalidRequest, PayloadTooLarge

MAX_DEPTH = 64
"""Levels of objects and lists in one another; what reads schemas goes down them step by step."""
_MIB = 1024 * 1024
_TOO_DEEP = "recursion limit"
"""In the words of pydantic's reader, whose own limit is 200 levels (pydantic-core 2.50)."""
_NO_OBJECT = {"model_type", "model_attributes_type", "dict_type"}

T = TypeVar("T", bound=Asked)


def body_of(shape: type[T]) -> Callable[..., Coroutine[Any, Any, T]]:
    """Return the dependency that reads a body of this shape; see `read`."""

    async def read_body(request: Request, _caller: KeyCaller) -> T:
        return read(shape, await _bytes_of(request))

    return read_body


def read(shape: type[T], body: bytes) -> T:
    """Return what a body says.

    Raises:
        PayloadTooLarge: It is deeper than `MAX_DEPTH`.
        InvalidRequest: It is not JSON; half a surrogate pair and infinite numbers are not, here.
        InvalidField: A field is missing, not what it should be, or of OpenAI's and not offered.
    """
    try:
        content = from_json(body, allow_inf_nan=False)
    except ValueError as fault:
        if _TOO_DEEP in str(fault):
            raise _too_deep() from fault
        raise InvalidRequest("The body is not valid JSON") from fault
    _require_flat(content)
    try:
        return shape.model_validate(content)
    except ValidationError as fault:
        # What something is comes before what it lacks.
        found = sorted(
            fault.errors(include_url=False), key=lambda each: each["loc"][-1:] != ("type",)
        )
        raise _in_words(found[0], content) from fault


async def _bytes_of(request: Request) -> bytes:
    most_mib = get_settings().MAX_GATEWAY_BODY_MIB
    chunks: list[bytes] = []
    read_bytes = 0
    try:
        async for chunk in request.stream():
            read_bytes += len(chunk)
            if read_bytes <= most_mib * _MIB:
                chunks.append(chunk)
            elif read_bytes > (most_mib + 1) * _MIB:
                # Up to here it was thrown away: a client still sending would not hear of it.
                break
    except ClientDisconnect as hung_up:
        raise InvalidRequest("The body was cut off") from hung_up
    if read_bytes > most_mib * _MIB:
        raise PayloadTooLarge(f"The request body is over {most_mib} MiB")
    return b"".join(chunks)


def _require_flat(content: Any) -> None:
    level = [content]
    for _ in range(MAX_DEPTH + 1):
        inner: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                inner += value.values()
            elif isinstance(value, list):
                inner += value
            elif isinstance(value, float) and not math.isfinite(value):
                raise InvalidRequest("The body has a number that is too large")
        if not inner:
            return
        level = inner
    raise _too_deep()


def _too_deep() -> PayloadTooLarge:
    return PayloadTooLarge(f"The request body is nested more than {MAX_DEPTH} levels deep")


def _in_words(fault: ErrorDetails, content: Any) -> InvalidRequest:
    kind, context = fault["type"], fault.get("ctx", {})
    path = path_of(fault["loc"], content, is_missing=kind == "missing")
    if kind.startswith("union_tag"):
        name = str(context.get("discriminator", "type")).strip("'")
        path = f"{path}.{name}" if path else name
        if kind == "union_tag_not_found":
            return InvalidField(path, "is missing")
        tags = context.get("expected_tags")
        return InvalidField(path, f"must be one of {tags}" if tags else fault["msg"])
    if not path:
        return InvalidRequest("The body must be a JSON object")
    if kind == "missing":
        return InvalidField(path, "is missing")
    if kind in _NO_OBJECT:
        return InvalidField(path, "must be an object")
    return InvalidField(path, plain(fault["msg"]))
