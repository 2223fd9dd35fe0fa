"""Bodies about organisations."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.shape import NOT_BLANK, ORG_ID, In, Shape, Text, example

_ORG = {
    "org_id": ORG_ID,
    "name": "Analytical Engines",
    "people": 12,
    "created_at": "2026-11-01T08:00:00Z",
}


class OrgIn(In):
    """What an organisation is called."""

    model_config = example(name="Analytical Engines")

    name: Annotated[Text, Field(json_schema_extra=NOT_BLANK | {"maxLength": 200})]
    """1 to 200 characters."""


class OrgOut(Shape):
    """An organisation."""

    model_config = example(**_ORG)

    org_id: UUID
    """Sorts by the time it was made."""
    name: str
    """What people call it."""
    people: int
    """How many accounts belong to it."""
    created_at: datetime
    """When it was made, UTC."""


class OrgsOut(Shape):
    """Some of the organisations."""

    model_config = example(orgs=[_ORG], next_cursor=ORG_ID)

    orgs: list[OrgOut]
    """Oldest first."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""
