"""Finds people by parts of their names and e-mails, or by an address in another spelling."""

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.models import User
from chat_app.services.search import checked, lookup
from chat_app.services.search.index import PEOPLE, waiting
from chat_app.spelling import fold, mailbox

_FEW_PEOPLE = 500
"""Where more may be meant, whoever goes through all of them in order soon has a page."""


async def matching(session: AsyncSession, q: str) -> ColumnElement[bool]:
    """Return the condition that name and e-mail contain each word of `q`, or are of its mailbox.

    Raises:
        InvalidRequest: `q` is too long.
    """
    wanted = fold(checked(q)).split()
    if not wanted:
        return true()
    contains = and_(*(col(User.search_key).contains(word, autoescape=True) for word in wanted))
    at_address = col(User.email_key) == mailbox(q)
    connection = await session.connection()
    # What waits is read before the index: an account moves from the one to the other, never back.
    newest = select(waiting.c.message_id).where(waiting.c.user_id == PEOPLE)
    waits = set((await connection.execute(newest.limit(_FEW_PEOPLE + 1))).scalars())
    indexed = await lookup.people_with(connection, wanted, _FEW_PEOPLE)
    if indexed is None or len(waits) > _FEW_PEOPLE:
        return or_(contains, at_address)
    possible = select(col(User.user_id)).where(
        col(User.user_id).in_(waits.union(indexed)), contains
    )
    found = await connection.execute(possible.union(select(col(User.user_id)).where(at_address)))
    return col(User.user_id).in_(found.scalars().all())
