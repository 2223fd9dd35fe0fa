"""Files of people: kept once, checked, found again, and taken away when nobody holds them."""

import asyncio
import hashlib
import os
import resource
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from chat_app.config import Settings
from chat_app.errors import (
    FileNotFound,
    FileTooLarge,
    InvalidRequest,
    StorageFull,
    Unavailable,
    UnsupportedFile,
)
from chat_app.models import File, FileKind, FileOrigin, User
from chat_app.services import files
from chat_app.services.files import saving
from tests.callers import by
from tests.conftest import NewUser
from tests.pictures import chunks, opened, picture
from tests.services.uploads import kept, put, rows, save

MIB = 1024 * 1024


@pytest.fixture
async def ada(
    database: Settings, new_user: NewUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> User:
    """Make somebody whose files are written, on the way, where no other test does."""
    (tmp_path / "on-the-way").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "on-the-way"))
    return await new_user()


def left_over() -> list[Path]:
    return list(Path(tempfile.gettempdir()).iterdir())


async def test_a_picture_is_kept_as_it_is_served(ada: User) -> None:
    file = await save(ada, picture("JPEG", (60, 40)), "C:\\photos\\sea.jpg")
    content = await files.read(file)
    assert (file.name, file.kind, file.media_type) == ("sea.jpg", FileKind.IMAGE, "image/jpeg")
    assert (file.width, file.height) == opened(content).size == (60, 40)
    assert (file.size_bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert file.deleted_at is None
    assert await files.get(ada, file.file_id) == file
    assert left_over() == []


async def test_equal_bytes_of_one_owner_are_kept_once(ada: User, new_user: NewUser) -> None:
    first, second = await save(ada), await save(ada, name="b.png")
    eve = await new_user()
    others = await save(eve)
    assert first.file_id != second.file_id
    assert first.sha256 == second.sha256 == others.sha256
    # The picture and the small one, of each of the two.
    assert len(kept()) == 4
    assert (await files.storage(ada)).used_bytes == first.size_bytes

    await files.delete(by(ada), first.file_id)
    assert await files.read(second)
    await files.delete(by(ada), second.file_id)
    assert len(kept()) == 2
    assert (await files.storage(ada)).used_bytes == 0
    assert await files.read(others)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", UnsupportedFile),
        (picture()[:60], UnsupportedFile),
        (b"PK\x03\x04" + b"x" * 99, UnsupportedFile),
        (b"x" * (MIB + 1), FileTooLarge),
    ],
    ids=["empty", "cut picture", "zip", "over the limit"],
)
@pytest.mark.settings(MAX_FILE_MIB=1)
async def test_what_is_refused_leaves_nothing(
    ada: User, content: bytes, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        await files.save(by(ada), "a.png", chunks(content))
    assert (kept(), await rows(), left_over()) == ([], [], [])


async def test_what_is_cut_off_leaves_nothing(ada: User) -> None:
    async def cut() -> AsyncIterator[bytes]:
        yield picture()
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.save(by(ada), "a.png", cut())
    assert (kept(), await rows(), left_over()) == ([], [], [])


@pytest.mark.parametrize("over_bytes", [MIB, 100], ids=["far over", "in its last piece"])
async def test_a_full_disk_is_told_of_and_leaves_nothing(ada: User, over_bytes: int) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file may grow over that: to who writes it, as a disk that is full.
    resource.setrlimit(resource.RLIMIT_FSIZE, (MIB - 100, before[1]))
    try:
        with pytest.raises(Unavailable, match="disk"):
            await save(ada, b"x" * (MIB - 100 + over_bytes))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (kept(), await rows(), left_over()) == ([], [], [])


@pytest.mark.settings(MAX_FILE_MIB=1, MAX_STORAGE_MIB_PER_USER=1)
async def test_a_file_that_is_said_to_be_too_large_is_refused_unread(ada: User) -> None:
    async def unread() -> AsyncIterator[bytes]:
        pytest.fail("it was read")
        yield b""

    with pytest.raises(FileTooLarge, match="over 1 MiB"):
        await files.save(by(ada), "a.png", unread(), 2 * MIB)
    await save(ada, os.urandom(MIB // 2).hex().encode()[: MIB * 3 // 4])
    with pytest.raises(StorageFull, match="take 0 of 1 MiB"):
        await files.save(by(ada), "a.png", unread(), MIB)


@pytest.mark.settings(MAX_STORAGE_MIB_PER_USER=1)
async def test_room_is_never_sold_twice(ada: User, tmp_path: Path) -> None:
    """Of many that come at once, as many are kept as there is room for."""
    paths = [tmp_path / str(number) for number in range(9)]
    for path in paths:
        path.write_bytes(path.name.encode() * 300 * 1024)
    results = await asyncio.gather(
        *(put(ada, path) for path in paths),
        return_exceptions=True,
    )
    assert [type(result) for result in results].count(File) == 3
    assert sum(isinstance(result, StorageFull) for result in results) == 6
    assert (await files.storage(ada)).used_bytes <= MIB
    assert len(kept()) == len(await rows()) == 3


@pytest.mark.settings(MAX_STORAGE_MIB_PER_USER=1)
async def test_what_a_model_made_is_never_refused_for_room(ada: User) -> None:
    await save(ada, b"a" * (MIB - 100), "a.txt")
    made = await files.keep(ada.user_id, "drawn.png", picture(), "image/png")
    assert made.origin is FileOrigin.DRAWN
    assert (await files.storage(ada)).used_bytes > MIB
    with pytest.raises(StorageFull):
        await save(ada, b"b", "b.txt")


async def test_what_a_model_made_is_what_it_should_be(ada: User) -> None:
    with pytest.raises(UnsupportedFile):
        await files.keep(ada.user_id, "drawn.png", b"<script>", "image/png")
    assert kept() == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\a.png", "a.png"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\r\nX: y.txt", "aX: y.txt"),
        ("..", "file"),
        ("", "file"),
        (".gitignore", ".gitignore"),
        ("e\u0301.txt", "\u00e9.txt"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 253),
    ],
)
def test_a_name_is_what_people_see_of_it(sent: str, shown: str) -> None:
    assert saving.cleaned_name(sent) == shown


