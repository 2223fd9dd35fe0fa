"""The heart of the app: start a turn in a chat, and stop it. `exchanges.py` does so without one.

All faces use these same calls; no second path to a reply exists.
"""

from dataclasses import dataclass
from uuid import UUID

import anyio
from sqlalchemy import Connection

from chat_app import metrics
from chat_app.db import read_briefly, reading
from chat_app.errors import InvalidRequest, TokenLimitExceeded
from chat_app.llm.types import Role
from chat_app.models import User
from chat_app.services import chats
from chat_app.services.accounts import Caller, keys
from chat_app.services.broker import broker
from chat_app.services.budgets import ledger
from chat_app.services.budgets.charges import Quote, free_quote, make_quote
from chat_app.services.chats import branches
from chat_app.services.chats.access import running_reply
from chat_app.services.turns import commands, runner
from chat_app.services.turns.drafts import (
    Draft,
    OnSave,
    Place,
    clean,
    end_of_chat,
    make_draft,
    title_of,
)
from chat_app.services.turns.generation import Generation
from chat_app.services.turns.opening import save_turn
from chat_app.services.turns.reply_cache import key_of, reply_cache
from chat_app.services.turns.settlement import Claim


@dataclass(frozen=True, slots=True)
class Started:
    """The ids of an exchange that has begun; both messages are saved."""

    chat_id: UUID
    user_message_id: UUID
    message_id: UUID
    """The assistant message that is being written."""
    model: str | None = None
    """Model id; none where the app itself answers."""
    title: str = ""
    """What the chat is called now; nothing where that may be anything."""
    is_known: bool = False
    """Whether an earlier call began it."""
    tag: UUID | None = None
    """The reply, where ids of events must name it: the same was sent before within a day."""


async def start(
    caller: Caller,
    chat_id: UUID | None,
    text: str,
    *,
    model: str | None = None,
    on_save: OnSave | None = None,
) -> Started:
    """Save a message at the end of the current branch and begin to answer it.

    Args:
        chat_id: Without one a chat is made, and kept only together with the message.
        model: Model id; the chat's own where none is given.
        on_save: What to save in the same transaction.

    Raises:
        InvalidMessage: The text, trimmed, is not 1 to 5000 characters long.
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        ChatArchived: The chat can only be read.
        InvalidRequest, ModelNotAllowed, ModelUnavailable: The model cannot be used.
        ChatLimitReached: There is no place for a new chat.
        TokenLimitExceeded: The budget does not cover the message and a reply.
        TurnInProgress: A reply is being written in this chat.
        Unavailable: The database is away, or the server shuts down.
    """
    text = clean(text)
    place = await end_of_chat(caller, chat_id, model=model)
    if command := commands.parse(text):
        ids = await commands.answer(caller, place, text, command, on_save)
        return Started(place.chat.chat_id, *ids)
    draft = await make_draft(caller.user, place, text, model_id=model, on_save=on_save)
    return await answer(caller, draft, place)


async def edit(
    caller: Caller, chat_id: UUID, message_id: UUID, text: str, *, on_save: OnSave | None = None
) -> Started:
    """Write a user message anew, as a branch beside the old one, and answer it.

    Raises:
        MessageNotFound: There is no such message in this chat.
        InvalidRequest: It is not a user message.
        ChatAppError: See `start`.
    """
    text = clean(text)
    opened = await chats.get_to_write(caller.user, chat_id)
    old = await chats.get_message(caller.user, chat_id, message_id)
    if old.role is not Role.USER:
        raise InvalidRequest("Only your own messages can be edited")
    _require_no_command(text)
    place = Place(opened, old.parent_id)
    is_asked_again = text == old.content
    draft = await make_draft(
        caller.user, place, text, is_asked_again=is_asked_again, on_save=on_save
    )
    return await answer(caller, draft, place)


async def regenerate(
    caller: Caller, chat_id: UUID, message_id: UUID, *, on_save: OnSave | None = None
) -> Started:
    """Answer the same user message again, as a branch beside the old reply.

    Args:
        message_id: The old reply, or the user message where nothing answers it yet.

    Raises:
        MessageNotFound: There is no such message in this chat.
        InvalidRequest: It is neither.
        ChatAppError: See `start`.
    """
    opened = await chats.get_to_write(caller.user, chat_id)
    old = await chats.get_message(caller.user, chat_id, message_id)
    if old.role is Role.USER:
        async with reading() as session:
            if await branches.is_answered(session, old):
                raise InvalidRequest("Only a reply can be written again")
        question = old
    else:
        question = await chats.get_message(caller.user, chat_id, old.parent_id or old.message_id)
    _require_no_command(question.content)
    place = Place(opened, question.parent_id, answered_id=question.message_id)
    is_asked_again = question is not old
    draft = await make_draft(
        caller.user, place, question.content, is_asked_again=is_asked_again, on_save=on_save
    )
    return await answer(caller, draft, place)


