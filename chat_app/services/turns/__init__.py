"""From a message sent to its reply settled: every way to start, hear, stop and end a turn."""

from chat_app.services.turns.anew import is_cut
from chat_app.services.turns.comparing import compare, quote_pair
from chat_app.services.turns.dictation import Transcript, transcribe
from chat_app.services.turns.embeddings import Embedding, embed
from chat_app.services.turns.exchanges import ask, cancel
from chat_app.services.turns.gauge import Context, context_of
from chat_app.services.turns.listening import attach, length_so_far, places_in_line
from chat_app.services.turns.outlooks import Outlook
from chat_app.services.turns.quotes import (
    quote,
    quote_again,
    quote_continue,
    quote_edit,
    remaining_tokens,
)
from chat_app.services.turns.reading_aloud import Speech, speak
from chat_app.services.turns.stopping import stop
from chat_app.services.turns.turns import Started, continue_reply, edit, regenerate, start

__all__ = [
    "Context",
    "Embedding",
    "Outlook",
    "Speech",
    "Started",
    "Transcript",
    "ask",
    "attach",
    "cancel",
    "compare",
    "context_of",
    "continue_reply",
    "edit",
    "embed",
    "is_cut",
    "length_so_far",
    "places_in_line",
    "quote",
    "quote_again",
    "quote_continue",
    "quote_edit",
    "quote_pair",
    "regenerate",
    "remaining_tokens",
    "speak",
    "start",
    "stop",
    "transcribe",
]
