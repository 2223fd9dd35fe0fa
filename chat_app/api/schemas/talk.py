"""Bodies for talking in a chat."""

from chat_app.api.schemas.shape import In, MessageText, Out, Shape, Text, example
from chat_app.llm.types import CountMethod


class MessageIn(In):
    """A message to be answered."""

    model_config = example(message="What is an event stream?")

    message: MessageText
    """1 to 5000 characters, white space around them aside."""
    model: Text | None = None
    """Model id, see `/api/models`; the chat's own when left out."""


class EditIn(In):
    """The new text of a message."""

    model_config = example(message="What is an event stream, in one sentence?")

    message: MessageText
    """1 to 5000 characters, white space around them aside."""


class StoppedOut(Shape):
    """Whether there was a reply to stop."""

    model_config = example(stopped=True)

    stopped: bool
    """False where no reply was being written."""


class QuoteOut(Out):
    """What a message can cost at most."""

    model_config = example(
        user_tokens=9,
        system_tokens=15,
        overhead_tokens=10,
        history_tokens=0,
        max_ai_tokens=2048,
        max_total_tokens=2082,
        remaining_after_tokens=97918,
        method="estimate",
    )

    user_tokens: int
    """The text, at most, in tokens."""
    system_tokens: int
    """The system prompt, at most, in tokens."""
    overhead_tokens: int
    """The fixed part of an exchange: 10 tokens."""
    history_tokens: int
    """Earlier messages sent along, in tokens; charged under `BUDGET_BASIS=provider` only."""
    max_ai_tokens: int
    """The longest reply the model is asked for, in tokens: what budget and window have room for."""
    max_total_tokens: int
    """The very number of tokens that sending the message reserves."""
    remaining_after_tokens: int
    """What is left of the budget while they are reserved, in tokens."""
    method: CountMethod
    """The least exact way of counting among the parts."""
