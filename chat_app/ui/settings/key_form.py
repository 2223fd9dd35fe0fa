"""What the form of an API key says, read and checked field by field."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta, timezone
from typing import Any

from chat_app.errors import InvalidRequest
from chat_app.models import now
from chat_app.services import keys

NAME, CAP, EXPIRY, DATE = "name", "cap", "expiry", "date"
"""Fields of the form; each model has one of its own, named by `of_model`."""
_MODEL = "model "

NEVER, ON_A_DATE, AS_IT_IS = "never", "date", "keep"
DAYS = {"30": "In 30 days", "90": "In 90 days", "365": "In a year"}
"""Other choices of when a key expires: days from now, and what people see."""
_LAST_SECOND = time(23, 59, 59)


def of_model(model_id: Any) -> Any:
    """Return the name of a model's field."""
    return _MODEL + model_id


def read(form: Mapping[str, str], zone: timezone) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what a form asks for, and what is wrong with it: words, by field.

    Args:
        form: The fields as the browser sends them; a box that is not ticked is left out.
        zone: The reader's, in which the last day of a key ends.
    """
    wanted: dict[str, Any] = {}
    faults: dict[str, str] = {}
    models = [name.removeprefix(_MODEL) for name in form if name.startswith(_MODEL)]
    for field, asks in (
        (NAME, lambda: {"name": form.get(NAME, "")}),
        (CAP, lambda: {"token_limit": _tokens(form.get(CAP, ""))}),
        (EXPIRY, lambda: _expiry(form.get(EXPIRY, NEVER), form.get(DATE, ""), zone)),
        (_MODEL, lambda: {"models": models or None}),
    ):
        try:
            wanted |= keys.as_stored(asks())
        except InvalidRequest as refusal:
            faults[field] = refusal.message
    return wanted, faults


def _tokens(text: str) -> int | None:
    digits = "".join(text.replace(",", "").split())
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()):
        raise InvalidRequest("A cap is a whole number of tokens, such as 50,000")
    # Python reads no number of thousands of digits.
    return int(digits[:20])


def _expiry(choice: str, date: str, zone: timezone) -> dict[str, datetime | None]:
    if choice == AS_IT_IS:
        return {}
    if choice in DAYS:
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
