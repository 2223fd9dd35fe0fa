"""The line of a shared chat: nobody is refused, nothing is lost, all begin once and in order."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from uuid import UUID, uuid4

import anyio
import pytest
from sqlmodel import col, select, update

from chat_app.db import reading, transaction
from chat_app.errors import (
    ChatNotFound,
    Forbidden,
    IdempotencyConflict,
    MessageNotFound,
    TurnInProgress,
)
from chat_app.llm.types import Role
from chat_app.models import (
    Chat,
    MemberRole,
    MessageStatus,
    Turn,
    User,
    WaitingSend,
)
from chat_app.services import chats, turns
from chat_app.services.chats import costs, members
from chat_app.services.turns import Started, idempotency, next_in_line, prompts, waiting
from chat_app.services.turns.drafts import OnSave
from chat_app.services.turns.line import LeftTheLine
from chat_app.services.turns.sendings import Promised, Sending
from chat_app.services.turns.turns import carry_out
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.services.exchanges import turn_of
from tests.services.listening import first_piece, listen

ONE = ("Hm", "never")


@pytest.fixture
async def bob(fakes: dict[str, Fake], new_user: NewUser) -> User:
    return await new_user(name="Bob", tier="ENTERPRISE")


@pytest.fixture
async def cy(fakes: dict[str, Fake], new_user: NewUser) -> User:
    return await new_user(name="Cy", tier="ENTERPRISE")


@pytest.fixture
async def shared(chat: Chat, user: User, bob: User, cy: User) -> Chat:
    """Return a chat of three who write."""
    for member in (bob, cy):
        await members.add(by(user), chat.chat_id, member.email, MemberRole.EDITOR)
    return chat


async def busy(user: User, chat: Chat, fake: Fake, *after: Reply) -> Started:
    """Have somebody's reply run until it is stopped; those after it are answered as told."""
    fake.script(Reply(deltas=ONE, stall_after=1), *(after or (Reply(),)))
    started = await turns.start(by(user), chat.chat_id, "First")
    await first_piece(started)
    return started


async def line_of(user: User, chat: Chat) -> list[tuple[str, int]]:
    found = await waiting.waiting_in(user, chat.chat_id)
    return [(each.sender.name, each.position) for each in found]


async def read(user: User, chat: Chat) -> list[str]:
    return [view.message.content for view in await chats.messages(user, chat.chat_id)]


async def until_over(started: Started) -> None:
    """Wait until a reply has ended."""
    with anyio.fail_after(60):
        await listen(started.message_id)


async def make_way(user: User, first: Started) -> None:
    """Stop the reply that others wait for."""
    assert await turns.stop(user, first.chat_id)
    await until_over(first)


async def test_what_is_sent_while_a_reply_is_written_waits_and_is_answered_in_order(
    user: User, bob: User, cy: User, shared: Chat, fake: Fake
) -> None:
    first = await busy(user, shared, fake, Reply(deltas=("B",)), Reply(deltas=("C",)))
    second = await turns.start(by(bob), shared.chat_id, "Second")
    third = await turns.start(by(cy), shared.chat_id, "Third")
    assert second.waiting_id
    assert await line_of(user, shared) == [("Bob", 1), ("Cy", 2)]
    await make_way(user, first)

    for started in (first, second, third):
        await until_over(started)

    told = ["First", "Hm", "Second", "B", "Third", "C"]
    assert [await read(each, shared) for each in (user, bob, cy)] == [told] * 3
    assert [(await turn_of(each.message_id)).user_id for each in (first, second, third)] == [
        each.user_id for each in (user, bob, cy)
    ]
    views = await chats.messages(cy, shared.chat_id)
    assert [view.message.message_id for view in views[2:]] == [
        each
        for started in (second, third)
        for each in (started.user_message_id, started.message_id)
    ]
    assert [view.message.author_id for view in views[::2]] == [None, bob.user_id, cy.user_id]
    assert await line_of(user, shared) == []


async def test_a_private_chat_refuses_a_second_send(user: User, chat: Chat, fake: Fake) -> None:
    first = await busy(user, chat, fake)
    with pytest.raises(TurnInProgress):
        await turns.start(by(user), chat.chat_id, "Second")
    await make_way(user, first)


