"""Bodies about what talking costs: a quote, what a message carries along, a chat so far."""

from uuid import UUID

from chat_app.api.schemas.attachments import FILE_ID, SAYS_SOMETHING, Attachments
from chat_app.api.schemas.chats import PARAMETERS
from chat_app.api.schemas.messages import PERSON, WriterOut
from chat_app.api.schemas.shape import (
    QUESTION_ID,
    REPLY_ID,
    In,
    MessageText,
    Out,
    Text,
    example,
)
from chat_app.llm.types import CountMethod, ReasoningEffort
from chat_app.services.turns.lengths import Likelihood


def _amount(tokens: int, cost_micro_usd: int) -> dict[str, int]:
    return {"tokens": tokens, "cost_micro_usd": cost_micro_usd}


_FILE = {
    "file_id": FILE_ID,
    "tokens": 1105,
    "likely_tokens": 1105,
    "cost_micro_usd": 332,
    "as_text": False,
}
_LIKELY = {
    "message": _amount(6, 2),
    "history": _amount(0, 0),
    "system": _amount(10, 3),
    "files": _amount(1105, 332),
    "overhead": _amount(10, 0),
    "reply": _amount(180, 450),
    "total": _amount(1311, 787),
}
_MOST = {
    "message": _amount(9, 3),
    "history": _amount(0, 0),
    "system": _amount(15, 5),
    "files": _amount(1105, 332),
    "overhead": _amount(10, 0),
    "reply": _amount(2048, 5120),
    "total": _amount(3187, 5459),
}


_ONE_OF_BOTH = {
    "anyOf": [
        {"properties": {"message": {"type": "null"}, "attachments": {"type": "null"}}},
        {"properties": {"model": {"type": "null"}}},
    ]
}


_RULES = {"allOf": [_ONE_OF_BOTH, SAYS_SOMETHING]}


class AmountOut(Out):
    """Some tokens, and what the provider asks for them."""

    model_config = example(**_amount(180, 450))

    tokens: int
    """How many, in tokens."""
    cost_micro_usd: int
    """At the catalogue's prices, in millionths of a US dollar."""


class BillOut(Out):
    """What an exchange costs, part by part."""

    model_config = example(**_LIKELY)

    message: AmountOut
    """The text."""
    history: AmountOut
    """Earlier messages sent along."""
    system: AmountOut
    """What the model is told first."""
    files: AmountOut
    """Attached files."""
    overhead: AmountOut
    """The fixed part of an exchange: 10 tokens, and no money."""
    reply: AmountOut
    """The reply, its thinking included in the money."""
    total: AmountOut
    """The tokens that are charged, the history's only where that is; and all of the money."""


class FileQuoteOut(Out):
    """What a file costs to send or, later, to carry along."""

    model_config = example(**_FILE)

    file_id: UUID
    """The file."""
    tokens: int
    """At most, in tokens."""
    likely_tokens: int
    """As far as it is known, in tokens."""
    cost_micro_usd: int
    """What the provider asks for the likely ones, in millionths of a US dollar."""
    as_text: bool
    """Whether the model gets its words instead of it."""


