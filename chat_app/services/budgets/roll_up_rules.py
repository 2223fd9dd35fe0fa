"""Finds the rows of roll-ups that are not the sum of their turns."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, case, func, literal, or_, select, union_all
from sqlmodel import SQLModel, col

from chat_app.llm.types import CostMethod
from chat_app.models import ROLLED_UP, KeyRollUp, MessageStatus, ModelRollUp, Turn, UserRollUp
from chat_app.services.budgets.roll_ups import CLASS_OF_TURN
from chat_app.services.days import UtcDay

_CHARGED = func.coalesce(col(Turn.charged_tokens), 0)
_COST = func.coalesce(col(Turn.cost_micro_usd), 0)
_ADDS: dict[str, ColumnElement[int]] = {
    "exchanges": literal(1),
    "tokens": _CHARGED,
    "billed_tokens": func.coalesce(col(Turn.billed_total_tokens), 0),
    "charged_where_billed_tokens": case(
        (col(Turn.billed_total_tokens).is_not(None), _CHARGED), else_=0
    ),
    "cost_micro_usd": _COST,
    "estimated_cost_micro_usd": case(
        (col(Turn.cost_method) == CostMethod.ESTIMATED, _COST), else_=0
    ),
    "errors": case(
        (col(Turn.outcome).in_([MessageStatus.PARTIAL, MessageStatus.FAILED]), 1), else_=0
    ),
    "cached": case((col(Turn.cached), 1), else_=0),
}
"""What a settled turn adds to each figure, in their order."""


def of_everybody() -> Select[Any]:
    """Select rows of everybody's roll-up that are not the sum of the turns."""
    day = UtcDay(col(Turn.started_at))
    table = SQLModel.metadata.tables[ModelRollUp.__tablename__]
    return _differing(table, (day, col(Turn.model), CLASS_OF_TURN))


def of_users() -> Select[Any]:
    """Select rows of the users' roll-up that are not the sum of the turns."""
    return _by_day_and_month(UserRollUp, col(Turn.user_id))


def of_keys() -> Select[Any]:
    """Select rows of the API keys' roll-up that are not the sum of the turns."""
    return _by_day_and_month(KeyRollUp, col(Turn.key_id))


def _by_day_and_month(kind: type[UserRollUp | KeyRollUp], whose: Any) -> Select[Any]:
    day, model = UtcDay(col(Turn.started_at)), col(Turn.model)
    month = day.op("/")(100)
    table = SQLModel.metadata.tables[kind.__tablename__]
    rows = ((day, model, whose), (month, model, whose), (month, literal(""), whose))
    return _differing(table, *rows)


def _differing(table: Table, *rows_of_a_turn: tuple[Any, ...]) -> Select[Any]:
    nothing = [literal(0) for _ in ROLLED_UP]
    kept = [table.c[name].label(f"kept_{name}") for name in ROLLED_UP]
    of_turns = [none.label(name) for none, name in zip(nothing, ROLLED_UP, strict=True)]
    both = union_all(
        select(*table.primary_key, *kept, *of_turns),
        *(
            select(*keys, *nothing, *_ADDS.values()).where(
                col(Turn.settled_at).is_not(None), keys[-1].is_not(None)
            )
            for keys in rows_of_a_turn
        ),
    ).subquery()
    keys = [both.c[key.name] for key in table.primary_key]
    sums = {name: func.sum(both.c[name]) for name in (*(each.name for each in kept), *ROLLED_UP)}
    differ = [sums[f"kept_{name}"] != sums[name] for name in ROLLED_UP]
    labelled = [total.label(name) for name, total in sums.items()]
    return select(*keys, *labelled).group_by(*keys).having(or_(*differ))
