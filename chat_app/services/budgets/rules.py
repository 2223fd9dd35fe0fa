"""What must be true of the books: of each rule, the select that finds the rows which break it."""

from typing import Any

from sqlalchemy import Select, Table, and_, bindparam, case, func, or_, select
from sqlmodel import SQLModel, col

from chat_app.columns import Figure
from chat_app.models import (
    ApiKey,
    Budget,
    Chat,
    Hold,
    LedgerEntry,
    LedgerKind,
    Message,
    OwnerKind,
    Turn,
)
from chat_app.services.budgets import roll_up_rules


def _sum(kind: LedgerKind, *more: LedgerKind) -> Any:
    amount = case((col(LedgerEntry.kind).in_([kind, *more]), LedgerEntry.amount_tokens), else_=0)
    return func.coalesce(func.sum(amount), 0)


def _budgets() -> Select[*tuple[Any, ...]]:
    granted = _sum(LedgerKind.GRANT)
    used = -_sum(LedgerKind.CHARGE)
    reserved = -_sum(LedgerKind.RESERVE, LedgerKind.RELEASE)
    return (
        select(
            col(Budget.budget_id),
            col(Budget.owner_kind),
            col(Budget.owner_id),
            col(Budget.token_limit),
            granted.label("granted"),
            col(Budget.total_tokens_used),
            used.label("charged"),
            col(Budget.reserved_tokens),
            reserved.label("held"),
        )
        .outerjoin(LedgerEntry, col(LedgerEntry.budget_id) == col(Budget.budget_id))
        .group_by(col(Budget.budget_id))
        .having(
            or_(
                granted.is_distinct_from(col(Budget.token_limit)),
                used.is_distinct_from(col(Budget.total_tokens_used)),
                reserved.is_distinct_from(col(Budget.reserved_tokens)),
                used + reserved > granted,
            )
        )
    )


def _held_of_budgets() -> Select[*tuple[Any, ...]]:
    used = func.coalesce(func.sum(col(Hold.charged_tokens)), 0)
    is_open = col(Hold.charged_tokens).is_(None)
    held = func.coalesce(func.sum(case((is_open, col(Hold.reserved_tokens)), else_=0)), 0)
    return (
        select(
            col(Budget.budget_id),
            col(Budget.total_tokens_used),
            used.label("charged"),
            col(Budget.reserved_tokens),
            held.label("held"),
        )
        .outerjoin(Hold, col(Hold.budget_id) == col(Budget.budget_id))
        .group_by(col(Budget.budget_id))
        .having(
            or_(
                used.is_distinct_from(col(Budget.total_tokens_used)),
                held.is_distinct_from(col(Budget.reserved_tokens)),
            )
        )
    )


def _turns() -> Select[*tuple[Any, ...]]:
    entries = func.count(col(LedgerEntry.entry_id))
    releases = func.sum(case((col(LedgerEntry.kind) == LedgerKind.RELEASE, 1), else_=0))
    charged = -_sum(LedgerKind.CHARGE)
    held = -_sum(LedgerKind.RESERVE, LedgerKind.RELEASE)
    settled = col(Turn.settled_at).is_not(None)
    is_of_it = and_(
        col(LedgerEntry.turn_id) == col(Hold.turn_id),
        col(LedgerEntry.budget_id) == col(Hold.budget_id),
    )
    return (
        select(
            col(Turn.turn_id),
            col(Hold.budget_id),
            col(Turn.settled_at),
            col(Turn.charged_tokens),
            charged.label("charged"),
            held.label("held"),
            entries.label("entries"),
        )
        .outerjoin(Hold, col(Hold.turn_id) == col(Turn.turn_id))
        .outerjoin(LedgerEntry, is_of_it)
        .group_by(col(Turn.turn_id), col(Hold.turn_id), col(Hold.budget_id))
        .having(
            or_(
                and_(
                    settled,
                    or_(
                        releases != 1,
                        held != 0,
                        charged.is_distinct_from(col(Turn.charged_tokens)),
                        ~col(Turn.charged_tokens).between(0, col(Turn.reserved_tokens)),
                    ),
                ),
                and_(~settled, or_(entries != 1, held.is_distinct_from(col(Turn.reserved_tokens)))),
                entries == 0,
                col(Hold.reserved_tokens).is_distinct_from(col(Turn.reserved_tokens)),
                col(Hold.charged_tokens).is_distinct_from(
                    case((settled, col(Turn.charged_tokens)))
                ),
            )
        )
    )


def _of_keys() -> Select[*tuple[Any, ...]]:
    owner_id: Any = col(ApiKey.user_id)
    is_of_another = and_(
        col(Budget.owner_kind) == OwnerKind.KEY, col(Budget.owner_id) != col(Turn.key_id)
    )
    return (
        select(
            col(Turn.turn_id),
            col(Turn.key_id),
            col(Turn.user_id),
            owner_id.label("owner_id"),
            col(Hold.budget_id),
        )
        .join(ApiKey, col(ApiKey.key_id) == col(Turn.key_id))
        .outerjoin(Hold, col(Hold.turn_id) == col(Turn.turn_id))
        .outerjoin(Budget, col(Budget.budget_id) == col(Hold.budget_id))
        .where(or_(owner_id != col(Turn.user_id), is_of_another))
    )


