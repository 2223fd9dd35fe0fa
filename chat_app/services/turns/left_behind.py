"""Counts what a turn cost whose process is gone, from what was saved of it."""

import asyncio
from collections.abc import Sequence

from chat_app.db import briefly, reading
from chat_app.errors import FileNotFound, Unavailable
from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.errands import CONTINUE
from chat_app.llm.parts import estimate_parts
from chat_app.llm.tokens import counter
from chat_app.llm.types import (
    CountMethod,
    Part,
    PromptMessage,
    Role,
    Text,
    TokenCount,
    text_message,
)
from chat_app.models import Chat, File, FileKind, Message, Turn
from chat_app.services import files
from chat_app.services.budgets.charges import basis_of_chats, estimated_at_most
from chat_app.services.budgets.receipts import CACHED_CHARGE, Charge
from chat_app.services.files.parts import goes_as_text, shown_as
from chat_app.services.turns.attachments import contents_of, fill, part_of, unframed
from chat_app.services.turns.context import TO_GO_ON_WITH, Earlier, read_history, tell
from chat_app.services.turns.counting import count_history
from chat_app.services.turns.drafts import parameters_of, system_prompt_of
from chat_app.services.turns.drawing import (
    description_in,
    drawn_tokens,
    pictures_of,
    with_pictures,
)

_BYTES_A_TOKEN = 4
"""Of a text, as a rule of thumb."""


async def charge_by_counts(turn: Turn, model: Model | None, heard: str) -> Charge | None:
    """Return the charge of an exchange of which only counts are kept; nothing produced is free.

    Args:
        turn: The exchange.
        model: `None` where the catalogue has it no more.
        heard: What its listeners were given.
    """
    reply = await _count(model, Text(heard))
    if (turn.ai_tokens or 0) > reply.tokens:
        reply = _estimated(turn.ai_tokens)
    if not reply.tokens:
        return None
    return Charge(
        _estimated(turn.user_tokens),
        _estimated(turn.system_tokens),
        reply,
        usage=None,
        history=(_estimated(turn.history_tokens),),
        has_history=bool(turn.history_tokens),
        basis="provider",
    )


async def charge_by_text(turn: Turn, model: Model | None, heard: str) -> tuple[str, Charge | None]:
    """Return the reply of a chat as far as it came, and its charge; see `charge_by_counts`."""
    async with reading() as session:
        message = await session.get_one(Message, turn.message_id)
        question = await session.get_one(Message, message.parent_id)
        chat = await session.get_one(Chat, turn.chat_id)
        held = await briefly(session, files.attached, [question.message_id])
        pictures = await briefly(session, pictures_of, message_id=message.message_id)
        sent = [file for _, file in held.get(question.message_id, ())]
        asked, leaf_id, least = question.content, question.parent_id, 0
        asked = description_in(asked) or asked
        if question.role is Role.ASSISTANT:
            asked, sent, leaf_id, least = CONTINUE, [], question.message_id, TO_GO_ON_WITH
        history, _ = await briefly(session, read_history, leaf_id=leaf_id, least=least)
    if model and model.only_draws:
        history = []
    text = max(message.content, heard, key=len)
    if turn.cached:
        return text, CACHED_CHARGE
    if not (text or pictures):
        return text, None
    told = await _told(model, chat, history[turn.history_dropped :], asked, sent)
    words = (asked, system_prompt_of(chat, model), text)
    user, system, reply = await asyncio.gather(*(_count(model, Text(each)) for each in words))
    drawn = drawn_tokens(model, pictures)
    return text, Charge(
        user,
        system,
        with_pictures(reply, drawn),
        usage=None,
        history=await count_history(model, told, basis_of_chats()),
        attachments=tuple([await _count_file(model, each) for each in sent]),
        has_history=bool(told),
        drawn_tokens=drawn,
    )


async def _told(
    model: Model | None, chat: Chat, history: Sequence[Earlier], asked: str, sent: Sequence[File]
) -> Sequence[PromptMessage]:
    """Return the earlier messages as the model was told them, as far as that can be known."""
    texts = [text_message(each.role, each.text) for each in history]
    if model is None:
        return texts
    try:
        told = await tell(
            model, system_prompt_of(chat, model), history, asked, sent, parameters_of(model, chat)
        )
    except (FileNotFound, Unavailable):
        return texts
    return told.prompt.history


async def _count_file(model: Model | None, file: File) -> TokenCount:
    try:
        part = await part_of(model, file)
        contents = await contents_of([part], [file])
    except FileNotFound:
        return _estimated(0)
    except Unavailable:
        return _estimated(_unread_tokens(model, file))
    count = await _count(model, fill(part, contents) or part)
    return unframed(count, estimated_at_most(model, part)) if model else count


def _unread_tokens(model: Model | None, file: File) -> int:
    """Estimate a file while the place where files are kept is away: no turn waits for that.

    Of an office file nobody knows how many words it has.
    """
    if not goes_as_text(model, file) and (shown := shown_as(file)):
        return estimate_parts([shown], provider_of(model))
    return -(-file.size_bytes // _BYTES_A_TOKEN) if file.kind is FileKind.TEXT else 0


async def _count(model: Model | None, part: Part) -> TokenCount:
    """Count for a model that an operator may have taken out of the catalogue meanwhile."""
    if model is None:
        return TokenCount(estimate_parts([part], provider_of(None)), CountMethod.ESTIMATE)
    return await counter().count(model, part)


def _estimated(tokens: int | None) -> TokenCount:
    return TokenCount(tokens or 0, CountMethod.ESTIMATE)
