"""What runs side by side on PostgreSQL waits in one order: no two stand in each other's way."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs
from uuid_utils.compat import uuid7

from chat_app.db import reading, write_briefly
from chat_app.errors import ChatAppError, Unavailable
from chat_app.llm.types import FinishReason, Tier
from chat_app.models import Chat, MessageStatus, OwnerKind, Turn, User, UserRole
from chat_app.prepared import Connection
from chat_app.services import accounts, chats, keys, turns
from chat_app.services.admin import orgs, users
from chat_app.services.budgets import ledger
from chat_app.services.budgets.ledger import Owner
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.keys import IssuedKey
from chat_app.services.turns import idempotency, prompts
from chat_app.services.turns.settlement import Claim, Outcome, settle
from tests.callers import by
from tests.keys import issue
from tests.services.listening import hear
from tests.services.test_ledger import reserve

NewUser = Callable[..., Awaitable[User]]
ROUNDS = 12
WIDTH = 8

pytestmark = [
    pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True),
    pytest.mark.settings(DEFAULT_MODEL="simulated", SIM_DELAY_MS="0"),
]


async def allowed(work: Awaitable[Any]) -> Any:
    """Do something that may be refused, as what runs beside it comes first, but never undone."""
    try:
        return await work
    except Unavailable:
        raise
    except ChatAppError:
        return None


async def sent(begin: Awaitable[turns.Started]) -> None:
    """Send, and hear the reply to its end."""
    started = await allowed(begin)
    if started:
        await hear(started)


async def shared(user: User, others: list[Owner]) -> None:
    """Hold from several budgets and settle, as a turn does."""
    held = await allowed(reserve(user, 50, *others))
    if held:
        async with reading() as session:
            claim = Claim.of(await session.get_one(Turn, held.turn_id))
        outcome = Outcome(MessageStatus.COMPLETE, FinishReason.STOP)
        await settle(claim, outcome, None, model=None, text="")


async def renewed(change: Callable[[Connection, Owner], Any], owner: Owner) -> None:
    """Change a budget."""
    await write_briefly(change, owner)


async def test_nothing_that_runs_side_by_side_stands_in_anothers_way(
    app: object, new_user: NewUser
) -> None:
    admin, other = [await new_user(role=UserRole.ADMIN, tier=Tier.ENTERPRISE) for _ in range(2)]
    user = await new_user(tier=Tier.ENTERPRISE, token_limit=10_000_000)
    held = [await chats.create(by(user)) for _ in range(4)]
    made = [await orgs.create(by(admin), f"Org {number}") for number in range(ROUNDS)]
    lots = random.Random(7)
    keys_made = [await issue(user, token_limit=1_000_000) for _ in range(3)]
    programs = [await accounts.enter_with_key(each.secret) for each in keys_made]
    payers = [Owner(kind, uuid7(), 10_000_000) for kind in OwnerKind if kind is not OwnerKind.USER]
    payers += [Owner.of(admin), Owner.of(other)]

    def of(chat: Chat) -> UUID:
        return chat.chat_id

    def once(text: str) -> Awaitable[turns.Started]:
        async def begin(on_save: Any) -> turns.Started:
            return await turns.start(by(user), of(held[0]), text, on_save=on_save)

        return idempotency.start_once(by(user), text, text, begin)

    async def put_away(chat: Chat) -> None:
        await allowed(chats.update(by(user), of(chat), archived=True))
        await allowed(chats.update(by(user), of(chat), archived=False))
        await allowed(chats.delete(by(user), of(chat)))
        await allowed(chats.restore(by(user), of(chat)))

    async def recap(issued: IssuedKey, token_limit: int | None) -> None:
        await allowed(keys.change(by(user), issued.key.key_id, token_limit=token_limit))

    async def made_and_revoked() -> None:
        issued = await issue(user, token_limit=1000)
        await keys.revoke(by(user), issued.key.key_id)

    async def demote(actor: User, whom: User, org_id: UUID) -> None:
        await allowed(users.update_user(by(actor), whom.user_id, role=UserRole.USER, org_id=org_id))
        await allowed(users.update_user(by(actor), whom.user_id, role=UserRole.ADMIN))

    with capture_logs() as lines:
        for number in range(ROUNDS):
            org_id = made[number].organisation.org_id
            works: list[Awaitable[Any]] = [
                *(sent(turns.start(by(user), None, f"new {number} {n}")) for n in range(WIDTH)),
                *(sent(turns.start(by(user), of(chat), f"again {number}")) for chat in held * 2),
                *(sent(turns.start(by(user), of(chat), "/usage")) for chat in held),
                *(
                    sent(turns.start(program, None, f"by key {number} {n}"))
                    for program in programs
                    for n in range(3)
                ),
                *(recap(each, 900_000 + number) for each in keys_made),
                recap(keys_made[0], None),
                made_and_revoked(),
                accounts.enter_with_key(keys_made[number % 3].secret),
                *(sent(once(f"key {number}")) for _ in range(3)),
                *(shared(user, lots.sample(payers, 2)) for _ in range(WIDTH)),
                *(renewed(ledger.reset, each) for each in payers),
                *(renewed(ledger.set_limit, each) for each in payers),
                *(put_away(chat) for chat in held[2:]),
                allowed(
                    prompts.open_session(by(user), model="simulated", prompt=f"later {number}")
                ),
                allowed(users.update_user(by(admin), user.user_id, token_limit=9_000_000 + number)),
                allowed(users.reset_usage(by(admin), user.user_id)),
                demote(admin, other, org_id),
                demote(other, admin, org_id),
                allowed(users.update_user(by(admin), user.user_id, org_id=org_id)),
                allowed(orgs.delete(by(admin), org_id)),
            ]
            lots.shuffle(works)
            await asyncio.gather(*works)

    undone = [line for line in lines if line["event"] == "database.away"]
    assert undone == []
    assert await check_books() == []
