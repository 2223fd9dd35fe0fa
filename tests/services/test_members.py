"""People in the chats of others: who comes in, what each may do there, and how they lose it."""

import asyncio
from contextlib import suppress

import pytest
from sqlmodel import col, select

from chat_app.config import get_settings
from chat_app.db import briefly, reading, transaction
from chat_app.errors import (
    ChatArchived,
    ChatNotFound,
    FileNotFound,
    Forbidden,
    InvalidRequest,
    MemberLimitReached,
    NotFound,
    UnauthorizedChatAccess,
)
from chat_app.models import AuditEvent, File, FileKind, MemberRole, UserRole
from chat_app.services import chats, files
from chat_app.services.admin import orgs, users
from chat_app.services.chats import folders, members, seen
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.chats.roles import ChatRole
from chat_app.services.search.writing import index_batch
from tests.callers import by
from tests.services.exchanges import say


@pytest.fixture
async def ada(database, new_user):
    return await new_user(name="Ada")


@pytest.fixture
async def bob(new_user):
    return await new_user(name="Bob")


@pytest.fixture
async def chat(ada):
    return await chats.create(by(ada), title="Plans")


async def test_a_member_reads_what_the_owner_reads(ada, bob, chat):
    await say(chat, "Hi", await say(chat, "Hello"))
    with pytest.raises(UnauthorizedChatAccess):
        await chats.get(bob, chat.chat_id)
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    assert (await chats.get(bob, chat.chat_id)).title == "Plans"
    read = [
        [view.message.content for view in await chats.messages(who, chat.chat_id)]
        for who in (ada, bob)
    ]
    assert read == [["Hello", "Hi"]] * 2
    opened = await chats.get_to_read(bob, chat.chat_id)
    assert opened.role is ChatRole.VIEWER
    people = await members.of(bob, chat.chat_id)
    assert [(each.name, each.role) for each in people] == [
        ("Ada", ChatRole.OWNER),
        ("Bob", ChatRole.VIEWER),
    ]


async def test_who_was_taken_out_finds_no_chat_and_a_stranger_one_of_somebody(
    ada, bob, chat, new_user
):
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.EDITOR)
    await members.remove(by(ada), chat.chat_id, bob.user_id)
    for find in (chats.get, chats.messages, chats.get_to_read, chats.get_to_write, members.of):
        with pytest.raises(ChatNotFound):
            await find(bob, chat.chat_id)
        with pytest.raises(UnauthorizedChatAccess):
            await find(await new_user(), chat.chat_id)
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    assert (await chats.get_to_read(bob, chat.chat_id)).role is ChatRole.VIEWER


async def test_a_member_may_leave_and_take_out_nobody_else(ada, bob, chat, new_user):
    cid = await new_user()
    for who in (bob, cid):
        await members.add(by(ada), chat.chat_id, who.email, MemberRole.EDITOR)
    with pytest.raises(Forbidden):
        await members.remove(by(bob), chat.chat_id, cid.user_id)
    await members.remove(by(bob), chat.chat_id, bob.user_id)
    with pytest.raises(ChatNotFound):
        await chats.get(bob, chat.chat_id)
    with pytest.raises(InvalidRequest):
        await members.remove(by(ada), chat.chat_id, ada.user_id)
    with pytest.raises(NotFound):
        await members.remove(by(ada), chat.chat_id, bob.user_id)


async def test_only_active_people_of_the_owners_organisation_come_in(ada, chat, new_user):
    gone = await new_user(is_active=False)
    for email in (gone.email, "nobody@example.test"):
        await members.add(by(ada), chat.chat_id, email, MemberRole.EDITOR)
    assert [each.user_id for each in await members.of(ada, chat.chat_id)] == [ada.user_id]
    assert not (await chats.get(ada, chat.chat_id)).is_shared


async def test_who_is_asked_in_again_may_do_what_is_said_last(ada, bob, chat):
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.EDITOR)
    assert (await chats.get_to_write(bob, chat.chat_id)).role is ChatRole.EDITOR
    await members.change(by(ada), chat.chat_id, bob.user_id, MemberRole.VIEWER)
    with pytest.raises(Forbidden):
        await chats.get_to_write(bob, chat.chat_id)


