"""Begins exchanges: quotes them, reserves and saves them at once, and has them run."""

from uuid import UUID

import anyio

from chat_app import metrics
from chat_app.errors import TokenLimitExceeded
from chat_app.services.accounts import Caller
from chat_app.services.budgets.charges import Quote
from chat_app.services.turns import runner
from chat_app.services.turns.drafts import Draft
from chat_app.services.turns.drawing import are_kept
from chat_app.services.turns.generation import Generation
from chat_app.services.turns.opening import Asked, save_turns
from chat_app.services.turns.quotes import ample_quotes, quotes_of
from chat_app.services.turns.reply_cache import key_of, pictures_kept, reply_cache
from chat_app.services.turns.settlement import Claim


async def launch(caller: Caller, *drafts: Draft) -> tuple[list[Claim], UUID | None]:
    """Reserve, save and launch exchanges, all or none; return their claims and the question's id.

    There are several only in a chat, as replies to one question.

    Raises:
        RateLimited: Too many replies are being written for the caller.
        ChatAppError: See `start`.
    """
    with runner.room_for(caller.user.user_id, len(drafts)):
        return await _launch(caller, *drafts)


async def _launch(caller: Caller, *drafts: Draft) -> tuple[list[Claim], UUID | None]:
    runner.require_accepting()
    # The reservation finds out whether the budget has as much left; few have not.
    quotes = ample_quotes(caller, *drafts)
    while True:
        asked = [
            await _ask(caller, draft, quoted) for draft, quoted in zip(drafts, quotes, strict=True)
        ]
        try:
            # A caller that hangs up now must not leave a saved turn that nobody runs.
            with anyio.CancelScope(shield=True):
                claims, question_id = await save_turns(caller, *asked)
                for claim, each in zip(claims, asked, strict=True):
                    runner.launch(_generation(claim, each))
                return claims, question_id
        except TokenLimitExceeded:
            # The quote is made anew from what is left now, and refuses when that is too little;
            # again, where another turn took tokens since that was read.
            quotes = await check(caller, *drafts)


async def _ask(caller: Caller, draft: Draft, quoted: Quote) -> Asked:
    prompt = draft.prompt.limited_to(quoted.max_ai_tokens)
    key = None
    cache = reply_cache()
    # Of a temporary chat nothing is kept elsewhere.
    is_kept = cache.keeps and draft.place and not draft.place.chat.is_temporary
    if is_kept and not draft.is_asked_again:
        key = key_of(draft.model.model_id, draft.prompt, caller.user)
    kept = await cache.get(key) if key else None
    if kept and not await are_kept(pictures_kept(kept)):
        kept = None
    return Asked(draft, quoted, prompt, key, kept)


def _generation(claim: Claim, asked: Asked) -> Generation:
    draft = asked.draft
    return Generation(
        claim=claim,
        model=draft.model,
        prompt=asked.prompt,
        price=draft.price,
        asked=draft.asked,
        attached=draft.attached,
        files=draft.files,
        ask=draft.ask,
        basis=draft.basis,
        made=draft.made,
        afterwards=draft.afterwards,
        clamped_by_budget=asked.quoted.is_clamped,
        cache_key=asked.cache_key,
        kept_reply=asked.kept_reply,
    )


async def check(caller: Caller, *drafts: Draft) -> list[Quote]:
    """Return what exchanges can cost at most, if the budget covers them and turns are taken.

    Raises:
        ModelNotAllowed: The caller's API key is for other models.
        TokenLimitExceeded: The budget, or the key's cap, does not cover the message and a reply
            of each model.
        Unavailable: The server shuts down.
    """
    runner.require_accepting()
    with metrics.BUDGET_REFUSALS.count_exceptions(TokenLimitExceeded):
        return await quotes_of(caller, *drafts)
