"""Files that come in the body of a request; they are put on this machine's disk as they come."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import structlog
from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from chat_app.api.envelope import unknown_fields
from chat_app.errors import InvalidRequest, PayloadTooLarge, Unavailable

_MIB = 1024 * 1024
_FORM_BYTES = 16 * 1024
"""The most that a form may take around a file."""
_READ_AT_ONCE_BYTES = 256 * 1024
log = structlog.get_logger()

BINARY: dict[str, Any] = {"type": "string", "format": "binary"}


def form_body(fields: dict[str, Any] | None = None, description: str = "") -> dict[str, Any]:
    """Describe a form with one file for OpenAPI.

    Args:
        fields: What may stand beside it: JSON Schema, by name.
        description: What the file is.
    """
    file = BINARY | {"description": description}
    schema = {
        "type": "object",
        "properties": {"file": file} | (fields or {}),
        "required": ["file"],
        "additionalProperties": False,
    }
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


def length_of(request: Request) -> int | None:
    """Return how many bytes the file of a form has at least, where the request tells."""
    length = request.headers.get("content-length", "")
    return max(int(length) - _FORM_BYTES, 0) if length.isascii() and length.isdigit() else None


async def form_of(
    request: Request,
    most_mib: int,
    *,
    fields: frozenset[str] = frozenset(),
    too_large: type[PayloadTooLarge] = PayloadTooLarge,
    refusal: type[InvalidRequest] = InvalidRequest,
) -> tuple[UploadFile, dict[str, str]]:
    """Return the file of a form, and what else stands in it; who takes the file closes it.

    Args:
        request: Which holds a form.
        most_mib: How large the file may be, in MiB.
        fields: Which others the form may have.
        too_large: What is raised of a file that is larger.
        refusal: What is raised of anything else but a form with one file.

    Raises:
        ClientDisconnect: The caller hung up before the end.
        InvalidRequest: It is no form with one file; another may be named in its place.
        PayloadTooLarge: Likewise of a file that is too large.
        Unavailable: The disk is full.
    """
    kind, said = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not said.get(b"boundary"):
        raise refusal("Send the file as `file` of a form, multipart/form-data")
    # No charset: forms have none (RFC 7578, 5.1.2), and Python's own kinds of them can fail.
    bounded = b'multipart/form-data; boundary="%b"' % said[b"boundary"]
    most_bytes = most_mib * _MIB
    refused = too_large(f"The file is over {most_mib} MiB")
    parser = MultiPartParser(
        Headers(raw=[(b"content-type", bounded)]),
        limited(request, most_bytes + _FORM_BYTES, refused),
        max_files=1,
        max_fields=len(fields) + 1,
        max_part_size=_FORM_BYTES,
    )
    try:
        form = await parser.parse()
    except MultiPartException as fault:
        raise refusal("Send one file, and nothing beside it") from fault
    except OSError as fault:
        log.warning("upload.disk", reason=fault.strerror)
        raise Unavailable("The server's disk takes no more right now; try again later") from fault
    file, beside = form.get("file"), {k: v for k, v in form.items() if k != "file"}
    fault = None
    if unknown := beside.keys() - fields:
        fault = unknown_fields([name] for name in sorted(unknown))
    elif not isinstance(file, UploadFile):
        fault = refusal("There is no file in the form")
    elif (file.size or 0) > most_bytes:
        fault = refused
    else:
        return file, {name: value for name, value in beside.items() if isinstance(value, str)}
    await form.close()
    raise fault


async def limited(
    request: Request, most_bytes: int, too_large: PayloadTooLarge
) -> AsyncGenerator[bytes, None]:
    """Yield the body; what passes the limit by a little is thrown away before it is refused.

    A client still sending would not hear of it.
    """
    read_bytes = 0
    async for chunk in request.stream():
        read_bytes += len(chunk)
        if read_bytes <= most_bytes:
            yield chunk
        elif read_bytes > most_bytes + _MIB:
            break
    if read_bytes > most_bytes:
        raise too_large


async def pieces_of(file: UploadFile) -> AsyncIterator[bytes]:
    """Yield a file that was sent."""
    while piece := await file.read(_READ_AT_ONCE_BYTES):
        yield piece
