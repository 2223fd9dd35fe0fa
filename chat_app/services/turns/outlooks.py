"""What an exchange will cost, part by part: what is likely beside the most."""

from dataclasses import dataclass, fields, replace
from typing import NamedTuple
from uuid import UUID

from chat_app.columns import columns_of
from chat_app.llm import catalogue
from chat_app.llm.catalogue import Model
from chat_app.llm.types import Usage
from chat_app.models import User
from chat_app.services.budgets.charges import OVERHEAD_TOKENS, Quote, free_quote
from chat_app.services.presence import Person
from chat_app.services.turns.attachments import Attached
from chat_app.services.turns.drafts import Draft
from chat_app.services.turns.lengths import Length, Likelihood


@dataclass(frozen=True, slots=True)
class Amount:
    """Some tokens, and what the provider asks for them."""

    tokens: int
    cost_micro_usd: int


NOTHING = Amount(0, 0)


@dataclass(frozen=True, slots=True)
class Bill:
    """What an exchange costs, part by part.

    The tokens of the total are what is charged: those of all other parts, without the history
    where that is free. The money is the provider's, and counts everything sent.
    """

    message: Amount
    history: Amount
    """Earlier messages sent along."""
    system: Amount
    files: Amount
    overhead: Amount
    """The fixed part, which no provider asks money for."""
    reply: Amount
    total: Amount


@dataclass(frozen=True, slots=True)
class FileQuote:
    """What a file costs to send or, later, to carry along."""

    file_id: UUID
    tokens: int
    """At the most; together, the quote's `attachment_tokens`."""
    likely_tokens: int
    cost_micro_usd: int
    """What the provider asks for the likely ones."""
    as_text: bool
    """Whether the model gets its words instead of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook(Quote):
    """A quote with what is likely beside the most."""

    payer: Person
    """Whoever asks pays."""
    likely: Bill
    most: Bill
    likely_from: Likelihood
    history_messages: int
    """Earlier messages sent along."""
    history_dropped: int
    """Of the last messages, those that are not."""
    attachments: tuple[FileQuote, ...]
    """The files of the message, in their order."""
    attachments_dropped: int
    """Of the files of earlier messages, those that are not sent along."""
    history_is_charged: bool
    """Whether their tokens are; their money always counts."""


def amount_of(
    model: Model, prompt_tokens: int = 0, output_tokens: int = 0, drawn_tokens: int = 0
) -> Amount:
    """Return some tokens, of the output some drawn, and what a model's provider asks for them."""
    usage = Usage(prompt_tokens, None, output_tokens, picture_tokens=drawn_tokens)
    return Amount(prompt_tokens + output_tokens, catalogue.cost_micro_usd(model, usage) or 0)


def outlook(
    user: User, draft: Draft, most: Quote, reply: Length, likely_from: Likelihood
) -> Outlook:
    """Add what is likely to what an exchange can cost at most.

    Args:
        user: Who asks, and pays.
        draft: What is asked.
        most: What it can cost.
        reply: How long the reply will likely be.
        likely_from: Where that is from.
    """
    is_charged = draft.basis == "provider"
    price = draft.price
    likely_texts = _Texts(
        price.user.likely_tokens,
        sum(each.likely_tokens for each in price.attachments),
        sum(each.likely_tokens for each in price.history),
        price.system.likely_tokens,
        # A provider's bill has no overhead of ours in it.
        0 if is_charged else OVERHEAD_TOKENS,
    )
    most_texts = _Texts(
        price.user.tokens,
        price.attachment_tokens,
        price.history_tokens,
        price.system.tokens,
        OVERHEAD_TOKENS,
    )
    most_drawn = most.max_ai_tokens if draft.model.picture else 0
    longest = Length(most.max_ai_tokens, most.max_ai_tokens, most_drawn)
    return Outlook(
        **columns_of(most),
        payer=Person(user.user_id, user.name),
        likely=_bill(draft.model, likely_texts, reply, is_charged),
        most=_bill(draft.model, most_texts, longest, is_charged),
        likely_from=likely_from,
        history_messages=len(price.history),
        history_dropped=draft.history_dropped,
        attachments=tuple(_file_quote(draft.model, each) for each in draft.attached),
        attachments_dropped=draft.attachments_dropped,
        history_is_charged=is_charged,
    )


def _file_quote(model: Model, attached: Attached) -> FileQuote:
    likely = amount_of(model, attached.price.likely_tokens)
    return FileQuote(
        attached.file.file_id,
        attached.price.tokens,
        likely.tokens,
        likely.cost_micro_usd,
        attached.is_as_text,
    )


class _Texts(NamedTuple):
    message: int
    files: int
    history: int
    system: int
    overhead: int


def _bill(model: Model, texts: _Texts, reply: Length, history_is_charged: bool) -> Bill:
    told = texts.message + texts.files + texts.history + texts.system
    said = reply.made if history_is_charged else reply.said
    charged = texts.message + texts.files + texts.system + texts.overhead + said
    if history_is_charged:
        charged += texts.history
    return Bill(
        message=amount_of(model, texts.message),
        history=amount_of(model, texts.history),
        system=amount_of(model, texts.system),
        files=amount_of(model, texts.files),
        overhead=Amount(texts.overhead, 0),
        reply=replace(amount_of(model, 0, reply.made, reply.drawn), tokens=said),
        total=replace(amount_of(model, told, reply.made, reply.drawn), tokens=charged),
    )


def free_outlook(user: User, remaining: int) -> Outlook:
    """Return the outlook of what the app answers by itself."""
    nothing = Bill(*[NOTHING] * len(fields(Bill)))
    return Outlook(
        **columns_of(free_quote(remaining)),
        payer=Person(user.user_id, user.name),
        likely=nothing,
        most=nothing,
        likely_from=Likelihood.MINE,
        history_messages=0,
        history_dropped=0,
        attachments=(),
        attachments_dropped=0,
        history_is_charged=False,
    )
