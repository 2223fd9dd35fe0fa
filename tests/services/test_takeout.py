"""What people take with them: all that is kept of them, nothing of others, in a zip that holds."""

import asyncio
import csv
import io
import json
import tracemalloc
from zipfile import ZipFile

import pytest
from sqlmodel import select

from chat_app.db import transaction
from chat_app.errors import Forbidden, TakeoutRunning, Unauthenticated
from chat_app.llm.types import Role
from chat_app.models import AuditEvent, Chat, LedgerEntry, Message, MessageStatus, User, Via
from chat_app.services import accounts, chats, own_data, prompt_library
from chat_app.services.accounts import Caller, stays
from chat_app.services.chats import reading as reading_chats
from chat_app.services.files import store
from chat_app.services.own_data.takeout import Takeout
from tests.callers import by
from tests.conftest import NewUser
from tests.keys import by_key
from tests.services.exchanges import say, settled_exchange
from tests.services.sent_files import NOTE, save
from tests.services.test_imports import brought


@pytest.fixture
async def ada(app, new_user: NewUser) -> User:
    return await new_user(name="Ada")


async def taken(caller: Caller) -> ZipFile:
    takeout = await own_data.take_out(caller)
    return ZipFile(io.BytesIO(b"".join([piece async for piece in takeout.pieces])))


def read(archive: ZipFile, name: str):
    return json.loads(archive.read(name))


