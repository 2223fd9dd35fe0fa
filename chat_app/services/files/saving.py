"""Takes files in: what they are is read from their bytes, and what is kept is checked.

A row is written first, as of a file that was deleted; then the bytes; then the row says that the
file is there. Whatever ends in between, the cleaner finds the row and takes the bytes away.
"""

import hashlib
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import anyio
import structlog
from anyio.to_thread import run_sync
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import transaction
from chat_app.errors import FileTooLarge, Unavailable, UnsupportedFile
from chat_app.locks import lock_of
from chat_app.models import File, FileKind, FileOrigin, now
from chat_app.services.accounts import Caller
from chat_app.services.files import reading, store
from chat_app.services.files.leftovers import workplace
from chat_app.services.files.removal import erase, hold_owner
from chat_app.services.files.room import require_room, storage, storage_of

_MIB = 1024 * 1024
_WRITTEN_AT_ONCE_BYTES = 256 * 1024
_MAX_NAME_CHARACTERS = 255
_SIGNS = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Categories of Unicode that have no place in a name: some turn what stands behind them around."""


log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Bytes:
    """What is to be kept, on this machine's disk."""

    path: Path
    found: reading.Read
    thumb: Path | None = None
    picture: reading.Picture | None = None


async def admit(caller: Caller, length: int | None) -> None:
    """Refuse a file before its bytes come, where it is known that it will be.

    Args:
        caller: Whose it would be.
        length: How many bytes it has at least, where that is known.

    Raises:
        FileTooLarge: It is over `MAX_FILE_MIB`.
        StorageFull: There is no room for it.
        Unavailable: The database is away.
    """
    if length and length > get_settings().MAX_FILE_MIB * _MIB:
        raise _too_large()
    require_room(await storage(caller.user), length or 1)


async def save(
    caller: Caller, name: str, chunks: AsyncIterator[bytes], length: int | None = None
) -> File:
    """Keep a file that somebody sends.

    Args:
        caller: Whose it is.
        name: What it is called; a path before it is left out.
        chunks: Its bytes.
        length: How many come at least, where that is known: see `admit`.

    Raises:
        FileTooLarge: It is over `MAX_FILE_MIB`, or has more in it than is read.
        StorageFull: There is no room for it.
        UnsupportedFile: It is of a kind that is not taken, or broken, or empty.
        Unavailable: The database or the store is away.
    """
    await admit(caller, length)
    with workplace() as folder:
        path = Path(folder, "sent")
        await _write(path, chunks)
        # One after another, so that nobody's files hold up those of others.
        async with lock_of("files read", caller.user.user_id):
            sent = await _checked(path)
        return await _kept(caller.user.user_id, name, sent, FileOrigin.SENT)


async def keep(
    user_id: UUID,
    name: str,
    content: bytes,
    media_type: str,
    origin: FileOrigin = FileOrigin.DRAWN,
) -> File:
    """Keep what a model made; it is checked as what people send, and never refused for room.

    Args:
        user_id: Whose it is.
        name: What it is called.
        content: Its bytes.
        media_type: What it should be, such as `image/png`; a picture may be of another kind of
            picture, but never a text.
        origin: How it came to be.

    Raises:
        FileTooLarge: It has more in it than is read.
        UnsupportedFile: It is not what it should be, or broken.
        Unavailable: The database or the store is away.
    """
    with workplace() as folder:
        path = Path(folder, "made")
        await _on_disk(path.write_bytes, content)
        made = await _checked(path)
        if made.found.media_type.partition("/")[0] != media_type.partition("/")[0]:
            raise UnsupportedFile
        return await _kept(user_id, name, made, origin)


async def _write(path: Path, chunks: AsyncIterator[bytes]) -> None:
    limit_bytes = get_settings().MAX_FILE_MIB * _MIB
    size_bytes, waiting = 0, bytearray()
    with path.open("wb", buffering=0) as file:
        async for chunk in chunks:
            size_bytes += len(chunk)
            if size_bytes > limit_bytes:
                raise _too_large()
            waiting += chunk
            if len(waiting) >= _WRITTEN_AT_ONCE_BYTES:
                await _on_disk(file.write, bytes(waiting))
                waiting.clear()
        await _on_disk(file.write, bytes(waiting))
    if not size_bytes:
        raise UnsupportedFile("The file is empty")


async def _on_disk(write: Callable[[bytes], int], content: bytes) -> None:
    try:
        # What has room for a part of it takes that part and says so.
        while content:
            content = content[await run_sync(write, content) :]
    except OSError as fault:
        log.warning("files.disk", reason=fault.strerror)
        raise Unavailable("The server's disk takes no more right now; try again later") from fault


async def _checked(path: Path) -> _Bytes:
    """Return what is to be kept of what came, and what it is."""
    found = await reading.read(path)
    if found.kind is not FileKind.IMAGE:
        return _Bytes(path, found)
    target, thumb = path.with_name("picture"), path.with_name("thumb")
    most_bytes = get_settings().MAX_FILE_MIB * _MIB
    picture = await reading.renew(path, found.media_type, target, thumb, most_bytes)
    return _Bytes(target, replace(found, media_type=picture.media_type), thumb, picture)


async def _kept(user_id: UUID, name: str, its: _Bytes, origin: FileOrigin) -> File:
    sha256 = await run_sync(_digest, its.path)
    file = File(
        user_id=user_id,
        name=cleaned_name(name),
        kind=its.found.kind,
        origin=origin,
        media_type=its.found.media_type,
        size_bytes=its.path.stat().st_size,
        sha256=sha256,
        width=its.picture and its.picture.width,
        height=its.picture and its.picture.height,
        pages=its.found.pages,
        duration_ms=its.found.duration_ms,
        deleted_at=now(),
    )
    async with transaction() as session:
        await hold_owner(session, user_id)
        if origin is FileOrigin.SENT and not await _has_bytes(session, file):
            require_room(await storage_of(session, user_id), file.size_bytes)
        session.add(file)
    try:
        key = store.key_of(user_id, sha256)
        if its.thumb:
            await store.put(key + store.THUMB, its.thumb)
        if its.found.text:
            await store.put(key + store.TEXT, its.found.text.encode())
        if not await store.has(key):
            await store.put(key, its.path)
        await _show(file)
    except BaseException:
        # Where that is away, too, the cleaner does it.
        with anyio.CancelScope(shield=True), suppress(Unavailable):
            await erase(user_id, [file.file_id])
        raise
    return file


async def _show(file: File) -> None:
    async with transaction() as session:
        shown = await session.exec(
            update(File).where(col(File.file_id) == file.file_id).values(deleted_at=None)
        )
        if not shown.rowcount:
            raise Unavailable("The file took too long to keep; send it once more")
    file.deleted_at = None


async def _has_bytes(session: AsyncSession, file: File) -> bool:
    alike = select(File.file_id).where(File.user_id == file.user_id, File.sha256 == file.sha256)
    return (await session.exec(alike.limit(1))).first() is not None


def cleaned_name(name: str) -> str:
    """Return what a file is called to people: no path, nothing that is not seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(each for each in last if unicodedata.category(each) not in _SIGNS).strip()
    whole = unicodedata.normalize("NFC", seen)
    stem, dot, ending = whole.rpartition(".")
    over = len(whole) - _MAX_NAME_CHARACTERS
    if over > 0 and len(stem) > over:
        whole = stem[:-over] + dot + ending
    return whole[:_MAX_NAME_CHARACTERS] if whole.strip(".") else "file"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _too_large() -> FileTooLarge:
    return FileTooLarge(f"The file is over {get_settings().MAX_FILE_MIB} MiB")
