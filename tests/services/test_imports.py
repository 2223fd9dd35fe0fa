"""Imports: all chats of a file or none, in their places, free of charge, and good to go on with."""

import asyncio
import json
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func
from sqlmodel import col, select, update

from chat_app.db import reading, transaction
from chat_app.errors import (
    ChatNotFound,
    ImportInProgress,
    InvalidImport,
    ModelNotAllowed,
    NotFound,
    Unavailable,
)
from chat_app.models import (
    AuditEvent,
    Chat,
    ChatImport,
    ImportedChat,
    ImportStatus,
    LedgerEntry,
    Message,
    Turn,
    User,
    now,
)
from chat_app.services import chats, imports, turns
from chat_app.services.chats.export import Format, export
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.imports import imports as running
from chat_app.services.imports import saving
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake
from tests.keys import by_key
from tests.services.exported import (
    as_json,
    chat_ui_chat,
    chat_ui_message,
    chatgpt_chat,
    chatgpt_node,
    packed,
)
from tests.services.listening import hear

ARCHIVED = ChatFilter(archived=True)


def talk(number: int, **more: Any) -> dict[str, Any]:
    """Return a chat with a number of its own, changed later the higher that is."""
    return chatgpt_chat(
        chatgpt_node(f"q{number}", None, "user", f"What is {number}?"),
        chatgpt_node(f"a{number}", f"q{number}", "assistant", f"{number} is a number."),
        **{
            "title": f"Number {number}",
            "id": f"id-{number}",
            "conversation_id": f"id-{number}",
            "update_time": 1_756_000_000 + number,
        }
        | more,
    )


async def brought(user: User, content: bytes) -> ChatImport:
    """Import a file and wait until that has ended."""
    return await ended(user, await imports.bring(by(user), BytesIO(content)))


async def ended(user: User, import_id: UUID) -> ChatImport:
    async with asyncio.timeout(60):
        while True:
            found = await imports.get(user, import_id)
            if found.finished_at:
                return found
            await asyncio.sleep(0.01)


async def titles(user: User, which: ChatFilter | None = None, q: str = "") -> list[str]:
    page = await chats.page(user, limit=200, which=which or ChatFilter(), q=q)
    return [chat.title for chat in page.chats]


async def rows_of(table: type[Any]) -> int:
    async with reading() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def test_imported_chats_are_in_the_list_with_their_times_and_search_finds_them(
    user: User,
) -> None:
    told = await brought(user, packed({"conversations.json": [talk(1), talk(3), talk(2)]}))

    assert (told.status, told.source, told.total_chats) == (ImportStatus.DONE, "chatgpt", 3)
    assert (told.saved_chats, told.archived_chats, told.known_chats) == (3, 0, 0)
    page = await chats.page(user)
    assert [chat.title for chat in page.chats] == ["Number 3", "Number 2", "Number 1"]
    newest = page.chats[0]
    assert (newest.updated_at.timestamp(), newest.message_count) == (1_756_000_003, 2)
    assert newest.tokens_consumed == 0
    question, reply = await chats.messages(user, newest.chat_id)
    assert (question.message.content, reply.message.content) == (
        "What is 3?",
        "3 is a number.",
    )
    assert reply.message.model == "gpt-5"
    assert reply.turn is None
    assert await titles(user, q="what is 2") == ["Number 2"]


async def test_an_import_is_no_exchange_and_costs_nothing(user: User) -> None:
    entries = await rows_of(LedgerEntry)
    await brought(user, as_json([talk(1)]))
    assert (await rows_of(Turn), await rows_of(LedgerEntry)) == (0, entries)


