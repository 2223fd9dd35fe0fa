"""Links that show a chat: what is on them, for whom, and when they end."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from chat_app.config import get_settings
from chat_app.db import briefly, reading, transaction
from chat_app.errors import (
    ChatLimitReached,
    ChatNotFound,
    FileNotFound,
    Forbidden,
    InvalidRequest,
    MessageNotFound,
    NotFound,
    StorageFull,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.llm.types import Role
from chat_app.models import (
    AuditEvent,
    Budget,
    Chat,
    LedgerEntry,
    MemberRole,
    Message,
    MessageStatus,
    Organisation,
    SharedLink,
    User,
    now,
)
from chat_app.services import chats, files, shares
from chat_app.services.chats import members, positions, purge
from chat_app.services.shares import links
from tests.callers import by
from tests.services.exchanges import settled_exchange
from tests.services.sent_files import save

STREAMING = MessageStatus.STREAMING


@pytest.fixture
async def ada(database, new_user):
    return await new_user(name="Ada")


@pytest.fixture
async def bob(new_user):
    return await new_user(name="Bob")


@pytest.fixture
async def chat(ada):
    return await chats.create(by(ada), title="Plans")


async def put(
    chat: Chat,
    role: Role,
    content: str,
    parent: Message | None = None,
    *,
    author: User | None = None,
    model: str = "simulated",
    status: MessageStatus = MessageStatus.COMPLETE,
    held: tuple[UUID, ...] = (),
) -> Message:
    message = Message(
        chat_id=chat.chat_id,
        parent_id=parent and parent.message_id,
        role=role,
        content=content,
        model=model,
        status=status,
        author_id=author and author.user_id,
    )
    async with transaction() as session:
        session.add(message)
        await session.flush()
        await positions.move(session, chat.user_id, chat.chat_id, message.message_id)
        await briefly(session, files.attach, message.message_id, held)
    return message


async def exchange(chat: Chat, parent: Message | None = None, question: str = "Why?") -> Message:
    asked = await put(chat, Role.USER, question, parent)
    return await put(chat, Role.ASSISTANT, "Because.", asked)


async def texts(slug: str, reader: User | None) -> list[str]:
    said, _ = await shares.said(await shares.opened(slug, reader))
    return ["".join(part for part in each.parts if isinstance(part, str)) for each in said]


async def test_a_link_shows_the_branch_as_it_was_until_it_is_updated(ada, bob, chat):
    first = await exchange(chat)
    link = await shares.create(by(ada), chat.chat_id)
    await exchange(chat, first, "And then?")
    await chats.update(by(ada), chat.chat_id, title="Other plans")
    assert await texts(link.slug, bob) == ["Why?", "Because."]
    assert (await shares.opened(link.slug, bob)).link.title == "Plans"

    await shares.update(by(ada), chat.chat_id, link.link_id, anew=True)

    assert await texts(link.slug, bob) == ["Why?", "Because.", "And then?", "Because."]
    assert (await shares.opened(link.slug, bob)).link.title == "Other plans"


async def test_a_link_may_show_another_branch_than_the_one_that_is_read(ada, bob, chat):
    asked = await put(chat, Role.USER, "Why?")
    one = await put(chat, Role.ASSISTANT, "One", asked)
    await put(chat, Role.ASSISTANT, "Two", asked)
    link = await shares.create(by(ada), chat.chat_id, one.message_id)
    assert await texts(link.slug, bob) == ["Why?", "One"]
    other = await chats.create(by(ada))
    with pytest.raises(MessageNotFound):
        await shares.create(by(ada), other.chat_id, one.message_id)


async def test_a_reply_that_is_being_written_is_not_shown(ada, bob, chat):
    asked = await put(chat, Role.USER, "Why?")
    await put(chat, Role.ASSISTANT, "Be", asked, status=STREAMING)
    link = await shares.create(by(ada), chat.chat_id)
    assert await texts(link.slug, bob) == ["Why?"]


async def test_commands_and_what_they_tell_are_not_shown(ada, bob, chat):
    reply = await exchange(chat)
    told = await put(chat, Role.USER, "/system Be a pirate", reply, model="")
    done = await put(chat, Role.ASSISTANT, "The system prompt is: Be a pirate", told, model="")
    await put(chat, Role.ASSISTANT, "Arr", await put(chat, Role.USER, "Go on", done))
    link = await shares.create(by(ada), chat.chat_id)
    assert await texts(link.slug, bob) == ["Why?", "Because.", "Go on", "Arr"]


async def test_a_reply_that_was_gone_on_with_is_one(ada, bob, chat):
    reply = await exchange(chat)
    await put(chat, Role.ASSISTANT, " And more.", reply)
    link = await shares.create(by(ada), chat.chat_id)
    assert await texts(link.slug, bob) == ["Why?", "Because. And more."]


async def test_files_of_the_branch_are_served_and_no_others(ada, bob, chat):
    shown, other, hidden = [await save(ada, name=name) for name in ("a.png", "b.png", "c.png")]
    asked = await put(chat, Role.USER, "What is it?", held=(shown.file_id,))
    link = await shares.create(by(ada), chat.chat_id)
    await put(chat, Role.USER, "And this?", asked, held=(other.file_id,))
    await put(chat, Role.USER, "/usage", asked, model="", held=(hidden.file_id,))
    opened = await shares.opened(link.slug, bob)
    assert (await shares.file_shown(opened, shown.file_id)).file_id == shown.file_id
    for file_id in (other.file_id, hidden.file_id, uuid4()):
        with pytest.raises(FileNotFound):
            await shares.file_shown(opened, file_id)


async def test_names_are_given_for_who_wrote(ada, bob, chat):
    await put(chat, Role.USER, "Mine", await put(chat, Role.USER, "His", author=bob))
    link = await shares.create(by(ada), chat.chat_id)
    said, names = await shares.said(await shares.opened(link.slug, ada))
    assert [names[each.author_id] for each in said] == ["Bob", "Ada"]


async def test_the_charge_is_that_of_the_turns(ada, bob):
    chat_id = await settled_exchange(ada, 208, cost_micro_usd=31)
    async with transaction() as session:
        await session.exec(update(Message).values(model="simulated"))
    found = await chats.messages(ada, chat_id, branch="all")
    link = await shares.create(by(ada), chat_id, found[-1].message.message_id)
    said, _ = await shares.said(await shares.opened(link.slug, bob))
    assert [(each.tokens, each.cost_micro_usd) for each in said] == [(None, 0), (208, 31)]


Change = Callable[[User, Chat, SharedLink], Awaitable[object]]


async def revoked(ada: User, chat: Chat, link: SharedLink) -> None:
    await shares.revoke(by(ada), chat.chat_id, link.link_id)


async def over(_ada: User, _chat: Chat, link: SharedLink) -> None:
    async with transaction() as session:
        await session.exec(update(SharedLink).values(expires_at=now() - timedelta(seconds=1)))


async def deleted(ada: User, chat: Chat, _link: SharedLink) -> None:
    await chats.delete(by(ada), chat.chat_id)


async def erased(_ada: User, chat: Chat, _link: SharedLink) -> None:
    await purge.erase([chat.chat_id])


async def closed(ada: User, _chat: Chat, _link: SharedLink) -> None:
    async with transaction() as session:
        await session.exec(
            update(User).where(col(User.user_id) == ada.user_id).values(is_active=False)
        )


async def moved(ada: User, _chat: Chat, _link: SharedLink) -> None:
    async with transaction() as session:
        session.add(org := Organisation(name="Elsewhere"))
        await session.flush()
        await session.exec(
            update(User).where(col(User.user_id) == ada.user_id).values(org_id=org.org_id)
        )


@pytest.mark.parametrize("change", [revoked, over, deleted, erased, closed, moved])
async def test_a_link_that_ended_is_as_one_that_never_was(ada, bob, chat, change: Change):
    await exchange(chat)
    link = await shares.create(by(ada), chat.chat_id)
    await shares.opened(link.slug, bob)
    await change(ada, chat, link)
    with pytest.raises(NotFound) as ended:
        await shares.opened(link.slug, bob)
    with pytest.raises(NotFound) as guessed:
        await shares.opened("a" * 32, bob)
    assert (ended.value.code, ended.value.message) == (guessed.value.code, guessed.value.message)


async def test_a_restored_chat_has_its_links_again_and_an_erased_one_never(ada, bob, chat):
    await exchange(chat)
    link = await shares.create(by(ada), chat.chat_id)
    await chats.delete(by(ada), chat.chat_id)
    (listed,) = (await shares.page(ada)).links
    assert listed.is_deleted
    await chats.restore(by(ada), chat.chat_id)
    assert await texts(link.slug, bob) == ["Why?", "Because."]
    await purge.erase([chat.chat_id])
    async with reading() as session:
        assert list(await session.exec(select(SharedLink))) == []


async def test_a_link_of_a_chat_in_the_trash_can_be_revoked(ada, bob, chat):
    await exchange(chat)
    link = await shares.create(by(ada), chat.chat_id)
    await chats.delete(by(ada), chat.chat_id)
    with pytest.raises(ChatNotFound):
        await shares.update(by(ada), chat.chat_id, link.link_id, include_costs=True)
    await shares.revoke(by(ada), chat.chat_id, link.link_id)
    await chats.restore(by(ada), chat.chat_id)
    with pytest.raises(NotFound):
        await shares.opened(link.slug, bob)


@pytest.mark.parametrize(("public", "reads"), [(False, False), (True, True)])
async def test_strangers_read_where_the_operator_lets_them(
    ada, chat, monkeypatch, public: bool, reads: bool
):
    await exchange(chat)
    link = await shares.create(by(ada), chat.chat_id)
    monkeypatch.setenv("ALLOW_PUBLIC_LINKS", str(public))
    get_settings.cache_clear()
    if reads:
        assert await texts(link.slug, None) == ["Why?", "Because."]
        return
    # Whether there is one or not.
    for slug in (link.slug, "a" * 32):
        with pytest.raises(Unauthenticated):
            await shares.opened(slug, None)


@pytest.mark.parametrize("role", MemberRole)
async def test_only_the_owner_has_to_do_with_links(ada, bob, new_user, chat, role):
    await exchange(chat)
    link = await shares.create(by(ada), chat.chat_id)
    await members.add(by(ada), chat.chat_id, bob.email, role)
    eve = await new_user()
    for somebody, refusal in ((bob, Forbidden), (eve, UnauthorizedChatAccess)):
        for call in (
            lambda who=somebody: shares.links_of(who, chat.chat_id),
            lambda who=somebody: shares.create(by(who), chat.chat_id),
            lambda who=somebody: shares.update(by(who), chat.chat_id, link.link_id, anew=True),
            lambda who=somebody: shares.revoke(by(who), chat.chat_id, link.link_id),
        ):
            with pytest.raises(refusal):
                await call()
    assert await shares.links_of(ada, chat.chat_id) == [link]
    assert (await shares.page(bob)).links == []


async def test_what_cannot_be_shown_is_refused_in_words(ada, chat):
    with pytest.raises(InvalidRequest, match="nothing in this chat yet"):
        await shares.create(by(ada), chat.chat_id)
    await exchange(chat)
    with pytest.raises(InvalidRequest, match="still to come"):
        await shares.create(by(ada), chat.chat_id, expires_at=now())
    passing = await chats.create(by(ada), is_temporary=True)
    await exchange(passing)
    with pytest.raises(InvalidRequest, match="temporary"):
        await shares.create(by(ada), passing.chat_id)
    link = await shares.create(by(ada), chat.chat_id)
    other = await chats.create(by(ada))
    with pytest.raises(NotFound):
        await shares.revoke(by(ada), other.chat_id, link.link_id)


async def test_a_chat_has_so_many_links_whoever_is_quick(ada, chat, monkeypatch):
    monkeypatch.setattr(links, "MOST_LINKS", 3)
    await exchange(chat)
    made = await asyncio.gather(
        *(shares.create(by(ada), chat.chat_id) for _ in range(8)), return_exceptions=True
    )
    assert sum(isinstance(each, InvalidRequest) for each in made) == 5
    assert len(await shares.links_of(ada, chat.chat_id)) == 3


async def test_what_is_done_with_links_is_audited_without_their_addresses(ada, chat):
    await exchange(chat)
    link = await shares.create(by(ada), chat.chat_id)
    await shares.update(by(ada), chat.chat_id, link.link_id, include_costs=True)
    await shares.revoke(by(ada), chat.chat_id, link.link_id)
    async with reading() as session:
        found = list(await session.exec(select(AuditEvent).order_by(col(AuditEvent.event_id))))
    found = [each for each in found if each.action.startswith("share.")]
    assert [each.action for each in found] == ["share.create", "share.update", "share.revoke"]
    assert {each.target for each in found} == {f"chat:{chat.chat_id}"}
    was, became = found[1].before or {}, found[1].after or {}
    assert (was["include_costs"], became["include_costs"]) == (False, True)
    assert link.slug not in repr(found)


async def test_views_are_counted_together_and_outlive_the_process(ada, chat, database_settings):
    await exchange(chat)
    link = await shares.create(by(ada), chat.chat_id)
    gone = uuid4()
    async with shares.counting():
        for link_id in (link.link_id, link.link_id, gone):
            shares.note_view(link_id)
    (found,) = await shares.links_of(ada, chat.chat_id)
    assert found.views == 2


async def test_a_reader_goes_on_in_a_chat_of_their_own(ada, bob, chat):
    file = await save(ada)
    asked = await put(chat, Role.USER, "What is it?", held=(file.file_id,))
    reply = await put(chat, Role.ASSISTANT, "The sea", asked, status=MessageStatus.STOPPED)
    await put(chat, Role.USER, "/usage", reply, model="")
    await chats.update(by(ada), chat.chat_id, system_prompt="Be a pirate")
    link = await shares.create(by(ada), chat.chat_id)
    books = await _books()

    own = await shares.carry_on(by(bob), link.slug)

    assert (own.user_id, own.title, own.system_prompt) == (bob.user_id, "Plans", None)
    assert (own.message_count, own.tokens_consumed) == (2, 0)
    views = await chats.messages(bob, own.chat_id)
    assert [(each.message.content, each.message.status) for each in views] == [
        ("What is it?", MessageStatus.COMPLETE),
        ("The sea", MessageStatus.STOPPED),
    ]
    (held,) = views[0].attachments
    assert held.file.user_id == bob.user_id
    assert await files.read(held.file)
    # Nothing of it is the owner's any more.
    await purge.erase([chat.chat_id])
    assert await files.read(await files.get(bob, held.file.file_id))
    assert await _books() == books


async def _books() -> tuple[int, int]:
    async with reading() as session:
        entries = list(await session.exec(select(LedgerEntry)))
        budgets = list(await session.exec(select(Budget)))
    return len(entries), sum(each.total_tokens_used + each.reserved_tokens for each in budgets)


async def test_going_on_takes_a_place_and_room_of_the_reader(ada, bob, chat, monkeypatch):
    await put(chat, Role.USER, "Look", held=((await save(ada)).file_id,))
    link = await shares.create(by(ada), chat.chat_id)
    for _ in range(get_settings().MAX_CHATS_PER_USER):
        await chats.create(by(bob))
    with pytest.raises(ChatLimitReached):
        await shares.carry_on(by(bob), link.slug)
    assert (await files.page(bob)).files == []
    (first, *_) = (await chats.page(bob)).chats
    await chats.delete(by(bob), first.chat_id)
    monkeypatch.setattr("chat_app.services.files.room._MIB", 100)
    monkeypatch.setenv("MAX_STORAGE_MIB_PER_USER", "1")
    get_settings.cache_clear()
    with pytest.raises(StorageFull):
        await shares.carry_on(by(bob), link.slug)
    assert len((await chats.page(bob)).chats) == get_settings().MAX_CHATS_PER_USER - 1


async def test_commands_alone_are_nothing_to_go_on_with(ada, bob, chat):
    await put(chat, Role.USER, "/usage", model="")
    link = await shares.create(by(ada), chat.chat_id)
    with pytest.raises(InvalidRequest):
        await shares.carry_on(by(bob), link.slug)
