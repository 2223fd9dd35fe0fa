"""A file as an answer: whole, in part, or not at all where the caller has it."""

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from chat_app.api.methods import is_head
from chat_app.models import File
from chat_app.services import files

_SHOWN = ("image/", "audio/")
"""What a browser shows by itself; all else, and whatever could run in it, is only saved."""
_PLAIN = "text/plain"
_KEPT_S = 30 * 24 * 3600
"""The bytes under an id never change."""
KEEP = f"private, max-age={_KEPT_S}, immutable"
"""What caches may do with an answer, unless it is said otherwise."""
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    # Whoever signs in after somebody else is not shown what that one saw.
    "Vary": "Cookie, Authorization",
    "Accept-Ranges": "bytes",
}


async def whole(
    request: Request, file: File, has: str | None, wanted: str | None, keep: str = KEEP
) -> Response:
    """Return the bytes of a file, or a part of them.

    Args:
        request: What they are asked with; of HEAD, none are sent.
        file: The file.
        has: `If-None-Match` of the request.
        wanted: `Range` of the request.
        keep: What caches may do with them.
    """
    shown = "inline" if file.media_type.startswith(_SHOWN) else "attachment"
    headers = _headers(keep, file.sha256) | {
        "Content-Disposition": f"{shown}; {_filename(file.name)}",
        "Content-Length": str(file.size_bytes),
    }
    if _has(has, headers):
        return _unchanged(headers)
    start, end, status = 0, file.size_bytes, 200
    # Whoever has the beginning of something else (RFC 9110, 13.1.5) gets all of this.
    begun = request.headers.get("if-range", headers["ETag"])
    if begun == headers["ETag"] and (part := _part(wanted, file.size_bytes)):
        start, end, status = *part, 206
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size_bytes}"
        headers["Content-Length"] = str(end - start)
    # Plain text has no charset: in which one it was written, its owner knows.
    headers["Content-Type"] = file.media_type
    if is_head(request.scope):
        return Response(status_code=status, headers=headers)
    pieces = await _begun(files.pieces(file, start, end))
    return StreamingResponse(pieces, status, headers)


async def part_of(file: File, has: str | None, *, is_text: bool, keep: str = KEEP) -> Response:
    """Return the text of a file, or its small picture.

    Args:
        file: The file.
        has: `If-None-Match` of the request.
        is_text: Whether its text is wanted.
        keep: What caches may do with it.
    """
    headers = _headers(keep, f"{file.sha256}-{'text' if is_text else 'thumb'}")
    headers["Content-Disposition"] = "inline"
    if _has(has, headers):
        return _unchanged(headers)
    if is_text:
        return Response(await files.text_of(file), headers=headers, media_type=_PLAIN)
    return Response(await files.thumbnail(file), headers=headers, media_type="image/webp")


async def _begun(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Return pieces of which the first is there: until then a fault can be told as one."""
    first = await anext(pieces)

    async def rest() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return rest()


def _headers(keep: str, version: str) -> dict[str, str]:
    return _HEADERS | {"Cache-Control": keep, "ETag": f'"{version}"'}


def _has(if_none_match: str | None, headers: dict[str, str]) -> bool:
    return bool(if_none_match) and headers["ETag"] in if_none_match


def _unchanged(headers: dict[str, str]) -> Response:
    kept = ("ETag", "Cache-Control", "Vary", "Content-Security-Policy")
    return Response(status_code=304, headers={name: headers[name] for name in kept})


def _part(wanted: str | None, size_bytes: int) -> tuple[int, int] | None:
    """Return the first byte that is wanted and the one behind the last; `None` for all of them.

    What makes no sense, or names several parts, is answered with the whole, as HTTP lets servers.
    """
    found = _RANGE.fullmatch(wanted or "")
    first, last = found.groups() if found else ("", "")
    if first:
        start, end = int(first), int(last) + 1 if last else size_bytes
    elif last:
        start, end = max(size_bytes - int(last), 0), size_bytes
    else:
        return None
    end = min(end, size_bytes)
    return (start, end) if start < end else None


def _filename(name: str) -> str:
    """Return a name as a header says it (RFC 6266): plain for old programs, and as it is."""
    plain = name.encode("ascii", "replace").decode()
    for sign in '"\\%;?':
        plain = plain.replace(sign, "_")
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