class QuoteOut(Out):
    """What a message will cost: what is likely, and what is the most."""

    model_config = example(
        user_tokens=9,
        attachment_tokens=1105,
        system_tokens=15,
        overhead_tokens=10,
        history_tokens=0,
        max_ai_tokens=2048,
        max_total_tokens=3187,
        payer=PERSON,
        remaining_after_tokens=96813,
        method="estimate",
        likely=_LIKELY,
        most=_MOST,
        likely_from="mine_of_model",
        history_messages=0,
        history_dropped=0,
        attachments=[_FILE],
        attachments_dropped=0,
        history_is_charged=False,
    )

    user_tokens: int
    """The text, at most, in tokens."""
    attachment_tokens: int
    """Its files, at most and all together, in tokens; the share of each is in `attachments`."""
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
    payer: WriterOut
    """Whose budget they are taken from: whoever sends it, in the chats of others as well."""
    remaining_after_tokens: int
    """What is left of the budget while they are reserved, in tokens."""
    method: CountMethod
    """The least exact way of counting among the parts."""
    likely: BillOut
    """What it will likely cost: texts as they count, a reply as long as the last ones were."""
    most: BillOut
    """What it can cost at most."""
    likely_from: Likelihood
    """Which replies the likely length is from: `mine_of_model`, the caller's last ones of this
    model; `mine`, of all models; `model`, this model's to anybody; `guess`, there are too few."""
    history_messages: int
    """Earlier messages sent along."""
    history_dropped: int
    """Of the last messages, those that are left out: by choice, or for want of room."""
    attachments: list[FileQuoteOut]
    """The files of the message, in their order."""
    attachments_dropped: int
    """Of the files of earlier messages, those that are not sent along: the window, the longest
    request of the provider or, where they are charged, the budget has no room for them."""
    history_is_charged: bool
    """Whether the tokens of earlier messages are charged; their money counts in any case."""


class AnewIn(In):
    """What would be asked anew."""

    model_config = example(_RULES, message="What is an event stream, in one sentence?")

    message: MessageText | None = None
    """The new text of a message of mine; left out, it is answered again as it stands."""
    model: Text | None = None
    """Model id, see `/api/models`; the chat's own when left out."""
    attachments: Attachments | None = None
    """The files it has with the new text; left out, those it has now."""


class ParametersOut(Out):
    """What shapes the replies of a chat beside its messages; null is the usual."""

    model_config = example(**PARAMETERS)

    temperature: float | None = None
    """0 for the likeliest words, 2 for the most daring."""
    max_output_tokens: int | None = None
    """The longest reply, in tokens."""
    reasoning_effort: ReasoningEffort | None = None
    """How hard the model thinks before it answers."""


class ContextOut(Out):
    """What the next message of a chat carries along, and how full that makes the window."""

    model_config = example(
        model="simulated",
        window_tokens=131072,
        used_tokens=610,
        system=_amount(10, 0),
        history=_amount(600, 0),
        history_messages=4,
        history_is_charged=False,
        left_out_messages=2,
        left_out_id=REPLY_ID,
        longest_reply_tokens=500,
        system_prompt="Answer in one sentence.",
        parameters=PARAMETERS,
    )

    model: str
    """Id of the model that answers."""
    window_tokens: int
    """The most it reads and writes at once, in tokens."""
    used_tokens: int
    """What stands in it before the message itself, as far as it is known, in tokens."""
    system: AmountOut
    """What the model is told first."""
    history: AmountOut
    """The earlier messages: what carrying them costs a message."""
    history_messages: int
    """How many of them are sent along."""
    history_is_charged: bool
    """Whether their tokens are charged; their money counts in any case."""
    left_out_messages: int
    """Of the last messages, those that are not sent along."""
    left_out_id: UUID | None
    """The newest message that is left out by choice, with all before it; null where none is."""
    longest_reply_tokens: int
    """The longest reply the model is asked for, in tokens."""
    system_prompt: str | None
    """What the model is told first in this chat, told to its owner alone; null is the usual, and
    what members get: `system` says how long it is."""
    parameters: ParametersOut | None
    """What else shapes its replies; null is the usual."""


class ContextIn(In):
    """Which messages are not told to models any more."""

    model_config = example(left_out_id=QUESTION_ID)

    left_out_id: UUID | None
    """The newest of them; all before it, on any branch, go with it. Null takes them back."""


class ChatCostOut(Out):
    """What all exchanges of a chat did cost, on every branch."""

    model_config = example(exchanges=1, tokens=208, cost_micro_usd=455, estimated_cost_micro_usd=0)

    exchanges: int
    """Those that have ended."""
    tokens: int
    """What was charged for them, in tokens."""
    cost_micro_usd: int
    """What the providers ask for them, in millionths of a US dollar."""
    estimated_cost_micro_usd: int
    """How much of it is estimated, where providers told too little."""
