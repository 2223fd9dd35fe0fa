"""Turns as they are saved: begun and run by nobody, or left behind by a process that is gone."""

from datetime import timedelta

from sqlmodel import col, update
from uuid_utils.compat import uuid7

from chat_app.db import reading, transaction
from chat_app.models import Turn, User, now
from chat_app.services import chats, turns
from chat_app.services.chats import OpenChat
from chat_app.services.turns import drafts, opening, runner
from chat_app.services.turns.generation import Generation
from tests.callers import by


async def left_behind(user: User, seconds_left: float = -1) -> Turn:
    """Save a turn as a process that is gone leaves it."""
    claim = (await saved_turn(user)).claim
    async with reading() as session:
        turn = await session.get_one(Turn, claim.turn_id)
    # A lease is as long as a process may be silent.
    assert 0 < (turn.lease_expires_at - now()).total_seconds() <= runner.LEASE_SECONDS
    async with transaction() as session:
        await session.exec(
            update(Turn)
            .where(col(Turn.turn_id) == claim.turn_id)
            .values(lease_owner=uuid7(), lease_expires_at=now() + timedelta(seconds=seconds_left))
        )
    return turn


async def saved_turn(user: User, message: str = "Hello") -> Generation:
    """Save a turn as it begins, without running it."""
    chat = await chats.create(by(user), title="x")
    draft = await drafts.make_draft(user, drafts.Place(OpenChat(chat), None), message)
    quoted = await turns.quote(by(user), chat.chat_id, message)
    claim, _ = await opening.save_turn(by(user), draft, quoted)
    return Generation(
        claim,
        draft.model,
        draft.prompt.limited_to(500),
        draft.price,
        basis=draft.basis,
        clamped_by_budget=False,
    )
