"""What turns hold from budgets, and are charged there in the end.

A turn may hold from several budgets: from all or from none, and each pays the whole charge.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlmodel import SQLModel

from chat_app.db import LOCKED
from chat_app.errors import TokenLimitExceeded
from chat_app.models import Budget, Hold, LedgerKind, OwnerKind, now
from chat_app.prepared import Connection
from chat_app.services.budgets.ledger import (
    CURRENT_ID,
    Owner,
    current_of,
    entry,
    open_budget,
    write,
)

log = structlog.get_logger()


def reserve(
    connection: Connection, owners: Iterable[Owner], turn_id: UUID, amount_tokens: int
) -> None:
    """Hold part of each owner's budget for one turn; `settle` resolves it, exactly once.

    The condition stands in the update itself: whatever runs beside it, on any number of workers,
    a budget row is either taken from within its limit or not at all. Whoever is refused undoes
    the transaction, and with it what was taken from the others.

    Args:
        amount_tokens: The most the turn can cost.

    Raises:
        TokenLimitExceeded: Less than `amount_tokens` is left in a current budget; it says whose.
    """
    taken = [_take(connection, owner, amount_tokens) for owner in sorted(owners, key=_order)]
    held = [
        {"turn_id": turn_id, "budget_id": budget.budget_id, "reserved_tokens": amount_tokens}
        for budget in taken
    ]
    connection.execute_with_next(_HOLD, *held)
    reserving = LedgerKind.RESERVE, -amount_tokens
    write(connection, [entry(*reserving, each.remaining, each, turn_id) for each in taken])


def settle(connection: Connection, turn_id: UUID, *, reserved_tokens: int, cost_tokens: int) -> int:
    """Replace what a turn holds by its charge, in each of its budgets, and return the charge.

    The caller has claimed the turn in the same transaction; the unique (turn, budget, kind) of
    the entries makes a second settlement impossible all the same.

    Args:
        reserved_tokens: What `reserve` held.
        cost_tokens: What the turn cost. Owners pay at most what was reserved; what a provider
            reported above it is booked to the operator and logged.
    """
    charge_tokens = charge_within(reserved_tokens, cost_tokens)
    amounts = {"settled_id": turn_id, "held": reserved_tokens, "charged": charge_tokens}
    connection.execute_with_next(_CLOSE, amounts)
    entries: list[dict[str, Any]] = []
    for budget in connection.execute(_PAY, amounts):
        released = budget.remaining + charge_tokens
        entries.append(entry(LedgerKind.RELEASE, reserved_tokens, released, budget, turn_id))
        if charge_tokens:
            charge = entry(LedgerKind.CHARGE, -charge_tokens, budget.remaining, budget, turn_id)
            entries.append(charge)
    if cost_tokens > charge_tokens:
        overrun_tokens = cost_tokens - charge_tokens
        entries.append(entry(LedgerKind.OVERRUN, -overrun_tokens, 0, None, turn_id))
        log.warning("ledger.overrun", turn_id=str(turn_id), tokens=overrun_tokens)
    write(connection, entries)
    return charge_tokens


def charge_within(reserved_tokens: int, cost_tokens: int) -> int:
    """Return what owners pay for a turn: its cost, and at most what was reserved."""
    return min(cost_tokens, reserved_tokens)


def lock_held(turn_id: BindParameter[UUID]) -> ColumnElement[bool]:
    """Return a condition that is true once the budgets a turn holds from are locked, in order."""
    held = (
        select(_budget.budget_id)
        .where(_budget.budget_id.in_(select(_hold.budget_id).where(_hold.turn_id == turn_id)))
        .order_by(_budget.owner_kind, _budget.owner_id)
        .with_for_update(**LOCKED)
        .subquery()
    )
    # Their number is known when the last of them is locked.
    return select(func.count()).select_from(held).scalar_subquery() >= 0


def _order(owner: Owner) -> tuple[OwnerKind, UUID]:
    """Return by what budgets of several owners are locked, one after the other; see `db.LOCKED`."""
    return owner.kind, owner.owner_id


def _take(connection: Connection, owner: Owner, amount_tokens: int) -> Any:
    moment = now()
    wanted = current_of(owner, moment) | {"amount": amount_tokens}
    taken = connection.execute(_TAKE, wanted).first()
    if taken is None:
        open_budget(connection, owner, moment)
        taken = connection.execute(_TAKE, wanted).first()
    if taken is None:
        raise TokenLimitExceeded(
            f"{owner.budget_in_words.capitalize()} has less than {amount_tokens:,} tokens left"
        )
    return taken


# The statements of every turn, built once.
_budget = SQLModel.metadata.tables[Budget.__tablename__].c
_hold = SQLModel.metadata.tables[Hold.__tablename__].c
_REMAINING = (_budget.token_limit - _budget.total_tokens_used - _budget.reserved_tokens).label(
    "remaining"
)
_TAKE = (
    update(_budget.budget_id.table)
    .where(
        _budget.budget_id == CURRENT_ID,
        _budget.total_tokens_used + _budget.reserved_tokens + bindparam("amount")
        <= _budget.token_limit,
    )
    .values(reserved_tokens=_budget.reserved_tokens + bindparam("amount"))
    .returning(_budget.budget_id, _budget.user_id, _REMAINING)
)
_HOLD = insert(_hold.turn_id.table)
_CLOSE = (
    update(_hold.turn_id.table)
    .where(_hold.turn_id == bindparam("settled_id"))
    .values(charged_tokens=bindparam("charged"))
)
_PAY = (
    update(_budget.budget_id.table)
    .where(_hold.turn_id == bindparam("settled_id"), _hold.budget_id == _budget.budget_id)
    .values(
        reserved_tokens=_budget.reserved_tokens - bindparam("held"),
        total_tokens_used=_budget.total_tokens_used + bindparam("charged"),
    )
    .returning(_budget.budget_id, _budget.user_id, _REMAINING)
)
