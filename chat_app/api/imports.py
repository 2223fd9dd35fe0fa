"""Chats from other apps. See docs/import.md."""

from collections.abc import AsyncGenerator
from tempfile import TemporaryFile
from typing import IO, Annotated, Any, cast
from uuid import UUID

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.requests import ClientDisconnect

from chat_app.api.addresses import IMPORTS
from chat_app.api.deps import CurrentCaller, CurrentUser
from chat_app.api.envelope import errors
from chat_app.api.schemas.imports import ImportOut, ImportsOut
from chat_app.api.uploads import BINARY, form_of, limited
from chat_app.config import get_settings
from chat_app.errors import (
    ImportInProgress,
    InvalidImport,
    InvalidRequest,
    ModelNotAllowed,
    NotFound,
    OrgMismatch,
    PayloadTooLarge,
    Unauthenticated,
    Unavailable,
)
from chat_app.models import ImportStatus
from chat_app.services import imports

_MIB = 1024 * 1024
_WRITTEN_AT_ONCE_BYTES = _MIB
_PATIENCE_S = 20
"""How long an import is waited for; what takes longer is told of as it is by then."""
_SIGNED_IN = (Unauthenticated, OrgMismatch)
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file as the other app wrote it, bare or as the only one of a form.",
        "content": {
            "application/json": {"schema": {}},
            "application/zip": {"schema": BINARY},
            "application/octet-stream": {"schema": BINARY},
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": BINARY}, "required": ["file"]}
            },
        },
    }
}

router = APIRouter(prefix=IMPORTS, tags=["imports"])

ImportId = Annotated[UUID, Path(description="The import.")]


async def file_of(request: Request, _caller: CurrentCaller) -> IO[bytes]:
    """Return the file that was sent, on this machine's disk; who takes it closes it.

    Raises:
        InvalidImport: It was cut off, or the form has no file or more than one.
        PayloadTooLarge: It is larger than `MAX_IMPORT_MIB`.
    """
    most_mib = get_settings().MAX_IMPORT_MIB
    try:
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            file, _ = await form_of(request, most_mib, refusal=InvalidImport)
            return cast("IO[bytes]", file.file)
        too_large = PayloadTooLarge(f"The file is over {most_mib} MiB")
        return await _written(limited(request, most_mib * _MIB, too_large))
    except ClientDisconnect as hung_up:
        raise InvalidImport("The file was cut off") from hung_up


async def _written(chunks: AsyncGenerator[bytes, None]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 (whoever imports closes it)
    waiting = bytearray()
    try:
        async for chunk in chunks:
            waiting += chunk
            if len(waiting) >= _WRITTEN_AT_ONCE_BYTES:
                await run_sync(file.write, bytes(waiting))
                waiting.clear()
        await run_sync(file.write, bytes(waiting))
    except BaseException:
        file.close()
        raise
    return file


@router.post(
    "",
    status_code=201,
    summary="Bring chats from another app",
    responses=errors(
        *_SIGNED_IN,
        InvalidRequest,
        InvalidImport,
        ModelNotAllowed,
        ImportInProgress,
        PayloadTooLarge,
        Unavailable,
    )
    | {202: {"model": ImportOut, "description": "It goes on; ask again how far it is."}},
    openapi_extra=_BODY,
)
async def import_chats(
    caller: CurrentCaller, file: Annotated[IO[bytes], Depends(file_of)], response: Response
) -> ImportOut:
    """Exports of ChatGPT, Claude, Open WebUI, LibreChat, HuggingFace chat-ui and this app.

    JSON, or the zip that it came in. All chats of a file are brought, branches included, or none;
    it costs nothing. What has no place in the list goes to the archive.
    """
    import_id = await imports.bring(caller, file)
    await imports.wait(import_id, _PATIENCE_S)
    found = await imports.get(caller.user, import_id)
    if found.status is ImportStatus.FAILED:
        raise Unavailable("The import was broken off, and nothing of it is there; try again")
    if found.status is ImportStatus.RUNNING:
        response.status_code = 202
    return ImportOut.model_validate(found)


@router.get("", summary="List my last imports", responses=errors(*_SIGNED_IN))
async def list_imports(user: CurrentUser) -> ImportsOut:
    """The last 20, newest first."""
    found = await imports.latest(user)
    return ImportsOut(imports=[ImportOut.model_validate(each) for each in found])


@router.get("/{import_id}", summary="Read an import", responses=errors(*_SIGNED_IN, NotFound))
async def read_import(user: CurrentUser, import_id: ImportId) -> ImportOut:
    """How far it is, or what became of it."""
    return ImportOut.model_validate(await imports.get(user, import_id))
