"""The open chat of a tab: what the reader does, and what is sent back for it.

A changed var is sent whole, so no var here ever holds more than the newest thing: the history goes
out once in `opened` and is forgotten, a reply goes out in `piece`s. `docs/adr/0003` says why.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any
from uuid import UUID

import reflex as rx

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
from chat_app.services.accounts import Caller
from chat_app.services.broker import End
from chat_app.services.turns import Started
from chat_app.ui.chat import wire
from chat_app.ui.chat.following import following, is_open, leave, send_piece
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
    """The newest text of the running reply: number, offset, next offset, text.

    It goes to the browser past this var (`following.py`), which stays empty."""

    _steps: int = 0
    """Number of the newest step, so that the browser sees a missed one."""
    _number: int = 0
    """Number of the newest reply followed in this tab."""
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

        async def start(caller: Caller) -> Started:
            where = chats.parse_chat_id(chat_id) if chat_id else None
            return await turns.start(caller, where, text, model=model or None)

        async for event in self._exchange(chat_id, start):
            yield event

    @rx.event(background=True)
    async def edit(self, chat_id: str, message_id: str, text: str):
        """Write a message anew, on a branch of its own."""

        async def edit(caller: Caller) -> Started:
            return await turns.edit(caller, chats.parse_chat_id(chat_id), UUID(message_id), text)

        async for event in self._exchange(chat_id, edit, replaces=message_id):
            yield event

    @rx.event(background=True)
    async def regenerate(self, chat_id: str, message_id: str):
        """Ask for another reply to the same message."""

        async def answer(caller: Caller) -> Started:
            return await turns.regenerate(caller, chats.parse_chat_id(chat_id), UUID(message_id))

        async for event in self._exchange(chat_id, answer, replaces=message_id, question=""):
            yield event

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
        """Send a reply that runs already, from an offset on."""
        user = await signed_in(self)
        message = await chats.get_message(user, chats.parse_chat_id(chat_id), UUID(message_id))
        await self._follow(message.message_id, after, number)

    async def _show(self, user: User, chat_id: str) -> None:
        self._number += 1
        leave(self.router.session.client_token)
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

    async def _exchange(
        self, chat_id: str, begin: Callable[[Caller], Awaitable[Started]], **step: str
    ) -> AsyncGenerator[Any, None]:
        """Begin an exchange, tell the browser the ids of what it asked for, and send the reply."""
        try:
            started = await begin(await caller_of(self))
        except ChatAppError as refusal:
            yield await self._refuse(refusal, chat_id)
            return
        async with self:
            self._number += 1
            number = self._number
            self._step(
                {
                    "kind": "begin",
                    "chat": str(started.chat_id),
                    "question": str(started.user_message_id),
                    "reply": str(started.message_id),
                    "number": number,
                    "model": started.model,
                    "replaces": "",
                }
                | step
            )
            is_listed = (await self.get_state(ChatListState)).has_on_top(started)
        if not is_listed:
            yield ChatListState.refresh
        await self._follow(started.message_id, 0, number)

    async def _follow(self, reply_id: UUID, after: int, number: int) -> None:
        """Send a reply to the browser as it grows, and what it cost at its end.

        A reader who goes to another chat of the app still listens, in silence, so that the reply
        is finished; a closed tab does not.
        """
        tab = self.router.session.client_token
        with following(tab) as is_awaited:
            async with aclosing(gather(turns.attach(reply_id, after))) as events:
                async for event in events:
                    if not await is_open(tab):
                        return
                    if isinstance(event, End):
                        async with self:
                            if is_awaited():
                                self._step(wire.end_row(event))
                            await (await self.get_state(BudgetState)).refresh()
                    elif event and is_awaited():
                        await send_piece(self.get_full_name(), number, event)

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
