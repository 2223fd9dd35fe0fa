"""What an exchange will cost, told before it is asked: what is likely, and what is the most.

The most is the very number that is reserved. What is likely takes the texts as they count or are
estimated to, and a reply as long as the last ones were.
"""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from chat_app.db import read_briefly
from chat_app.prepared import Connection
from chat_app.services import files
from chat_app.services.accounts import Caller, keys
from chat_app.services.budgets import ledger
from chat_app.services.budgets.charges import MIN_REPLY_TOKENS, Quote, make_quote
from chat_app.services.budgets.shares import AMPLE, quote_together
from chat_app.services.chats.changes import NewChat
from chat_app.services.turns import commands
from chat_app.services.turns.anew import asked_again, edited, gone_on_with
from chat_app.services.turns.drafts import Draft, clean, end_of_chat, make_draft
from chat_app.services.turns.lengths import Length, likely_length
from chat_app.services.turns.outlooks import Outlook, free_outlook, outlook


async def quote(
    caller: Caller,
    chat_id: UUID | None,
    text: str,
    *,
    model: str | None = None,
    attachments: Sequence[UUID] = (),
    new_chat: NewChat | None = None,
) -> Outlook:
    """Say what sending a message costs; commands cost nothing.

    Raises:
        ChatAppError: See `turns.start`.
    """
    text = clean(text, has_files=bool(attachments))
    sent = await files.usable(caller, attachments)
    wanted: NewChat = {**(new_chat or {}), "model": model}
    place = await end_of_chat(caller, chat_id, **wanted)
    if commands.parse(text):
        commands.require_no_files(sent)
        return free_outlook(caller.user, await remaining_tokens(caller))
    return await outlook_of(caller, await make_draft(caller, place, text, sent, model_id=model))


async def quote_edit(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID,
    text: str,
    attachments: Sequence[UUID] | None = None,
    *,
    model: str | None = None,
) -> Outlook:
    """Say what writing a message anew costs.

    Raises:
        ChatAppError: See `turns.edit`.
    """
    draft, _ = await edited(caller, chat_id, message_id, text, attachments, model=model)
    return await outlook_of(caller, draft)


async def quote_again(
    caller: Caller, chat_id: UUID, message_id: UUID, *, model: str | None = None
) -> Outlook:
    """Say what another reply costs.

    Raises:
        ChatAppError: See `turns.regenerate`.
    """
    draft, _ = await asked_again(caller, chat_id, message_id, model=model)
    return await outlook_of(caller, draft)


async def quote_continue(
    caller: Caller, chat_id: UUID, message_id: UUID, *, model: str | None = None
) -> Outlook:
    """Say what going on with a cut reply costs.

    Raises:
        ChatAppError: See `turns.continue_reply`.
    """
    draft, _ = await gone_on_with(caller, chat_id, message_id, model=model)
    return await outlook_of(caller, draft)


def ample_quotes(caller: Caller, *drafts: Draft) -> list[Quote]:
    """Return what exchanges can cost at most where the budget pays for all: nobody is asked.

    Raises:
        ModelNotAllowed: The caller's API key is for other models.
    """
    return _quotes(caller, drafts, AMPLE)


async def quotes_of(caller: Caller, *drafts: Draft) -> list[Quote]:
    """Return what exchanges that begin together can cost at most, and no more.

    Raises:
        ModelNotAllowed: The caller's API key is for other models.
        TokenLimitExceeded: The budget, or the key's cap, does not cover the message and a reply
            of each model.
    """
    return _quotes(caller, drafts, await read_briefly(_least, caller))


def _quotes(caller: Caller, drafts: Sequence[Draft], left: ledger.Left) -> list[Quote]:
    for draft in drafts:
        caller.require_model(draft.model.model_id)
    quoting = [partial(_quote, draft) for draft in drafts]
    return quote_together(quoting, left) if len(quoting) > 1 else [quoting[0](left)]


def _quote(draft: Draft, left: ledger.Left) -> Quote:
    wanted_tokens = draft.prompt.parameters.max_output_tokens
    return make_quote(
        draft.model,
        draft.price,
        wanted_tokens=wanted_tokens,
        least_tokens=wanted_tokens if draft.is_whole_or_nothing else MIN_REPLY_TOKENS,
        left=left,
        basis=draft.basis,
    )


async def remaining_tokens(caller: Caller) -> int:
    """Return what a caller may still spend: what is left of the budget or, if less, of the cap.

    Raises:
        KeyRefused: The caller's API key has died.
    """
    return (await read_briefly(_least, caller)).remaining_tokens


def _least(connection: Connection, caller: Caller) -> ledger.Left:
    return ledger.least(connection, keys.payers(connection, caller))


async def outlook_of(caller: Caller, draft: Draft, most: Quote | None = None) -> Outlook:
    """Add what is likely to what an exchange can cost at most.

    Args:
        caller: Who pays.
        draft: What is asked.
        most: What `quotes_of` said of it, where that was asked already.

    Raises:
        ChatAppError: See `quotes_of`.
    """
    most = most or (await quotes_of(caller, draft))[0]
    reply, likely_from = await read_briefly(
        likely_length, user_id=caller.user.user_id, model=draft.model
    )
    length = Length(*(min(each, most.max_ai_tokens) for each in reply))
    return outlook(caller.user, draft, most, length, likely_from)
