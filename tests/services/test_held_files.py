"""Files in messages: held, let go, and taken away when nobody holds them."""

import asyncio
import os
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import col, update

from chat_app.config import Settings, get_settings
from chat_app.db import read_briefly, reading, transaction, write_briefly
from chat_app.errors import FileNotFound, Unavailable
from chat_app.models import Chat, File, Message, User, now
from chat_app.services import chats, files
from chat_app.services.chats import purge
from chat_app.services.chats import temporary as temporary_chats
from chat_app.services.files import removal, store
from chat_app.services.files.leftovers import workplace
from tests.callers import by
from tests.conftest import NewUser, free_port
from tests.services.exchanges import say
from tests.services.uploads import kept, put, rows, save


@pytest.fixture
async def ada(database: Settings, new_user: NewUser) -> User:
    return await new_user()


async def in_chat(user: User, *held: File, temporary: bool = False) -> UUID:
    """Save a chat with a message that holds files, and return the message's id."""
    chat = await chats.create(by(user), is_temporary=temporary)
    message = await say(chat, "Look")
    ids = [file.file_id for file in held]
    await write_briefly(files.attach, message.message_id, ids)
    return message.message_id


async def chat_of(message_id: UUID) -> UUID:
    async with reading() as session:
        return (await session.get_one(Message, message_id)).chat_id


async def aged(file: File, **values: object) -> None:
    async with transaction() as session:
        await session.exec(update(File).where(col(File.file_id) == file.file_id).values(**values))


async def test_a_message_holds_files_in_their_order(ada: User) -> None:
    made = [await save(ada, str(number).encode()) for number in range(3)]
    asked = [made[2], made[0], made[1]]
    message_id = await in_chat(ada, *asked)
    held = await read_briefly(files.attached, [message_id])
    assert [file.file_id for _, file in held[message_id]] == [each.file_id for each in asked]
    assert [each.place for each, _ in held[message_id]] == [0, 1, 2]


async def test_a_deleted_file_stays_for_the_chat_that_holds_it(ada: User) -> None:
    file = await save(ada)
    await in_chat(ada, file)
    await files.delete(by(ada), file.file_id)

    assert (await files.page(ada)).files == []
    assert await files.read(await files.get(ada, file.file_id))
    assert (await files.storage(ada)).used_bytes == file.size_bytes
    # It is sent again by the message that holds it alone.
    with pytest.raises(FileNotFound):
        await files.usable(by(ada), [file.file_id])
    assert await files.usable(by(ada), [file.file_id], kept=[file.file_id])
    with pytest.raises(FileNotFound):
        await files.delete(by(ada), file.file_id)


@pytest.mark.parametrize("temporary", [False, True], ids=["erased", "temporary"])
async def test_files_go_with_the_last_chat_that_holds_them(ada: User, temporary: bool) -> None:
    file, other = await save(ada), await save(ada, b"in two chats")
    message_id = await in_chat(ada, file, other, temporary=temporary)
    await in_chat(ada, other)
    chat_id = await chat_of(message_id)
    if temporary:
        await temporary_chats.close(ada, chat_id)
    else:
        await purge.erase([chat_id])

    with pytest.raises(FileNotFound):
        await files.get(ada, file.file_id)
    assert [each.file_id for each in (await files.page(ada)).files] == [other.file_id]
    assert kept() == [other.sha256, f"{other.sha256}.txt"]


@pytest.mark.parametrize(
    ("what", "age", "is_left"),
    [
        ("created_at", timedelta(hours=23), True),
        ("created_at", timedelta(hours=25), False),
        ("deleted_at", timedelta(minutes=50), True),
        ("deleted_at", timedelta(minutes=70), False),
    ],
    ids=["of today", "of yesterday", "being kept", "never finished"],
)
async def test_what_nobody_holds_is_removed_in_time(
    ada: User, what: str, age: timedelta, is_left: bool
) -> None:
    alone, held = await save(ada), await save(ada, b"held")
    await in_chat(ada, held)
    for file in (alone, held):
        await aged(file, **{what: now() - age})

    await files.erase_unheld()

    left = {each.file_id for each in await rows()}
    assert left == {held.file_id} | ({alone.file_id} if is_left else set())
    assert (alone.sha256 in kept()) is is_left
    assert await files.read(held)


async def test_more_than_one_round_takes_is_removed(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "_FILES_AT_ONCE", 2)
    made = [await save(ada, str(number).encode()) for number in range(5)]
    await in_chat(ada, made[1])
    for file in made:
        await aged(file, created_at=now() - timedelta(days=2))
    await files.erase_unheld()
    assert [each.file_id for each in await rows()] == [made[1].file_id]


async def test_what_is_taken_away_meanwhile_is_not_put_into_a_message(ada: User) -> None:
    file = await save(ada)
    await files.delete(by(ada), file.file_id)
    with pytest.raises(FileNotFound):
        await in_chat(ada, file)


