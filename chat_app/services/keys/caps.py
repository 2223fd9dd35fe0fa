"""A cap of a key: a budget of its own, held from beside the owner's; see ADR 21."""

from sqlalchemy import bindparam, func, select
from sqlmodel import SQLModel

from chat_app.errors import InvalidRequest
from chat_app.models import ApiKey, Budget, KeyRollUp, OwnerKind, Turn, now
from chat_app.prepared import Connection
from chat_app.services.budgets import ledger
from chat_app.services.budgets.ledger import CURRENT_ID, Owner, current_of
from chat_app.services.budgets.periods import period_of
from chat_app.services.days import number_of


def hold_to(connection: Connection, key: ApiKey) -> None:
    """Bring a key's budget of this period to its cap; without one, it has the budget it had.

    What the key spent in the period while it had no cap is no part of that budget, and is taken
    off: the key never passes its cap in any period. Whoever calls has locked the key, so that no
    turn of it begins meanwhile.

    Raises:
        InvalidRequest: More was spent in this period, or is held by what runs.
    """
    if key.token_limit is None:
        return
    moment = now()
    owner = Owner(OwnerKind.KEY, key.key_id, key.token_limit)
    params = current_of(owner, moment) | {
        "key": key.key_id,
        "month": number_of(moment.date()) // 100,
        "since": period_of(moment)[0],
    }
    spent = connection.execute(_SPENT, params).one()
    spent_tokens = spent.charged + spent.running
    if key.token_limit < spent_tokens:
        raise InvalidRequest(
            f"This key has used or reserved {spent_tokens:,} tokens this month;"
            " a cap cannot be lower than that"
        )
    elsewhere_tokens = max(0, spent_tokens - spent.booked)
    limit = key.token_limit - elsewhere_tokens
    ledger.set_limit(connection, Owner(OwnerKind.KEY, key.key_id, limit))


_sums = SQLModel.metadata.tables[KeyRollUp.__tablename__].c
_turn = SQLModel.metadata.tables[Turn.__tablename__].c
_budget = SQLModel.metadata.tables[Budget.__tablename__].c
# Of one moment: what settles between two looks would be counted twice, or not at all.
_SPENT = select(
    func.coalesce(
        select(_sums.tokens)
        .where(
            _sums.period == bindparam("month"),
            _sums.model == "",
            _sums.key_id == bindparam("key"),
        )
        .scalar_subquery(),
        0,
    ).label("charged"),
    func.coalesce(
        select(func.sum(_turn.reserved_tokens))
        .where(
            _turn.key_id == bindparam("key"),
            _turn.settled_at.is_(None),
            _turn.started_at >= bindparam("since"),
        )
        .scalar_subquery(),
        0,
    ).label("running"),
    func.coalesce(
        select(_budget.total_tokens_used + _budget.reserved_tokens)
        .where(_budget.budget_id == CURRENT_ID)
        .scalar_subquery(),
        0,
    ).label("booked"),
)
