"""The header of the open chat: what it is called, what it carries along, what it did cost."""

from typing import Any
from uuid import UUID

import reflex as rx

from chat_app.errors import ChatAppError
from chat_app.models import Chat, User, Via
from chat_app.services import chats, turns
from chat_app.services.accounts import Caller
from chat_app.services.chats.changes import ChatChanges
from chat_app.services.turns.outlooks import Amount
from chat_app.ui.changes import set_changed
from chat_app.ui.chat.others import OthersState
from chat_app.ui.session import caller_of, signed_in

Row = dict[str, Any]


class HeaderState(rx.State):
    """What the header is told; its side is described in `header.jsx`."""

    head: Row = {}
    """The chat and its settings; empty for a new one."""
    gauge: Row = {}
    """What its next message carries along, and its cost so far: this changes with each reply."""

    async def show(self, user: User, chat_id: str) -> None:
        """Tell of the chat that is open; what did not change is not sent again."""
        try:
            chat = await chats.get(user, chats.parse_chat_id(chat_id)) if chat_id else None
            gauge = await _gauge(user, chat) if chat else {}
        except ChatAppError:
            # The conversation says why it is not there, or no longer.
            chat, gauge = None, {}
        if chat and chat.is_shared:
            await (await self.get_state(OthersState)).saw(user, chat)
        set_changed(self, head=_head(user, chat) if chat else {}, gauge=gauge)

    async def refresh(self, chat_id: str) -> None:
        """Tell of the open chat anew, after a reply."""
        await self.show(await signed_in(self), chat_id)

    @rx.event
    async def rename(self, chat_id: str, title: str):
        """Give the chat another title; an empty one changes nothing."""
        if title.strip():
            await self._change(chat_id, title=title)

    @rx.event
    async def set_up(self, chat_id: str, settings: ChatChanges):
        """Keep what the model is told first, and what else shapes its replies."""
        await self._change(
            chat_id,
            system_prompt=settings.get("system_prompt"),
            parameters=settings.get("parameters"),
        )

    @rx.event
    async def leave_out(self, chat_id: str, message_id: str):
        """Have models told nothing of a message and all before it; without one, of all again."""
        caller = await caller_of(self)
        left_out_id = UUID(message_id) if message_id else None
        await chats.leave_out(caller, UUID(chat_id), left_out_id)
        await self.show(caller.user, chat_id)

    @rx.event
    async def choose_model(self, chat_id: str, model: str):
        """Keep the model for the rest of the chat; a new chat gets it when it is made."""
        if chat_id:
            await self._change(chat_id, model=model)

    async def _change(self, chat_id: str, **changes: Any) -> None:
        caller = await caller_of(self)
        await chats.update(caller, UUID(chat_id), **changes)
        await self.show(caller.user, chat_id)


def _head(user: User, chat: Chat) -> Row:
    # Members see how long the prompt is, in the gauge, and not what it says.
    is_own = chat.user_id == user.user_id
    return {
        "chat": str(chat.chat_id),
        "title": chat.title,
        "system": chat.system_prompt or "" if is_own else "",
        "parameters": chat.parameters or {},
    }


async def _gauge(user: User, chat: Chat) -> Row:
    cost = await chats.cost(user, chat.chat_id)
    gauge: Row = {
        "chat": str(chat.chat_id),
        "cost": {
            "exchanges": cost.exchanges,
            "tokens": cost.tokens,
            "microUsd": cost.cost_micro_usd,
            "estimated": cost.estimated_cost_micro_usd > 0,
        },
    }
    try:
        context = await turns.context_of(Caller.of(user, Via.BROWSER), chat.chat_id)
    except ChatAppError:
        # A model that cannot be used carries nothing; the composer says why.
        return gauge
    return gauge | {
        "context": {
            "window": context.window_tokens,
            "used": context.used_tokens,
            "system": _amount(context.system),
            "history": _amount(context.history),
            "messages": context.history_messages,
            "charged": context.history_is_charged,
            "leftOut": context.left_out_messages,
            "leftOutId": str(context.left_out_id or ""),
        }
    }


def _amount(amount: Amount) -> Row:
    return {"tokens": amount.tokens, "microUsd": amount.cost_micro_usd}
