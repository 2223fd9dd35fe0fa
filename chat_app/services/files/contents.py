"""What is in a file that is kept: its bytes, its text, its small picture."""

from collections.abc import AsyncIterator

from cachetools import LRUCache

from chat_app.errors import FileNotFound
from chat_app.models import File, FileKind
from chat_app.services.files import reading, store

_texts: LRUCache[str, str] = LRUCache(16 * 1024 * 1024, getsizeof=len)
"""Texts of files, read lately: up to so many characters of all."""


async def read(file: File) -> bytes:
    """Return a file's bytes, whole.

    Raises:
        FileNotFound: They are not where they were put.
        Unavailable: The store is away.
    """
    content = await store.read(_key(file))
    if content is None:
        raise FileNotFound
    return content


def pieces(file: File, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
    """Yield a file's bytes from one up to another, a piece at a time; see `store.pieces`."""
    return store.pieces(_key(file), start, file.size_bytes if end is None else end)


async def thumbnail(file: File) -> bytes:
    """Return the small picture of a picture, as WebP of at most 512 pixels.

    Raises:
        FileNotFound: It is no picture, or its bytes are not where they were put.
        Unavailable: The store is away.
    """
    content = await store.read(_key(file, store.THUMB)) if file.width else None
    if content is None:
        raise FileNotFound("This file has no small picture")
    return content


async def text_of(file: File) -> str:
    """Return what can be read of a file as text; nothing of pictures and recordings.

    Raises:
        FileNotFound: Its bytes are not where they were put.
        Unavailable: The store is away.
    """
    if file.kind not in {FileKind.TEXT, FileKind.DOCUMENT}:
        return ""
    key = _key(file, store.TEXT)
    if (text := _texts.get(key)) is None:
        kept = await store.read(key)
        # What was lost can be read again.
        text = kept.decode() if kept is not None else (await reading.read(await read(file))).text
        if len(text) <= _texts.maxsize:
            _texts[key] = text
    return text


def _key(file: File, what: str = "") -> str:
    return store.key_of(file.user_id, file.sha256, what)
