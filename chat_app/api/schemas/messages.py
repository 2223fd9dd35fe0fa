"""Bodies about the messages of a chat."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.attachments import ATTACHMENT, TEXT_PART, AttachmentOut, PartOut
from chat_app.api.schemas.shape import QUESTION_ID, REPLY_ID, USER_ID, In, Out, Shape, Text, example
from chat_app.llm.types import CostMethod, CountMethod, FinishReason, Role
from chat_app.models import Complaint, MessageStatus, Reaction
from chat_app.services.chats.reactions import MAX_WORDS_CHARACTERS

_BILLED = {
    "prompt_tokens": 156,
    "cached_tokens": 0,
    "output_tokens": 42,
    "thinking_tokens": 0,
    "total_tokens": 198,
}
BREAKDOWN = {
    "user_tokens": 6,
    "attachment_tokens": 0,
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
PERSON = {"user_id": USER_ID, "name": "Ada"}
MESSAGE = {
    "message_id": REPLY_ID,
    "parent_id": QUESTION_ID,
    "sibling_ids": [REPLY_ID],
    "role": "assistant",
    "content": "A token is a piece of text…",
    "parts": [TEXT_PART],
    "attachments": [ATTACHMENT],
    "status": "complete",
    "model": "simulated",
    "tokens_consumed": 208,
    "breakdown": BREAKDOWN,
    "finish_reason": "stop",
    "reaction": "like",
    "reactions": {"like": 2, "dislike": 0},
    "thinking": "The question is what a token is…",
    "thinking_ms": 1200,
    "author": PERSON,
    "paid_by": PERSON,
    "created_at": "2026-11-21T09:30:01Z",
}
EXPORTED_MESSAGE = {
    name: value
    for name, value in MESSAGE.items()
    if name
    not in {
        "parent_id",
        "sibling_ids",
        "finish_reason",
        "reaction",
        "reactions",
        "thinking",
        "thinking_ms",
        "author",
        "paid_by",
    }
}


class WriterOut(Out):
    """Somebody in a chat."""

    model_config = example(**PERSON)

    user_id: UUID
    """Who."""
    name: str
    """What they are called."""


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
    """How a charge came about.

    user + attachments + history + ai + system + overhead − waived = total.
    """

    model_config = example(**BREAKDOWN)

    user_tokens: int
    """The user's text, in tokens."""
    attachment_tokens: int
    """The files of the message that is answered, in tokens."""
    history_tokens: int
    """Earlier messages and their files, in tokens; 0 unless the operator charges what providers
    bill."""
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


class ReactionsOut(Shape):
    """How many readers of a chat think what of a reply."""

    model_config = example(like=2, dislike=0)

    like: int
    """How many liked it, the caller among them."""
    dislike: int
    """How many disliked it, the caller among them."""


class MessageOut(Out):
    """A message of a chat."""

    model_config = example(**MESSAGE)

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
    parts: list[PartOut]
    """The same with the files of the message, each where it belongs."""
    attachments: list[AttachmentOut]
    """Its files, in their order."""
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
    """What the caller thought of the reply."""
    reactions: ReactionsOut
    """What all readers of the chat thought of it."""
    thinking: str | None
    """What the model thought before it wrote, as far as its vendor tells; no part of `content`."""
    thinking_ms: int | None
    """How long it thought, in milliseconds; null where it told nothing of that."""
    author: WriterOut | None
    """Who wrote a user message; null on a reply."""
    paid_by: WriterOut | None
    """Who asked for a reply, and is charged for it; null on a user message."""
    created_at: datetime
    """When it was saved, UTC."""


class MessagesOut(Shape):
    """Messages in order, oldest first."""

    model_config = example(messages=[MESSAGE])

    messages: list[MessageOut]
    """The newest ones before `before`, at most `limit`."""


_REASONS_FOR_DISLIKES: dict[str, Any] = {
    "anyOf": [
        {"properties": {"reaction": {"const": Reaction.DISLIKE}}},
        {"properties": {"complaints": {"maxItems": 0}, "words": {"pattern": r"^\s*$"}}},
    ]
}


class ReactionIn(In):
    """What the reader thinks of a reply."""

    model_config = example(
        _REASONS_FOR_DISLIKES,
        reaction="dislike",
        complaints=["not_true"],
        words="The year of the treaty is wrong.",
    )

    reaction: Reaction | None
    """`null` takes it back."""
    complaints: list[Complaint] = Field(default_factory=list[Complaint])
    """What was not liked about it; for a dislike only."""
    words: Annotated[Text, Field(max_length=MAX_WORDS_CHARACTERS)] = ""
    """The same in the reader's own words, which administrators see; for a dislike only."""


class ExportedMessageOut(Shape):
    """A message in a file."""

    model_config = example(**EXPORTED_MESSAGE)

    message_id: UUID
    """The message."""
    role: Role
    """Who said it."""
    content: str
    """What was said; Markdown in a reply."""
    parts: list[PartOut]
    """The same with the files of the message, each where it belongs."""
    attachments: list[AttachmentOut]
    """Its files, in their order."""
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