async def test_branches_are_kept_and_the_reader_is_where_they_were(user: User) -> None:
    chat = chatgpt_chat(
        chatgpt_node("q", None, "user", "?"),
        chatgpt_node("a", "q", "assistant", "One", at=1_756_000_002),
        chatgpt_node("b", "q", "assistant", "Two", at=1_756_000_003),
        current_node="a",
    )
    await brought(user, as_json([chat]))
    (made,) = (await chats.page(user)).chats

    _, reply = await chats.messages(user, made.chat_id)

    assert reply.message.content == "One"
    one, two = reply.sibling_ids
    assert reply.message.message_id == one
    await chats.choose_branch(by(user), made.chat_id, two)
    assert (await chats.messages(user, made.chat_id))[-1].message.content == "Two"


async def test_an_imported_chat_goes_on_as_if_it_had_begun_here(user: User, fake: Fake) -> None:
    chat = chat_ui_chat(
        chat_ui_message("q", "user", "Name a bird"),
        chat_ui_message("a", "assistant", "A wren"),
        model="simulated",
    )
    await brought(user, as_json([chat]))
    (made,) = (await chats.page(user)).chats
    assert (made.model, made.system_prompt) == ("simulated", "Be brief.")

    _, end = await hear(await turns.start(by(user), made.chat_id, "Another one"))
    views = await chats.messages(user, made.chat_id)
    _, again = await hear(
        await turns.regenerate(by(user), made.chat_id, views[1].message.message_id)
    )

    assert end.tokens_used > 0
    assert again.tokens_used > 0
    assert [view.message.content for view in views[:3]] == ["Name a bird", "A wren", "Another one"]
    assert len((await chats.messages(user, made.chat_id))[-1].sibling_ids) == 2
    assert "Name a bird" in str((await export(user, made.chat_id, Format.MD)).content)


async def test_what_this_app_exports_it_imports(user: User, new_user: NewUser) -> None:
    await brought(user, as_json([talk(1)]))
    (made,) = (await chats.page(user)).chats
    content = (await export(user, made.chat_id, Format.JSON)).content
    other = await new_user()

    told = await brought(other, str(content).encode())

    assert told.source == "tally"
    (copy,) = (await chats.page(other)).chats
    assert copy.title == made.title
    said = [view.message.content for view in await chats.messages(other, copy.chat_id)]
    assert said == ["What is 1?", "1 is a number."]


async def test_commands_stay_what_no_model_is_told_of(user: User, new_user: NewUser) -> None:
    chat = await chats.create(by(user), model="simulated")
    for text in ("/help", "Hello"):
        await hear(await turns.start(by(user), chat.chat_id, text))
    content = str((await export(user, chat.chat_id, Format.JSON)).content)
    other = await new_user()
    await brought(other, content.encode())
    (copy,) = (await chats.page(other)).chats
    models = [view.message.model for view in await chats.messages(other, copy.chat_id)]
    assert models == ["", "", "simulated", "simulated"]


async def test_an_import_by_a_key_that_is_for_no_model_here_is_refused(user: User) -> None:
    caller = await by_key(user, models=["simulated-embedding"])
    with pytest.raises(ModelNotAllowed):
        await imports.bring(caller, BytesIO(as_json([talk(1)])))
    assert await imports.latest(user) == []


async def test_chats_without_a_place_in_the_list_go_to_the_archive(
    new_user: NewUser, user: User
) -> None:
    basic = await new_user(tier="BASIC")
    await chats.create(by(basic), title="Mine")
    starred = talk(0, is_starred=True)
    put_away = talk(9, is_archived=True)

    told = await brought(basic, as_json([talk(n) for n in range(1, 7)] + [starred, put_away]))

    assert (told.saved_chats, told.archived_chats) == (8, 4)
    assert await titles(basic) == ["Number 0", "Mine", "Number 6", "Number 5"]
    away = {"Number 9", "Number 4", "Number 3", "Number 2", "Number 1"}
    assert set(await titles(basic, ARCHIVED)) == away
    slots = await chats.slots(basic)
    # One stays free for a new chat, unless all that came fits.
    assert (slots.used, slots.limit) == (4, 5)
    assert (await brought(basic, as_json([talk(20)]))).archived_chats == 0
    assert (await brought(basic, as_json([talk(21)]))).archived_chats == 1


