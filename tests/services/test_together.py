"""Whatever several people do in one chat, all of them end up with the same, paid for, none lost."""

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import anyio
import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import col, select

from chat_app.api.chat_happenings import happenings
from chat_app.api.schemas.chat_events import AnewEvent, MessageEvent, Place
from chat_app.config import Settings, get_settings
from chat_app.db import reading
from chat_app.errors import ChatNotFound, Forbidden, MessageNotFound, TurnInProgress
from chat_app.lifespan import lifespan
from chat_app.llm.types import Role
from chat_app.models import Budget, Chat, MemberRole, Message, Turn, User, WaitingSend
from chat_app.services import chats, live, turns
from chat_app.services.broker import Piece
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.chats import members
from chat_app.services.turns import Started, waiting
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Reply
from tests.llm.vendors import VENDORS
from tests.services.listening import listen

T = TypeVar("T")
NAMES = ("Ada", "Bob", "Cy")
EXAMPLES, STEPS = 4, 20
SAID = Reply(deltas=("One ", "two ", "three ", "four."), pause_seconds=0.02)
WHO = st.integers(0, len(NAMES) - 1)
MEMBER = st.integers(1, len(NAMES) - 1)
WHICH = st.integers(0, 99)
SENDERS = st.lists(WHO, min_size=2, max_size=4)


class Server:
    """The services, which close and open again."""

    def __init__(self) -> None:
        self._is_to_close = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    async def open(self) -> None:
        self._is_to_close.clear()
        is_open = asyncio.Event()
        self._serving = asyncio.create_task(self._serve(is_open))
        opening = asyncio.create_task(is_open.wait())
        await asyncio.wait({self._serving, opening}, return_when=asyncio.FIRST_COMPLETED)
        if not is_open.is_set():
            await self._serving

    async def _serve(self, is_open: asyncio.Event) -> None:
        # In one task, as a server does.
        async with lifespan():
            is_open.set()
            await self._is_to_close.wait()

    async def close(self) -> None:
        self._is_to_close.set()
        # What kept it from opening was raised then.
        if self._serving and not self._serving.done():
            await self._serving


@dataclass
class Seen:
    """What one person's pages show, who hears now and then, and goes on from there."""

    user: User
    is_in: bool = True
    at: Place | None = None
    messages: dict[UUID, str] = field(default_factory=dict)
    """By what was told of the chat."""
    pieces: dict[UUID, str] = field(default_factory=dict)
    """Of replies, by what was heard as they were written."""


