"""Proves that every file that a row names lies in the store, and finds what no row names."""

from dataclasses import dataclass

from sqlmodel import col, select

from chat_app.db import reading
from chat_app.models import File
from chat_app.services.files import store


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How rows and store differ."""

    missing: list[File]
    """Files whose bytes are not in the store."""
    unnamed: list[str]
    """Names in the store of which no row knows, as a restored backup leaves them."""


async def check_files() -> Reconciliation:
    """Compare the rows of files with the store, while servers go on.

    Raises:
        Unavailable: The database or the store is away.
    """
    there = {key async for key in store.all_keys()}
    async with reading() as session:
        files = list(await session.exec(select(File)))
    named = {store.key_of(each.user_id, each.sha256) for each in files}
    # What came while this looked is asked for by itself.
    missing = [
        file
        for file in files
        if not file.deleted_at
        and (key := store.key_of(file.user_id, file.sha256)) not in there
        and not await store.has(key)
        and await _is_there(file)
    ]
    return Reconciliation(missing, sorted(there - {key + what for key in named for what in _ALL}))


async def _is_there(file: File) -> bool:
    still = select(File.file_id).where(File.file_id == file.file_id, col(File.deleted_at).is_(None))
    async with reading() as session:
        return (await session.exec(still)).first() is not None


_ALL = ("", *store.MADE)
