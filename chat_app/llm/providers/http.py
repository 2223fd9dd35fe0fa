"""What vendors that stream over HTTP have in common: Server-Sent Events and `Retry-After`."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from httpx2 import Timeout
from pydantic_core import from_json

from chat_app.errors import ProviderError

TIMEOUT = Timeout(None, connect=10)
"""Silence is watched for in `llm.stream`, where it is the same for every vendor."""


class EventReader:
    """Finds the JSON events in the bytes of a stream; the SDKs' typed ones cost six times more."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        """Take the next bytes in and yield the events they complete.

        Raises:
            ProviderError: What came is not JSON.
        """
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            payload = line.removeprefix(b"data:").strip()
            if line.startswith(b"data:") and payload != b"[DONE]":
                try:
                    yield from_json(payload)
                except ValueError as fault:
                    raise ProviderError from fault


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Return how long a vendor asks to wait, in seconds; `None` where it does not say."""
    asked = headers.get("retry-after")
    if asked is None:
        return None
    try:
        seconds = float(asked)
    except ValueError:
        try:
            moment = parsedate_to_datetime(asked).replace(tzinfo=UTC)
        except ValueError:
            return None
        seconds = (moment - datetime.now(UTC)).total_seconds()
    return max(seconds, 0)
