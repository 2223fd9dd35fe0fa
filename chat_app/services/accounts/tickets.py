"""Tickets: what a browser carries from the first half of an exchange to the second.

They are signed, short-lived, and good for one purpose and one use. Nothing is kept of those that
are given out, so that strangers fill no table by asking for them; used ones are, until they expire.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
from pydantic import AwareDatetime, BaseModel, ValidationError
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import transaction
from chat_app.errors import Forbidden
from chat_app.models import SpentTicket, now

_ALGORITHM = "HS256"
_REFUSAL = "This took too long or was done already; start again"


class Ticket(BaseModel):
    """What a ticket says."""

    jti: UUID
    exp: AwareDatetime
    claims: dict[str, Any]
    """What it was issued with."""


def issue(purpose: str, seconds: int, **claims: Any) -> str:
    """Return a ticket.

    Args:
        purpose: What it is for; it is refused for anything else.
        seconds: How long it is good.
        claims: JSON values that are read again later; their reader can see them, and not change.
    """
    expires_at = now() + timedelta(seconds=seconds)
    said = {"jti": str(uuid4()), "exp": int(expires_at.timestamp()), "claims": claims}
    return jwt.encode(said, _key(purpose), _ALGORITHM)


def read(purpose: str, token: str) -> Ticket:
    """Return what a ticket says.

    Raises:
        Forbidden: It was not issued for this, or has expired.
    """
    try:
        said = jwt.decode(
            token, _key(purpose), [_ALGORITHM], options={"require": ["jti", "exp", "claims"]}
        )
        return Ticket.model_validate(said)
    except (jwt.InvalidTokenError, ValidationError) as fault:
        raise Forbidden(_REFUSAL) from fault


async def spend(session: AsyncSession, ticket: Ticket) -> None:
    """Use a ticket up, in the transaction that does what it is for.

    Raises:
        Forbidden: It was used before.
    """
    session.add(SpentTicket(ticket_id=ticket.jti, expires_at=ticket.exp))
    try:
        await session.flush()
    except IntegrityError as again:
        raise Forbidden(_REFUSAL) from again


async def forget_old() -> None:
    """Forget which tickets were used that have expired since.

    Raises:
        Unavailable: The database is away.
    """
    async with transaction() as session:
        await session.exec(delete(SpentTicket).where(col(SpentTicket.expires_at) < now()))


def _key(purpose: str) -> bytes:
    return get_settings().derived_key(f"ticket:{purpose}")
