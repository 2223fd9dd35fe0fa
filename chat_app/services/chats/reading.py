"""The messages of a chat, as its reader goes through their branches and marks them."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from chat_app.db import briefly, reading, transaction
from chat_app.errors import InvalidRequest
from chat_app.llm.types import FinishReason, Role
from chat_app.models import Message, Reaction, Turn, User
from chat_app.services.accounts import Caller
from chat_app.services.budgets.receipts import Breakdown, breakdown_of
from chat_app.services.chats import branches, positions
from chat_app.services.chats.access import message_of, own_chat, writable_chat
from chat_app.services.chats.positions import open_chat


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message and the versions of it that other branches have."""

    message: Message
    sibling_ids: list[UUID]
    """All versions, itself among them, oldest first."""
    turn: Turn | None
    """The exchange that wrote it; `None` for questions and for what the app itself answered."""

    @property
    def tokens_consumed(self) -> int:
        """What the exchange was charged; 0 for a question and until it is settled."""
        return (self.turn and self.turn.charged_tokens) or 0

    @property
    def breakdown(self) -> Breakdown | None:
        """How the charge came about."""
        return self.turn and breakdown_of(self.turn)

    @property
    def finish_reason(self) -> FinishReason | None:
        """Why a reply ended; the app's own answers end by themselves."""
        if self.turn:
            return self.turn.finish_reason
        return FinishReason.STOP if self.message.role is Role.ASSISTANT else None


async def messages(
    user: User,
    chat_id: UUID,
    *,
    limit: int = 50,
    before: UUID | None = None,
    branch: Literal["current", "all"] = "current",
) -> list[MessageView]:
    """Return the newest messages of a chat, oldest first.

    Args:
        user: Who reads.
        chat_id: The chat.
        limit: Most messages.
        before: Only messages that come before this one.
        branch: The current branch, or every message of every branch.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        MessageNotFound: `before` is not a message of the chat.
    """
    async with reading() as session:
        opened = await briefly(session, open_chat, user=user, chat_id=chat_id)
        follower = await message_of(session, chat_id, before) if before else None
        if branch == "all":
            found = await branches.newest(session, chat_id, limit, before)
        else:
            end_id = follower.parent_id if follower else opened.leaf_id
            found = await branches.branch(session, end_id, limit)
        versions = await branches.versions(session, chat_id, {each.parent_id for each in found})
        turns = await branches.turns_of(session, chat_id, found)
    return [
        MessageView(each, versions[each.parent_id], turns.get(each.message_id)) for each in found
    ]


async def get_message(user: User, chat_id: UUID, message_id: UUID) -> Message:
    """Return a message of a user's chat.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        MessageNotFound: The message is not in this chat.
    """
    async with reading() as session:
        await own_chat(session, user, chat_id)
        return await message_of(session, chat_id, message_id)


async def react(caller: Caller, chat_id: UUID, message_id: UUID, reaction: Reaction | None) -> None:
    """Note what the reader thought of a reply.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        ChatArchived: The chat can only be read.
        MessageNotFound: The message is not in this chat.
        InvalidRequest: The message is the reader's own.
    """
    async with transaction() as session:
        await writable_chat(session, caller.user, chat_id)
        message = await message_of(session, chat_id, message_id)
        if message.role is not Role.ASSISTANT:
            raise InvalidRequest("Only replies take a reaction")
        message.reaction = reaction


async def choose_branch(caller: Caller, chat_id: UUID, message_id: UUID) -> None:
    """Take the reader to the newest branch through a message, in an archived chat as well.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        MessageNotFound: The message is not in this chat.
    """
    async with transaction() as session:
        await own_chat(session, caller.user, chat_id)
        await message_of(session, chat_id, message_id)
        leaf_id = await branches.newest_leaf(session, chat_id, message_id)
        await positions.move(session, caller.user.user_id, chat_id, leaf_id)
