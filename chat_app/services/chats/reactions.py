"""What each reader of a chat thinks of its replies, and why not much."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import transaction
from chat_app.errors import ChatArchived, InvalidRequest
from chat_app.llm.types import Role
from chat_app.models import Complaint, Feedback, Message, MessageReaction, Reaction
from chat_app.services import live
from chat_app.services.accounts import Caller
from chat_app.services.chats.access import message_of, readable_chat
from chat_app.services.chats.positions import INSERTS

MAX_WORDS_CHARACTERS = 1000
_READ_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Reactions:
    """What the readers of a chat think of a reply."""

    own: Reaction | None = None
    """What who asks thinks."""
    likes: int = 0
    dislikes: int = 0
    """How many do; who asks is among them."""


NO_REACTIONS = Reactions()


async def react(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID,
    reaction: Reaction | None,
    complaints: Collection[Complaint] = (),
    words: str = "",
) -> None:
    """Note what the reader thinks of a reply, in the place of what they thought before.

    Args:
        caller: The reader.
        chat_id: The chat.
        message_id: The reply.
        reaction: `None` takes it back, and why with it.
        complaints: What they did not like; told to administrators, as are
        words: their own on that, without the blanks around them.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        ChatArchived: The chat can only be read.
        MessageNotFound: The message is not in this chat.
        InvalidRequest: The message is the reader's own; the words are too long; it is no dislike
            that reasons are given for.
    """
    words = words.strip()
    if len(words) > MAX_WORDS_CHARACTERS:
        raise InvalidRequest(f"At most {MAX_WORDS_CHARACTERS} characters may say why")
    if (complaints or words) and reaction is not Reaction.DISLIKE:
        raise InvalidRequest("Reasons are taken for a dislike only")
    async with transaction() as session:
        chat = await readable_chat(session, caller.user, chat_id)
        if chat.archived:
            raise ChatArchived
        message = await message_of(session, chat_id, message_id)
        if message.role is not Role.ASSISTANT:
            raise InvalidRequest("Only replies take a reaction")
        await _keep(session, caller.user.user_id, message, reaction)
        live.publish(live.of_chat(chat_id), live.Kind.MESSAGE, message=str(message_id))
        await session.exec(
            delete(Feedback)
            .where(col(Feedback.message_id) == message_id)
            .where(col(Feedback.user_id) == caller.user.user_id)
        )
        if complaints or words:
            session.add(
                Feedback(
                    message_id=message_id,
                    user_id=caller.user.user_id,
                    complaints=tuple(one for one in Complaint if one in complaints),
                    words=words,
                )
            )


async def reactions_of(
    session: AsyncSession, user_id: UUID, messages: Iterable[Message]
) -> dict[UUID, Reactions]:
    """Return what readers think of messages, by the id of the message; the others have none.

    Args:
        session: Reads.
        user_id: Who asks.
        messages: Those of a chat.
    """
    ids = [each.message_id for each in messages if each.role is Role.ASSISTANT]
    found: dict[UUID, Reactions] = {}
    for start in range(0, len(ids), _READ_AT_ONCE):
        some = await session.exec(
            select(MessageReaction).where(
                col(MessageReaction.message_id).in_(ids[start : start + _READ_AT_ONCE])
            )
        )
        for each in some:
            said = found.get(each.message_id, NO_REACTIONS)
            likes = each.reaction is Reaction.LIKE
            found[each.message_id] = Reactions(
                own=each.reaction if each.user_id == user_id else said.own,
                likes=said.likes + likes,
                dislikes=said.dislikes + (not likes),
            )
    return found


async def _keep(
    session: AsyncSession, user_id: UUID, message: Message, reaction: Reaction | None
) -> None:
    if reaction is None:
        await session.exec(
            delete(MessageReaction)
            .where(col(MessageReaction.message_id) == message.message_id)
            .where(col(MessageReaction.user_id) == user_id)
        )
        return
    written = INSERTS[session.get_bind().dialect.name](_kept).values(
        message_id=message.message_id, user_id=user_id, model=message.model, reaction=reaction
    )
    # From here on, the same reader's next one waits for this one's commit.
    await session.exec(
        written.on_conflict_do_update(
            index_elements=["message_id", "user_id"], set_={"reaction": reaction}
        )
    )


_kept = SQLModel.metadata.tables[MessageReaction.__tablename__]
