"""What the form of an API key says, read and checked field by field."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from chat_app.errors import InvalidRequest
from chat_app.models import now
from chat_app.services import keys
from chat_app.words import Words

NAME, CAP, EXPIRY, DATE, MODELS = "name", "cap", "expiry", "date", "models"
"""Fields of the form; each of the models has one of its own, named by `of_model`."""
_MODEL = "model "

NEVER, ON_A_DATE, AS_IT_IS = "never", "date", "keep"
DAYS = (30, 90, 365)
"""Other choices of when a key expires: days from now."""
_LAST_SECOND = time(23, 59, 59)


def of_model(model_id: Any) -> Any:
    """Return the name of a model's field."""
    return _MODEL + model_id


def ticked(model_ids: Iterable[str]) -> dict[str, str]:
    """Return the fields of some models as the browser sends those that are ticked."""
    return {of_model(model_id): "on" for model_id in model_ids}


def read(
    form: Mapping[str, str], words: Words, before: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what a form asks for, and what is wrong with it: words, by field.

    Args:
        form: The fields as the browser sends them; a box that is not ticked is left out.
        words: The reader's, in whose time zone the last day of a key ends.
        before: What it was opened with, for a key that is there: what was left so is not asked for.
    """
    wanted: dict[str, Any] = {}
    faults: dict[str, str] = {}
    models = _models(form)
    for field, is_as_before, asks in (
        (NAME, _is_same(NAME, form, before), lambda: {"name": form.get(NAME, "")}),
        (
            CAP,
            _is_same(CAP, form, before),
            lambda: {"token_limit": _tokens(form.get(CAP, ""), words)},
        ),
        (
            EXPIRY,
            form.get(EXPIRY) == AS_IT_IS,
            lambda: _expiry(form.get(EXPIRY, NEVER), form.get(DATE, ""), words.zone),
        ),
        (
            MODELS,
            before is not None and set(models) == set(_models(before)),
            lambda: {"models": models or None},
        ),
    ):
        if is_as_before:
            continue
        try:
            wanted |= keys.as_stored(asks())
        except InvalidRequest as refusal:
            faults[field] = words.translated(refusal.message)
    return wanted, faults


def _is_same(field: str, form: Mapping[str, str], before: Mapping[str, str] | None) -> bool:
    return before is not None and form.get(field) == before[field]


def _models(form: Mapping[str, str]) -> list[str]:
    return [name.removeprefix(_MODEL) for name in form if name.startswith(_MODEL)]


def _tokens(text: str, words: Words) -> int | None:
    if not text.strip():
        return None
    tokens = words.whole(text)
    if tokens is None:
        raise InvalidRequest("A cap is a whole number of tokens, such as 50,000")
    return tokens


def _expiry(choice: str, date: str, zone: tzinfo) -> dict[str, datetime | None]:
    if choice in map(str, DAYS):
        return {"expires_at": now() + timedelta(days=int(choice))}
    if choice != ON_A_DATE:
        return {"expires_at": None}
    try:
        last_moment = datetime.combine(datetime.fromisoformat(date), _LAST_SECOND, zone)
    except ValueError as fault:
        raise InvalidRequest("Choose the last day on which it works") from fault
    if last_moment <= now():
        raise InvalidRequest("Choose a day that is not over yet")
    return {"expires_at": last_moment}
