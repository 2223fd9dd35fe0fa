"""What the page is told of prices: the models to choose from, and what a message will cost."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from chat_app.config import get_settings
from chat_app.errors import ModelNotAllowed, ModelUnavailable
from chat_app.llm import catalogue
from chat_app.llm.taken import efforts_of, kinds_of, takes
from chat_app.llm.types import Task
from chat_app.models import User, Via
from chat_app.services.accounts import Caller
from chat_app.services.budgets.charges import longest_reply_tokens
from chat_app.services.chats.access import model_for
from chat_app.services.turns import Outlook
from chat_app.services.turns.outlooks import Bill, amount_of
from chat_app.words import Words

Row = dict[str, Any]

TYPICAL_PROMPT_TOKENS, TYPICAL_REPLY_TOKENS = 1_000, 400
"""A message by which models are compared: a question with some talk before it, and its answer."""


_told: dict[tuple[str, str], list[Row]] = {}
"""What was last told in a language of a tier: all tabs keep the same one, of 9 KB."""


def model_rows(user: User, words: Words) -> list[Row]:
    """Describe the models, with why one of them cannot be chosen; see `model_menu.jsx`.

    Nobody may change what it returns, which others have as well.
    """
    rows = _model_rows(user, words)
    reader = (user.tier, words.language)
    if _told.get(reader) != rows:
        _told[reader] = rows
    return _told[reader]


def _model_rows(user: User, words: Words) -> list[Row]:
    return [
        {
            "id": model.model_id,
            "name": model.name,
            "vendor": model.provider,
            "simulated": catalogue.provider_of(model).is_simulated,
            "window": model.context_window_tokens,
            "longest": longest_reply_tokens(model),
            "typical": amount_of(model, TYPICAL_PROMPT_TOKENS, TYPICAL_REPLY_TOKENS).cost_micro_usd,
            "input": model.prices.input_micro_usd,
            "output": model.prices.output_micro_usd,
            "takes": kinds_of(model),
            "temperature": takes(model, "temperature"),
            "efforts": list(efforts_of(model)),
        }
        | _drawing(model)
        | _hindrance(model, user, words)
        for model in catalogue.catalogue().models_for(Task.CHAT, Task.IMAGE)
    ]


def _drawing(model: catalogue.Model) -> Row:
    """Describe what a model draws, and what a picture costs; nothing of one that does not."""
    if model.picture is None:
        return {}
    width, height = model.picture
    price = amount_of(model, 0, model.picture_tokens, model.picture_tokens).cost_micro_usd
    draws = {
        "width": width,
        "height": height,
        "microUsd": price,
        "writes": not model.only_draws,
    }
    return {"draws": draws, "typical": 0}


def voice_row(user: User) -> dict[str, bool]:
    """Say what the server does of speech; see `voice.js`. Reading aloud costs: it is asked for."""
    speech_model = get_settings().SPEECH_MODEL
    return {
        "transcribes": _is_done(user, Task.TRANSCRIBE, "TRANSCRIBE_MODEL"),
        "speaks": bool(speech_model) and _is_done(user, Task.SPEECH, "SPEECH_MODEL"),
    }


def _is_done(user: User, task: Task, setting: str) -> bool:
    try:
        model_for(Caller.of(user, Via.BROWSER), task, setting)
    except (ModelUnavailable, ModelNotAllowed):
        return False
    return True


def _hindrance(model: catalogue.Model, user: User, words: Words) -> Row:
    if not catalogue.is_allowed(model, user.tier):
        return {"hindrance": words.say("models-in-plan", plan=model.tier.value)}
    if not catalogue.is_available(model):
        return {"hindrance": words.say("models-not-set-up")}
    return {}


def quote_row(quoted: Sequence[Outlook]) -> Row:
    """Describe a quote, or those of replies that are asked for at once; see `quotes.jsx`."""
    first = quoted[0]
    return {
        "likely": _sum([each.likely for each in quoted]),
        "most": _sum([each.most for each in quoted]),
        "left": first.remaining_after_tokens,
        "from": first.likely_from.value,
        "messages": first.history_messages,
        "dropped": first.history_dropped,
        "charged": first.history_is_charged,
        "droppedFiles": first.attachments_dropped,
        "attachments": {
            str(each[0].file_id): {
                "tokens": sum(one.likely_tokens for one in each),
                "microUsd": sum(one.cost_micro_usd for one in each),
                "asText": any(one.as_text for one in each),
            }
            for each in zip(*(one.attachments for one in quoted), strict=True)
        },
    }


def short_row(quoted: Sequence[Outlook]) -> Row:
    """Describe no more than what it comes to; see `ShortQuote` in `quotes.jsx`."""
    whole = quote_row(quoted)
    return {which: {"total": whole[which]["total"]} for which in ("likely", "most")}


def _sum(bills: Sequence[Bill]) -> Row:
    return {
        part.name: {
            "tokens": sum(getattr(bill, part.name).tokens for bill in bills),
            "microUsd": sum(getattr(bill, part.name).cost_micro_usd for bill in bills),
        }
        for part in fields(Bill)
    }