class Company:
    """Three people in a chat, and all that was taken from them."""

    def __init__(self, chat: Chat, people: list[User]) -> None:
        self.chat_id = chat.chat_id
        self.people = [Seen(each) for each in people]
        self.taken: dict[UUID, tuple[Seen, Started, str | None]] = {}
        """By reply: whose it is, what was promised and, where one was written, the question."""
        self.taken_back: set[UUID] = set()

    async def send(self, who: int, text: str) -> None:
        """Nobody who is in the chat is ever refused."""
        me = self.people[who]
        try:
            started = await turns.start(by(me.user), self.chat_id, text)
        except ChatNotFound:
            assert not me.is_in
            return
        assert me.is_in
        self._note(me, started, text)

    def _note(self, me: Seen, started: Started, text: str | None = None) -> None:
        assert started.message_id not in self.taken
        self.taken[started.message_id] = me, started, text

    async def stop(self, who: int) -> None:
        with suppress(ChatNotFound, Forbidden):
            await turns.stop(self.people[who].user, self.chat_id)

    async def _shown(self, who: int, which: int, role: Role | None = None) -> UUID | None:
        found = await chats.messages(
            self.people[who].user, self.chat_id, branch="current" if role else "all"
        )
        ids = [each.message.message_id for each in found if role in (None, each.message.role)]
        return ids[which % len(ids)] if ids else None

    async def edit(self, who: int, which: int) -> None:
        me, text = self.people[who], f"{NAMES[who]} writes {which} anew"
        with suppress(ChatNotFound, Forbidden):
            if one := await self._shown(who, which, Role.USER):
                self._note(me, await turns.edit(by(me.user), self.chat_id, one, text), text)

    async def answer_again(self, who: int, which: int) -> None:
        me = self.people[who]
        with suppress(ChatNotFound):
            if one := await self._shown(who, which, Role.ASSISTANT):
                self._note(me, await turns.regenerate(by(me.user), self.chat_id, one))

    async def switch_branch(self, who: int, which: int) -> None:
        # While a reply is written nobody's branch changes under it.
        with suppress(ChatNotFound, TurnInProgress):
            if one := await self._shown(who, which):
                await chats.choose_branch(by(self.people[who].user), self.chat_id, one)

    async def take_back(self, who: int, which: int) -> None:
        me = self.people[who].user
        with suppress(ChatNotFound, Forbidden, MessageNotFound):
            if line := await waiting.waiting_in(me, self.chat_id):
                one = line[which % len(line)].send
                await waiting.take_back(by(me), self.chat_id, one.waiting_id)
                if one.user_id == me.user_id:
                    self.taken_back.add(one.reply_id)

    async def leave(self, who: int) -> None:
        me = self.people[who]
        if me.is_in:
            await members.remove(by(me.user), self.chat_id, me.user.user_id)
            me.is_in = False

    async def join(self, who: int) -> None:
        me, owner = self.people[who], self.people[0]
        if not me.is_in:
            await members.add(by(owner.user), self.chat_id, me.user.email, MemberRole.EDITOR)
            me.is_in = True

    async def hear_some(self, who: int, which: int, pieces: int) -> None:
        """Listen to a reply from where one was cut off, and be cut off again."""
        if not self.taken:
            return
        reply_id = list(self.taken)[which % len(self.taken)]
        heard = self.people[who].pieces
        with anyio.move_on_after(0.1):
            async with aclosing(turns.attach(reply_id, len(heard.get(reply_id, "")))) as events:
                async for event in events:
                    if not isinstance(event, Piece) or not pieces:
                        return
                    assert event.offset == len(heard.get(reply_id, ""))
                    heard[reply_id] = heard.get(reply_id, "") + event.text
                    pieces -= 1

    async def catch_up(self, who: int) -> None:
        """Hear what was missed of the chat since one was cut off."""
        me = self.people[who]
        told = happenings(by(me.user), self.chat_id, me.at or Place(0), 0)
        with suppress(ChatNotFound):
            async with aclosing(told) as events:
                async for me.at, event in events:
                    if isinstance(event, MessageEvent):
                        me.messages[event.message.message_id] = event.message.content
                    if isinstance(event, AnewEvent):
                        me.messages = {key: said for key, _, said in await self.read(who)}

    async def read(self, who: int) -> list[tuple[UUID, UUID | None, str]]:
        """Read all branches as one of them."""
        user = self.people[who].user
        found = await chats.messages(user, self.chat_id, limit=1000, branch="all")
        read = [view.message for view in found]
        return [(each.message_id, each.parent_id, each.content) for each in read]

    async def quiet(self) -> None:
        """Wait until nothing runs and nothing waits."""
        running = select(Turn.message_id).where(
            Turn.chat_id == self.chat_id, col(Turn.settled_at).is_(None)
        )
        waits = select(WaitingSend.waiting_id).where(
            WaitingSend.chat_id == self.chat_id, col(WaitingSend.refused_code).is_(None)
        )
        with anyio.fail_after(60):
            while True:
                async with reading() as session:
                    # In this order: what stops waiting in between runs from then on.
                    is_waited = (await session.exec(waits)).first() is not None
                    ids = [each for each in await session.exec(running) if each]
                    if not ids and not is_waited:
                        return
                for each in ids:
                    await listen(each)
                await anyio.sleep(0.01)

    async def check(self) -> None:
        """All of them have the same, each thing is done once, by and for who asked for it."""
        for who in range(1, len(NAMES)):
            await self.join(who)
        await self.quiet()
        everything = await self.read(0)
        assert [await self.read(who) for who in range(len(NAMES))] == [everything] * len(NAMES)
        ids = [message_id for message_id, *_ in everything]
        assert ids == sorted(set(ids))
        assert all(parent is None or parent < message for message, parent, _ in everything)
        texts = {message_id: said for message_id, _, said in everything}
        for who, me in enumerate(self.people):
            await self.catch_up(who)
            assert me.messages == texts
            for reply_id, heard in me.pieces.items():
                rest, _ = await listen(reply_id, len(heard))
                assert heard + rest == texts.get(reply_id, "")
        await self._check_what_was_taken(texts)
        assert await check_books() == []

    async def _check_what_was_taken(self, texts: dict[UUID, str]) -> None:
        async with reading() as session:
            of_chat = select(Turn.message_id, Turn.user_id).where(
                Turn.chat_id == self.chat_id, col(Turn.message_id).is_not(None)
            )
            paid = [*await session.exec(of_chat)]
            refused = select(WaitingSend).where(WaitingSend.chat_id == self.chat_id)
            kept = {each.reply_id: each for each in await session.exec(refused)}
            asked = select(Message.message_id, Message.parent_id, Message.author_id)
            asked = asked.where(Message.chat_id == self.chat_id)
            found = {each: (parent, author) for each, parent, author in await session.exec(asked)}
            assert set(await session.exec(select(Budget.reserved_tokens))) <= {0}
        begun = self.taken.keys() - kept.keys() - self.taken_back
        assert sorted(paid) == sorted((each, self.taken[each][0].user.user_id) for each in begun)
        for reply_id, (me, started, text) in self.taken.items():
            if refusal := kept.get(reply_id):
                assert (refusal.user_id, refusal.content) == (me.user.user_id, text or "")
                assert reply_id not in texts
            elif reply_id in begun:
                question_id = started.user_message_id
                assert found[reply_id][0] == question_id
                if text:
                    author_id = None if me is self.people[0] else me.user.user_id
                    assert (texts[question_id], found[question_id][1]) == (text, author_id)
            else:
                assert reply_id not in texts


