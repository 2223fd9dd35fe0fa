"""Settles the turns whose process is gone, from what was saved of them."""

import asyncio
import time
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import and_, true, update
from sqlmodel import col, select
from tenacity import AsyncRetrying, retry_if_exception_type, wait_fixed

from chat_app.background import repeating
from chat_app.db import ping, read_briefly, transaction
from chat_app.errors import StreamFailed, Unavailable
from chat_app.llm.catalogue import catalogue
from chat_app.llm.types import FinishReason
from chat_app.models import MessageStatus, Turn, now
from chat_app.services.broker import End, broker
from chat_app.services.turns import runner
from chat_app.services.turns.drawing import pictures_of
from chat_app.services.turns.left_behind import charge_by_counts, charge_by_text
from chat_app.services.turns.settlement import Claim, Outcome, settle

_SWEEP_S = 5
_CALM_S = 2
"""A database that takes longer for one look has stalled."""
_RETRY_S = 1
_BATCH = 100

log = structlog.get_logger()


@asynccontextmanager
async def sweeping() -> AsyncGenerator[None, None]:
    """Sweep for as long as the block runs."""
    async with repeating("The sweeper of replies left behind", Sweeper().look, _SWEEP_S):
        yield


class Sweeper:
    """Sweeps where the database answered, and the clock went on evenly, all along.

    Else the leases of the living lapse like those of the dead: they get until the next look to
    renew them.
    """

    def __init__(self) -> None:
        self._is_calm = False
        self._clock_ahead_s = _clock_ahead_s()

    async def look(self) -> None:
        """Sweep, or see whether the database answers again."""
        began = time.monotonic()
        was_calm, self._is_calm = self._is_calm, False
        before_s, self._clock_ahead_s = self._clock_ahead_s, _clock_ahead_s()
        was_calm = was_calm and abs(self._clock_ahead_s - before_s) < _CALM_S
        if was_calm:
            await sweep()
        else:
            await ping()
        self._is_calm = time.monotonic() - began < _CALM_S


def _clock_ahead_s() -> float:
    """Return by how much the clock, which may jump, is ahead of time as it passes."""
    return now().timestamp() - time.monotonic()


async def settle_all_left() -> None:
    """Settle every turn that is open at the start of the one process there is.

    An outage is waited for: nothing may be answered before.
    """
    async for attempt in AsyncRetrying(
        retry=retry_if_exception_type(Unavailable), wait=wait_fixed(_RETRY_S)
    ):
        with attempt:
            await sweep(is_alone=True)


async def sweep(*, is_alone: bool = False) -> int:
    """Settle every turn whose lease has lapsed and return how many were claimed for that.

    Args:
        is_alone: Whether no other process can hold a lease that is worth waiting for.
    """
    # Of the moment before anything was asked: a database that stalls lets leases lapse meanwhile.
    moment = now()
    seen: set[UUID] = set()
    while turns := await _claim_lapsed(None if is_alone else moment, seen):
        await asyncio.gather(*map(_settle_surely, turns))
        seen |= {turn.turn_id for turn in turns}
    return len(seen)


async def _claim_lapsed(moment: datetime | None, seen: Collection[UUID]) -> list[Turn]:
    """Take over lapsed turns with one conditional update: of many sweepers, one gets each.

    A process never takes what it runs itself, however late its heartbeat was.
    """
    is_mine = col(Turn.lease_owner) == runner.lease_owner
    is_left = and_(
        col(Turn.settled_at).is_(None),
        col(Turn.turn_id).not_in(seen),
        ~and_(is_mine, col(Turn.turn_id).in_(runner.running_turn_ids())),
        true() if moment is None else col(Turn.lease_expires_at) < moment,
    )
    async with transaction() as session:
        claimed = await session.exec(
            update(Turn)
            .where(
                col(Turn.turn_id).in_(select(col(Turn.turn_id)).where(is_left).limit(_BATCH)),
                is_left,
            )
            .values(
                lease_owner=runner.lease_owner,
                lease_expires_at=now() + timedelta(seconds=runner.LEASE_SECONDS),
            )
            .returning(Turn)
        )
        return list(claimed.scalars())


async def _settle_surely(turn: Turn) -> None:
    """Settle a turn; whatever it meets, it keeps nobody from settling the others."""
    try:
        try:
            end = await _settle_lapsed(turn)
        except Unavailable:
            raise
        except Exception:
            # Refused, and it would be again: what was saved stays, free of charge.
            log.exception("turn.settlement_refused", turn_id=str(turn.turn_id))
            end = await settle(Claim.of(turn), _failed(has_text=False), None, model=None, text=None)
    except Exception:
        # Its lease lapses again, and the next sweep tries again.
        log.exception("turn.not_swept", turn_id=str(turn.turn_id))
    else:
        if end:
            log.info("turn.swept", turn_id=str(turn.turn_id), reply_characters=len(end.text))
            await broker().finish(Claim.of(turn).reply_id, end)


async def _settle_lapsed(turn: Turn) -> End | None:
    # Listeners on other workers may have been given more than the last checkpoint holds.
    heard = await broker().recover(Claim.of(turn).reply_id)
    model = catalogue().get(turn.model)
    if turn.message_id is None:
        text, charge = heard, await charge_by_counts(turn, model, heard)
        has_text = charge is not None
    else:
        text, charge = await charge_by_text(turn, model, heard)
        has_text = bool(text or (charge and charge.drawn_tokens))
    pictures = ()
    if turn.message_id:
        pictures = await read_briefly(pictures_of, message_id=turn.message_id)
    return await settle(
        Claim.of(turn),
        _failed(has_text=has_text),
        charge,
        model=model,
        text=text,
        pictures=pictures,
    )


def _failed(*, has_text: bool) -> Outcome:
    status = MessageStatus.PARTIAL if has_text else MessageStatus.FAILED
    return Outcome(status, FinishReason.ERROR, error=StreamFailed())
