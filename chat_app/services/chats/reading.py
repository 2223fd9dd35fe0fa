"""The messages of a chat, as its reader goes through their branches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from chat_app.db import briefly, reading, transaction, write_briefly
from chat_app.llm.types import FinishReason, Role
from chat_app.models import Message, Turn, User
from chat_app.services.accounts import Caller
from chat_app.services.budgets.receipts import Breakdown, breakdown_of
from chat_app.services.chats import branches, positions
from chat_app.services.chats.access import message_of, readable_chat
from chat_app.services.chats.attachments import AttachedFile, attachments_of
from chat_app.services.chats.positions import open_chat
from chat_app.services.chats.reactions import NO_REACTIONS, Reactions, reactions_of
from chat_app.services.chats.writers import Writers, writers_of
from chat_app.services.presence import Person


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message and the versions of it that other branches have."""

    message: Message
    sibling_ids: list[UUID]
    """All versions, itself among them, oldest first."""
    turn: Turn | None
    """The exchange that wrote it; `None` for questions and for what the app itself answered."""
    rival: "MessageView | None" = None
    """The other reply to the same question, while the reader compares both; of the last message."""
    attachments: tuple[AttachedFile, ...] = ()
    """Its files, in their order."""
    author: Person | None = None
    """Who wrote a question."""
    payer: Person | None = None
    """Who asked for a reply, and pays for it; nobody does for what the app itself answered."""
    is_shared: bool = False
    """Whether others are or were in the chat."""
    reactions: Reactions = NO_REACTIONS
    """What readers think of it."""

    @property
    def parts(self) -> Iterator[str | AttachedFile]:
        """What it says, in order: text and files; a question's files come before its text."""
        told = 0
        for each in self.attachments:
            until = each.text_offset or 0
            if until > told:
                yield self.message.content[told:until]
                told = until
            yield each
        if self.message.content[told:]:
            yield self.message.content[told:]

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
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
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
        is_end = branch == "current" and not before
        last = found[-1] if found and is_end and opened.is_comparing else None
        rival = await branches.rival(session, last) if last else None
        beside = [rival[0]] if rival else []
        wrote = turns | ({rival[0].message_id: rival[1]} if rival else {})
        held = await attachments_of(session, [*found, *beside], turns)
        people = await briefly(session, writers_of, user, opened.chat, found, wrote.values())
        thought = await reactions_of(session, user.user_id, [*found, *beside])

    def view(message: Message, siblings: list[UUID]) -> MessageView:
        return _view(message, siblings, wrote, held, people, thought)

    views = [view(each, versions[each.parent_id]) for each in found]
    if rival:
        views[-1] = replace(views[-1], rival=view(rival[0], views[-1].sibling_ids))
    return views


def _view(
    message: Message,
    siblings: list[UUID],
    turns: Mapping[UUID, Turn],
    held: Mapping[UUID, tuple[AttachedFile, ...]],
    writers: Writers,
    thought: Mapping[UUID, Reactions],
) -> MessageView:
    turn = turns.get(message.message_id)
    return MessageView(
        message,
        siblings,
        turn,
        attachments=held.get(message.message_id, ()),
        author=writers.author(message),
        payer=writers.payer(turn),
        is_shared=writers.chat.is_shared,
        reactions=thought.get(message.message_id, NO_REACTIONS),
    )


async def get_view(user: User, chat_id: UUID, message_id: UUID) -> MessageView:
    """Return a message of a user's chat with its versions and its exchange.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        MessageNotFound: The message is not in this chat.
    """
    async with reading() as session:
        chat = await readable_chat(session, user, chat_id)
        message = await message_of(session, chat_id, message_id)
        versions = await branches.versions(session, chat_id, {message.parent_id})
        turns = await branches.turns_of(session, chat_id, [message])
        held = await attachments_of(session, [message], turns)
        people = await briefly(session, writers_of, user, chat, [message], turns.values())
        thought = await reactions_of(session, user.user_id, [message])
    return _view(message, versions[message.parent_id], turns, held, people, thought)


async def go_to(caller: Caller, chat_id: UUID, message_id: UUID) -> int:
    """Have the reader's branch be one with a message; return how many messages it has from there.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        MessageNotFound: The message is not in this chat.
    """
    async with reading() as session:
        opened = await briefly(session, open_chat, user=caller.user, chat_id=chat_id)
        await message_of(session, chat_id, message_id)
        if depth := await branches.depth(session, opened.leaf_id, message_id):
            return depth
    await choose_branch(caller, chat_id, message_id)
    return await go_to(caller, chat_id, message_id)


async def get_message(user: User, chat_id: UUID, message_id: UUID) -> Message:
    """Return a message of a user's chat.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        MessageNotFound: The message is not in this chat.
    """
    async with reading() as session:
        await readable_chat(session, user, chat_id)
        return await message_of(session, chat_id, message_id)


async def choose_branch(caller: Caller, chat_id: UUID, message_id: UUID) -> None:
    """Take the reader to the newest branch through a message, in an archived chat as well.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        MessageNotFound: The message is not in this chat.
    """
    async with transaction() as session:
        await readable_chat(session, caller.user, chat_id)
        await message_of(session, chat_id, message_id)
        leaf_id = await branches.newest_leaf(session, chat_id, message_id)
        await positions.move(session, caller.user.user_id, chat_id, leaf_id)


async def leave_out(caller: Caller, chat_id: UUID, message_id: UUID | None) -> None:
    """Have models told nothing of a message and of those before it, on any branch.

    It holds for this reader alone, until it is changed again.

    Args:
        caller: The reader.
        chat_id: The chat, which may be archived.
        message_id: The newest message to leave out; `None` takes all of them back.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        MessageNotFound: The message is not in this chat.
    """
    if message_id:
        await get_message(caller.user, chat_id, message_id)
    await write_briefly(
        positions.leave_out, user=caller.user, chat_id=chat_id, message_id=message_id
    )
