"""What the model is told beside the new message: system prompt and the branch's last messages."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from chat_app.config import get_settings
from chat_app.llm.catalogue import Model
from chat_app.llm.types import Prompt, PromptMessage, text_message
from chat_app.services.budgets.charges import Price, price_of
from chat_app.services.chats.branches import said


def read_history(connection: Connection, leaf_id: UUID | None) -> list[PromptMessage]:
    """Return the last messages of the branch that ends in `leaf_id`, oldest first.

    Left out are replies without words, for there is nothing to tell and Anthropic refuses them, and
    commands, which carry no model's name. A question stays when its reply goes: vendors take two
    messages of a user in a row for one.
    """
    return [
        text_message(role, content)
        for role, content, model in said(connection, leaf_id, get_settings().HISTORY_MESSAGES)
        if model and content.strip()
    ]


def fit_history(model: Model, prompt: Prompt) -> tuple[Prompt, Price]:
    """Leave out the oldest messages until prompt and longest reply fit the model's window.

    Returns:
        What is left of the prompt, and its price.
    """
    price = price_of(model, prompt)
    over_tokens = price.tokens + prompt.parameters.max_output_tokens - model.context_window_tokens
    dropped = 0
    while over_tokens > 0 and dropped < len(price.history):
        over_tokens -= price.history[dropped].tokens
        dropped += 1
    kept = replace(prompt, messages=prompt.messages[dropped:])
    return kept, replace(price, history=price.history[dropped:])