async def test_the_same_file_again_brings_nothing_twice_and_what_was_deleted_comes_back(
    user: User,
) -> None:
    first = as_json([talk(1), talk(2), talk(1)])
    told = await brought(user, first)
    # What the report says adds up.
    assert (told.total_chats, told.saved_chats, told.known_chats) == (3, 2, 1)
    again = await brought(user, first)
    assert (again.saved_chats, again.known_chats) == (0, 3)
    assert await titles(user) == ["Number 2", "Number 1"]

    one = next(chat for chat in (await chats.page(user)).chats if chat.title == "Number 1")
    await chats.delete(by(user), one.chat_id)
    later = talk(2, update_time=1_756_009_999, title="Number 2, gone on")
    told = await brought(user, as_json([talk(1), later]))

    assert (told.saved_chats, told.known_chats) == (2, 0)
    assert sorted(await titles(user)) == ["Number 1", "Number 2", "Number 2, gone on"]


async def test_chats_without_an_id_are_told_apart_by_all_that_was_said(user: User) -> None:
    asked = chat_ui_message("q", "user", "Hello", ancestors=[])
    unnamed = {"_id": None, "createdAt": None, "updatedAt": None, "title": "Hello"}
    file = as_json(
        [
            chat_ui_chat(asked, chat_ui_message("a", "assistant", told), **unnamed)
            for told in ("Good morning", "Good evening")
        ]
    )

    told = await brought(user, file)
    assert (told.saved_chats, told.known_chats) == (2, 0)
    again = await brought(user, file)
    assert (again.saved_chats, again.known_chats) == (0, 2)


async def test_a_bad_file_brings_nothing(user: User) -> None:
    good = [talk(n) for n in range(60)]
    for bad in (
        as_json([*good, {"mapping": 5}]),
        as_json(good)[:-2],
        packed({"conversations-000.json": good, "conversations-001.json": b"[1"}),
    ):
        with pytest.raises(InvalidImport):
            await imports.bring(by(user), BytesIO(bad))
    assert await titles(user) == []
    assert (await rows_of(Chat), await rows_of(ChatImport)) == (0, 0)