async def over_budget() -> list[Budget]:
    spent = col(Budget.total_tokens_used) + col(Budget.reserved_tokens)
    async with reading() as session:
        return [*await session.exec(select(Budget).where(spent > Budget.token_limit))]


def test_all_who_are_there_read_the_same_after_any_interleaving(
    database_settings: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor = VENDORS[0]
    with asyncio.Runner() as runner:
        fakes = vendor.open()
        fake = runner.run(fakes.__aenter__())
        fake.script(SAID)
        for name, value in vendor.settings(fake.endpoint).items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        server = Server()
        runner.run(server.open())

        async def meet() -> Company:
            people = [await new_user(name=name, tier="ENTERPRISE") for name in NAMES]
            chat = await chats.create(by(people[0]), model=vendor.model_id)
            for member in people[1:]:
                await members.add(by(people[0]), chat.chat_id, member.email, MemberRole.EDITOR)
            company = Company(chat, people)
            for each in company.people:
                each.at = Place(live.newest())
            return company

        def run(deed: Coroutine[Any, Any, T]) -> T:
            return runner.run(deed)

        class Together(RuleBasedStateMachine):
            def __init__(self) -> None:
                super().__init__()
                self.company = run(meet())
                self.said = 0

            def _text(self, who: int) -> str:
                self.said += 1
                return f"{NAMES[who]} says {self.said}"

            @rule(who=WHO)
            def send(self, who: int) -> None:
                run(self.company.send(who, self._text(who)))

            @rule(senders=SENDERS)
            def send_at_once(self, senders: list[int]) -> None:
                async def all_of_them() -> None:
                    sends = (self.company.send(who, self._text(who)) for who in senders)
                    await asyncio.gather(*sends)

                run(all_of_them())

            @rule(who=WHO)
            def stop(self, who: int) -> None:
                run(self.company.stop(who))

            @rule(who=WHO, which=WHICH)
            def edit(self, who: int, which: int) -> None:
                run(self.company.edit(who, which))

            @rule(which=WHICH)
            def edit_at_once(self, which: int) -> None:
                async def all_of_them() -> None:
                    edits = (self.company.edit(who, which) for who in range(len(NAMES)))
                    await asyncio.gather(*edits)

                run(all_of_them())

            @rule(who=WHO, which=WHICH)
            def answer_again(self, who: int, which: int) -> None:
                run(self.company.answer_again(who, which))

            @rule(who=WHO, which=WHICH)
            def switch_branch(self, who: int, which: int) -> None:
                run(self.company.switch_branch(who, which))

            @rule(who=WHO, which=WHICH)
            def take_back(self, who: int, which: int) -> None:
                run(self.company.take_back(who, which))

            @rule(who=MEMBER)
            def leave(self, who: int) -> None:
                run(self.company.leave(who))

            @rule(who=MEMBER)
            def join(self, who: int) -> None:
                run(self.company.join(who))

            @rule(who=WHO, which=WHICH, pieces=st.integers(0, 3))
            def hear_some(self, who: int, which: int, pieces: int) -> None:
                run(self.company.hear_some(who, which, pieces))

            @rule(who=WHO)
            def catch_up(self, who: int) -> None:
                run(self.company.catch_up(who))

            @rule()
            def restart(self) -> None:
                run(server.close())
                run(server.open())

            @rule()
            def wait(self) -> None:
                run(self.company.quiet())

            @invariant()
            def nobody_is_over_budget(self) -> None:
                assert run(over_budget()) == []

            def teardown(self) -> None:
                run(self.company.check())

        try:
            run_state_machine_as_test(
                Together,
                settings=hypothesis_settings(max_examples=EXAMPLES, stateful_step_count=STEPS),
            )
        finally:
            runner.run(server.close())
            runner.run(fakes.__aexit__(None, None, None))
