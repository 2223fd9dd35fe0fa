"""What a link shows, and to whom.

Everything is read anew for each request: a link that was revoked or expired, a chat that was
deleted, an account that was closed, all are gone at once, and nobody can tell them from an address
that never was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import reading
from chat_app.errors import FileNotFound, NotFound, Unauthenticated
from chat_app.llm.types import CostMethod, Role
from chat_app.models import Chat, File, Message, MessageStatus, SharedLink, Turn, User, now
from chat_app.services.chats import branches
from chat_app.services.chats.attachments import AttachedFile, attachments_of
from chat_app.services.chats.reading import MessageView

NOTHING_THERE = "There is nothing here, or it is not shown any more"
_WHOLE = 1_000_000
"""Messages of a branch that no chat has."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A link that works, and who it is from."""

    link: SharedLink
    owner_name: str
    is_own: bool
    """Whether the reader is the owner."""


@dataclass(slots=True)
class ShownMessage:
    """What somebody said; a reply that was gone on with is one, whatever it was cut into."""

    role: Role
    status: MessageStatus
    """Of its last part."""
    at: datetime
    author_id: UUID
    """Who wrote it; of a reply, who asked for it."""
    model: str
    """Id of the model that wrote a reply."""
    parts: list[str | AttachedFile] = field(default_factory=list[str | AttachedFile])
    """Text and files, in order."""
    tokens: int | None = None
    """What it was charged; `None` where nobody asked for it here, as of what was imported."""
    cost_micro_usd: int = 0
    estimated_micro_usd: int = 0
    """How much of that is estimated."""


async def opened(slug: str, reader: User | None) -> Shown:
    """Return the link with an address, for who may read it.

    Args:
        slug: From the address.
        reader: Who is signed in; `None` for a stranger.

    Raises:
        Unauthenticated: Links are for the signed in, and the reader is not.
        NotFound: There is none, or none any more, or it is not for this reader.
    """
    if reader is None and not get_settings().ALLOW_PUBLIC_LINKS:
        raise Unauthenticated
    wanted = (
        select(SharedLink, User)
        .join(Chat, col(Chat.chat_id) == col(SharedLink.chat_id))
        .join(User, col(User.user_id) == col(SharedLink.user_id))
        .where(
            SharedLink.slug == slug,
            col(Chat.is_active),
            col(User.is_active),
            or_(col(SharedLink.expires_at).is_(None), col(SharedLink.expires_at) > now()),
        )
    )
    async with reading() as session:
        found = (await session.exec(wanted)).first()
    if found is None:
        raise NotFound(NOTHING_THERE)
    link, owner = found
    is_own = reader is not None and reader.user_id == owner.user_id
    is_colleague = reader is not None and reader.org_id == owner.org_id
    if not (is_own or is_colleague or get_settings().ALLOW_PUBLIC_LINKS):
        raise NotFound(NOTHING_THERE)
    return Shown(link, owner.name, is_own)


async def said(shown: Shown) -> tuple[list[ShownMessage], dict[UUID, str]]:
    """Return what a link shows, oldest first, and what those are called who wrote it.

    Commands and their answers are left out: they tell of the owner's budget, system prompt and
    settings. So is what says nothing.
    """
    async with reading() as session:
        path = await branches.branch(session, shown.link.leaf_id, _WHOLE)
        messages = [each for each in path if each.model]
        turns = await branches.turns_of(session, shown.link.chat_id, messages)
        held = await attachments_of(session, messages, turns)
        views = [
            MessageView(
                each, [], turns.get(each.message_id), attachments=held.get(each.message_id, ())
            )
            for each in messages
        ]
        told = _joined(views, shown.link.user_id)
        names = await _names(session, {each.author_id for each in told})
    return told, names


async def file_shown(shown: Shown, file_id: UUID) -> File:
    """Return a file that stands in what a link shows.

    Raises:
        FileNotFound: None of its messages holds such a file.
    """
    async with reading() as session:
        file = await branches.file_on(session, shown.link.leaf_id, file_id)
    if file is None:
        raise FileNotFound
    return file


def _joined(views: Iterable[MessageView], owner_id: UUID) -> list[ShownMessage]:
    told: list[ShownMessage] = []
    before: Message | None = None
    for view in views:
        message, turn = view.message, view.turn
        if not any(part if not isinstance(part, str) else part.strip() for part in view.parts):
            continue
        goes_on = before and before.role is message.role is Role.ASSISTANT
        if goes_on and before and before.message_id == message.parent_id:
            current = told[-1]
            current.status = message.status
        else:
            current = ShownMessage(
                message.role,
                message.status,
                message.created_at,
                author_id=(turn.user_id if turn else message.author_id) or owner_id,
                model=message.model,
            )
            told.append(current)
        _add(current, view.parts)
        if turn:
            _charge(current, turn)
        before = message
    return told


def _add(current: ShownMessage, parts: Iterable[str | AttachedFile]) -> None:
    for part in parts:
        last = current.parts[-1] if current.parts else None
        if isinstance(last, str) and isinstance(part, str):
            current.parts[-1] = last + part
        else:
            current.parts.append(part)


def _charge(current: ShownMessage, turn: Turn) -> None:
    current.tokens = (current.tokens or 0) + (turn.charged_tokens or 0)
    current.cost_micro_usd += turn.cost_micro_usd or 0
    if turn.cost_method is CostMethod.ESTIMATED:
        current.estimated_micro_usd += turn.cost_micro_usd or 0


async def _names(session: AsyncSession, user_ids: set[UUID]) -> dict[UUID, str]:
    named = select(User.user_id, User.name).where(col(User.user_id).in_(user_ids))
    return dict((await session.exec(named)).all())