async def test_a_file_is_held_or_taken_away_never_both(ada: User) -> None:
    """Whoever comes first wins, and the other is told."""
    chat = await chats.create(by(ada))
    for number in range(12):
        file, message = await save(ada, str(number).encode()), await say(chat, "Look")
        ids = [file.file_id]
        held, gone = await asyncio.gather(
            write_briefly(files.attach, message.message_id, ids),
            removal.erase(ada.user_id, ids),
            return_exceptions=True,
        )
        assert gone is None
        is_left = file.file_id in {each.file_id for each in await rows()}
        assert is_left == (held is None)
        assert is_left != isinstance(held, FileNotFound)
        assert (file.sha256 in kept()) is is_left


async def test_bytes_that_come_while_they_go_are_there_in_the_end(
    ada: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "same.txt"
    path.write_bytes(b"the same")
    coming: list[asyncio.Task[File]] = []
    remove = store.remove

    async def remove_while_they_come(keys: Iterable[str]) -> None:
        coming.append(asyncio.create_task(put(ada, path)))
        # They wait for the owner's row; without it, they would be found there and go after all.
        await asyncio.wait(coming, timeout=0.5)
        await remove(keys)

    file = await put(ada, path)
    monkeypatch.setattr(store, "remove", remove_while_they_come)
    await files.delete(by(ada), file.file_id)
    assert await files.read(await coming[0]) == b"the same"


@pytest.mark.parametrize("way", ["deleted", "erased"])
async def test_what_cannot_go_now_is_away_and_goes_later(
    s3: str, ada: User, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """S3 is away when a file is deleted, or its chat erased: whoever asked need not ask again."""
    file = await save(ada)
    with monkeypatch.context() as outage:
        outage.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
        get_settings.cache_clear()
        if way == "deleted":
            await files.delete(by(ada), file.file_id)
        else:
            chat_id = await chat_of(await in_chat(ada, file))
            await purge.erase([chat_id])
        assert (await files.page(ada)).files == []
    get_settings.cache_clear()
    assert await files.read(file)
    await aged(file, deleted_at=now() - timedelta(hours=2))
    await files.erase_unheld()
    assert await rows() == []
    with pytest.raises(FileNotFound):
        await files.read(file)


async def test_old_chats_are_erased_though_the_place_of_their_files_is_away(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "_CHATS_AT_ONCE", 1)
    made = [await save(ada, str(number).encode()) for number in range(3)]
    chat_ids = [await chat_of(await in_chat(ada, file)) for file in made]
    async with transaction() as session:
        long_ago = now() - timedelta(days=40)
        await session.exec(update(Chat).values(is_active=False, deleted_at=long_ago))
    folder = get_settings().files_folder
    assert folder
    folder.rename(folder.with_name("elsewhere"))
    folder.touch()

    await purge.erase_old()

    async with reading() as session:
        assert all([(await session.get_one(Chat, each)).erased_at for each in chat_ids])
    folder.unlink()
    folder.with_name("elsewhere").rename(folder)
    for file in made:
        await aged(file, deleted_at=now() - timedelta(hours=2))
    await files.erase_unheld()
    assert kept() == []


async def test_what_could_not_be_kept_is_not_there(ada: User) -> None:
    folder = get_settings().files_folder
    assert folder
    await save(ada, b"there")
    # As a full or broken disk answers: nothing can be written where the files lie.
    own, aside = folder / str(ada.user_id), folder / "aside"
    own.rename(aside)
    own.write_text("no folder")
    with pytest.raises(Unavailable, match="files are kept"):
        await save(ada, b"new")
    assert len((await files.page(ada)).files) == 1
    own.unlink()
    aside.rename(own)
    for file in await rows():
        if file.deleted_at:
            await aged(file, deleted_at=now() - timedelta(hours=2))
    await files.erase_unheld()
    assert len(await rows()) == 1
    assert (await save(ada, b"new")).deleted_at is None


async def test_what_a_killed_process_left_goes_and_what_is_being_kept_stays(
    ada: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = await save(ada)
    folder = get_settings().files_folder
    assert folder
    parts = [folder / store.key_of(ada.user_id, f"{file.sha256}#{number}") for number in (1, 2)]
    with workplace() as left, workplace() as busy:
        for place in (Path(left), Path(busy)):
            (place / "sent").write_bytes(b"half of it")
        for part in parts:
            part.write_bytes(b"half of it")
        for old in (left, parts[0]):
            os.utime(old, (0, 0))
        await files.erase_leftovers()
        assert [*tmp_path.glob("*/sent")] == [Path(busy, "sent")]  # noqa: ASYNC240
        assert [part.exists() for part in parts] == [False, True]
        assert await files.read(file)
