"""API keys: whom they let in, what they may spend, and how they die."""

import asyncio
import hashlib
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest
from sqlalchemy import Uuid, bindparam, text
from sqlmodel import col, select
from structlog.testing import capture_logs
from uuid_utils.compat import uuid7

from chat_app.config import get_settings
from chat_app.db import reading, transaction
from chat_app.errors import (
    ChatAppError,
    Forbidden,
    InvalidRequest,
    KeyLimitReached,
    KeyRefused,
    ModelNotAllowed,
    NotFound,
    RateLimited,
    TokenLimitExceeded,
)
from chat_app.llm.types import FinishReason, Parameters, Prompt, Role, Tier, text_message
from chat_app.models import (
    ApiKey,
    Budget,
    Hold,
    MessageStatus,
    OwnerKind,
    Turn,
    User,
    UserRole,
    Via,
    now,
)
from chat_app.services import accounts, chats, keys, turns
from chat_app.services.accounts import Caller, last_use
from chat_app.services.accounts import keys as entering
from chat_app.services.admin import audit, reports, users
from chat_app.services.admin.reports import GroupBy
from chat_app.services.broker import End
from chat_app.services.budgets import holds, ledger, usage
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.turns import prompts, runner
from tests.callers import by
from tests.clock import within
from tests.conftest import NewUser
from tests.keys import by_key, issue
from tests.services.listening import first_piece, hear

CAP = 3000
ENDLESS = "write 9000 words"


async def row_of(key: ApiKey) -> ApiKey:
    async with reading() as session:
        return await session.get_one(ApiKey, key.key_id)


async def budget_of(key: ApiKey) -> Budget | None:
    async with reading() as session:
        found = await session.exec(select(Budget).where(Budget.owner_id == key.key_id))
        return found.first()


async def used_by(user: User) -> int:
    page = await keys.page(user.user_id)
    return page.keys[0].tokens_used


async def spend(caller: Caller, text: str = "Hello") -> int:
    """Ask something, hear it to its end and return what it cost."""
    _, end = await hear(await turns.start(caller, None, text))
    return end.tokens_used


async def test_a_secret_is_shown_once_and_kept_as_a_digest(
    database: object, new_user: NewUser
) -> None:
    user = await new_user()
    with capture_logs() as lines:
        issued = await issue(user)
        caller = await accounts.enter_with_key(issued.secret)

    assert re.fullmatch(r"tk_[A-Za-z0-9_-]{43}", issued.secret)
    row = await row_of(issued.key)
    assert row.prefix == issued.secret[:10]
    assert row.key_sha256 == hashlib.sha256(issued.secret.encode()).hexdigest()
    for told in (row, issued, caller, lines, (await audit.page()).lines):
        assert issued.secret[10:] not in repr(told)
    assert (caller.user.user_id, caller.key_id, caller.via) == (
        user.user_id,
        row.key_id,
        Via.KEY,
    )
    assert caller.scopes == frozenset()


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "tk_",
        "tk_" + "a" * 43,
        "tk_\ud800",
        "tk_" + "é" * 43,
        "eyJhbGciOi.x.y",
        "tk_\0" + "a" * 42,
    ],
)
async def test_what_is_no_key_lets_nobody_in(
    database: object, new_user: NewUser, secret: str
) -> None:
    await issue(await new_user())

    with pytest.raises(KeyRefused, match="not known"):
        await accounts.enter_with_key(secret)


