"""Where files lie: a folder and S3 do the same, and whoever is away is told of as that."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chat_app.config import Settings, get_settings
from chat_app.errors import FileNotFound, Unavailable
from chat_app.models import User
from chat_app.services import files
from chat_app.services.files import store
from tests.callers import by
from tests.conftest import NewUser, free_port
from tests.pictures import picture
from tests.services.uploads import save

LARGE = os.urandom(1024) * 6 * 1024
"""More than one part of what S3 takes."""


@pytest.fixture
async def ada(kept_in: str, database: Settings, new_user: NewUser) -> User:
    return await new_user()


async def whole(key: str, start: int = 0, end: int = len(LARGE)) -> bytes:
    return b"".join([piece async for piece in store.pieces(key, start, end)])


@pytest.mark.parametrize("from_disk", [True, False], ids=["file", "bytes"])
async def test_what_is_put_is_read_whole_and_in_parts(
    kept_in: str, tmp_path: Path, from_disk: bool
) -> None:
    path = tmp_path / "large"
    path.write_bytes(LARGE)
    assert not await store.has("ada/large")
    await store.put("ada/large", path if from_disk else LARGE)
    assert await store.has("ada/large")
    assert await store.read("ada/large") == LARGE
    assert await whole("ada/large") == LARGE
    assert await whole("ada/large", 10, 20) == LARGE[10:20]
    await store.put("ada/large", b"in its place")
    assert await store.read("ada/large") == b"in its place"


async def test_what_is_not_there_is_told_and_may_be_removed_again(kept_in: str) -> None:
    await store.put("ada/a", b"a")
    await store.remove(["ada/a", "ada/never"])
    await store.remove(["ada/a"])
    assert await store.read("ada/a") is None
    assert not await store.has("ada/a")
    with pytest.raises(FileNotFound):
        await whole("ada/a")


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_files_come_and_go(ada: User) -> None:
    file = await save(ada, picture())
    assert len(await files.read(file)) == file.size_bytes
    assert await files.thumbnail(file)
    await files.delete(by(ada), file.file_id)
    with pytest.raises(FileNotFound):
        await files.read(file)


def refuse_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")


def take_the_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILES_URL", "s3://nobodys-bucket")


@pytest.mark.parametrize("break_it", [refuse_connections, take_the_bucket])
async def test_s3_that_is_away_is_told_of_as_that(
    s3: str, monkeypatch: pytest.MonkeyPatch, break_it: Callable[[pytest.MonkeyPatch], None]
) -> None:
    break_it(monkeypatch)
    get_settings.cache_clear()
    with pytest.raises(Unavailable, match="where files are kept"):
        await store.put("ada/a", b"a")


@pytest.mark.parametrize(
    "use",
    [lambda: store.put("ada/a", b"a"), lambda: store.has("ada/a"), lambda: store.read("ada/a")],
    ids=["put", "has", "read"],
)
async def test_a_folder_that_is_away_is_told_of_as_that(
    settings: Settings, use: Callable[[], Awaitable[object]]
) -> None:
    folder = settings.files_folder
    assert folder
    folder.touch()
    with pytest.raises(Unavailable, match="where files are kept"):
        await use()


def test_a_folder_of_files_is_for_nobody_else(settings: Settings) -> None:
    folder = settings.files_folder
    assert folder
    store._store()
    assert folder.stat().st_mode & 0o777 == 0o700