async def test_nobody_sees_a_chat_before_all_of_the_file_are_there(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = asyncio.Event(), asyncio.Event()
    finish = running._finish

    async def wait(*given: Any) -> None:
        reached.set()
        await go_on.wait()
        await finish(*given)

    monkeypatch.setattr(running, "_finish", wait)
    import_id = await imports.bring(by(user), BytesIO(as_json([talk(1), talk(2)])))
    await reached.wait()

    assert (await imports.get(user, import_id)).saved_chats == 2
    assert await titles(user) == []
    assert await titles(user, ARCHIVED) == []
    assert await titles(user, ChatFilter(deleted=True)) == []
    assert await titles(user, q="number") == []
    assert (await chats.slots(user)).used == 0
    async with reading() as session:
        hidden = (await session.exec(select(Chat.chat_id))).all()
    for attempt in (chats.get(user, hidden[0]), chats.restore(by(user), hidden[0])):
        with pytest.raises(ChatNotFound):
            await attempt
    with pytest.raises(ImportInProgress):
        await imports.bring(by(user), BytesIO(as_json([talk(3)])))

    go_on.set()
    await ended(user, import_id)
    assert await titles(user) == ["Number 2", "Number 1"]


async def test_an_import_that_breaks_off_leaves_nothing_and_the_next_one_may_begin(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, saved = saving.save, 0

    async def break_off(*given: Any) -> None:
        nonlocal saved
        saved += 1
        if saved == 2:
            raise Unavailable
        await save(*given)

    monkeypatch.setattr(saving, "save", break_off)
    file = as_json([talk(n) for n in range(60)])
    told = await brought(user, file)
    assert told.status is ImportStatus.FAILED
    assert await rows_of(Chat) == 25

    await imports.give_up_lost()

    for table in (Chat, Message, ImportedChat):
        assert await rows_of(table) == 0
    monkeypatch.undo()
    assert (await brought(user, file)).saved_chats == 60


async def not_heard_of(import_id: UUID) -> None:
    """Have it be so long since an import was heard of that its process counts as gone."""
    moved_at = now() - running._LOST_AFTER
    async with transaction() as session:
        one = update(ChatImport).where(col(ChatImport.import_id) == import_id)
        await session.exec(one.values(moved_at=moved_at))


async def test_an_import_whose_process_is_gone_is_given_up(user: User) -> None:
    import_id = await running._note(user, running.Survey(imports.Source.CLAUDE, 1))
    await imports.give_up_lost()
    assert (await imports.get(user, import_id)).finished_at is None
    with pytest.raises(ImportInProgress):
        await brought(user, as_json([talk(1)]))
    await not_heard_of(import_id)
    await imports.give_up_lost()
    assert (await imports.get(user, import_id)).status is ImportStatus.FAILED


async def test_an_import_whose_process_is_gone_is_in_nobodys_way(user: User) -> None:
    import_id = await running._note(user, running.Survey(imports.Source.CLAUDE, 1))
    await not_heard_of(import_id)
    assert (await brought(user, as_json([talk(1)]))).saved_chats == 1
    assert (await imports.get(user, import_id)).status is ImportStatus.FAILED


async def test_an_import_that_waits_for_others_is_not_given_up(user: User) -> None:
    async with running._savings:
        import_id = await imports.bring(by(user), BytesIO(as_json([talk(1)])))
        await not_heard_of(import_id)
        await running._beat(import_id)
        await imports.give_up_lost()
        assert (await imports.get(user, import_id)).finished_at is None
    assert (await ended(user, import_id)).saved_chats == 1


async def test_an_import_is_its_owners_alone_and_audited(user: User, new_user: NewUser) -> None:
    told = await brought(user, as_json([talk(1)]))
    with pytest.raises(NotFound):
        await imports.get(await new_user(), told.import_id)
    async with reading() as session:
        (event,) = await session.exec(
            select(AuditEvent).where(col(AuditEvent.action) == "chat.import")
        )
    assert (event.actor_id, event.after) == (user.user_id, {"source": "chatgpt", "chats": 1})
    assert [each.import_id for each in await imports.latest(user)] == [told.import_id]


async def test_what_has_no_room_is_cut_and_counted(user: User) -> None:
    long = talk(1, title="T" * 500)
    long["mapping"]["q1"]["message"]["content"]["parts"] = ["x" * (saving.MAX_TEXT_CHARACTERS + 1)]
    long["mapping"]["a1"]["message"]["content"]["parts"] = ["a\0b \ud800"]
    nameless = talk(2, title=None)
    told = await brought(user, json.dumps([long, nameless]).encode())
    assert told.left_out == {"cut_texts": 1}
    second, first = (await chats.page(user)).chats
    assert (first.title, second.title) == ("T" * 200, "What is 2?")
    question, reply = await chats.messages(user, first.chat_id)
    assert len(question.message.content) == saving.MAX_TEXT_CHARACTERS + 1
    assert reply.message.content == "ab \ufffd"


async def test_others_go_on_while_somebody_brings_many_chats(new_user: NewUser, user: User) -> None:
    count, other = 1_000, await new_user()
    chat = await chats.create(by(other))
    import_id = await imports.bring(by(user), BytesIO(as_json([talk(n) for n in range(count)])))

    meanwhile = 0
    while not (await imports.get(user, import_id)).finished_at:
        await chats.update(by(other), chat.chat_id, title=f"{meanwhile}")
        meanwhile += 1

    told = await imports.get(user, import_id)
    assert (told.saved_chats, told.archived_chats) == (count, count - 499)
    assert await rows_of(Message) == 2 * count
    assert meanwhile > 5
