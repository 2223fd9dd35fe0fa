"""Bodies about who is in a chat."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.shape import NOT_BLANK, USER_ID, In, Out, Shape, Text, example
from chat_app.models import MemberRole
from chat_app.services.chats.roles import ChatRole

WHO = {"user_id": USER_ID, "name": "Ada"}
"""Somebody, in examples."""
MEMBER = WHO | {
    "email": "ada@example.com",
    "role": "owner",
    "joined_at": "2026-11-21T09:30:00Z",
}
_INVITED = {"email": "grace@example.com", "role": "editor"}


class WhoOut(Out):
    """Somebody, as others in a chat see them."""

    model_config = example(**WHO)

    user_id: UUID
    """Whose account it is."""
    name: str
    """What they are called."""


class MemberOut(WhoOut):
    """Somebody in a chat."""

    model_config = example(**MEMBER)

    email: str
    """Their address."""
    role: ChatRole
    """`owner`, `editor` (writes, edits what they wrote, stops what they asked for) or `viewer`."""
    joined_at: datetime
    """When they came in, UTC; of the owner, when the chat was made."""


class MembersOut(Shape):
    """Who is in a chat."""

    model_config = example(members=[MEMBER])

    members: list[MemberOut]
    """The owner, and then the members in the order in which they came."""


class MemberIn(In):
    """Whom to let in, and as what."""

    model_config = example(**_INVITED)

    email: Annotated[Text, Field(json_schema_extra=NOT_BLANK | {"maxLength": 320})]
    """The address of their account."""
    role: MemberRole
    """`editor` or `viewer`."""


class MemberPatch(In):
    """What a member may do from now on."""

    model_config = example(role="viewer")

    role: MemberRole
    """`editor` or `viewer`."""


class InvitedOut(Shape):
    """Somebody was invited; whether the address is anybody's is not told."""

    model_config = example(status="invited", **_INVITED)

    status: Literal["invited"] = "invited"
    """Always `invited`."""
    email: str
    """The address, as it was sent."""
    role: MemberRole
    """What they may do, where they come in."""
