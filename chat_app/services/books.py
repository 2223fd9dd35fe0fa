"""Proves that the books balance: every figure that is kept is what its entries add up to."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlmodel import col

from chat_app.db import reading
from chat_app.models import BudgetPeriod, Chat, LedgerEntry, LedgerKind, Message, Turn


@dataclass(frozen=True, slots=True)
class Difference:
    """A row whose kept figure is not what it should be."""

    rule: str
    """The rule it breaks, in words."""
    row: str
    """Ids and figures of the row."""


async def check_books() -> list[Difference]:
    """Compare budgets, turns, messages and chats with the ledger; an empty list is the proof."""
    differences: list[Difference] = []
    async with reading() as session:
        for rule, query in _RULES.items():
            rows = (await (await session.connection()).execute(query)).all()
            differences += [Difference(rule, str(row._asdict())) for row in rows]
    return differences


def _sum(kind: LedgerKind, *more: LedgerKind) -> Any:
    amount = case((col(LedgerEntry.kind).in_([kind, *more]), LedgerEntry.amount_tokens), else_=0)
    return func.coalesce(func.sum(amount), 0)


def _periods() -> Select[*tuple[Any, ...]]:
    granted = _sum(LedgerKind.GRANT)
    used = -_sum(LedgerKind.CHARGE)
    reserved = -_sum(LedgerKind.RESERVE, LedgerKind.RELEASE)
    return (
        select(
            col(BudgetPeriod.period_id),
            col(BudgetPeriod.user_id),
            col(BudgetPeriod.token_limit),
            granted.label("granted"),
            col(BudgetPeriod.total_tokens_used),
            used.label("charged"),
            col(BudgetPeriod.reserved_tokens),
            reserved.label("held"),
        )
        .outerjoin(LedgerEntry, col(LedgerEntry.period_id) == col(BudgetPeriod.period_id))
        .group_by(col(BudgetPeriod.period_id))
        .having(
            or_(
                granted != col(BudgetPeriod.token_limit),
                used != col(BudgetPeriod.total_tokens_used),
                reserved != col(BudgetPeriod.reserved_tokens),
                used + reserved > granted,
            )
        )
    )


def _turns() -> Select[*tuple[Any, ...]]:
    entries = func.count(col(LedgerEntry.entry_id))
    releases = func.sum(case((col(LedgerEntry.kind) == LedgerKind.RELEASE, 1), else_=0))
    charged = -_sum(LedgerKind.CHARGE)
    held = -_sum(LedgerKind.RESERVE, LedgerKind.RELEASE)
    settled = col(Turn.settled_at).is_not(None)
    return (
        select(
            col(Turn.turn_id),
            col(Turn.settled_at),
            col(Turn.charged_tokens),
            charged,
            held,
            entries,
        )
        .outerjoin(LedgerEntry, col(LedgerEntry.turn_id) == col(Turn.turn_id))
        .group_by(col(Turn.turn_id))
        .having(
            or_(
                and_(settled, or_(releases != 1, held != 0, charged != Turn.charged_tokens)),
                and_(~settled, or_(entries != 1, held != Turn.reserved_tokens)),
                entries == 0,
            )
        )
    )


def _messages() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Turn.turn_id),
            col(Turn.charged_tokens),
            col(Message.tokens_consumed),
            col(Message.status),
        )
        .join(Message, col(Message.message_id) == col(Turn.message_id))
        .where(
            or_(
                func.coalesce(col(Turn.charged_tokens), 0) != col(Message.tokens_consumed),
                col(Turn.settled_at).is_(None) != (col(Message.status) == "streaming"),
            )
        )
    )


def _chats() -> Select[*tuple[Any, ...]]:
    spent = func.coalesce(func.sum(col(Message.tokens_consumed)), 0)
    count = func.count(col(Message.message_id))
    return (
        select(
            col(Chat.chat_id),
            col(Chat.tokens_consumed),
            spent.label("spent"),
            col(Chat.message_count),
            count,
        )
        .outerjoin(Message, col(Message.chat_id) == col(Chat.chat_id))
        .group_by(col(Chat.chat_id))
        .having(or_(spent != col(Chat.tokens_consumed), count != Chat.message_count))
    )


_RULES = {
    "a period holds what its ledger entries add up to": _periods(),
    "a turn reserves once, is released once, and is charged what it says": _turns(),
    "a message shows what its turn was charged": _messages(),
    "a chat shows what its messages cost": _chats(),
}
