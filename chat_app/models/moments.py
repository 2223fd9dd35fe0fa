"""The present moment, as rows keep it."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, UTC."""
    return datetime.now(UTC)
