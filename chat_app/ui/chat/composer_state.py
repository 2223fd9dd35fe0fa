"""What the composer is told: the models to choose from, and what a message will cost."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import reflex as rx

from chat_app.config import get_settings
from chat_app.errors import ChatAppError
from chat_app.llm.types import Task
from chat_app.models import Via
from chat_app.services import chats, turns
from chat_app.services.accounts import Caller
from chat_app.services.chats.access import models_to_choose
from chat_app.services.chats.changes import NewChat
from chat_app.services.turns import Outlook
from chat_app.ui.changes import set_changed
from chat_app.ui.chat import pricing
from chat_app.ui.session import signed_in
from chat_app.ui.words import words_of


class ComposerState(rx.State):
    """What the composer shows; the text being written leaves the browser only to be priced."""

    models: list[dict[str, Any]] = []
    """Every model, with why one cannot be chosen."""
    most_mib: int = 0
    """The size of a file at most."""
    voice: dict[str, bool] = {"transcribes": False, "speaks": False}
    """Whether the server writes recordings down, and whether it reads replies aloud."""
    quote: dict[str, Any] = {}
    """The newest price: which question it answers, see `quotes.jsx`; or why it cannot be sent."""

    @rx.event
    async def list_models(self):
        """List the models for the signed-in user's tier."""
        user = await signed_in(self)
        models, voice = pricing.model_rows(user, words_of(self)), pricing.voice_row(user)
        set_changed(self, models=models, voice=voice, most_mib=get_settings().MAX_FILE_MIB)

    @rx.event(background=True)
    async def price(
        self,
        question: int,
        chat_id: str,
        text: str,
        models: list[str],
        new_chat: NewChat,
        attachments: list[str],
    ):
        """Say what a message to one model or to two will cost; see `ChatState.send`."""
        where = chats.parse_chat_id(chat_id) if chat_id else None
        caller = Caller.of(await signed_in(self), Via.BROWSER)
        files = [UUID(each) for each in attachments]
        model, *others = models
        if others:
            both = (model, others[0])
            asked = turns.quote_pair(
                caller, where, text, both, new_chat=new_chat, attachments=files
            )
        else:
            asked = _alone(
                turns.quote(
                    caller,
                    where,
                    text,
                    model=model or None,
                    new_chat=new_chat,
                    attachments=files,
                )
            )
        await self._answer(question, asked)

    @rx.event(background=True)
    async def price_anew(
        self,
        question: int,
        chat_id: str,
        message_id: str,
        deed: str,
        text: str,
        model: str,
        attachments: list[str],
    ):
        """Say what a deed will cost: `edit` a message, `continue` or `retry` a reply.

        Args:
            question: Number of what is asked.
            chat_id: Where it is.
            message_id: What it is done to.
            deed: Which of them.
            text: What the message will be, where it is edited.
            model: Who answers an edited message, or again; empty for the chat's own.
            attachments: Ids of the edited message's files.
        """
        where, what = chats.parse_chat_id(chat_id), UUID(message_id)
        caller = Caller.of(await signed_in(self), Via.BROWSER)
        if deed == "edit":
            files = [UUID(each) for each in attachments]
            asked = turns.quote_edit(caller, where, what, text, files, model=model or None)
        elif deed == "continue":
            asked = turns.quote_continue(caller, where, what)
        else:
            asked = turns.quote_again(caller, where, what, model=model or None)
        await self._answer(question, _alone(asked))

    @rx.event(background=True)
    async def price_retries(self, question: int, chat_id: str, message_id: str):
        """Say what another reply will cost, of each model that the reader may ask for it.

        Args:
            question: Number of what is asked.
            chat_id: Where it is.
            message_id: The reply.
        """
        where, what = chats.parse_chat_id(chat_id), UUID(message_id)
        caller = Caller.of(await signed_in(self), Via.BROWSER)
        retries: dict[str, pricing.Row] = {}
        for each in models_to_choose(caller, Task.CHAT, Task.IMAGE):
            asked = turns.quote_again(caller, where, what, model=each.model_id)
            retries[each.model_id] = await self._row(_alone(asked), pricing.short_row)
        async with self:
            self.quote = {"question": question, "retries": retries}

    async def _answer(self, question: int, asked: Awaitable[Sequence[Outlook]]) -> None:
        answer = await self._row(asked, pricing.quote_row)
        async with self:
            self.quote = {"question": question} | answer

    async def _row(
        self,
        asked: Awaitable[Sequence[Outlook]],
        row: Callable[[Sequence[Outlook]], pricing.Row],
    ) -> pricing.Row:
        try:
            return row(await asked)
        except ChatAppError as refusal:
            return {"refusal": words_of(self).translated(refusal.message)}


async def _alone(asked: Awaitable[Outlook]) -> list[Outlook]:
    return [await asked]