def rows(archive: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


async def forked(user: User) -> Chat:
    """A chat with two versions of a question."""
    chat = await chats.create(by(user), title="Über Ebbe/Flut: ../x")
    first = await say(chat, "Why tides?")
    await say(chat, "The Moon.", first)
    second = await say(chat, "Why two tides?")
    await say(chat, "The far side, too.", second)
    return chat


async def test_a_takeout_holds_everything_of_its_person(ada: User):
    chat = await forked(ada)
    note = await save(ada, NOTE, "tides.txt")
    picture = await save(ada)
    chat_id = await settled_exchange(ada, 208, title="Paid", cost_micro_usd=42)
    await chats.delete(by(ada), chat_id)
    await prompt_library.create(by(ada), name="tide", description="", content="Of {{place}}")
    archive = await taken(by(ada))

    assert archive.testzip() is None
    assert read(archive, "profile.json")["account"]["email"] == ada.email
    told = {each["title"]: each for each in read(archive, "conversations.json")}
    assert told.keys() == {chat.title, "Paid"}
    said = [each["content"] for each in told[chat.title]["messages"]]
    assert said == ["Why tides?", "The Moon.", "Why two tides?", "The far side, too."]
    assert [each["name"] for each in read(archive, "prompts.json")] == ["tide"]
    assert archive.read(f"files/tides {str(note.file_id)[-12:]}.txt") == NOTE
    assert [name for name in archive.namelist() if str(picture.file_id)[-12:] in name]
    (paid,) = rows(archive, "usage.csv")
    assert (paid["charged_tokens"], paid["cost_micro_usd"]) == ("208", "42")
    async with transaction() as session:
        kept = len((await session.exec(select(LedgerEntry.entry_id))).all())
    assert len(rows(archive, "ledger.csv")) == kept
    markdown = [name for name in archive.namelist() if name.startswith("chats/")]
    assert len(markdown) == 2
    assert all(".." not in name and name.count("/") == 1 for name in markdown)


async def test_what_is_taken_can_be_imported_with_its_versions(ada: User, new_user: NewUser):
    await forked(ada)
    takeout = await own_data.take_out(by(ada))
    content = b"".join([piece async for piece in takeout.pieces])
    grace = await new_user()
    await brought(grace, content)
    (chat,) = (await chats.page(grace)).chats
    views = await reading_chats.messages(grace, chat.chat_id)
    assert [view.message.content for view in views] == ["Why two tides?", "The far side, too."]
    assert len(views[0].sibling_ids) == 2


async def test_nothing_of_anybody_else_is_taken(ada: User, new_user: NewUser):
    eve = await new_user(name="Eve")
    for somebody, secret in ((ada, "mine"), (eve, "zanzibarite")):
        chat = await chats.create(by(somebody), title=secret)
        await say(chat, secret)
        await save(somebody, secret.encode(), f"{secret}.txt")
        await prompt_library.create(by(somebody), name=secret, description="", content=secret)
        await settled_exchange(somebody, title=secret)
    archive = await taken(by(ada))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    told = everything + " ".join(archive.namelist()).encode()
    assert b"mine" in told
    assert b"zanzibarite" not in told
    assert str(eve.user_id).encode() not in told
    assert eve.email.encode() not in told


async def test_of_a_chat_of_somebody_else_only_what_one_wrote_is_taken(
    ada: User, new_user: NewUser
):
    eve = await new_user()
    chat = await chats.create(by(eve), title="Eve's plans")
    async with transaction() as session:
        for author_id, text in ((None, "Eve asks"), (ada.user_id, "Ada asks")):
            session.add(
                Message(
                    chat_id=chat.chat_id,
                    role=Role.USER,
                    author_id=author_id,
                    content=text,
                    status=MessageStatus.COMPLETE,
                )
            )
    archive = await taken(by(ada))
    written = read(archive, "written-elsewhere.json")
    assert [each["content"] for each in written] == ["Ada asks"]
    assert read(archive, "conversations.json") == []


async def test_no_secret_and_no_digest_of_one_is_taken(app):
    signed_in = await accounts.register("ada@example.com", "correct horse battery")
    caller = await accounts.authenticate(signed_in.access_token, Via.API)
    key = await by_key(caller.user)
    archive = await taken(caller)
    profile = archive.read("profile.json").decode()
    assert "argon2" not in profile
    assert "sha256" not in profile
    assert key.key_id is not None
    assert str(key.key_id) in profile


async def test_cells_that_a_spreadsheet_would_run_are_text(ada: User):
    await settled_exchange(ada, model="=cmd()")
    (row,) = rows(await taken(by(ada)), "usage.csv")
    assert row["model"] == "'=cmd()"


async def test_a_file_whose_bytes_are_lost_does_not_break_the_rest(ada: User):
    note = await save(ada, NOTE, "tides.txt")
    await store.remove([store.key_of(ada.user_id, note.sha256)])
    archive = await taken(by(ada))
    assert archive.testzip() is None


async def test_programs_with_a_key_take_nothing(ada: User):
    with pytest.raises(Forbidden):
        await own_data.take_out(await by_key(ada))


async def test_one_takeout_at_a_time_and_another_when_that_was_left(ada: User):
    asked = (own_data.take_out(by(ada)) for _ in range(5))
    begun = await asyncio.gather(*asked, return_exceptions=True)
    (first,) = (each for each in begun if isinstance(each, Takeout))
    assert [type(each) for each in begun if each is not first] == [TakeoutRunning] * 4
    await first.pieces.aclose()
    second = await own_data.take_out(by(ada))
    await second.pieces.aclose()


async def test_a_takeout_is_in_the_audit_trail(ada: User):
    await taken(by(ada))
    async with transaction() as session:
        event = (await session.exec(select(AuditEvent))).one()
    assert (event.action, event.target) == ("user.export", f"user:{ada.user_id}")


async def test_a_takeout_ends_when_its_person_is_signed_out(app):
    signed_in = await accounts.register("ada@example.com", "correct horse battery")
    caller = await accounts.authenticate(signed_in.access_token, Via.API)
    takeout = await own_data.take_out(caller)
    await anext(takeout.pieces)
    await accounts.logout(caller)
    await stays.look_after_all()
    with pytest.raises(Unauthenticated):
        async for _ in takeout.pieces:
            pass


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_memory_does_not_grow_with_what_is_taken(ada: User):
    """64 MB of files and 8 MB of messages: a thousandth of it is in memory at a time."""
    chat = await chats.create(by(ada), title="Long")
    async with transaction() as session:
        for _ in range(800):
            session.add(
                Message(
                    chat_id=chat.chat_id,
                    role=Role.USER,
                    content="word " * 2000,
                    status=MessageStatus.COMPLETE,
                )
            )
    for number in range(16):
        await save(ada, bytes([65 + number]) * 4 * 1024 * 1024, f"{number}.txt")
    takeout = await own_data.take_out(by(ada))
    tracemalloc.start()
    async for _ in takeout.pieces:
        pass
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 24 * 1024 * 1024
