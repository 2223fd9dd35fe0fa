"""What the model is told beside the new message: system prompt and the branch's last messages."""

from dataclasses import replace
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.llm.catalog import Model
from chat_app.llm.parts import instructions_of
from chat_app.llm.types import Prompt, PromptMessage, text_message
from chat_app.services.budgets.charges import OVERHEAD_TOKENS, at_most
from chat_app.services.chats.branches import branch


async def read_history(session: AsyncSession, leaf_id: UUID | None) -> list[PromptMessage]:
    """Return the last messages of the branch that ends in `leaf_id`, oldest first.

    Left out are replies without words, for there is nothing to tell and Anthropic refuses them, and
    commands, which carry no model's name. A question stays when its reply goes: vendors take two
    messages of a user in a row for one.
    """
    messages = await branch(session, leaf_id, get_settings().HISTORY_MESSAGES)
    return [
        text_message(message.role, message.content)
        for message in messages
        if message.model and message.content.strip()
    ]


def fit_history(model: Model, prompt: Prompt) -> Prompt:
    """Leave out the oldest messages until prompt and longest reply fit the model's window."""
    room_tokens = model.context_window_tokens - prompt.parameters.max_output_tokens
    room_tokens -= OVERHEAD_TOKENS
    room_tokens -= at_most(model, *prompt.question.parts)[0]
    room_tokens -= at_most(model, *instructions_of(prompt))[0]
    kept = [prompt.question]
    for earlier in reversed(prompt.history):
        room_tokens -= at_most(model, *earlier.parts)[0]
        if room_tokens < 0:
            break
        kept.insert(0, earlier)
    return replace(prompt, messages=tuple(kept))
