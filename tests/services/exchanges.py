"""Saves exchanges as the engine leaves them behind, at any moment."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from chat_app.db import transaction
from chat_app.llm.types import CostMethod, Role
from chat_app.models import Chat, Message, MessageStatus, Turn, User, now
from chat_app.services.budgets import ledger


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
        saved = await session.get_one(Chat, chat.chat_id)
        saved.current_message_id = message.message_id
    return message


async def settled_exchange(
    user: User,
    tokens: int = 100,
    *,
    model: str = "simulated",
    title: str = "A chat",
    days_ago: float = 0,
    outcome: MessageStatus = MessageStatus.COMPLETE,
    first_delta_ms: int | None = 300,
    **reply: Any,
) -> UUID:
    """Save a chat of one exchange that was charged `tokens`, and return the chat."""
    at = now() - timedelta(days=days_ago)
    if "cost_micro_usd" in reply:
        reply.setdefault("cost_method", CostMethod.BILLED)
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
        tokens_consumed=tokens,
        **reply,
    )
    turn_id, reserved_tokens = uuid7(), tokens + 20
    async with transaction() as session:
        for row in (chat, question, answer):
            session.add(row)
            await session.flush()
        period_id = await ledger.reserve(session, user, turn_id, reserved_tokens)
        session.add(
            Turn(
                turn_id=turn_id,
                user_id=user.user_id,
                chat_id=chat.chat_id,
                message_id=answer.message_id,
                period_id=period_id,
                model=model,
                reserved_tokens=reserved_tokens,
                lease_owner=uuid7(),
                lease_expires_at=at,
                started_at=at,
                settled_at=at,
                charged_tokens=tokens,
                outcome=outcome,
                first_delta_ms=first_delta_ms,
            )
        )
        await ledger.settle(
            session,
            user_id=user.user_id,
            period_id=period_id,
            turn_id=turn_id,
            reserved_tokens=reserved_tokens,
            cost_tokens=tokens,
        )
    return chat.chat_id
