"""The open chat of a tab: what the reader does, and what is sent back for it.

A changed var is sent whole, so no var here ever holds more than the newest thing: the history goes
out once in `opened` and is forgotten, a reply goes out in `piece`s. `docs/adr/0003` says why.
"""

from contextlib import aclosing
from typing import Any
from uuid import UUID

import reflex as rx
from reflex_base.registry import RegistrationContext

from chat_app.errors import (
    ChatAppError,
    ChatArchived,
    ChatNotFound,
    InvalidChatId,
    TurnInProgress,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.llm import catalogue
from chat_app.models import MessageStatus, Reaction, User
from chat_app.services import chats, turns
from chat_app.services.broker import End
from chat_app.services.turns import Started
from chat_app.ui.chat import wire
from chat_app.ui.chat.pieces import gather
from chat_app.ui.session import caller_of, signed_in
from chat_app.ui.sidebar.budget import BudgetState
from chat_app.ui.sidebar.chat_list_state import ChatListState

_PAGE_MESSAGES = 50


class ChatState(rx.State):
    """What the conversation component is told; its side is described in `thread.js`."""

    opened: dict[str, Any] = {}
    """A chat and its newest messages; emptied once the browser has taken them."""
    earlier: dict[str, Any] = {}
    """The messages before those; emptied likewise."""
    change: dict[str, Any] = {}
    """The newest step of one message."""
    piece: list[Any] = []
    """The newest text of the running reply: number, offset, next offset, text."""

    _steps: int = 0
    """Number of the newest step, so that the browser sees a missed one."""
    _number: int = 0
    """Number of the newest reply followed in this tab."""
    _follower: int = 0
    """The loop that may send pieces; older ones listen on in silence."""
    _running: tuple[str, ...] = ()
    """The chat that was opened last and its running reply, until the browser is ready for it."""

    @rx.event
    async def open(self):
        """Show the chat of the page's address, or a new one."""
        _, _, chat_id = self.router.url.path.partition("/chat/")
        await self._show(await signed_in(self), chat_id.strip("/"))

    @rx.event
    async def reopen(self, chat_id: str):
        """Send the chat again, because the browser missed something."""
        await self._show(await signed_in(self), chat_id)

    @rx.event
    async def taken(self, step: int):
        """Forget what the browser has taken, and follow the reply that runs in it."""
        self.opened = {}
        self.earlier = {}
        if step == self._steps and self._running:
            (chat_id, message_id), self._running = self._running, ()
            return ChatState.follow(chat_id, message_id, 0, self._number)
        return None

    @rx.event
    async def load_earlier(self, chat_id: str, before: str):
        """Send the page of messages before one of them."""
        views = await chats.messages(
            await signed_in(self),
            chats.parse_chat_id(chat_id),
            limit=_PAGE_MESSAGES,
            before=UUID(before),
        )
        self.earlier = {
            "chat": chat_id,
            "messages": wire.oldest_first(views),
            "older": len(views) == _PAGE_MESSAGES,
        }

    @rx.event(background=True)
    async def send(self, chat_id: str, text: str, model: str):
        """Send a message, in a new chat where none is open."""
        try:
            caller = await caller_of(self)
            where = chats.parse_chat_id(chat_id) if chat_id else None
            started = await turns.start(caller, where, text, model=model or None)
        except ChatAppError as refusal:
            yield await self._refuse(refusal, chat_id)
            return
        yield await self._begin(caller.user, started)

    @rx.event(background=True)
    async def edit(self, chat_id: str, message_id: str, text: str):
        """Write a message anew, on a branch of its own."""
        try:
            caller = await caller_of(self)
            started = await turns.edit(caller, chats.parse_chat_id(chat_id), UUID(message_id), text)
        except ChatAppError as refusal:
            yield await self._refuse(refusal, chat_id)
            return
        yield await self._begin(caller.user, started, replaced=message_id)

    @rx.event(background=True)
    async def regenerate(self, chat_id: str, message_id: str):
        """Ask for another reply to the same message."""
        try:
            caller = await caller_of(self)
            started = await turns.regenerate(caller, chats.parse_chat_id(chat_id), UUID(message_id))
        except ChatAppError as refusal:
            yield await self._refuse(refusal, chat_id)
            return
        yield await self._begin(caller.user, started, replaced=message_id, again=True)

    @rx.event
    async def stop(self, chat_id: str):
        """Stop the running reply; its text so far is kept."""
        await turns.stop(await signed_in(self), chats.parse_chat_id(chat_id))

    @rx.event
    async def react(self, chat_id: str, message_id: str, reaction: str):
        """Like or dislike a reply, or take that back."""
        await chats.react(
            await caller_of(self),
            chats.parse_chat_id(chat_id),
            UUID(message_id),
            Reaction(reaction) if reaction else None,
        )
        self._step({"kind": "liked", "message": message_id, "reaction": reaction})

    @rx.event
    async def choose_branch(self, chat_id: str, message_id: str):
        """Go to another version of a message and what followed it."""
        caller = await caller_of(self)
        await chats.choose_branch(caller, chats.parse_chat_id(chat_id), UUID(message_id))
        await self._show(caller.user, chat_id)

    @rx.event
    async def unarchive(self, chat_id: str):
        """Take an archived chat back, so that it can be written in again."""
        caller = await caller_of(self)
        await chats.update(caller, chats.parse_chat_id(chat_id), archived=False)
        await self._show(caller.user, chat_id)
        return ChatListState.refresh

    @rx.event
    async def resync(self, chat_id: str, message_id: str, have: int):
        """Send the running reply again from where the browser's text breaks off."""
        await signed_in(self)
        return ChatState.follow(chat_id, message_id, have, self._number)

    @rx.event(background=True)
    async def follow(self, chat_id: str, message_id: str, after: int, number: int):
        """Send a reply to the browser as it grows, and what it cost at its end.

        A reader who goes to another chat of the app still listens, in silence, so that the reply
        is finished; a closed tab does not.
        """
        user = await signed_in(self)
        message = await chats.get_message(user, chats.parse_chat_id(chat_id), UUID(message_id))
        token = self.router.session.client_token
        async with self:
            self._follower += 1
            mine = self._follower
        async with aclosing(gather(turns.attach(message.message_id, after))) as events:
            async for event in events:
                if not await _is_open(token):
                    return
                if event is None or mine != self._follower:
                    continue
                async with self:
                    if mine != self._follower:
                        continue
                    if isinstance(event, End):
                        self._step(wire.end_row(event))
                    else:
                        self.piece = [number, event.offset, event.end, event.text]
        yield [BudgetState.refresh, ChatListState.touched(chat_id)]

    async def _show(self, user: User, chat_id: str) -> None:
        self._number += 1
        self._follower += 1
        self._steps += 1
        self._running = ()
        page = {
            "chat": chat_id,
            "user": str(user.user_id),
            "step": self._steps,
            "messages": [],
        }
        if not chat_id:
            self.opened = page | {"model": catalogue.default_model(user.tier).model_id}
            return
        try:
            chat = await chats.get(user, chats.parse_chat_id(chat_id))
            views = await chats.messages(user, chat.chat_id, limit=_PAGE_MESSAGES)
        except (InvalidChatId, ChatNotFound, UnauthorizedChatAccess) as refusal:
            self.opened = page | {"missing": refusal.message}
            return
        running = [view for view in views if view.message.status is MessageStatus.STREAMING]
        if running:
            self._running = (chat_id, str(running[-1].message.message_id))
        self.opened = page | {
            "model": chat.model,
            "messages": wire.oldest_first(views, self._number),
            "older": len(views) == _PAGE_MESSAGES,
            "number": self._number if running else 0,
            "archived": chat.archived,
        }

    async def _begin(self, user: User, started: Started, replaced: str = "", again: bool = False):
        """Tell the browser the ids of what it just asked for, and follow the reply."""
        message = await chats.get_message(user, started.chat_id, started.message_id)
        async with self:
            self._number += 1
            number = self._number
            self._step(
                {
                    "kind": "begin",
                    "chat": str(started.chat_id),
                    "question": "" if again else str(started.user_message_id),
                    "reply": str(started.message_id),
                    "number": number,
                    "model": message.model,
                    "replaces": replaced,
                }
            )
        return [
            ChatState.follow(str(started.chat_id), str(started.message_id), 0, number),
            ChatListState.touched(str(started.chat_id)),
        ]

    async def _refuse(self, refusal: ChatAppError, chat_id: str):
        """Say in words why nothing was sent; the browser gives the text back."""
        if isinstance(refusal, Unauthenticated):
            raise refusal
        async with self:
            self._step({"kind": "refused", "why": refusal.message})
        changed_elsewhere = isinstance(refusal, TurnInProgress | ChatArchived)
        return ChatState.reopen(chat_id) if changed_elsewhere else None

    def _step(self, step: dict[str, Any]) -> None:
        self._steps += 1
        self.change = {"step": self._steps} | step


async def _is_open(token: str) -> bool:
    """Whether a tab is still connected."""
    namespace = RegistrationContext.get().app.event_namespace
    # Reflex 0.10.1 has no public name for this that works across workers.
    return namespace is not None and await namespace._token_manager.is_token_connected(token)
