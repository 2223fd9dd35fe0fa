"""What the composer is told: the models to choose from, and what a message can cost."""

from typing import Any

import reflex as rx

from chat_app.errors import ChatAppError
from chat_app.models import Via
from chat_app.services import chats, turns
from chat_app.services.accounts import Caller
from chat_app.ui.chat import wire
from chat_app.ui.session import caller_of, signed_in


class ComposerState(rx.State):
    """What the composer shows; the text being written leaves the browser only to be priced."""

    models: list[dict[str, Any]] = []
    """Every model, with why one cannot be chosen."""
    quote: dict[str, Any] = {}
    """The newest price: question, most tokens, tokens left after; or why it cannot be sent."""

    @rx.event
    async def list_models(self):
        """List the models for the signed-in user's tier."""
        models = wire.model_rows(await signed_in(self))
        if models != self.models:
            self.models = models

    @rx.event
    async def choose_model(self, chat_id: str, model: str):
        """Keep the model for the rest of the chat; a new chat gets it when it is made."""
        if chat_id:
            await chats.update(await caller_of(self), chats.parse_chat_id(chat_id), model=model)

    @rx.event(background=True)
    async def price(self, question: int, chat_id: str, text: str, model: str):
        """Say what a message can cost at most and what is left then."""
        caller = Caller.of(await signed_in(self), Via.BROWSER)
        where = chats.parse_chat_id(chat_id) if chat_id else None
        answer: dict[str, Any] = {"question": question}
        try:
            quote = await turns.quote(caller, where, text, model=model or None)
            answer |= {"most": quote.max_total_tokens, "left": quote.remaining_after_tokens}
        except ChatAppError as refusal:
            answer["refusal"] = refusal.message
        async with self:
            self.quote = answer
