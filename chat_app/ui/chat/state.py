"""The open chat of a tab: what the reader does, and what is sent back for it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any
from uuid import UUID

import reflex as rx

from chat_app.errors import (
    ChatAppError,
    ChatArchived,
    TurnInProgress,
    Unauthenticated,
)
from chat_app.models import Complaint, Reaction
from chat_app.pacing import own_round
from chat_app.services import chats, live, turns
from chat_app.services.accounts import Caller
from chat_app.services.chats.changes import NewChat
from chat_app.services.turns import Started
from chat_app.ui.chat.shown import ShownChat
from chat_app.ui.session import caller_of, signed_in
from chat_app.ui.sidebar.chat_list_state import ChatListState
from chat_app.ui.words import words_of


class ChatState(ShownChat, rx.State):
    """What the reader does in the open chat."""

    @rx.event(background=True)
    async def send(
        self, chat_id: str, text: str, model: str, new_chat: NewChat, attachments: list[str]
    ):
        """Send a message and its files, in a new chat where none is open.

        Args:
            chat_id: Empty for a new chat.
            text: What it says.
            model: Who answers; empty for the chat's own.
            new_chat: What a new chat begins with.
            attachments: Ids of its files.
        """

        async def start(caller: Caller) -> Started:
            where = chats.parse_chat_id(chat_id) if chat_id else None
            return await turns.start(
                caller,
                where,
                text,
                model=model or None,
                new_chat=new_chat,
                attachments=[UUID(each) for each in attachments],
            )

        async for event in self._exchange(chat_id, start):
            yield event

    @rx.event(background=True)
    async def edit(
        self, chat_id: str, message_id: str, text: str, model: str, attachments: list[str]
    ):
        """Write a message anew, on a branch of its own; see `send`."""

        async def edit(caller: Caller) -> Started:
            return await turns.edit(
                caller,
                chats.parse_chat_id(chat_id),
                UUID(message_id),
                text,
                model=model or None,
                attachments=[UUID(each) for each in attachments],
            )

        async for event in self._exchange(chat_id, edit, replaces=message_id):
            yield event

    @rx.event(background=True)
    async def regenerate(self, chat_id: str, message_id: str, model: str):
        """Ask for another reply to the same message, of another model where one is named."""

        async def answer(caller: Caller) -> Started:
            where = chats.parse_chat_id(chat_id)
            return await turns.regenerate(caller, where, UUID(message_id), model=model or None)

        async for event in self._exchange(chat_id, answer, replaces=message_id, question=""):
            yield event

    @rx.event(background=True)
    async def go_on(self, chat_id: str, message_id: str):
        """Go on with a reply that was cut."""

        async def go_on(caller: Caller) -> Started:
            where = chats.parse_chat_id(chat_id)
            return await turns.continue_reply(caller, where, UUID(message_id))

        async for event in self._exchange(chat_id, go_on, question=""):
            yield event

    @rx.event(background=True)
    async def compare(
        self,
        chat_id: str,
        text: str,
        model: str,
        other: str,
        new_chat: NewChat,
        attachments: list[str],
    ):
        """Have two models answer a message at once; see `send`."""

        async def compare(caller: Caller) -> Started:
            where = chats.parse_chat_id(chat_id) if chat_id else None
            return await turns.compare(
                caller,
                where,
                text,
                (model, other),
                new_chat=new_chat,
                attachments=[UUID(each) for each in attachments],
            )

        async for event in self._exchange(chat_id, compare, other=other):
            yield event

    @rx.event
    async def stop(self, chat_id: str, message_id: str):
        """Stop what runs, or one of two replies; their text so far is kept."""
        reply_id = UUID(message_id) if message_id else None
        await turns.stop(await signed_in(self), chats.parse_chat_id(chat_id), reply_id)

    @rx.event
    async def react(
        self, chat_id: str, message_id: str, reaction: str, complaints: list[str], words: str
    ):
        """Like or dislike a reply and say why, or take that back."""
        await chats.react(
            await caller_of(self),
            chats.parse_chat_id(chat_id),
            UUID(message_id),
            Reaction(reaction) if reaction else None,
            [Complaint(one) for one in complaints],
            words,
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

    async def _exchange(
        self, chat_id: str, begin: Callable[[Caller], Awaitable[Started]], **step: str
    ) -> AsyncGenerator[Any, None]:
        """Begin an exchange, tell the browser the ids of what it asked for, and send the reply."""
        await own_round()
        try:
            caller = await caller_of(self)
            live.acting_from(self.router.session.client_token)
            started = await begin(caller)
        except ChatAppError as refusal:
            yield await self._refuse(refusal, chat_id)
            return
        if started.waiting_id:
            async with self:
                self._step({"kind": "waits"})
            return
        async with self:
            self._go_to(str(started.chat_id))
            self._newest = self._followed = str(started.message_id)
            number = self._number
            self._step(
                {
                    "kind": "begin",
                    "chat": str(started.chat_id),
                    "title": started.title,
                    "question": str(started.user_message_id),
                    "reply": str(started.message_id),
                    "number": number,
                    "model": started.model,
                    "replaces": "",
                    "rival": str(started.rival_id or ""),
                }
                | step
            )
            is_listed = (await self.get_state(ChatListState)).has_on_top(started)
        if not is_listed:
            yield ChatListState.refresh
        if started.rival_id:
            yield ChatState.follow(str(started.chat_id), str(started.rival_id), [0, 0], -number)
        if started.model is None:
            # A command may have changed the chat itself.
            yield ChatState.catch_up("")
        await self._follow(caller, started.chat_id, started.message_id, [0, 0], number)

    async def _refuse(self, refusal: ChatAppError, chat_id: str):
        """Say in words why nothing was sent; the browser gives the text back."""
        if isinstance(refusal, Unauthenticated):
            raise refusal
        async with self:
            self._step({"kind": "refused", "why": words_of(self).translated(refusal.message)})
        changed_elsewhere = isinstance(refusal, TurnInProgress | ChatArchived)
        return ChatState.reopen(chat_id) if changed_elsewhere else None