async def test_there_is_room_for_so_many(ada, bob, chat, monkeypatch, new_user):
    monkeypatch.setattr(get_settings(), "MAX_MEMBERS_PER_CHAT", 1)
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.EDITOR)
    for email in ((await new_user()).email, "nobody@example.test"):
        with pytest.raises(MemberLimitReached):
            await members.add(by(ada), chat.chat_id, email, MemberRole.EDITOR)


async def test_one_does_not_ask_oneself_in_or_anybody_into_what_can_only_be_read(ada, bob, chat):
    with pytest.raises(InvalidRequest):
        await members.add(by(ada), chat.chat_id, ada.email.upper(), MemberRole.EDITOR)
    await chats.update(by(ada), chat.chat_id, archived=True)
    with pytest.raises(ChatArchived):
        await members.add(by(ada), chat.chat_id, bob.email, MemberRole.EDITOR)


async def test_what_the_owner_deleted_says_so_to_members_and_comes_back_to_them(ada, bob, chat):
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.EDITOR)
    await chats.delete(by(ada), chat.chat_id)
    with pytest.raises(ChatNotFound, match="Ada deleted this chat"):
        await chats.get(bob, chat.chat_id)
    with pytest.raises(Forbidden):
        await chats.restore(by(bob), chat.chat_id)
    await chats.restore(by(ada), chat.chat_id)
    assert (await chats.get(bob, chat.chat_id)).title == "Plans"


async def test_pin_and_folder_are_each_readers_own(ada, bob, chat):
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    await chats.update(by(bob), chat.chat_id, pinned=True, project_id="bobs")
    await chats.put(by(ada), [chat.chat_id], project_id="adas")
    seen = [await chats.get(who, chat.chat_id) for who in (ada, bob)]
    assert [(each.pinned, each.project_id) for each in seen] == [(False, "adas"), (True, "bobs")]


async def test_all_that_is_done_to_members_is_audited(ada, bob, chat):
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    await members.change(by(ada), chat.chat_id, bob.user_id, MemberRole.EDITOR)
    await members.remove(by(ada), chat.chat_id, bob.user_id)
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    await members.remove(by(bob), chat.chat_id, bob.user_id)
    async with reading() as session:
        events = (await session.exec(select(AuditEvent).order_by(col(AuditEvent.event_id)))).all()
    assert [(each.action, each.target) for each in events] == [
        (action, f"chat:{chat.chat_id}")
        for action in (
            "member.invite",
            "member.update",
            "member.remove",
            "member.invite",
            "member.leave",
        )
    ]


@pytest.mark.parametrize("whose", ["owner", "member"])
async def test_who_goes_to_another_organisation_leaves_the_chats_of_this_one(
    whose, ada, bob, chat, new_user
):
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.EDITOR)
    admin = by(await new_user(role=UserRole.ADMIN))
    org = await orgs.create(admin, "Elsewhere")
    moved = ada if whose == "owner" else bob
    await users.update_user(admin, moved.user_id, org_id=org.organisation.org_id)
    with pytest.raises(ChatNotFound):
        await chats.get(bob, chat.chat_id)


async def test_who_is_switched_off_is_out_and_an_owner_who_is_leaves_the_members_in(
    ada, bob, chat, new_user
):
    cid = await new_user()
    for who in (bob, cid):
        await members.add(by(ada), chat.chat_id, who.email, MemberRole.EDITOR)
    admin = by(await new_user(role=UserRole.ADMIN))
    for who in (bob, ada):
        await users.update_user(admin, who.user_id, is_active=False)
    people = await members.of(cid, chat.chat_id)
    assert {each.user_id for each in people} == {ada.user_id, cid.user_id}


async def test_a_member_finds_it_under_shared_in_searches_and_in_their_own_folder(ada, bob, chat):
    await say(chat, "The zanzibarite recipe")
    await chats.create(by(bob), title="Own")
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)

    async def listed(q: str = "", **which) -> list[str]:
        found = await chats.page(bob, q=q, which=ChatFilter(**which))
        assert {one.chat_id for one in found.chats if one.user_id == ada.user_id} == {*found.others}
        return [one.title for one in found.chats]

    assert await listed() == ["Own"]
    assert await listed(shared=True) == ["Plans"]
    assert await listed("zanzibarite") == ["Plans"]
    await index_batch()
    assert await listed("anzibar") == ["Plans"]
    await chats.put(by(bob), [chat.chat_id], project_id="bobs")
    assert await listed(project_id="bobs") == ["Plans"]
    (folder,) = (await folders.page(bob)).folders
    assert (folder.project_id, await folders.count_chats(bob, "bobs")) == ("bobs", 1)
    await folders.delete(by(bob), "bobs")
    assert await listed(project_id="bobs") == []
    await members.remove(by(ada), chat.chat_id, bob.user_id)
    assert await listed(shared=True) == await listed("zanzibarite") == []


