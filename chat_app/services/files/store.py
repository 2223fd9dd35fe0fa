"""Where the bytes of files lie: a folder beside the database, or S3; one library for both.

A person's bytes are kept once, under their digest. What is made of them lies beside them: the small
picture and the text. (Written to and read from in pieces; obstore 0.12, read 2026-11-29: a file
appears whole or not at all.)
"""

from collections.abc import AsyncIterator, Generator, Iterable
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from chat_app.config import get_settings
from chat_app.errors import FileNotFound, Unavailable

S3_VARIABLES = (
    *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
    *("AWS_REGION", "AWS_ENDPOINT_URL"),
)
"""Without keys the library asks the machine for its role."""
THUMB, TEXT = ".webp", ".txt"
MADE = (THUMB, TEXT)
"""Behind the name of a file's bytes: what is made of them."""
_PIECE_BYTES = 256 * 1024
_S3_PIECE_BYTES = 5 * 1024 * 1024
"""The least that S3 takes as a part of a file, but for the last one."""
_TRIES_S = 10
_LOGGED_CHARACTERS = 300

log = structlog.get_logger()


def key_of(user_id: UUID, sha256: str, what: str = "") -> str:
    """Return the name under which a person's bytes are kept, or what was made of them."""
    return f"{user_id}/{sha256}{what}"


async def put(key: str, content: Path | bytes) -> None:
    """Keep a file that lies on this machine, or some bytes, in place of what is there.

    Raises:
        Unavailable: The store is away, or full.
    """
    with _away_is_unavailable():
        store = _store()
        piece_bytes = _PIECE_BYTES if isinstance(store, LocalStore) else _S3_PIECE_BYTES
        await obstore.put_async(store, key, content, chunk_size=piece_bytes, max_concurrency=1)


async def has(key: str) -> bool:
    """Say whether something is kept under a name.

    Raises:
        Unavailable: The store is away.
    """
    with _away_is_unavailable():
        try:
            await obstore.head_async(_store(), key)
        except FileNotFoundError:
            return False
        return True


async def read(key: str) -> bytes | None:
    """Return what is kept under a name, whole; `None` where nothing is.

    Raises:
        Unavailable: The store is away.
    """
    with _away_is_unavailable():
        try:
            found = await obstore.get_async(_store(), key)
        except FileNotFoundError:
            return None
        return bytes(await found.bytes_async())


async def pieces(key: str, start: int, end: int) -> AsyncIterator[bytes]:
    """Yield what is kept under a name, a piece at a time.

    Args:
        key: The name.
        start: The first byte.
        end: The one behind the last.

    Raises:
        FileNotFound: Nothing is kept under that name; raised before the first piece.
        Unavailable: The store is away.
    """
    with _away_is_unavailable():
        try:
            found = await obstore.get_async(_store(), key, options={"range": (start, end)})
        except FileNotFoundError as fault:
            raise FileNotFound from fault
        async for piece in found.stream(min_chunk_size=_PIECE_BYTES):
            yield bytes(piece)


async def remove(keys: Iterable[str]) -> None:
    """Take away what is kept under some names, as far as it is there.

    Raises:
        Unavailable: The store is away.
    """
    for key in keys:
        with _away_is_unavailable(), suppress(FileNotFoundError):
            await obstore.delete_async(_store(), key)


async def all_keys() -> AsyncIterator[str]:
    """Yield the names under which something is kept.

    Raises:
        Unavailable: The store is away.
    """
    with _away_is_unavailable():
        async for some in obstore.list(_store()):  # pyright: ignore[reportUnknownMemberType]
            for each in some:
                yield each["path"]


def _store() -> ObjectStore:
    settings = get_settings()
    return _opened(
        settings.FILES_URL or "",
        settings.files_folder,
        tuple((name, settings.variable(name) or "") for name in S3_VARIABLES),
    )


@lru_cache(maxsize=1)
def _opened(url: str, folder: Path | None, variables: tuple[tuple[str, str], ...]) -> ObjectStore:
    if folder:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(folder)
    given = {name: value for name, value in variables if value}
    return S3Store.from_url(
        url,
        config={name.lower(): value for name, value in given.items()},  # pyright: ignore[reportArgumentType] (its keys are a union of literals)
        client_options={"allow_http": given.get("AWS_ENDPOINT_URL", "").startswith("http:")},
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=_TRIES_S)},  # pyright: ignore
    )


@contextmanager
def _away_is_unavailable() -> Generator[None, None, None]:
    try:
        yield
    except (BaseError, OSError) as fault:
        # Some of the library's faults are Python's own: of what is not there or not allowed.
        log.warning("files.away", kind=type(fault).__name__, reason=str(fault)[:_LOGGED_CHARACTERS])
        raise Unavailable(
            "The place where files are kept does not answer; try again in a moment"
        ) from fault
