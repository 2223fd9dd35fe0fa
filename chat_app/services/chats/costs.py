"""What a chat did cost so far, and whom."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from chat_app.db import read_briefly
from chat_app.models import Turn, User
from chat_app.prepared import Connection
from chat_app.services.admin.reports import defused
from chat_app.services.budgets.receipts import ESTIMATED_COST
from chat_app.services.chats.positions import open_chat
from chat_app.services.chats.roles import Deed, require_owner


@dataclass(frozen=True, slots=True)
class Cost:
    """What all exchanges of a chat did cost, on every branch."""

    exchanges: int
    """Those that were settled."""
    tokens: int
    """What was charged for them."""
    cost_micro_usd: int
    """What the providers ask for them."""
    estimated_cost_micro_usd: int
    """How much of it is estimated."""


@dataclass(frozen=True, slots=True)
class PersonCost:
    """What somebody asked in a chat, and paid for."""

    user_id: UUID
    name: str
    cost: Cost


async def cost(user: User, chat_id: UUID) -> Cost:
    """Return what a chat did cost so far.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
    """
    return await read_briefly(_cost, user=user, chat_id=chat_id)


async def cost_by_person(user: User, chat_id: UUID) -> list[PersonCost]:
    """Return what a chat did cost each person, who spent most first; together it is `cost`.

    Who has left the chat is among them.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        Forbidden: The reader is not its owner.
    """
    return await read_briefly(_by_person, user=user, chat_id=chat_id)


def as_csv(rows: Iterable[PersonCost]) -> str:
    """Write what each person spent as CSV whose cells a spreadsheet never takes for formulas."""
    file = io.StringIO()
    writer = csv.writer(file)
    figures = ("exchanges", "tokens", "cost_micro_usd", "estimated_cost_micro_usd")
    writer.writerow(("user_id", "name", *figures))
    for each in rows:
        told = (getattr(each.cost, figure) for figure in figures)
        writer.writerow((each.user_id, defused(each.name), *told))
    return file.getvalue()


def _cost(connection: Connection, user: User, chat_id: UUID) -> Cost:
    open_chat(connection, user, chat_id)
    return _summed(connection.execute(_COST, {"of_chat_id": chat_id}).one())


def _by_person(connection: Connection, user: User, chat_id: UUID) -> list[PersonCost]:
    require_owner(open_chat(connection, user, chat_id).role, Deed.SEE_COSTS)
    found = connection.execute(_BY_PERSON, {"of_chat_id": chat_id})
    return [PersonCost(each.user_id, each.name, _summed(each)) for each in found]


def _summed(row: Any) -> Cost:
    # PostgreSQL sums integers up to decimal figures.
    tokens, cost_micro_usd, estimated_micro_usd = map(int, row[-3:])
    return Cost(row[-4], tokens, cost_micro_usd, estimated_micro_usd)


_TOKENS = func.coalesce(func.sum(col(Turn.charged_tokens)), 0)
_FIGURES = (
    func.count(col(Turn.turn_id)),
    _TOKENS,
    func.coalesce(func.sum(col(Turn.cost_micro_usd)), 0),
    func.coalesce(func.sum(ESTIMATED_COST), 0),
)
_SETTLED = (col(Turn.chat_id) == bindparam("of_chat_id"), col(Turn.settled_at).is_not(None))
_COST = select(*_FIGURES).where(*_SETTLED)
_BY_PERSON = (
    select(col(User.user_id), col(User.name), *_FIGURES)
    .join(Turn, col(Turn.user_id) == col(User.user_id))
    .where(*_SETTLED)
    .group_by(col(User.user_id), col(User.name))
    .order_by(_TOKENS.desc(), col(User.user_id))
)