async def test_who_waits_is_told_where_and_hears_the_reply_by_its_promised_id(
    user: User, bob: User, cy: User, shared: Chat, fake: Fake
) -> None:
    first = await busy(user, shared, fake)
    second = await turns.start(by(bob), shared.chat_id, "Second")
    third = await turns.start(by(cy), shared.chat_id, "Third")
    places: list[int] = []

    async def hear() -> None:
        async with aclosing(turns.places_in_line(third.message_id)) as told:
            async for place in told:
                places.append(place)

    hearing = asyncio.create_task(hear())
    text = asyncio.create_task(listen(third.message_id))
    while places != [2]:
        await anyio.sleep(0.01)
    await waiting.take_back(by(bob), shared.chat_id, second.waiting_id or uuid4())
    while places != [2, 1]:
        await anyio.sleep(0.01)
    await make_way(user, first)
    with anyio.fail_after(60):
        await hearing
        said, end = await text
    assert said == "Hello there!"
    assert end.status is MessageStatus.COMPLETE


async def test_the_words_of_what_is_refused_at_its_turn_are_kept_and_others_go_on(
    user: User, bob: User, cy: User, shared: Chat, fake: Fake
) -> None:
    first = await busy(user, shared, fake)
    second = await turns.start(by(bob), shared.chat_id, "Second")
    third = await turns.start(by(cy), shared.chat_id, "Third")
    async with transaction() as session:
        await session.exec(
            update(User).where(col(User.user_id) == bob.user_id).values(is_active=False)
        )
    await make_way(user, first)
    text, end = await listen(second.message_id)
    assert (text, end.status, end.error_code) == ("", MessageStatus.FAILED, "UNAUTHENTICATED")
    await until_over(third)
    assert await read(user, shared) == ["First", "Hm", "Third", "Hello there!"]
    (kept,) = await waiting.waiting_in(bob, shared.chat_id)
    assert (kept.send.content, kept.position) == ("Second", 0)
    assert await line_of(user, shared) == []


async def test_only_who_sent_it_or_the_owner_takes_it_out(
    user: User, bob: User, cy: User, shared: Chat, fake: Fake
) -> None:
    first = await busy(user, shared, fake)
    second = await turns.start(by(bob), shared.chat_id, "Second")
    third = await turns.start(by(cy), shared.chat_id, "Third")
    assert second.waiting_id
    assert third.waiting_id
    with pytest.raises(Forbidden):
        await waiting.take_back(by(cy), shared.chat_id, second.waiting_id)
    taken = await waiting.take_back(by(bob), shared.chat_id, second.waiting_id)
    assert taken.content == "Second"
    with pytest.raises(MessageNotFound):
        await waiting.take_back(by(bob), shared.chat_id, second.waiting_id)
    _, end = await listen(second.message_id)
    assert end.error_code == "SEND_TAKEN_BACK"

    await waiting.take_back(by(user), shared.chat_id, third.waiting_id)
    (kept,) = await waiting.waiting_in(cy, shared.chat_id)
    assert (kept.send.content, kept.position, kept.send.refused_code) == ("Third", 0, "FORBIDDEN")
    await make_way(user, first)


async def test_a_key_stands_for_what_waits_as_for_what_has_begun(
    user: User, bob: User, shared: Chat, fake: Fake
) -> None:
    first = await busy(user, shared, fake)
    once = await send_once(bob, shared, "Second")
    again = await send_once(bob, shared, "Second")
    assert again.is_known
    assert again.message_id == once.message_id
    with pytest.raises(IdempotencyConflict):
        await send_once(bob, shared, "Other")
    await make_way(user, first)
    await until_over(once)
    assert (await send_once(bob, shared, "Second")).message_id == once.message_id
    assert await read(bob, shared) == ["First", "Hm", "Second", "Hello there!"]


async def test_a_key_of_who_was_taken_out_tells_nothing_of_what_waited(
    user: User, bob: User, shared: Chat, fake: Fake
) -> None:
    first = await busy(user, shared, fake)
    once = await send_once(bob, shared, "Second")
    await members.remove(by(user), shared.chat_id, bob.user_id)
    with pytest.raises(ChatNotFound):
        await send_once(bob, shared, "Second")
    await make_way(user, first)
    await until_over(once)
    with pytest.raises(ChatNotFound):
        await send_once(bob, shared, "Second")


async def send_once(user: User, chat: Chat, text: str) -> Started:
    """Send something with the one key of the tests."""

    async def begin(on_save: OnSave | None) -> Started:
        return await turns.start(by(user), chat.chat_id, text, on_save=on_save)

    return await idempotency.start_once(by(user), "a key", text, begin)


