"""The open chat of a tab: what is sent of it, at once and when it changes elsewhere.

A changed var is sent whole, so no var here ever holds more than the newest thing: the history goes
out once in `opened` and is forgotten, a reply goes out in `piece`s. `docs/adr/0003` says why.
"""

from contextlib import aclosing, suppress
from typing import Any
from uuid import UUID

import reflex as rx

from chat_app.errors import (
    ChatNotFound,
    Forbidden,
    InvalidChatId,
    MessageNotFound,
    NotFound,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.models import User, Via
from chat_app.services import chats, turns
from chat_app.services.accounts import Caller
from chat_app.services.broker import End
from chat_app.services.chats import folders, members, retention
from chat_app.services.chats.positions import OpenChat
from chat_app.services.chats.roles import ChatRole
from chat_app.services.turns import waiting
from chat_app.ui.chat import wire
from chat_app.ui.chat.following import following, leave, send_piece
from chat_app.ui.chat.header_state import HeaderState
from chat_app.ui.chat.pieces import gather
from chat_app.ui.session import signed_in, who_reads
from chat_app.ui.sidebar.budget import BudgetState
from chat_app.ui.tabs import is_open, share, show_chat
from chat_app.ui.words import words_of

_PAGE_MESSAGES = 50
_BEFORE_FOUND = 5
"""Messages before the one gone to, so that it is seen what it is about."""


class ShownChat(rx.State, mixin=True):
    """What the conversation component is told; its side is described in `thread.js`."""

    opened: dict[str, Any] = {}
    """A chat and its newest messages; emptied once the browser has taken them."""
    earlier: dict[str, Any] = {}
    """The messages before those; emptied likewise."""
    change: dict[str, Any] = {}
    """The newest step of one message."""
    piece: list[Any] = []
    """The newest text of a running reply: number, offset, next offset, text; a 1 behind it says
    that it is of what was thought before.

    It goes to the browser past this var (`following.py`), which stays empty."""

    _steps: int = 0
    """Number of the newest step, so that the browser sees a missed one."""
    _number: int = 0
    """Number of the newest reply followed in this tab; one beside it has the same below zero."""
    _running: tuple[tuple[str, int], ...] = ()
    """The replies that run in the chat that was opened last, until the browser is ready for them,
    and their numbers."""
    _shown: str = ""
    """The open chat; empty for a new one."""
    _newest: str = ""
    """The last message that the browser was told of."""
    _followed: str = ""
    """The reply that this tab hears or heard to its end."""

    @rx.event
    async def open(self):
        """Show the chat of the page's address, at the message it names, or a new one."""
        _, _, chat_id = self.router.url.path.partition("/chat/")
        found = self.router.url.query_parameters.get("message", "")
        await self._show(await signed_in(self), chat_id.strip("/"), found=found)

    @rx.event
    async def reopen(self, chat_id: str):
        """Send the chat again, because the browser missed something."""
        await self._show(await signed_in(self), chat_id)

    @rx.event
    async def catch_up(self, changed: str):
        """Send what is new in the open chat, because something changed it elsewhere.

        Args:
            changed: A message that is different now; "all" where nobody knows what is.
        """
        if self._shown:
            await self._show(await signed_in(self), self._shown, changed)

    @rx.event
    async def catch_end(self, reply: str):
        """Send how a reply ended, unless this tab has heard it."""
        if reply != self._followed:
            return type(self).catch_up(reply)
        return None

    @rx.event
    async def catch_begin(self, reply: str):
        """Send a reply that has begun or, where somebody went on in another version, say so."""
        if not self._shown:
            return
        user, chat_id = await signed_in(self), self._shown
        await self._show(user, chat_id, "")
        if reply == self._newest:
            return
        view = await chats.get_view(user, chats.parse_chat_id(chat_id), UUID(reply))
        if view.payer and view.payer.user_id != user.user_id:
            # Versions are counted anew.
            await self._show(user, chat_id, "all")
            who = wire.person_row(view.payer)
            self._step({"kind": "elsewhere", "who": who, "message": reply})

    @rx.event
    async def taken(self, step: int):
        """Forget what the browser has taken, and follow the reply that runs in it."""
        self.opened = {}
        self.earlier = {}
        if step == self._steps and self._running:
            running, self._running = self._running, ()
            self._followed = running[0][0]
            return [
                type(self).follow(self._shown, reply_id, [0, 0], number)
                for reply_id, number in running
            ]
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
            "messages": wire.oldest_first(views, words_of(self)),
            "older": len(views) == _PAGE_MESSAGES,
        }

    @rx.event
    async def resync(self, chat_id: str, message_id: str, have: list[int], number: int):
        """Send a running reply again from where the browser's text and thoughts break off."""
        await signed_in(self)
        number = self._number if number > 0 else -self._number
        return type(self).follow(chat_id, message_id, have, number)

    @rx.event(background=True)
    async def follow(self, chat_id: str, message_id: str, have: list[int], number: int):
        """Send a reply that runs already, from an offset of its text and one of its thoughts on."""
        caller, where = await who_reads(self), chats.parse_chat_id(chat_id)
        message = await chats.get_message(caller.user, where, UUID(message_id))
        await self._follow(caller, where, message.message_id, have, number)

    async def _show(
        self, user: User, chat_id: str, changed: str | None = None, found: str = ""
    ) -> None:
        """Send a chat or, where the browser has it, what it lacks.

        Args:
            user: The reader.
            chat_id: Empty for a new chat.
            changed: See `catch_up`; `None` where the browser may have nothing.
            found: The message to go to; empty for the end.
        """
        self._steps += 1
        self._running = ()
        page = {
            "chat": chat_id,
            "user": str(user.user_id),
            "step": self._steps,
            "news": changed is not None,
            "messages": [],
        }
        await (await self.get_state(HeaderState)).show(user, chat_id)
        if not chat_id:
            self._go_to("")
            folder = self.router.url.query_parameters.get("folder", "")
            self.opened = page | {"model": await folders.model_of_new_chat(user, folder)}
            return
        try:
            opened = await chats.get_to_read(user, chats.parse_chat_id(chat_id))
            chat = opened.chat
            if changed is None:
                # Before more is read: what becomes of it meanwhile is told.
                self._go_to(chat_id, is_shared=chat.is_shared)
            if from_end := await _place_of(user, chat.chat_id, found):
                page["found"] = found
            limit = max(_PAGE_MESSAGES, from_end + _BEFORE_FOUND)
            views = await chats.messages(user, chat.chat_id, limit=limit)
            comings = await members.comings(chat.chat_id) if chat.is_shared else []
        except (InvalidChatId, ChatNotFound, UnauthorizedChatAccess) as refusal:
            self._go_to(chat_id if isinstance(refusal, ChatNotFound) else "", is_shared=False)
            self._newest = ""
            page["missing"] = words_of(self).translated(refusal.message)
            if isinstance(refusal, ChatNotFound):
                page["kept"] = await waiting.kept_words(user, UUID(chat_id))
            self.opened = page
            return
        running = wire.running(views)
        reply_id = running[0][0] if running else ""
        followed = self._followed
        if changed is None or reply_id not in {"", followed}:
            if changed is not None:
                self._go_to(chat_id)
            self._running = tuple((each, sign * self._number) for each, sign in running)
        share(self.router.session.client_token, chat.is_shared)
        lacking = None
        if changed is not None and changed != "all":
            lacking = wire.lacking(views, self._newest, {changed} | ({followed} - {self._followed}))
        if lacking is not None:
            page["after"] = self._newest
        self._newest = str(views[-1].message.message_id) if views else ""
        self.opened = page | {
            "title": chat.title,
            "temporary": chat.is_temporary,
            "model": _begins_with(user, opened),
            "messages": wire.oldest_first(
                views if lacking is None else lacking, words_of(self), self._number
            ),
            "older": len(views) == limit,
            "number": self._number if running else 0,
            "archived": chat.archived,
            "shared": chat.is_shared,
            "role": opened.role.value,
            "comings": [wire.coming_row(each) for each in comings],
            "leaves": self._leaves(opened),
        }

    def _leaves(self, opened: OpenChat) -> str:
        """Return the day on which a chat goes to the trash, as its owner is told before."""
        is_owner = opened.role is ChatRole.OWNER
        leaves_at = retention.leaves_soon_at(opened.chat) if is_owner else None
        return words_of(self).day(leaves_at) if leaves_at else ""

    def _go_to(self, chat_id: str, *, is_shared: bool | None = None) -> None:
        """Show a chat from now on, and whatever reply runs there; see `tabs.show_chat`."""
        self._number += 1
        self._shown, self._followed = chat_id, ""
        tab = self.router.session.client_token
        leave(tab)
        show_chat(tab, UUID(chat_id) if chat_id else None, is_shared=is_shared)

    async def _follow(
        self, caller: Caller, chat_id: UUID, reply_id: UUID, have: list[int], number: int
    ) -> None:
        """Send a reply to the browser as it grows, and what it cost at its end.

        A reader who goes to another chat of the app still listens, in silence, so that the reply
        is finished; a closed tab does not, nor who may not read the chat any more.
        """
        with suppress(Unauthenticated, Forbidden, NotFound):
            async with chats.staying(caller, chat_id):
                await self._hear(reply_id, have, number)

    async def _hear(self, reply_id: UUID, have: list[int], number: int) -> None:
        tab = self.router.session.client_token
        with following(tab, number) as is_awaited:
            async with aclosing(gather(turns.attach(reply_id, *have))) as events:
                async for event in events:
                    if not await is_open(tab):
                        return
                    if isinstance(event, End):
                        async with self:
                            if is_awaited():
                                self._step(wire.end_row(event, words_of(self)))
                                await (await self.get_state(HeaderState)).refresh(self._shown)
                            await (await self.get_state(BudgetState)).refresh()
                    elif event and is_awaited():
                        await send_piece(self.get_full_name(), number, event)

    def _step(self, step: dict[str, Any]) -> None:
        self._steps += 1
        self.change = {"step": self._steps} | step


def _begins_with(user: User, opened: chats.OpenChat) -> str:
    """Return the model of the reader's next message; who pays for it has to be able to use it."""
    if opened.role is ChatRole.OWNER:
        return opened.chat.model
    return chats.usable_or_usual(user, opened.chat.model).model_id


async def _place_of(user: User, chat_id: UUID, found: str) -> int:
    """Go to a message; return how many there are from it to the end, 0 where it is not there."""
    try:
        return await chats.go_to(Caller.of(user, Via.BROWSER), chat_id, UUID(found)) if found else 0
    except (ValueError, MessageNotFound):
        return 0
