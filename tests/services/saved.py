"""Turns as they are saved: begun and run by nobody, or left behind by a process that is gone."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, update
from uuid_utils.compat import uuid7

from chat_app.db import reading, transaction
from chat_app.models import Message, Turn, User, now
from chat_app.services import chats, turns
from chat_app.services.chats import OpenChat
from chat_app.services.turns import drafts, launching, opening, runner
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


async def left_behind_saying(text: str, user: User, *asked: drafts.Draft) -> list[UUID]:
    """Save turns as a process that died while it answered leaves them, and return their replies."""
    quoted = await launching.quotes_of(by(user), *asked)
    pairs = zip(asked, quoted, strict=True)
    claims, _ = await opening.save_turns(
        by(user), *(opening.Asked(draft, quote, draft.prompt) for draft, quote in pairs)
    )
    replies = [claim.reply_id for claim in claims]
    async with transaction() as session:
        await session.exec(
            update(Message).where(col(Message.message_id).in_(replies)).values(content=text)
        )
        await session.exec(
            update(Turn)
            .where(col(Turn.message_id).in_(replies))
            .values(lease_owner=uuid7(), lease_expires_at=now() - timedelta(seconds=1))
        )
    return replies


async def saved_turn(user: User, message: str = "Hello") -> Generation:
    """Save a turn as it begins, without running it."""
    chat = await chats.create(by(user), title="x")
    draft = await drafts.make_draft(by(user), drafts.Place(OpenChat(chat), None), message)
    quoted = await turns.quote(by(user), chat.chat_id, message)
    (claim,), _ = await opening.save_turns(by(user), opening.Asked(draft, quoted, draft.prompt))
    return Generation(
        claim,
        draft.model,
        draft.prompt.limited_to(500),
        draft.price,
        asked=draft.asked,
        basis=draft.basis,
        clamped_by_budget=False,
    )
