"""Files to send with messages. See docs/contract/api.md."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from starlette.requests import ClientDisconnect

from chat_app.api.addresses import FILES
from chat_app.api.deps import Bearer, CurrentCaller, CurrentUser, OrgHeader, Token, let_in
from chat_app.api.envelope import errors
from chat_app.api.file_answers import part_of, whole
from chat_app.api.schemas.files import FileOut, FilesOut, file_out
from chat_app.api.schemas.shape import A_UUID, Absent, Cursor, DoneOut, Limit
from chat_app.api.uploads import form_body, form_of, length_of, pieces_of
from chat_app.config import get_settings
from chat_app.errors import (
    FileNotFound,
    FileTooLarge,
    InvalidRequest,
    OrgMismatch,
    StorageFull,
    Unauthenticated,
    Unavailable,
    UnsupportedFile,
)
from chat_app.models import User
from chat_app.services import files
from chat_app.services.accounts import limits

_SIGNED_IN = (Unauthenticated, OrgMismatch)
_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}, "example": "…"}
_BYTES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The bytes, a small picture, or the text.",
        "content": {"*/*": _BINARY},
    },
    206: {"description": "The part that was asked for.", "content": {"*/*": _BINARY}},
    304: {"description": "It is as you have it."},
}

router = APIRouter(prefix=FILES, tags=["files"])


async def file_id_in_path(
    file_id: Annotated[str, Path(description="The file.", json_schema_extra=A_UUID)],
) -> UUID:
    """Return the file that the address names.

    Raises:
        FileNotFound: It is not a UUID.
    """
    try:
        return UUID(file_id)
    except ValueError as fault:
        raise FileNotFound from fault


async def file_reader(
    request: Request, bearer: Bearer, token: Token, x_org_id: OrgHeader = None
) -> User:
    """Return who looks at a file, which counts by a limit of its own."""
    return (await let_in(request, bearer, token, x_org_id, limits.take_file_request)).user


FileId = Annotated[UUID, Depends(file_id_in_path)]
Reader = Annotated[User, Depends(file_reader)]


@router.post(
    "",
    status_code=201,
    summary="Send a file",
    responses=errors(
        *(*_SIGNED_IN, InvalidRequest, StorageFull, FileTooLarge, UnsupportedFile, Unavailable)
    ),
    openapi_extra=form_body(description="The file; what it is, is read from its bytes."),
)
async def send_file(request: Request, caller: CurrentCaller) -> FileOut:
    """To be attached to messages by its id; one that no message holds is removed after a day.

    Pictures (PNG, JPEG, WebP, GIF) are written anew, without what they say of where and by what
    they were taken, and at most 4096 pixels long. PDF, docx, xlsx, pptx, text of any sort, and
    recordings (WAV, MP3, OGG, FLAC, WebM) are kept as they are.
    """
    await files.admit(caller, length_of(request))
    try:
        file, _ = await form_of(request, get_settings().MAX_FILE_MIB, too_large=FileTooLarge)
    except ClientDisconnect as hung_up:
        raise InvalidRequest("The file was cut off") from hung_up
    # How browsers write a quotation mark there (WHATWG's HTML, 4.10.22.7; read 2026-11-29).
    name = (file.filename or "").replace("%22", '"')
    try:
        return file_out(await files.save(caller, name, pieces_of(file)))
    finally:
        await file.close()


@router.get("", summary="List my files", responses=errors(*_SIGNED_IN, InvalidRequest))
async def list_files(user: CurrentUser, limit: Limit = 50, cursor: Cursor = None) -> FilesOut:
    """Newest first, and how much room all of them take."""
    page, room = await files.page(user, limit, cursor), await files.storage(user)
    return FilesOut(
        files=[file_out(each) for each in page.files],
        next_cursor=page.next_cursor,
        used_bytes=room.used_bytes,
        limit_bytes=room.limit_bytes,
    )


@router.delete("/{file_id}", summary="Delete a file", responses=errors(*_SIGNED_IN, FileNotFound))
async def delete_file(caller: CurrentCaller, file_id: FileId) -> DoneOut:
    """It leaves the list; where a message holds it, it stays for that chat."""
    await files.delete(caller, file_id)
    return DoneOut()


@router.get(
    "/{file_id}",
    summary="Read a file",
    response_class=Response,
    responses=_BYTES | errors(*_SIGNED_IN, InvalidRequest, FileNotFound, Unavailable),
)
async def read_file(
    request: Request,
    user: Reader,
    file_id: FileId,
    thumb: Annotated[
        bool, Query(description="The small picture instead: WebP, at most 512 pixels.")
    ] = False,
    text: Annotated[
        bool, Query(description="What can be read in a document instead, as plain text.")
    ] = False,
    if_none_match: Annotated[
        str | Absent, Header(description="`ETag` of what the caller has.")
    ] = None,
    range_: Annotated[
        str | Absent, Header(alias="Range", description="One part, as in `bytes=0-1023`.")
    ] = None,
) -> Response:
    """The bytes as they were sent; pictures as they were written anew.

    Pictures and recordings are shown, all else is a download: HTML and SVG as plain text.
    """
    file = await files.get(user, file_id)
    if thumb or text:
        return await part_of(file, if_none_match, is_text=text)
    return await whole(request, file, if_none_match, range_)
