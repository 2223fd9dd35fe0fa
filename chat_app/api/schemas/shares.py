"""Bodies about links that show a chat."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from chat_app.api.schemas.keys import Expiry
from chat_app.api.schemas.shape import CHAT_ID, REPLY_ID, In, Out, Shape, example
from chat_app.models import SharedLink
from chat_app.services.shares.links import Showing

_LINK = {
    "link_id": "019de2c4-77a1-7d0b-8c35-51e0f9b6d210",
    "chat_id": CHAT_ID,
    "url": "https://chat.example.org/s/k5o2vqk3u7n4xw6ajz3d2mhl7c4tqy5e",
    "title": "What is a token?",
    "message_id": REPLY_ID,
    "include_costs": False,
    "include_names": False,
    "views": 12,
    "created_at": "2026-11-30T09:30:00Z",
    "taken_at": "2026-11-30T09:45:00Z",
    "expires_at": "2026-12-31T00:00:00Z",
}
_WANTED = {
    "branch": "current",
    "expires_at": "2026-12-31T00:00:00Z",
    "include_costs": False,
    "include_names": False,
}
Branch = UUID | Literal["current"]


class ShareIn(In):
    """A link to be."""

    model_config = example(**_WANTED)

    branch: Branch = "current"
    """What it shows: the branch that is read now, or the newest one through a message, by its id.
    A reply that is still being written is not on it."""
    expires_at: Expiry | None = None
    """From when on it shows nothing; null lets it live until it is revoked."""
    include_costs: bool = False
    """Whether the page tells what each reply did cost."""
    include_names: bool = False
    """Whether it names everybody who wrote, and not the chat's owner alone."""

    def showing(self) -> Showing:
        """Return what it shows, and for how long."""
        shown: Any = self.model_dump(exclude={"branch"})
        return shown

    def message_id(self) -> UUID | None:
        """Return the message that names the branch."""
        return named_by(self.branch)


class SharePatch(In):
    """What to change of a link; what is left out stays, and so do its address and its views."""

    model_config = example(**_WANTED)

    branch: Branch | None = None
    """Takes the snapshot anew, of the branch that is read now or the one through a message; null
    leaves it."""
    expires_at: Expiry | None = None
    """From when on it shows nothing; null for never. One that is over works again."""
    include_costs: bool | None = None
    """Whether the page tells what each reply did cost; null leaves it."""
    include_names: bool | None = None
    """Whether it names everybody who wrote; null leaves it."""

    def showing(self) -> Showing:
        """Return what was sent and means a change."""
        sent = self.model_dump(exclude_unset=True, exclude={"branch"}).items()
        shown: Any = {name: to for name, to in sent if to is not None or name == "expires_at"}
        return shown


class SharedLinkOut(Out):
    """A link that shows a branch of a chat as it was."""

    model_config = example(**_LINK)

    link_id: UUID
    """Sorts by the time it was made."""
    chat_id: UUID
    """The chat."""
    url: str
    """The page's address: whoever has it may read, see `allows_public`."""
    title: str
    """Of the chat, as it was."""
    message_id: UUID
    """The last message that is shown."""
    include_costs: bool
    """Whether the page tells what each reply did cost."""
    include_names: bool
    """Whether it names everybody who wrote."""
    views: int
    """How often others than the owner opened it."""
    created_at: datetime
    """When it was made, UTC."""
    taken_at: datetime
    """When the chat was as it shows it, UTC."""
    expires_at: datetime | None
    """From when on it shows nothing, UTC; null for never."""


class ListedLinkOut(SharedLinkOut):
    """A link in the list of all chats."""

    model_config = example(**_LINK, is_deleted=False)

    is_deleted: bool
    """Whether its chat is in the trash: until that is restored, the link shows nothing."""


class SharedLinksOut(Shape):
    """The links of a chat."""

    model_config = example(links=[_LINK], allows_public=False)

    links: list[SharedLinkOut]
    """Newest first; expired ones are there, revoked ones are not."""
    allows_public: bool
    """Whether strangers may read, too; else those alone who sign in and are of the organisation."""


class SharedLinkPageOut(Shape):
    """Some links of all chats."""

    model_config = example(
        links=[_LINK | {"is_deleted": False}], next_cursor=_LINK["link_id"], allows_public=False
    )

    links: list[ListedLinkOut]
    """Newest first; expired ones are there, revoked ones are not."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""
    allows_public: bool
    """Whether strangers may read, too; else those alone who sign in and are of the organisation."""


def named_by(branch: Branch) -> UUID | None:
    """Return the message that names a branch; `None` for the one that is read now."""
    return None if branch == "current" else branch


def fields_of(link: SharedLink, origin: str) -> dict[str, Any]:
    """Return a link as it is told.

    Args:
        link: The link.
        origin: Where pages are, such as `https://chat.example.org`.
    """
    fields = link.model_dump(exclude={"slug", "user_id", "leaf_id"})
    return fields | {"url": f"{origin}/s/{link.slug}", "message_id": link.leaf_id}