def _entries() -> Select[*tuple[Any, ...]]:
    is_unheld = and_(
        col(LedgerEntry.kind).in_([LedgerKind.RESERVE, LedgerKind.RELEASE, LedgerKind.CHARGE]),
        col(Hold.turn_id).is_(None),
    )
    return (
        select(
            col(LedgerEntry.entry_id),
            col(LedgerEntry.kind),
            col(LedgerEntry.turn_id),
            col(LedgerEntry.budget_id),
            col(LedgerEntry.user_id),
        )
        .outerjoin(Budget, col(Budget.budget_id) == col(LedgerEntry.budget_id))
        .outerjoin(
            Hold,
            and_(
                col(Hold.turn_id) == col(LedgerEntry.turn_id),
                col(Hold.budget_id) == col(LedgerEntry.budget_id),
            ),
        )
        .where(or_(is_unheld, col(LedgerEntry.user_id).is_distinct_from(col(Budget.user_id))))
    )


def _left_behind() -> Select[*tuple[Any, ...]]:
    return select(
        col(Turn.turn_id), col(Turn.chat_id), col(Turn.reserved_tokens), col(Turn.lease_expires_at)
    ).where(col(Turn.settled_at).is_(None), col(Turn.lease_expires_at) < bindparam("long_ago"))


def _messages() -> Select[*tuple[Any, ...]]:
    is_written = col(Turn.turn_id).is_not(None)
    is_running = and_(is_written, col(Turn.settled_at).is_(None))
    ended_as = func.coalesce(col(Turn.outcome), "streaming")
    return (
        select(
            col(Message.message_id),
            col(Message.chat_id),
            col(Message.role),
            col(Message.status),
            col(Turn.turn_id),
            col(Turn.outcome),
        )
        .outerjoin(Turn, col(Message.message_id) == col(Turn.message_id))
        .where(
            or_(
                is_running != (col(Message.status) == "streaming"),
                and_(
                    is_written,
                    or_(
                        col(Message.role) != "assistant",
                        col(Message.chat_id).is_distinct_from(col(Turn.chat_id)),
                        ended_as.is_distinct_from(col(Message.status)),
                    ),
                ),
            )
        )
    )


def _chats() -> Select[*tuple[Any, ...]]:
    charged = func.coalesce(func.sum(col(Turn.charged_tokens)), 0).label("spent")
    turns = select(col(Turn.chat_id), charged).group_by(col(Turn.chat_id)).subquery()
    counted = func.count(col(Message.message_id)).label("count")
    messages = select(col(Message.chat_id), counted).group_by(col(Message.chat_id)).subquery()
    spent, count = func.coalesce(turns.c.spent, 0), func.coalesce(messages.c.count, 0)
    return (
        select(
            col(Chat.chat_id),
            col(Chat.tokens_consumed),
            spent.label("spent"),
            col(Chat.message_count),
            count.label("count"),
        )
        .outerjoin(turns, turns.c.chat_id == col(Chat.chat_id))
        .outerjoin(messages, messages.c.chat_id == col(Chat.chat_id))
        .where(
            or_(
                spent.is_distinct_from(col(Chat.tokens_consumed)),
                count.is_distinct_from(col(Chat.message_count)),
            )
        )
    )


def _receipts() -> Select[*tuple[Any, ...]]:
    parts = [
        func.coalesce(part, 0)
        for part in (
            Turn.user_tokens,
            Turn.attachment_tokens,
            Turn.history_tokens,
            Turn.ai_tokens,
            Turn.system_tokens,
            Turn.overhead_tokens,
        )
    ]
    total = sum(parts, -func.coalesce(Turn.waived_tokens, 0))
    receipt = col(Turn.turn_id), total.label("parts"), col(Turn.charged_tokens)
    is_off = total.is_distinct_from(col(Turn.charged_tokens))
    return select(*receipt).where(col(Turn.count_method).is_not(None), is_off)


def _negative(table: Table) -> Select[*tuple[Any, ...]]:
    figures = [each for each in table.columns if isinstance(each.type, Figure)]
    # An amount has the sign of what it does.
    below_zero = [each < 0 for each in figures if each.name != "amount_tokens"]
    return select(*table.primary_key, *figures).where(or_(*below_zero))


_WITH_FIGURES = [
    table
    for table in SQLModel.metadata.sorted_tables
    if any(isinstance(each.type, Figure) for each in table.columns)
]
RULES = {
    "a budget holds what its ledger entries add up to": _budgets(),
    "a budget holds what turns hold from it, and was charged": _held_of_budgets(),
    "a turn reserves once of each budget, is released once, is charged what it says": _turns(),
    "a turn of an API key is its owner's, and holds from no other key's budget": _of_keys(),
    "an entry of a turn has a hold beside it, and is its budget's owner's": _entries(),
    "a turn is settled soon after its process is gone": _left_behind(),
    "a message is as its turn has left it": _messages(),
    "a receipt adds up to its charge": _receipts(),
    "a chat shows what its exchanges cost": _chats(),
    "a roll-up of a model is the sum of its turns": roll_up_rules.of_everybody(),
    "a roll-up of a user is the sum of its turns": roll_up_rules.of_users(),
    "a roll-up of an API key is the sum of its turns": roll_up_rules.of_keys(),
    **{f"no figure of {table.name} is negative": _negative(table) for table in _WITH_FIGURES},
}
