"""Bodies about the messages of a chat."""

from datetime import datetime
from uuid import UUID

from chat_app.api.schemas.shape import QUESTION_ID, REPLY_ID, In, Out, Shape, example
from chat_app.llm.types import CostMethod, CountMethod, FinishReason, Role
from chat_app.models import MessageStatus, Reaction

_BILLED = {
    "prompt_tokens": 156,
    "cached_tokens": 0,
    "output_tokens": 42,
    "thinking_tokens": 0,
    "total_tokens": 198,
}
BREAKDOWN = {
    "user_tokens": 6,
    "history_tokens": 0,
    "ai_tokens": 42,
    "system_tokens": 150,
    "overhead_tokens": 10,
    "waived_tokens": 0,
    "total_tokens": 208,
    "method": "usage",
    "cache_hit": False,
    "cached": False,
    "cost_micro_usd": 0,
    "cost_method": "billed",
    "billed": _BILLED,
}
_MESSAGE = {
    "message_id": REPLY_ID,
    "parent_id": QUESTION_ID,
    "sibling_ids": [REPLY_ID],
    "role": "assistant",
    "content": "A token is a piece of text…",
    "status": "complete",
    "model": "simulated",
    "tokens_consumed": 208,
    "breakdown": BREAKDOWN,
    "finish_reason": "stop",
    "reaction": "like",
    "created_at": "2026-11-21T09:30:01Z",
}
EXPORTED_MESSAGE = {
    name: value
    for name, value in _MESSAGE.items()
    if name not in {"parent_id", "sibling_ids", "finish_reason", "reaction"}
}


class BilledOut(Out):
    """What the provider says it billed, in tokens."""

    model_config = example(**_BILLED)

    prompt_tokens: int
    """All that was sent to the model, in tokens, cached ones included."""
    cached_tokens: int
    """The part of the prompt that the provider had in its cache, in tokens."""
    output_tokens: int
    """The reply, in tokens."""
    thinking_tokens: int
    """What the model thought before it answered, in tokens."""
    total_tokens: int
    """The bill, in tokens."""


class BreakdownOut(Out):
    """How a charge came about: user + history + ai + system + overhead − waived = total."""

    model_config = example(**BREAKDOWN)

    user_tokens: int
    """The user's text, in tokens."""
    history_tokens: int
    """Earlier messages, in tokens; 0 unless the operator charges what providers bill."""
    ai_tokens: int
    """The reply, in tokens."""
    system_tokens: int
    """The system prompt, in tokens."""
    overhead_tokens: int
    """The fixed part of an exchange, 10 tokens; where providers' bills are charged, their frame."""
    waived_tokens: int
    """What the parts have above the charge and the operator pays, in tokens: a budget stop, or more
    than was reserved."""
    total_tokens: int
    """What the budget was charged, in tokens."""
    method: CountMethod
    """The least exact way of counting among the parts."""
    cache_hit: bool
    """Whether every count came from the token cache."""
    cached: bool
    """Whether the reply came from the reply cache, and was free."""
    cost_micro_usd: int | None
    """What the provider's work costs, in millionths of a US dollar; null where that is unknown."""
    cost_method: CostMethod | None
    """Whether the cost is made from the provider's figures or, where it told too little, from our
    own counts; null where there is no cost."""
    billed: BilledOut | None
    """The provider's own figures; null where it gave none."""


class MessageOut(Out):
    """A message of a chat."""

    model_config = example(**_MESSAGE)

    message_id: UUID
    """Sorts by the time the message was saved."""
    parent_id: UUID | None
    """The message it answers or follows; null at the beginning of a chat."""
    sibling_ids: list[UUID]
    """All versions of it, itself among them, oldest first."""
    role: Role
    """Who said it."""
    content: str
    """What was said; Markdown in a reply."""
    status: MessageStatus
    """How far it is."""
    model: str
    """Id of the model that answers or was asked."""
    tokens_consumed: int
    """What the exchange was charged, in tokens; 0 on a user message."""
    breakdown: BreakdownOut | None
    """How the charge came about; null on a user message and until the reply is settled."""
    finish_reason: FinishReason | None
    """Why the reply ended; null on a user message and while it is being written."""
    reaction: Reaction | None
    """What the reader thought of the reply."""
    created_at: datetime
    """When it was saved, UTC."""


class MessagesOut(Shape):
    """Messages in order, oldest first."""

    model_config = example(messages=[_MESSAGE])

    messages: list[MessageOut]
    """The newest ones before `before`, at most `limit`."""


class ReactionIn(In):
    """What the reader thinks of a reply."""

    model_config = example(reaction="like")

    reaction: Reaction | None
    """`null` takes it back."""


class ExportedMessageOut(Shape):
    """A message in a file."""

    model_config = example(**EXPORTED_MESSAGE)

    message_id: UUID
    """The message."""
    role: Role
    """Who said it."""
    content: str
    """What was said; Markdown in a reply."""
    status: MessageStatus
    """How far it is."""
    model: str
    """Id of the model that answers or was asked."""
    tokens_consumed: int
    """What the exchange was charged, in tokens; 0 on a user message."""
    breakdown: BreakdownOut | None
    """How the charge came about; null on a user message and until the reply is settled."""
    created_at: datetime
    """When it was saved, UTC."""
