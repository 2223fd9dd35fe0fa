"""Settles the turns whose process is gone, from what was saved of them."""

from datetime import timedelta

import anyio
import structlog
from sqlalchemy import update
from sqlmodel import col, select

from chat_app.config import get_settings
from chat_app.db import reading, transaction
from chat_app.errors import StreamFailed, Unavailable
from chat_app.llm.catalog import catalogue
from chat_app.llm.tokens import counter, estimate
from chat_app.llm.types import CountMethod, FinishReason, TokenCount
from chat_app.models import Chat, Message, MessageStatus, Turn, now
from chat_app.services import runner
from chat_app.services.broker import broker
from chat_app.services.charges import CACHED_CHARGE, Charge, charges_as_billed
from chat_app.services.context import read_history
from chat_app.services.settlement import Claim, Outcome, settle

_SWEEP_S = 10
_BATCH = 20

log = structlog.get_logger()


async def sweep_regularly() -> None:
    """Sweep at start and ever after; never returns."""
    while True:
        try:
            await sweep()
        except Unavailable:
            log.warning("sweep.database_away")
        await anyio.sleep(_SWEEP_S)


async def sweep() -> int:
    """Settle every turn whose lease has lapsed and return how many there were."""
    settled = 0
    while turns := await _claim_lapsed():
        async with anyio.create_task_group() as tasks:
            for turn in turns:
                tasks.start_soon(_settle_lapsed, turn)
        settled += len(turns)
    return settled


async def _claim_lapsed() -> list[Turn]:
    """Take over lapsed turns with one conditional update: of many sweepers, one gets each."""
    moment = now()
    lapsed = (
        select(col(Turn.turn_id))
        .where(col(Turn.settled_at).is_(None), col(Turn.lease_expires_at) < moment)
        .limit(_BATCH)
    )
    async with transaction() as session:
        claimed = await session.exec(
            update(Turn)
            .where(
                col(Turn.turn_id).in_(lapsed),
                col(Turn.settled_at).is_(None),
                col(Turn.lease_expires_at) < moment,
            )
            .values(
                lease_owner=runner.lease_owner,
                lease_expires_at=moment + timedelta(seconds=runner.LEASE_SECONDS),
            )
            .returning(Turn)
        )
        return list(claimed.scalars())


async def _settle_lapsed(turn: Turn) -> None:
    async with reading() as session:
        message = await session.get_one(Message, turn.message_id)
        question = await session.get_one(Message, message.parent_id)
        chat = await session.get_one(Chat, turn.chat_id)
        history = await read_history(session, question.parent_id)
    # Listeners on other workers may have been given more than the last checkpoint holds.
    text = max(message.content, await broker().recover(turn.message_id), key=len)
    charge = None
    if message.cached:
        charge = CACHED_CHARGE
    elif text:
        system_prompt = chat.system_prompt or get_settings().SYSTEM_PROMPT
        counts = [
            await _count(turn.model, each) for each in (question.content, system_prompt, text)
        ]
        told = history[message.history_dropped :] if charges_as_billed() else []
        charge = Charge(
            *counts,
            usage=None,
            history=tuple([await _count(turn.model, each.text) for each in told]),
        )
    outcome = Outcome(
        MessageStatus.PARTIAL if text else MessageStatus.FAILED,
        FinishReason.ERROR,
        error=StreamFailed(),
    )
    end = await settle(Claim.of(turn), outcome, charge, model=None, text=text)
    log.info("turn.swept", turn_id=str(turn.turn_id), reply_characters=len(text))
    if end:
        await broker().finish(turn.message_id, end)


async def _count(model_id: str, text: str) -> TokenCount:
    """Count for a model that an operator may have taken out of the catalogue meanwhile."""
    model = catalogue().get(model_id)
    if model is None:
        return TokenCount(estimate(text), CountMethod.ESTIMATE)
    return await counter().count(model, text)
