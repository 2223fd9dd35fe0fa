"""From a message sent to its reply settled: every way to start, hear, stop and end a turn."""

from chat_app.services.turns.embeddings import Embedding, embed
from chat_app.services.turns.exchanges import ask, cancel
from chat_app.services.turns.listening import attach, length_so_far
from chat_app.services.turns.turns import (
    Started,
    edit,
    quote,
    regenerate,
    remaining_tokens,
    start,
    stop,
)

__all__ = [
    "Embedding",
    "Started",
    "ask",
    "attach",
    "cancel",
    "edit",
    "embed",
    "length_so_far",
    "quote",
    "regenerate",
    "remaining_tokens",
    "start",
    "stop",
]