async def test_a_list_has_the_newest_first_and_goes_on(ada: User, new_user: NewUser) -> None:
    made = [(await save(ada, str(number).encode())).file_id for number in range(5)]
    await save(await new_user())
    await files.delete(by(ada), made.pop(2))
    found, cursor = [], None
    while True:
        page = await files.page(ada, 2, cursor)
        found += [each.file_id for each in page.files]
        if not (cursor := page.next_cursor):
            break
    assert found == made[::-1]
    with pytest.raises(InvalidRequest):
        await files.page(ada, 2, "x")


async def test_a_file_is_its_owners(ada: User, new_user: NewUser) -> None:
    file, eve = await save(ada), await new_user()
    with pytest.raises(FileNotFound):
        await files.get(eve, file.file_id)
    with pytest.raises(FileNotFound):
        await files.delete(by(eve), file.file_id)
    with pytest.raises(FileNotFound):
        await files.usable(by(eve), [file.file_id])
    assert await files.get(ada, file.file_id)


async def test_what_is_to_be_sent_is_found_in_its_order(ada: User) -> None:
    made = [(await save(ada, str(number).encode())).file_id for number in range(3)]
    asked = [made[2], made[0], made[1]]
    assert [each.file_id for each in await files.usable(by(ada), asked)] == asked
    assert await files.usable(by(ada), []) == []
    with pytest.raises(FileNotFound):
        await files.usable(by(ada), [*asked, uuid4()])
    with pytest.raises(InvalidRequest, match="once"):
        await files.usable(by(ada), [made[0], made[0]])
    with pytest.raises(InvalidRequest, match="10 files"):
        await files.usable(by(ada), [uuid4() for _ in range(11)])
