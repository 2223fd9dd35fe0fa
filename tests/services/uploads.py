"""Files as people send them, and what lies in the store and the database then."""

from pathlib import Path

from sqlmodel import select

from chat_app.config import get_settings
from chat_app.db import reading
from chat_app.models import File, FileKind, FileOrigin, User
from chat_app.services import files
from chat_app.services.files import reading as reading_files
from chat_app.services.files import saving
from tests.callers import by
from tests.pictures import chunks, picture


async def save(user: User, content: bytes | None = None, name: str = "a.png") -> File:
    return await files.save(by(user), name, chunks(content or picture()))


def kept() -> list[str]:
    """Return the names of what lies in the store, without the owner's folder."""
    folder = get_settings().files_folder
    assert folder
    return sorted(each.name for each in folder.rglob("*") if each.is_file())


async def rows() -> list[File]:
    async with reading() as session:
        return list(await session.exec(select(File)))


async def put(user: User, path: Path) -> File:
    """Keep a text as `save` does once it has been read, which goes one by one."""
    read = reading_files.Read(FileKind.TEXT, "text/plain")
    return await saving._kept(user.user_id, path.name, saving._Bytes(path, read), FileOrigin.SENT)
