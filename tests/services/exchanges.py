"""Saves exchanges as the engine leaves them behind, at any moment."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid_utils.compat import uuid7

from chat_app.db import briefly, reading, transaction
from chat_app.llm.types import CostMethod, Role
from chat_app.models import Chat, Message, MessageStatus, Turn, User, now
from chat_app.services.budgets import holds, ledger
from chat_app.services.chats import positions


async def say(
    chat: Chat,
    content: str,
    parent: Message | None = None,
    *,
    status: MessageStatus = MessageStatus.COMPLETE,
) -> Message:
    """Save a message and make it the end of the current branch."""
    role = Role.ASSISTANT if parent and parent.role is Role.USER else Role.USER
    message = Message(
        chat_id=chat.chat_id,
        parent_id=parent and parent.message_id,
        role=role,
        content=content,
        status=status,
    )
    async with transaction() as session:
        session.add(message)
        await session.flush()
        await positions.move(session, chat.user_id, chat.chat_id, message.message_id)
    return message


async def turn_of(message_id: UUID) -> Turn:
    """Return the turn that writes a reply."""
    async with reading() as session:
        return (await session.exec(select(Turn).where(Turn.message_id == message_id))).one()


async def settled_exchange(
    user: User,
    tokens: int = 100,
    *,
    model: str = "simulated",
    title: str = "A chat",
    days_ago: float = 0,
    outcome: MessageStatus = MessageStatus.COMPLETE,
    **receipt: Any,
) -> UUID:
    """Save a chat of one exchange that was charged `tokens`, and return the chat."""
    at = now() - timedelta(days=days_ago)
    receipt.setdefault("first_delta_ms", 300)
    if "cost_micro_usd" in receipt:
        receipt.setdefault("cost_method", CostMethod.BILLED)
    chat = Chat(
        user_id=user.user_id, model=model, title=title, message_count=2, tokens_consumed=tokens
    )
    question = Message(
        chat_id=chat.chat_id, role=Role.USER, content="?", status=MessageStatus.COMPLETE
    )
    answer = Message(
        chat_id=chat.chat_id,
        parent_id=question.message_id,
        role=Role.ASSISTANT,
        content="!",
        status=outcome,
        model=model,
    )
    async with transaction() as session:
        for row in (chat, question, answer):
            session.add(row)
            await session.flush()
        await settled_turn(session, user, answer, tokens, at=at, **receipt)
    return chat.chat_id


async def settled_turn(
    session: AsyncSession,
    user: User,
    answer: Message | None,
    tokens: int,
    *,
    at: datetime,
    **receipt: Any,
) -> None:
    """Save a turn that was charged `tokens` for the reply it has written, if that is kept."""
    turn_id, reserved_tokens = uuid7(), tokens + 20
    await briefly(session, holds.reserve, [ledger.Owner.of(user)], turn_id, reserved_tokens)
    session.add(
        Turn(
            turn_id=turn_id,
            user_id=user.user_id,
            chat_id=answer and answer.chat_id,
            message_id=answer and answer.message_id,
            model=answer.model if answer else "simulated",
            reserved_tokens=reserved_tokens,
            lease_owner=uuid7(),
            lease_expires_at=at,
            started_at=at,
            settled_at=at,
            charged_tokens=tokens,
            outcome=answer.status if answer else MessageStatus.COMPLETE,
            **receipt,
        )
    )
    await briefly(
        session, holds.settle, turn_id, reserved_tokens=reserved_tokens, cost_tokens=tokens
    )


def _id_made_at(moment: datetime, like: UUID) -> UUID:
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | (like.int & (1 << 80) - 1))


async def untouched(user: User, days: float, **more: Any) -> Chat:
    """A chat that was made, and touched last, so many days ago."""
    moment = now() - timedelta(days=days)
    chat = Chat(user_id=user.user_id, model="simulated", title="Old", **more)
    chat.chat_id = _id_made_at(moment, chat.chat_id)
    chat.created_at = chat.updated_at = moment
    async with transaction() as session:
        session.add(chat)
    return chat
