"""Who may do what in a chat: its owner, and the members whom the owner let in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlmodel import SQLModel

from chat_app.errors import ChatNotFound, Forbidden, UnauthorizedChatAccess
from chat_app.models import Chat, MemberRole, Membership, User
from chat_app.prepared import Connection


class ChatRole(StrEnum):
    """What somebody is in a chat."""

    OWNER = "owner"
    """May do everything."""
    EDITOR = "editor"
    """Writes: sends, edits what they wrote, stops what they asked for; and all a viewer does."""
    VIEWER = "viewer"
    """Reads, reacts and exports."""


class Deed(StrEnum):
    """What only the owner of a chat may do."""

    RENAME = "rename"
    SET_UP = "set up"
    """Choose its model, what that is told first, and what else shapes its replies."""
    ARCHIVE = "archive"
    DELETE = "delete"
    """Or restore."""
    INVITE = "invite"
    """Let people in, take them out, or say what they may do."""
    SHARE = "share"
    """Show it by a link."""
    SEE_COSTS = "see costs"
    """Of each person in it."""


_OWNER_ONLY = {
    Deed.RENAME: "Only the owner can rename this chat",
    Deed.SET_UP: "Only the owner can choose the model and settings of this chat",
    Deed.ARCHIVE: "Only the owner can archive this chat",
    Deed.DELETE: "Only the owner can delete or restore this chat",
    Deed.INVITE: "Only the owner can say who is in this chat",
    Deed.SHARE: "Only the owner can share this chat by a link",
    Deed.SEE_COSTS: "Only the owner can see what each person spent here",
}

chats = SQLModel.metadata.tables[Chat.__tablename__].c
stays = SQLModel.metadata.tables[Membership.__tablename__].c
IS_HERE = and_(
    chats.is_shared,
    stays.chat_id == chats.chat_id,
    stays.user_id == bindparam("reader_id"),
    stays.left_at.is_(None),
)
"""What joins a chat with the stay of a reader in it, where there is one."""

MAY_WRITE = select(stays.membership_id).where(
    stays.user_id == bindparam("reader_id"),
    stays.left_at.is_(None),
    stays.role == MemberRole.EDITOR,
)
"""The stays in which a reader may write."""


def role_in(
    connection: Connection,
    user: User,
    chat: Chat | None,
    stay: MemberRole | None,
    deleted_after: datetime | None = None,
) -> ChatRole:
    """Return what somebody is in a chat, if it is there for them.

    Args:
        connection: Asked only where the chat is refused.
        user: Who.
        chat: What was found.
        stay: As what they are a member of it; `None` where they are none.
        deleted_after: From when on a deleted one will do; none will unless told so.

    Raises:
        ChatNotFound: It does not exist or was deleted, or they were a member of it once.
        UnauthorizedChatAccess: It belongs to somebody else, who did not let them in.
    """
    if chat is None:
        raise ChatNotFound
    if not chat.is_active and not _can_come_back(chat, deleted_after):
        if stay and chat.deleted_at and not chat.erased_at:
            raise ChatNotFound(f"{_name_of(connection, chat.user_id)} deleted this chat")
        raise ChatNotFound
    if chat.user_id == user.user_id:
        return ChatRole.OWNER
    if stay:
        return ChatRole(stay)
    if chat.is_shared and _was_here(connection, user.user_id, chat.chat_id):
        raise ChatNotFound
    raise UnauthorizedChatAccess


def require_owner(role: ChatRole, deed: Deed) -> None:
    """Let only the owner go on.

    Raises:
        Forbidden: It is a member.
    """
    if role is not ChatRole.OWNER:
        raise Forbidden(_OWNER_ONLY[deed])


def require_writer(role: ChatRole) -> None:
    """Let only those go on who may write.

    Raises:
        Forbidden: It is a viewer.
    """
    if role is ChatRole.VIEWER:
        raise Forbidden("You can read this chat, but not write in it")


def _can_come_back(chat: Chat, deleted_after: datetime | None) -> bool:
    # What is not there and was never deleted belongs to an import under way: nobody sees it yet.
    return bool(
        deleted_after
        and not chat.erased_at
        and chat.deleted_at
        and chat.deleted_at >= deleted_after
    )


def _name_of(connection: Connection, user_id: UUID) -> str:
    return connection.execute(_NAME, {"named_id": user_id}).scalar_one()


def _was_here(connection: Connection, user_id: UUID, chat_id: UUID) -> bool:
    params = {"reader_id": user_id, "opened_id": chat_id}
    return connection.execute(_ANY_STAY, params).first() is not None


_people = SQLModel.metadata.tables[User.__tablename__].c
_NAME = select(_people.name).where(_people.user_id == bindparam("named_id"))
_ANY_STAY = (
    select(stays.membership_id)
    .where(stays.chat_id == bindparam("opened_id"), stays.user_id == bindparam("reader_id"))
    .limit(1)
)
