"""A turn begins on what is true when it is saved, whatever was true when it was drafted."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import anyio
import pytest
from sqlmodel import col, select

from chat_app import locks
from chat_app.config import Settings
from chat_app.db import briefly, reading, transaction
from chat_app.errors import ChatAppError, ChatNotFound, TokenLimitExceeded, TurnInProgress
from chat_app.models import Budget, Chat, Message, MessageStatus, Turn, User, now
from chat_app.prepared import Connection
from chat_app.services import chats, turns
from chat_app.services.accounts import Caller
from chat_app.services.budgets import ledger
from chat_app.services.budgets.charges import Quote
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import idempotency, opening, runner
from chat_app.services.turns import launching as engine
from chat_app.services.turns.drafts import Draft, OnSave, Place, make_draft
from chat_app.services.turns.opening import Asked, save_question, save_turns
from tests.callers import by
from tests.conftest import NewUser
from tests.services.listening import hear


async def reserve_and_save(user: User, draft: Draft) -> Any:
    (quoted,) = await engine.check(by(user), draft)
    return await save_turns(by(user), Asked(draft, quoted, draft.prompt))


async def save_for_later(user: User, draft: Draft) -> Any:
    assert draft.place
    return await save_question(user, draft, draft.place)


Save = Callable[[User, Draft], Awaitable[Any]]
SAVES = pytest.mark.parametrize("save", [reserve_and_save, save_for_later])


async def count(table: Any) -> int:
    async with reading() as session:
        return len((await session.exec(select(table))).all())


async def held_tokens() -> int:
    async with reading() as session:
        return sum((await session.exec(select(Budget.reserved_tokens))).all())


async def draft_in(user: User, chat: Chat) -> Draft:
    opened = await chats.get_to_write(user, chat.chat_id)
    return await make_draft(by(user), Place(opened, opened.leaf_id), "Hello")


@SAVES
async def test_a_chat_put_away_since_the_draft_takes_no_message(
    app: Settings, new_user: NewUser, save: Save
) -> None:
    user = await new_user()
    deleted, archived = await chats.create(by(user)), await chats.create(by(user))
    drafts = [await draft_in(user, chat) for chat in (deleted, archived)]
    await chats.delete(by(user), deleted.chat_id)
    await chats.update(by(user), archived.chat_id, archived=True)

    with pytest.raises(ChatNotFound):
        await save(user, drafts[0])
    with pytest.raises(ChatAppError, match="archived"):
        await save(user, drafts[1])

    assert await count(Message) == await count(Turn) == await held_tokens() == 0
    assert await check_books() == []


@SAVES
async def test_a_chat_that_went_on_since_the_draft_takes_no_message(
    app: Settings, new_user: NewUser, save: Save
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    draft = await draft_in(user, chat)
    await hear(await turns.start(by(user), chat.chat_id, "Meanwhile"))

    with pytest.raises(TurnInProgress, match="went on elsewhere"):
        await save(user, draft)

    assert (await count(Message), await count(Turn), await held_tokens()) == (2, 1, 0)
    assert await check_books() == []


@SAVES
@pytest.mark.parametrize("was_called", ["", "Before"])
async def test_what_a_chat_was_called_since_the_draft_stays_its_name(
    app: Settings, new_user: NewUser, save: Save, was_called: str
) -> None:
    user = await new_user()
    chat = await chats.create(by(user), title=was_called)
    draft = await draft_in(user, chat)
    await chats.update(by(user), chat.chat_id, title="Meanwhile")

    await save(user, draft)

    assert (await chats.get(user, chat.chat_id)).title == "Meanwhile"


_LESS_THAN_A_REPLY = 500
"""A budget that does not pay for the longest reply: what is left of it is asked for."""


async def shrink_once_quoted(
    monkeypatch: pytest.MonkeyPatch, token_limit: int
) -> Callable[[], int]:
    """Have an administrator lower the limit right behind the first quote; count the quotes."""
    quote, quotes = engine.check, 0

    async def quoted_in_vain(caller: Caller, draft: Draft) -> list[Quote]:
        nonlocal quotes
        made = await quote(caller, draft)
        quotes += 1
        if quotes == 1:
            async with transaction() as session:
                account = await session.get_one(User, caller.user.user_id)
                account.token_limit = token_limit
                await briefly(session, ledger.set_limit, ledger.Owner.of(account))
        return made

    monkeypatch.setattr(engine, "check", quoted_in_vain)
    return lambda: quotes


async def test_a_budget_that_shrank_since_the_quote_refuses_with_what_is_left_now(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user(token_limit=_LESS_THAN_A_REPLY)
    chat = await chats.create(by(user))
    await shrink_once_quoted(monkeypatch, 77)

    with pytest.raises(TokenLimitExceeded, match="your budget has 77 left"):
        await turns.start(by(user), chat.chat_id, "Hello")

    assert await count(Turn) == await held_tokens() == 0
    assert await check_books() == []


async def test_a_budget_that_shrank_since_the_quote_pays_a_shorter_reply(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user(token_limit=_LESS_THAN_A_REPLY)
    chat = await chats.create(by(user))
    quotes = await shrink_once_quoted(monkeypatch, 400)

    started = await turns.start(by(user), chat.chat_id, "write 3 words")

    await hear(started)
    async with reading() as session:
        (turn,) = (await session.exec(select(Turn))).all()
    assert (quotes(), turn.reserved_tokens) == (2, 400)
    assert await check_books() == []


class LocksOfManyWorkers(dict[Any, Any]):
    """Each call meets a lock of its own, as on a worker of its own."""

    def setdefault(self, _key: Any, default: Any = None, /) -> Any:
        return default


@pytest.mark.parametrize("in_one_chat", [True, False])
async def test_the_loser_of_a_race_for_a_key_gets_the_reply_of_the_winner(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch, in_one_chat: bool
) -> None:
    """In one chat the index of running turns stops the loser, in new ones the key itself."""
    monkeypatch.setattr(locks, "_locks", LocksOfManyWorkers())
    user = await new_user()
    chat_id: UUID | None = (await chats.create(by(user))).chat_id if in_one_chat else None
    all_found_nothing = asyncio.Barrier(3)

    async def begin(on_save: OnSave | None) -> turns.Started:
        await all_found_nothing.wait()
        return await turns.start(by(user), chat_id, "write 9 words", on_save=on_save)

    calls = await asyncio.gather(
        *(idempotency.start_once(by(user), "k", "same", begin) for _ in range(3))
    )

    assert len({call.message_id for call in calls}) == 1
    assert sorted(call.is_known for call in calls) == [False, True, True]
    await hear(calls[0])
    assert (await count(Turn), await count(Chat), await count(Message)) == (1, 1, 2)
    async with reading() as session:
        charged = (await session.exec(select(col(Turn.charged_tokens)))).one()
        spent = (await session.exec(select(Budget.total_tokens_used))).one()
    assert charged == spent
    assert await check_books() == []


async def test_a_caller_who_hangs_up_as_a_turn_is_saved_leaves_it_running(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    with anyio.CancelScope() as calling:

        def hang_up(_connection: Connection, _message_id: UUID) -> None:
            calling.cancel()

        await turns.start(by(user), chat.chat_id, "write 9 words", on_save=hang_up)

    _, reply = await chats.messages(user, chat.chat_id)
    message_id = reply.message.message_id
    _, end = await hear(turns.Started(chat.chat_id, message_id, message_id))
    assert end.status is MessageStatus.COMPLETE


async def test_a_turn_that_waited_long_for_the_database_has_its_whole_lease(
    app: Settings, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user()
    draft = await draft_in(user, await chats.create(by(user)))
    drafted = now()
    moments = iter([drafted, drafted + timedelta(seconds=60)])
    monkeypatch.setattr(opening, "now", lambda: next(moments))

    await reserve_and_save(user, draft)

    async with reading() as session:
        turn = (await session.exec(select(Turn))).one()
    assert turn.started_at == drafted
    lease = timedelta(seconds=60 + runner.LEASE_SECONDS)
    assert turn.lease_expires_at == drafted + lease


async def test_the_sweeper_knows_a_turn_before_others_can_see_it(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    unsettled = select(col(Turn.turn_id)).where(col(Turn.settled_at).is_(None))
    known: list[bool] = []

    def look(connection: Connection, _message_id: UUID) -> None:
        known.append(connection.execute(unsettled).scalar() in runner.running_turn_ids())

    await hear(await turns.start(by(user), None, "write 9 words", on_save=look))
    assert known == [True]
