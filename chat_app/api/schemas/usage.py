"""Bodies about a user's own budget."""

import datetime

from chat_app.api.schemas.shape import Out, example

_DAY = {"date": "2026-11-21", "tokens": 1248}
_MODEL = {"model": "simulated", "tokens": 1248}


class DayTokensOut(Out):
    """Tokens charged on one UTC day."""

    model_config = example(**_DAY)

    date: datetime.date
    """The day, UTC."""
    tokens: int
    """Charged on it, in tokens."""


class ModelTokensOut(Out):
    """Tokens charged for one model."""

    model_config = example(**_MODEL)

    model: str
    """Model id."""
    tokens: int
    """Charged for it, in tokens."""


class TokenUsageOut(Out):
    """A budget in the current period, and where the tokens of the last 30 days went."""

    model_config = example(
        total_tokens_used=1248,
        token_limit=100_000,
        remaining_tokens=96_670,
        reserved_tokens=2082,
        estimated_days_until_limit=542.2,
        last_reset_at="2026-11-01T00:00:00Z",
        resets_at="2026-12-01T00:00:00Z",
        by_day=[_DAY],
        by_model=[_MODEL],
    )

    total_tokens_used: int
    """Charged in this period, in tokens."""
    token_limit: int
    """What the period grants, in tokens."""
    remaining_tokens: int
    """The limit without what is used and reserved, in tokens."""
    reserved_tokens: int
    """Set aside for replies that are being written, in tokens."""
    estimated_days_until_limit: float | None
    """At the pace of the last 7 days; null when nothing was used in them."""
    last_reset_at: datetime.datetime
    """When the period began, UTC."""
    resets_at: datetime.datetime
    """When the next one begins, UTC."""
    by_day: list[DayTokensOut]
    """The last 30 UTC days, today last, days without any included."""
    by_model: list[ModelTokensOut]
    """The same 30 days, most tokens first."""