async def quote(
    caller: Caller, chat_id: UUID | None, text: str, *, model: str | None = None
) -> Quote:
    """Say what a message can cost at most: the very number that `start` would reserve.

    Raises:
        ChatAppError: See `start`.
    """
    text = clean(text)
    place = await end_of_chat(caller, chat_id, model=model)
    if commands.parse(text):
        return free_quote(await remaining_tokens(caller))
    return await _quote(caller, await make_draft(caller.user, place, text, model_id=model))


async def stop(user: User, chat_id: UUID) -> bool:
    """Stop the turn that runs in a chat, if any, and say whether there was one.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        Unavailable: The turn runs on another worker, which cannot be told now.
    """
    await chats.get(user, chat_id)
    message_id = await read_briefly(running_reply, chat_id=chat_id)
    if message_id is None:
        return False
    await broker().request_stop(message_id)
    return True


def _require_no_command(text: str) -> None:
    if commands.parse(text):
        raise InvalidRequest("Commands are no part of the talk with a model; send it anew instead")


async def remaining_tokens(caller: Caller) -> int:
    """Return what a caller may still spend: what is left of the budget or, if less, of the cap.

    Raises:
        KeyRefused: The caller's API key has died.
    """
    return (await read_briefly(_least, caller)).remaining_tokens


def _least(connection: Connection, caller: Caller) -> ledger.Left:
    return ledger.least(connection, keys.payers(connection, caller))


async def _quote(caller: Caller, draft: Draft) -> Quote:
    caller.require_model(draft.model.model_id)
    return make_quote(
        draft.model,
        draft.price,
        wanted_tokens=draft.prompt.parameters.max_output_tokens,
        left=await read_briefly(_least, caller),
        basis=draft.basis,
    )


async def check(caller: Caller, draft: Draft) -> Quote:
    """Return what an exchange can cost at most, if the budget covers it and turns are taken.

    Raises:
        ModelNotAllowed: The caller's API key is for other models.
        TokenLimitExceeded: The budget, or the key's cap, does not cover the message and a reply.
        Unavailable: The server shuts down.
    """
    runner.require_accepting()
    with metrics.BUDGET_REFUSALS.count_exceptions(TokenLimitExceeded):
        return await _quote(caller, draft)


async def answer(caller: Caller, draft: Draft, place: Place) -> Started:
    """Reserve, save and launch an exchange of a chat.

    Raises:
        ChatAppError: See `start`.
    """
    claim, question_id = await launch(caller, draft)
    return Started(
        place.chat.chat_id,
        question_id or claim.reply_id,
        claim.reply_id,
        model=draft.model.model_id,
        title=place.chat.title or title_of(draft.prompt.question.text),
    )


async def launch(caller: Caller, draft: Draft) -> tuple[Claim, UUID | None]:
    """Reserve, save and launch an exchange; return its claim and the question's message, if any.

    Raises:
        ChatAppError: See `start`.
    """
    while True:
        quoted = await check(caller, draft)
        prompt = draft.prompt.limited_to(quoted.max_ai_tokens)
        key = None
        if draft.place and not draft.is_asked_again:
            key = key_of(draft.model.model_id, prompt, caller.user.org_id)
        kept = await reply_cache().get(key) if key else None
        try:
            # A caller that hangs up now must not leave a saved turn that nobody runs.
            with anyio.CancelScope(shield=True):
                saved = await save_turn(caller, draft, quoted, cached=kept is not None)
                generation = Generation(
                    claim=saved[0],
                    model=draft.model,
                    prompt=prompt,
                    price=draft.price,
                    ask=draft.ask,
                    basis=draft.basis,
                    clamped_by_budget=quoted.is_clamped,
                    cache_key=key,
                    kept_reply=kept,
                )
                runner.launch(generation)
                return saved
        except TokenLimitExceeded:
            # Another turn took tokens since the balance was read. The quote is made anew from
            # what is left now, and refuses when that is too little.
            continue
