"""What lies on the disk is for the server's own account of the machine alone."""

import asyncio
from pathlib import Path

import pytest

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.db import transaction
from tests.conftest import NewUser, migrate


@pytest.mark.parametrize("left", [None, 0o644], ids=["new", "from before"])
async def test_nobody_else_may_read_the_database(
    settings: Settings, new_user: NewUser, left: int | None
) -> None:
    path = settings.sqlite_path
    assert path
    if left:
        path.touch()
        path.chmod(left)
    # As a server's start does, which migrates first.
    await asyncio.to_thread(migrate)
    async with open_database(settings):
        await new_user()
        async with transaction():
            modes = {
                file.name: file.stat().st_mode & 0o077 for file in path.parent.glob("chat.db*")
            }

    assert modes == dict.fromkeys(["chat.db", "chat.db-wal", "chat.db-shm"], 0)


def test_a_folder_that_is_made_is_for_nobody_else(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    monkeypatch.setattr(settings, "DATABASE_URL", f"sqlite+aiosqlite:///{folder}/chat.db")

    assert settings.make_data_folder() == folder
    assert folder.stat().st_mode & 0o777 == 0o700