async def test_what_is_not_shared_is_found_by_nobody_else(ada, bob, chat):
    private = await chats.create(by(ada), title="Secret")
    await say(private, "The zanzibarite recipe")
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.EDITOR)
    for _ in range(2):
        assert (await chats.page(bob, q="zanzibarite")).chats == []
        await index_batch()


async def test_what_its_owner_deleted_stays_in_the_list_of_members_until_it_is_erased(
    ada, bob, chat
):
    shared = ChatFilter(shared=True)
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    await chats.update(by(ada), chat.chat_id, archived=True)
    assert [one.archived for one in (await chats.page(bob, which=shared)).chats] == [True]
    await chats.delete(by(ada), chat.chat_id)
    (gone,) = (await chats.page(bob, which=shared)).chats
    assert gone.deleted_at
    await chats.empty_trash(by(ada))
    assert (await chats.page(bob, which=shared)).chats == []


async def test_twenty_who_come_and_go_at_once_are_each_in_once_and_within_the_room(
    ada, chat, new_user, monkeypatch
):
    monkeypatch.setattr(get_settings(), "MAX_MEMBERS_PER_CHAT", 5)
    people = [await new_user() for _ in range(10)]

    async def come(who) -> None:
        with suppress(MemberLimitReached):
            await members.add(by(ada), chat.chat_id, who.email, MemberRole.EDITOR)

    async def go(who) -> None:
        with suppress(NotFound, ChatNotFound, UnauthorizedChatAccess):
            await members.remove(by(who), chat.chat_id, who.user_id)

    await asyncio.gather(*(act(who) for who in people for act in (come, come, go)))
    here = [each.user_id for each in await members.of(ada, chat.chat_id)][1:]
    assert len(set(here)) == len(here) <= 5
    for who in people:
        found = await chats.page(who, which=ChatFilter(shared=True))
        assert bool(found.chats) is (who.user_id in here)


async def test_files_of_a_chat_are_shown_to_its_members_and_to_nobody_else(
    ada, bob, chat, new_user
):
    file = await sent_file(ada, chat)
    with pytest.raises(FileNotFound):
        await files.get(bob, file.file_id)
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    assert (await files.get(bob, file.file_id)).file_id == file.file_id
    with pytest.raises(FileNotFound):
        await files.get(await new_user(), file.file_id)
    await members.remove(by(ada), chat.chat_id, bob.user_id)
    with pytest.raises(FileNotFound):
        await files.get(bob, file.file_id)


async def test_who_came_and_who_went_is_told_in_order(ada, bob, chat):
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    await members.remove(by(bob), chat.chat_id, bob.user_id)
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    await members.remove(by(ada), chat.chat_id, bob.user_id)
    told = await members.comings(chat.chat_id)
    assert [each.how for each in told] == ["joined", "left", "joined", "removed"]
    assert {each.name for each in told} == {"Bob"}


async def sent_file(user, chat) -> File:
    """Save a message of a chat with a file."""
    file = File(
        user_id=user.user_id,
        name="a.txt",
        kind=FileKind.TEXT,
        media_type="text/plain",
        size_bytes=1,
        sha256="0" * 64,
    )
    async with transaction() as session:
        session.add(file)
    message = await say(chat, "Look")
    async with transaction() as session:
        await briefly(session, files.attach, message.message_id, [file.file_id])
    return file


async def test_news_are_looked_for_by_keys_in_the_newest_chats_of_others(ada, bob, chat, plans):
    await members.add(by(ada), chat.chat_id, bob.email, MemberRole.VIEWER)
    async with plans("ix_membership_here") as used:
        assert await seen.has_news_of_others(bob)
    assert len(used) == 1
