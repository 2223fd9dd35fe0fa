"""People by name, as others who share something with them see them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from chat_app.models import User
from chat_app.prepared import Connection
from chat_app.services.presence import Person


def people(connection: Connection, user_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Return some people by their ids."""
    if not user_ids:
        return {}
    found = connection.execute(_NAMES, {"people": sorted(user_ids)})
    return {row.user_id: Person(row.user_id, row.name) for row in found}


_NAMES = select(col(User.user_id), col(User.name)).where(
    col(User.user_id).in_(bindparam("people", expanding=True))
)