@pytest.mark.settings(MAX_WAITING_PER_CHAT=2)
async def test_a_line_has_an_end(user: User, bob: User, shared: Chat, fake: Fake) -> None:
    first = await busy(user, shared, fake)
    for _ in range(2):
        await turns.start(by(bob), shared.chat_id, "More")
    with pytest.raises(TurnInProgress, match="2 messages wait"):
        await turns.start(by(bob), shared.chat_id, "More")
    for each in await waiting.waiting_in(bob, shared.chat_id):
        await waiting.take_back(by(bob), shared.chat_id, each.send.waiting_id)
    await make_way(user, first)


async def test_what_nobody_rang_for_is_found_and_begins_once(
    user: User, bob: User, shared: Chat, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As of a worker that was killed between the end of a reply and the next one's beginning.
    first = await busy(user, shared, fake)
    second = await turns.start(by(bob), shared.chat_id, "Second")
    monkeypatch.setattr("chat_app.services.turns.settlement.ring", lambda _: None)
    await make_way(user, first)
    waits = await _send(second)
    await asyncio.gather(*(next_in_line._begin(waits) for _ in range(5)))
    await until_over(second)
    assert await read(bob, shared) == ["First", "Hm", "Second", "Hello there!"]


@pytest.mark.parametrize("text", ["Second", "/help"])
async def test_of_several_workers_that_begin_the_same_one_does_and_the_others_leave_it(
    text: str,
    user: User,
    bob: User,
    shared: Chat,
    fake: Fake,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = await busy(user, shared, fake)
    second = await turns.start(by(bob), shared.chat_id, text)
    monkeypatch.setattr("chat_app.services.turns.settlement.ring", lambda _: None)
    waits = await _send(second)
    await make_way(user, first)

    async def begin() -> Started:
        sending, promised = Sending.of(waits), Promised.of(waits)
        return await carry_out(by(bob), shared.chat_id, sending, promised=promised)

    begun = await asyncio.gather(*(begin() for _ in range(4)), return_exceptions=True)
    (one,) = (each for each in begun if isinstance(each, Started))
    others = [each for each in begun if each is not one]
    assert [type(each) for each in others] == [LeftTheLine] * 3
    await until_over(second)
    assert (await read(bob, shared))[2] == text


async def _send(started: Started) -> WaitingSend:
    async with reading() as session:
        return await session.get_one(WaitingSend, started.waiting_id)


async def test_a_hundred_sends_in_line_are_all_answered_in_order(
    user: User, bob: User, cy: User, shared: Chat, fake: Fake
) -> None:
    first = await busy(user, shared, fake, Reply(deltas=("ok",)))
    people = [user, bob, cy]
    begun = await asyncio.gather(
        *(turns.start(by(people[n % 3]), shared.chat_id, f"Send {n}") for n in range(100))
    )
    line = [each.send.content for each in await waiting.waiting_in(user, shared.chat_id)]
    assert len(set(line)) == 100
    await make_way(user, first)
    with anyio.fail_after(60):
        await asyncio.gather(*(listen(each.message_id) for each in begun))
    views = await chats.messages(bob, shared.chat_id, limit=300)
    asked = [view.message for view in views if view.message.role is Role.USER]
    assert [each.content for each in asked] == ["First", *line]
    assert [view.message.content for view in views[3::2]] == ["ok"] * 100
    async with reading() as session:
        paid = dict((await session.exec(select(Turn.message_id, Turn.user_id))).all())
    owner = user.user_id
    for question, reply in zip(views[::2], views[1::2], strict=True):
        assert paid[reply.message.message_id] == (question.message.author_id or owner)
    # Ids sort by time, in the line as well.
    ids: Sequence[UUID] = [view.message.message_id for view in views]
    assert list(ids) == sorted(ids)


async def test_an_edit_or_another_reply_moves_its_maker_alone(
    user: User, bob: User, shared: Chat, fake: Fake
) -> None:
    fake.script(Reply(deltas=("A",)), Reply(deltas=("B",)), Reply(deltas=("C",)))
    first = await turns.start(by(user), shared.chat_id, "First")
    await until_over(first)
    again = await turns.regenerate(by(bob), shared.chat_id, first.message_id)
    await until_over(again)
    edited = await turns.edit(by(user), shared.chat_id, first.user_message_id, "Anew")
    await until_over(edited)
    assert await read(user, shared) == ["Anew", "C"]
    assert await read(bob, shared) == ["First", "B"]


async def test_another_reply_that_waits_names_the_question_that_it_will_answer(
    user: User, bob: User, shared: Chat, fake: Fake
) -> None:
    done = await turns.start(by(user), shared.chat_id, "First")
    await until_over(done)
    first = await busy(user, shared, fake)
    again = await turns.regenerate(by(bob), shared.chat_id, done.message_id)
    assert again.waiting_id
    assert again.user_message_id == done.user_message_id
    await make_way(user, first)
    await until_over(again)
    assert (await read(bob, shared)) == ["First", "Hello there!"]


async def test_two_who_edit_one_message_at_once_make_two_branches(
    user: User, bob: User, shared: Chat, fake: Fake
) -> None:
    fake.script(Reply(deltas=("A",)), Reply(deltas=("B",)), Reply(deltas=("C",)))
    first = await turns.start(by(bob), shared.chat_id, "First")
    await until_over(first)
    both = await asyncio.gather(
        turns.edit(by(user), shared.chat_id, first.user_message_id, "By Ada"),
        turns.edit(by(bob), shared.chat_id, first.user_message_id, "By Bob"),
    )
    for each in both:
        await until_over(each)
    assert (await read(user, shared))[0] == "By Ada"
    assert (await read(bob, shared))[0] == "By Bob"


async def test_an_editor_stops_what_they_asked_for_and_nothing_else(
    user: User, bob: User, cy: User, shared: Chat, fake: Fake
) -> None:
    started = await busy(bob, shared, fake)
    with pytest.raises(Forbidden):
        await turns.stop(cy, shared.chat_id)
    await make_way(bob, started)
    await make_way(user, await busy(bob, shared, fake))


async def test_who_may_only_read_by_now_still_stops_what_they_pay_for(
    user: User, bob: User, shared: Chat, fake: Fake
) -> None:
    started = await busy(bob, shared, fake)
    await members.change(by(user), shared.chat_id, bob.user_id, MemberRole.VIEWER)
    await make_way(bob, started)
    with pytest.raises(Forbidden):
        await turns.stop(bob, shared.chat_id)


async def test_the_prompt_of_a_session_waits_as_well_and_is_heard_when_its_turn_has_come(
    user: User, bob: User, shared: Chat, fake: Fake
) -> None:
    first = await busy(user, shared, fake)
    opened = await prompts.open_session(
        by(bob), model=shared.model, prompt="Second", chat_id=shared.chat_id
    )
    reply = await prompts.reply_of(by(bob), opened.session_id)
    await make_way(user, first)
    await until_over(reply)
    assert await read(bob, shared) == ["First", "Hm", "Second", "Hello there!"]


async def test_each_message_tells_who_wrote_it_and_who_pays(
    user: User, bob: User, shared: Chat, fake: Fake
) -> None:
    for who in (user, bob):
        await until_over(await turns.start(by(who), shared.chat_id, "Hello"))
    views = await chats.messages(user, shared.chat_id)
    assert [view.author and view.author.user_id for view in views] == [
        *(user.user_id, None),
        *(bob.user_id, None),
    ]
    assert [view.payer and view.payer.name for view in views] == [None, user.name, None, "Bob"]


async def test_the_owner_alone_sees_what_each_person_spent(
    user: User, bob: User, cy: User, shared: Chat, fake: Fake
) -> None:
    for who in (user, bob, bob):
        await until_over(await turns.start(by(who), shared.chat_id, "Hello"))
    await members.remove(by(user), shared.chat_id, bob.user_id)
    spent = await costs.cost_by_person(user, shared.chat_id)
    assert [(each.name, each.cost.exchanges) for each in spent] == [("Bob", 2), (user.name, 1)]
    whole = await costs.cost(user, shared.chat_id)
    assert sum(each.cost.tokens for each in spent) == whole.tokens > 0
    with pytest.raises(Forbidden):
        await costs.cost_by_person(cy, shared.chat_id)


async def test_a_member_who_is_taken_out_is_sent_nothing_on_and_keeps_the_words(
    user: User, bob: User, cy: User, shared: Chat, fake: Fake
) -> None:
    async def again(on_save: OnSave | None) -> Started:
        return await turns.start(by(bob), shared.chat_id, "Second", on_save=on_save)

    first = await busy(user, shared, fake)
    second = await idempotency.start_once(by(bob), "key", "Second", again)
    third = await turns.start(by(cy), shared.chat_id, "Third")
    await members.remove(by(user), shared.chat_id, bob.user_id)
    await make_way(user, first)
    await until_over(third)
    _, end = await listen(second.message_id)
    assert end.error_code == "CHAT_NOT_FOUND"
    assert await waiting.kept_words(bob, shared.chat_id) == ["Second"]
    with pytest.raises(ChatNotFound):
        await idempotency.start_once(by(bob), "key", "Second", again)
    assert await read(user, shared) == ["First", "Hm", "Third", "Hello there!"]