async def test_a_dead_key_is_refused_in_words(
    database: object, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, user = await new_user(role=UserRole.ADMIN), await new_user()
    soon = now() + timedelta(hours=1)
    revoked, expiring, owned = [await issue(user, expires_at=at) for at in (None, soon, None)]
    await keys.revoke(by(user), revoked.key.key_id)
    with pytest.raises(KeyRefused, match="was revoked"):
        await accounts.enter_with_key(revoked.secret)

    await accounts.enter_with_key(expiring.secret)
    monkeypatch.setattr(entering, "now", lambda: soon)
    with pytest.raises(KeyRefused, match="expired at"):
        await accounts.enter_with_key(expiring.secret)
    monkeypatch.undo()
    await keys.change(by(user), expiring.key.key_id, expires_at=None)
    await accounts.enter_with_key(expiring.secret)

    await users.update_user(by(admin), user.user_id, is_active=False)
    with pytest.raises(KeyRefused, match="switched off"):
        await accounts.enter_with_key(owned.secret)
    await users.update_user(by(admin), user.user_id, is_active=True)
    await accounts.enter_with_key(owned.secret)


@pytest.mark.settings(RATE_LIMIT_PER_MINUTE=2)
async def test_each_key_has_the_limit_of_a_minute_for_itself(
    app: object, new_user: NewUser
) -> None:
    user = await new_user()
    first, second = await issue(user), await issue(user)
    for secret in (first.secret, second.secret) * 2:
        await accounts.enter_with_key(secret)

    for secret in (first.secret, second.secret):
        with pytest.raises(RateLimited):
            await accounts.enter_with_key(secret)


async def test_the_use_of_a_key_is_noted_once_a_minute(
    database: object, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = await issue(await new_user())
    assert issued.key.last_used_at is None
    written: list[datetime | None] = []
    for minutes in (0, 0.5, 2):
        moment = now() + timedelta(minutes=minutes)
        monkeypatch.setattr(last_use, "now", lambda moment=moment: moment)
        await accounts.enter_with_key(issued.secret)
        with anyio.fail_after(60):
            while last_use._being_noted:
                await asyncio.sleep(0.01)
        written.append((await row_of(issued.key)).last_used_at)
    assert written[0]
    assert written[0] == written[1] != written[2]


@pytest.mark.settings(MAX_KEYS_PER_USER=3)
async def test_an_account_has_so_many_keys_and_no_more(app: object, new_user: NewUser) -> None:
    user, other = await new_user(), await new_user()
    outcomes = await asyncio.gather(
        *(issue(user, expires_at=now() + timedelta(days=1)) for _ in range(8)),
        return_exceptions=True,
    )
    made = [each for each in outcomes if not isinstance(each, BaseException)]
    refused = [each for each in outcomes if isinstance(each, BaseException)]
    assert len(made) == await keys.count(user.user_id) == 3
    assert {type(each) for each in refused} == {KeyLimitReached}
    await issue(other)

    await keys.revoke(by(user), made[0].key.key_id)
    assert await keys.count(user.user_id) == 2
    await issue(user)
    with pytest.raises(KeyLimitReached, match="3 API keys"):
        await issue(user)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u200b "}, "name"),
        ({"name": "a" * 201}, "name"),
        ({"token_limit": -1}, "cap"),
        ({"token_limit": 2_000_000_001}, "cap"),
        ({"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}, "future"),
        ({"expires_at": datetime.fromisoformat("9999-12-31T23:59:59-12:00")}, "no year"),
        ({"expires_at": datetime.fromisoformat("0001-01-01T00:00:00+12:00")}, "no year"),
        ({"models": []}, "no model"),
        ({"models": ["simulated", "nobody-9"]}, "nobody-9"),
    ],
)
async def test_what_makes_no_sense_is_refused_when_a_key_is_made_and_when_it_is_changed(
    database: object, new_user: NewUser, wanted: dict[str, Any], words: str
) -> None:
    user = await new_user()
    with pytest.raises(InvalidRequest, match=words):
        await issue(user, **wanted)
    assert (await keys.page(user.user_id)).keys == []
    issued = await issue(user)
    with pytest.raises(InvalidRequest, match=words):
        await keys.change(by(user), issued.key.key_id, **wanted)
    assert await row_of(issued.key) == issued.key


async def test_what_is_left_out_stays_and_null_clears(database: object, new_user: NewUser) -> None:
    user = await new_user()
    until = now() + timedelta(days=30)
    models = ["simulated", "gpt-6-luna", "simulated"]
    issued = await issue(user, token_limit=CAP, expires_at=until, models=models)
    key_id = issued.key.key_id

    renamed = (await keys.change(by(user), key_id, name=" New ")).key
    assert (renamed.name, renamed.token_limit, renamed.expires_at) == ("New", CAP, until)
    assert renamed.models == ("simulated", "gpt-6-luna")
    cleared = (
        await keys.change(by(user), key_id, token_limit=None, expires_at=None, models=None)
    ).key
    assert (cleared.name, cleared.token_limit) == ("New", None)
    assert (cleared.expires_at, cleared.models) == (None, None)
    assert await check_books() == []


async def test_keys_are_their_owners_alone_and_the_administrators_to_revoke(
    database: object, new_user: NewUser
) -> None:
    admin, user, other = [
        await new_user(role=role) for role in (UserRole.ADMIN, UserRole.USER, UserRole.USER)
    ]
    key_id = (await issue(user)).key.key_id
    for deed in (
        lambda: keys.change(by(other), key_id, name="Mine"),
        lambda: keys.revoke(by(other), key_id),
        lambda: keys.revoke(by(admin), key_id),
        lambda: keys.revoke_any(by(admin), uuid7()),
    ):
        with pytest.raises(NotFound, match="API key"):
            await deed()
    with pytest.raises(Forbidden):
        await keys.revoke_any(by(user), key_id)
    assert (await keys.page(other.user_id)).keys == []
    assert [each.email for each in (await keys.page(None)).keys] == [user.email]

    await keys.revoke_any(by(admin), key_id)

    assert (await keys.page(None)).keys == []
    for deed in (
        lambda: keys.revoke(by(user), key_id),
        lambda: keys.change(by(user), key_id, name="Again"),
    ):
        with pytest.raises(NotFound):
            await deed()


@pytest.mark.parametrize("role", UserRole)
async def test_a_key_makes_and_changes_no_keys(
    database: object, new_user: NewUser, role: UserRole
) -> None:
    user = await new_user(role=role)
    issued = await issue(user)
    caller = await accounts.enter_with_key(issued.secret)
    for deed in (
        lambda: keys.create(caller, name="Another"),
        lambda: keys.change(caller, issued.key.key_id, token_limit=None),
        lambda: keys.revoke(caller, issued.key.key_id),
        lambda: keys.revoke_any(caller, issued.key.key_id),
        lambda: accounts.change(caller, name="Eve"),
        lambda: accounts.logout(caller),
        lambda: users.reset_usage(caller, user.user_id),
    ):
        with pytest.raises(Forbidden):
            await deed()


async def test_everything_a_key_goes_through_is_audited(
    database: object, new_user: NewUser
) -> None:
    admin, user = await new_user(role=UserRole.ADMIN), await new_user()
    issued = await issue(user, token_limit=CAP)
    key_id = issued.key.key_id
    await keys.change(by(user), key_id, token_limit=4000, models=["simulated"])
    await keys.change(by(user), key_id, token_limit=4000)
    await keys.revoke_any(by(admin), key_id)

    events = [line.event for line in (await audit.page()).lines[::-1]]

    assert {line.target.text for line in (await audit.page()).lines} == {"CI"}
    assert {event.target for event in events} == {f"key:{key_id}"}
    told = [(event.action, event.actor_id, event.before, event.after) for event in events]
    assert told == [
        ("key.create", user.user_id, None, {"name": "CI", "token_limit": CAP}),
        (
            "key.update",
            user.user_id,
            {"token_limit": CAP, "models": None},
            {"token_limit": 4000, "models": ["simulated"]},
        ),
        ("key.revoke", admin.user_id, {"name": "CI", "user_id": str(user.user_id)}, None),
    ]
    assert (await audit.page()).lines[0].names == {str(user.user_id): audit.Name(user.email)}
    assert await keys.owners([key_id]) == {key_id: user.email}


async def test_pages_of_keys_have_each_key_once_newest_first(
    database: object, new_user: NewUser
) -> None:
    user = await new_user()
    made = [(await issue(user, name=str(number))).key.key_id for number in range(5)]
    found: list[Any] = []
    cursor = None
    while True:
        page = await keys.page(user.user_id, 2, cursor)
        found += [each.key.key_id for each in page.keys]
        cursor = page.next_cursor
        if not cursor:
            break
    assert found == made[::-1]


async def test_a_turn_of_a_key_is_paid_by_its_owner_and_by_its_cap(
    app: object, new_user: NewUser
) -> None:
    user = await new_user()
    capped, free = await issue(user, token_limit=CAP), await issue(user, name="No cap")
    costs = [await spend(await accounts.enter_with_key(each.secret)) for each in (capped, free)]
    own = await spend(by(user))

    budget = await budget_of(capped.key)
    assert budget
    assert (budget.total_tokens_used, budget.reserved_tokens) == (costs[0], 0)
    assert await budget_of(free.key) is None
    overviews = (await keys.page(user.user_id)).keys
    assert [each.tokens_used for each in overviews] == [costs[1], costs[0]]
    async with reading() as session:
        asked = (await session.exec(select(Turn).order_by(col(Turn.turn_id)))).all()
        held = Counter((await session.exec(select(Hold.turn_id))).all())
    assert [(each.key_id, each.via) for each in asked] == [
        (capped.key.key_id, Via.KEY),
        (free.key.key_id, Via.KEY),
        (None, Via.API),
    ]
    assert [held[each.turn_id] for each in asked] == [2, 1, 1]
    balance = await turns.remaining_tokens(by(user))
    assert balance == user.token_limit - sum(costs) - own
    assert await check_books() == []


@pytest.mark.parametrize(
    ("budget", "cap", "whose"),
    [(100_000, 200, "this key's budget has 200 left"), (200, 100_000, "your budget has 200 left")],
)
async def test_the_smaller_of_budget_and_cap_decides_and_is_named(
    app: object, new_user: NewUser, budget: int, cap: int, whose: str
) -> None:
    user = await new_user(token_limit=budget)
    caller = await by_key(user, token_limit=cap)
    assert await turns.remaining_tokens(caller) == 200
    quoted = await turns.quote(caller, None, "Hello")
    assert quoted.is_clamped
    assert quoted.max_total_tokens + quoted.remaining_after_tokens == 200

    with pytest.raises(TokenLimitExceeded, match=whose):
        await turns.start(caller, None, "word " * 900)

    async with reading() as session:
        assert (await session.exec(select(Turn))).all() == []
    assert await spend(caller) <= 200
    assert await check_books() == []


async def test_a_key_asks_only_for_the_models_it_is_for(app: object, new_user: NewUser) -> None:
    user = await new_user(tier=Tier.ENTERPRISE)
    caller = await by_key(user, models=["gpt-6-luna"])
    prompt = Prompt("", (text_message(Role.USER, "Hi"),), Parameters(100))
    for deed in (
        lambda: turns.start(caller, None, "Hello", model="simulated"),
        lambda: turns.quote(caller, None, "Hello", model="simulated"),
        lambda: turns.ask(caller, "simulated", prompt),
    ):
        with pytest.raises(ModelNotAllowed, match="it is for gpt-6-luna"):
            await deed()
    async with reading() as session:
        assert (await session.exec(select(Turn))).all() == []

    assert await spend(await by_key(user, models=["simulated"])) > 0


@pytest.mark.settings(OPENAI_API_KEY="sk-of-the-test")
@pytest.mark.settings(DEFAULT_MODEL="simulated")
async def test_a_key_chooses_for_chats_only_the_models_it_is_for(
    app: object, new_user: NewUser
) -> None:
    user = await new_user(tier=Tier.ENTERPRISE)
    narrow = await by_key(user, models=["gpt-6-luna"])
    chat = await chats.create(narrow)
    assert chat.model == "gpt-6-luna"
    assert (await chats.create(by(user))).model == "simulated"

    for deed in (
        lambda: chats.create(narrow, model="simulated"),
        lambda: chats.update(narrow, chat.chat_id, model="simulated"),
        lambda: prompts.open_session(narrow, model="simulated", prompt="Hello"),
    ):
        with pytest.raises(ModelNotAllowed, match="it is for gpt-6-luna"):
            await deed()
    await turns.start(narrow, chat.chat_id, "/model simulated")

    assert (await chats.get(user, chat.chat_id)).model == "gpt-6-luna"
    assert (await chats.update(by(user), chat.chat_id, model="simulated")).model == "simulated"


async def test_a_cap_counts_from_the_start_of_the_month_whenever_it_is_set(
    app: object, new_user: NewUser
) -> None:
    user = await new_user()
    issued = await issue(user)
    caller = await accounts.enter_with_key(issued.secret)
    key_id = issued.key.key_id
    before = await spend(caller)
    with pytest.raises(InvalidRequest, match=f"used or reserved {before} tokens this month"):
        await keys.change(by(user), key_id, token_limit=before - 1)
    assert (await row_of(issued.key)).token_limit is None

    await keys.change(by(user), key_id, token_limit=before + 300)
    assert await turns.remaining_tokens(caller) == 300
    capped = await spend(caller)
    await keys.change(by(user), key_id, token_limit=None)
    free = await spend(caller)
    spent = before + capped + free
    assert await used_by(user) == spent
    with pytest.raises(InvalidRequest):
        await keys.change(by(user), key_id, token_limit=spent - 1)
    await keys.change(by(user), key_id, token_limit=spent + 250)
    assert await turns.remaining_tokens(caller) == 250
    await keys.change(by(user), key_id, token_limit=spent)
    with pytest.raises(TokenLimitExceeded, match="this key's budget has 0 left"):
        await turns.start(caller, None, "Hello")
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="5")
async def test_what_runs_without_a_cap_is_taken_off_a_cap_that_is_set_meanwhile(
    app: object, new_user: NewUser
) -> None:
    user = await new_user()
    issued = await issue(user)
    caller = await accounts.enter_with_key(issued.secret)
    running = await turns.start(caller, None, ENDLESS)
    await first_piece(running)
    async with reading() as session:
        held = (await session.exec(select(Turn.reserved_tokens))).one()
    with pytest.raises(InvalidRequest, match=f"{held:,}"):
        await keys.change(by(user), issued.key.key_id, token_limit=held - 1)

    await keys.change(by(user), issued.key.key_id, token_limit=held + 100)

    assert await turns.remaining_tokens(caller) == 100
    await turns.stop(user, running.chat_id)
    await hear(running)
    assert await spend(caller) <= 100
    assert await used_by(user) <= held + 100
    assert await check_books() == []


async def test_a_new_period_opens_with_the_whole_cap_of_the_key(
    app: object, new_user: NewUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await new_user()
    issued = await issue(user)
    caller = await accounts.enter_with_key(issued.secret)
    before = await spend(caller)
    await keys.change(by(user), issued.key.key_id, token_limit=before + 100)
    later = now() + timedelta(days=40)
    for module in (ledger, holds):
        monkeypatch.setattr(module, "now", lambda: later)

    assert await turns.remaining_tokens(caller) == before + 100
    await spend(caller)

    async with reading() as session:
        budgets = (
            await session.exec(select(Budget).where(Budget.owner_kind == OwnerKind.KEY))
        ).all()
    assert sorted(each.token_limit for each in budgets) == sorted([100, before + 100])
    assert await check_books() == []


@pytest.mark.parametrize("narrow", ["the cap", "the budget"])
async def test_200_calls_at_once_pass_neither_cap_nor_budget_by_a_token(
    app: object, new_user: NewUser, narrow: str
) -> None:
    is_cap = narrow == "the cap"
    user = await new_user(token_limit=100_000 if is_cap else CAP, tier=Tier.ENTERPRISE)
    issued = [await issue(user, token_limit=CAP if is_cap else 100_000) for _ in range(2)]
    callers = [await accounts.enter_with_key(each.secret) for each in issued]
    prompt = Prompt("", (text_message(Role.USER, "Count to ten"),), Parameters(150))

    async def call(number: int) -> int:
        try:
            exchange_id = await turns.ask(callers[number % 2], "simulated", prompt)
        except TokenLimitExceeded:
            return 0
        async for event in turns.attach(exchange_id):
            if isinstance(event, End):
                return event.tokens_used
        raise AssertionError("no End")

    costs = await asyncio.gather(*map(call, range(200)))

    assert 0 < len([cost for cost in costs if not cost]) < 200
    by_key = [sum(costs[each::2]) for each in range(2)]
    for key, spent in zip(issued, by_key, strict=True):
        budget = await budget_of(key.key)
        assert budget
        assert (budget.total_tokens_used, budget.reserved_tokens) == (spent, 0)
        assert spent <= budget.token_limit
    left = await turns.remaining_tokens(by(user))
    assert left == user.token_limit - sum(costs) >= 0
    assert [each.tokens_used for each in (await keys.page(user.user_id)).keys] == by_key[::-1]
    assert await check_books() == []


def ended(end: End) -> tuple[Any, ...]:
    return end.status, end.finish_reason, end.error_code


REFUSED = (MessageStatus.STOPPED, FinishReason.CANCELLED, "UNAUTHENTICATED")


@pytest.mark.settings(SIM_DELAY_MS="5")
async def test_what_a_key_runs_ends_with_it_and_is_settled(app: object, new_user: NewUser) -> None:
    admin, user = await new_user(role=UserRole.ADMIN), await new_user(token_limit=1_000_000)
    issued, other = await issue(user, token_limit=100_000), await issue(user)
    caller = await accounts.enter_with_key(issued.secret)
    prompt = Prompt("", (text_message(Role.USER, ENDLESS),), Parameters(2000))
    own = await turns.start(by(user), None, ENDLESS)
    others = await turns.start(await accounts.enter_with_key(other.secret), None, ENDLESS)
    started = await turns.start(caller, None, ENDLESS)
    for each in (own, others, started):
        await first_piece(each)
    exchange_id = await turns.ask(caller, "simulated", prompt)

    await keys.revoke(by(user), issued.key.key_id)

    async with within(1):
        _, end = await hear(started)
        heard = [each async for each in turns.attach(exchange_id) if isinstance(each, End)]
    assert ended(end) == REFUSED
    assert end.tokens_used > 0
    assert end.error_message
    assert "revoked" in end.error_message
    assert [ended(each) for each in heard] == [REFUSED]
    async with reading() as session:
        settled = await session.exec(select(Turn).where(col(Turn.key_id) == issued.key.key_id))
        assert [each.settled_at is not None for each in settled] == [True, True]
    with pytest.raises(KeyRefused):
        await turns.start(caller, None, "Hello")
    with pytest.raises(KeyRefused):
        await turns.remaining_tokens(caller)

    await users.update_user(by(admin), user.user_id, is_active=False)
    _, end = await hear(others)
    assert ended(end) == REFUSED
    assert end.error_message
    assert "switched off" in end.error_message
    await turns.stop(user, own.chat_id)
    assert (await hear(own))[1].error_code is None
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="5")
async def test_a_turn_that_begins_beside_a_revocation_is_refused_or_ended(
    app: object, new_user: NewUser
) -> None:
    user = await new_user(token_limit=10_000_000, tier=Tier.ENTERPRISE)
    for _ in range(5):
        issued = await issue(user, token_limit=1_000_000)
        caller = await accounts.enter_with_key(issued.secret)
        begun = [turns.start(caller, None, ENDLESS) for _ in range(6)]
        outcomes = await asyncio.gather(
            *begun[:3],
            keys.revoke(by(user), issued.key.key_id),
            *begun[3:],
            return_exceptions=True,
        )
        for outcome in outcomes:
            if isinstance(outcome, turns.Started):
                assert ended((await hear(outcome))[1]) == REFUSED
            else:
                assert outcome is None or isinstance(outcome, KeyRefused)
        budget = await budget_of(issued.key)
        assert budget
        assert budget.reserved_tokens == 0
    assert runner.running_turn_ids() == []
    assert await check_books() == []


async def test_a_cap_that_is_set_beside_calls_is_passed_by_none_of_them(
    app: object, new_user: NewUser
) -> None:
    user = await new_user(token_limit=1_000_000, tier=Tier.ENTERPRISE)
    prompt = Prompt("", (text_message(Role.USER, "Count to ten"),), Parameters(150))
    for _ in range(4):
        issued = await issue(user)
        caller = await accounts.enter_with_key(issued.secret)

        async def call(caller: Caller = caller) -> None:
            try:
                exchange_id = await turns.ask(caller, "simulated", prompt)
            except TokenLimitExceeded:
                return
            async for _ in turns.attach(exchange_id):
                pass

        async def limit(key_id: Any = issued.key.key_id) -> None:
            try:
                await keys.change(by(user), key_id, token_limit=1500)
            except InvalidRequest:
                return

        await asyncio.gather(*(call() for _ in range(8)), limit(), *(call() for _ in range(12)))
        key = await row_of(issued.key)
        assert key.token_limit is None or await used_by(user) <= key.token_limit
        assert await check_books() == []


def test_every_refusal_of_a_key_is_one_to_sign_in_for() -> None:
    assert issubclass(KeyRefused, ChatAppError)
    assert (KeyRefused.status, KeyRefused.code) == (401, "UNAUTHENTICATED")
    assert (KeyLimitReached.status, KeyLimitReached.code) == (403, "KEY_LIMIT_REACHED")


async def test_what_each_key_spent_is_told_with_what_was_asked_without_one(
    app: object, new_user: NewUser
) -> None:
    user, other = await new_user(), await new_user()
    first, second = await issue(user, name="CI"), await issue(user, name="Report", token_limit=CAP)
    own = await spend(by(user))
    by_first = [await spend(await accounts.enter_with_key(first.secret)) for _ in range(2)]
    by_second = await spend(await accounts.enter_with_key(second.secret), "write 40 words")
    await spend(by(other))
    await keys.revoke(by(user), first.key.key_id)

    spent = {(each.key_id, each.name, each.tokens) for each in await usage.by_key(user)}

    assert spent == {
        (None, "", own),
        (first.key.key_id, "CI", sum(by_first)),
        (second.key.key_id, "Report", by_second),
    }
    report = await reports.usage(reports.scope_of(user=user.email), GroupBy.KEY)
    assert {(row.key, row.label, row.tokens) for row in report.rows} == {
        (None, "Browser", own),
        (str(first.key.key_id), "CI", sum(by_first)),
        (str(second.key.key_id), "Report", by_second),
    }
    lines = (await usage.ledger_page(user.user_id, 100)).lines
    assert Counter((line.key_id, line.key_name) for line in lines) == {
        (None, ""): 4,
        (first.key.key_id, "CI"): 6,
        (second.key.key_id, "Report"): 3,
    }
    caps = [
        (line.entry.kind, line.key_name)
        for line in (await usage.ledger_page(None, 100)).lines
        if line.entry.user_id is None
    ]
    assert caps == [(kind, "Report") for kind in ("charge", "release", "reserve", "grant")]


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ("UPDATE turn SET key_id = :other WHERE key_id = :capped", "no other key's budget"),
        ("UPDATE api_key SET user_id = :stranger WHERE key_id = :capped", "is its owner's"),
        (
            "UPDATE budget SET total_tokens_used = total_tokens_used + 1 WHERE owner_id = :capped",
            "a budget holds what its ledger entries add up to",
        ),
        ("UPDATE api_key SET models = '{}' WHERE key_id = :capped", "every row can be read"),
    ],
)
async def test_the_books_find_what_is_wrong_with_a_key(
    app: object, new_user: NewUser, damage: str, rule: str
) -> None:
    user, stranger = await new_user(), await new_user()
    capped, other = await issue(user, token_limit=CAP), await issue(user)
    await spend(await accounts.enter_with_key(capped.secret))
    if "models" in damage and not get_settings().is_sqlite:
        # PostgreSQL takes any JSON; that it is no list, its reader says.
        return
    ids = {"capped": capped.key.key_id, "other": other.key.key_id, "stranger": stranger.user_id}
    named = {name: value for name, value in ids.items() if f":{name}" in damage}
    wrong = text(damage).bindparams(*(bindparam(name, type_=Uuid()) for name in named))
    async with transaction() as session:
        await (await session.connection()).execute(wrong, named)

    assert any(rule in each.rule for each in await check_books())
