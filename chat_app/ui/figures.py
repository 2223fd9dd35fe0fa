"""Figures as people read them."""

from datetime import date, datetime

from chat_app.services.budgets.usage import NEAR_LIMIT_SHARE

MINUS = "\u2212"
NOTHING = "\u2013"
"""Stands where there is no figure."""

_MICRO = 1_000_000
_MILLISECONDS = 1000


def number(value: int) -> str:
    """Write `12,345`, with a real minus sign."""
    return f"{value:,}".replace("-", MINUS)


def signed(value: int) -> str:
    """Write `+12,345` or `−208`."""
    return f"{value:+,}".replace("-", MINUS)


def dollars(micro_usd: int, estimated_micro_usd: int = 0) -> str:
    """Write micro-USD in dollars, with the decimals that small amounts need.

    Args:
        micro_usd: The amount.
        estimated_micro_usd: How much of it is estimated; if any is, `≈` says so.
    """
    amount = micro_usd / _MICRO
    words = f"${amount:,.2f}" if amount >= 1 or not amount else f"${amount:,.4f}"
    return f"≈\u2009{words}" if estimated_micro_usd else words


def cost(micro_usd: int, estimated_micro_usd: int) -> str:
    """Write a sum of costs, and how much of it is estimated: `≈ $3.20, $0.12 of it estimated`."""
    words = dollars(micro_usd, estimated_micro_usd)
    if not estimated_micro_usd:
        return words
    return f"{words}, {dollars(estimated_micro_usd)} of it estimated"


def level(share: float) -> str:
    """Say how urgent a budget is by its share spent: "", `warning` or, all of it, `danger`."""
    return "danger" if share >= 1 else "warning" if share >= NEAR_LIMIT_SHARE else ""


def percent(share: float | None) -> str:
    """Write a share of 1 as `12.3%`."""
    return NOTHING if share is None else f"{share:.1%}".replace("-", MINUS)


def signed_percent(share: float | None) -> str:
    """Write a share of 1 as `+12.3%`."""
    return NOTHING if share is None else f"{share:+.1%}".replace("-", MINUS)


def duration(milliseconds: int | None) -> str:
    """Write `404 ms`, or seconds from one second on."""
    if milliseconds is None:
        return NOTHING
    if milliseconds < _MILLISECONDS:
        return f"{milliseconds} ms"
    return f"{milliseconds / _MILLISECONDS:.1f} s"


def day(value: date) -> str:
    """Write `21 Nov 2026`."""
    return f"{value.day} {value:%b %Y}"


def short_day(value: date) -> str:
    """Write `21 Nov`, for the axis of a chart."""
    return f"{value.day} {value:%b}"


def moment(value: datetime | None) -> str:
    """Write `21 Nov 2026, 07:26`, in UTC."""
    return NOTHING if value is None else f"{value.day} {value:%b %Y, %H:%M}"
