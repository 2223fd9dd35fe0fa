"""What vendors that stream over HTTP have in common: Server-Sent Events and `Retry-After`."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from httpx2 import Timeout
from pydantic_core import from_json

TIMEOUT = Timeout(None, connect=10)
"""Silence is watched for in `llm.stream`, where it is the same for every vendor."""
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
"""What reading an answer raises that is no JSON, or not of the shape the vendor documents."""


class EventReader:
    """Finds the JSON events in the bytes of a stream; the SDKs' typed ones cost six times more."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        """Take the next bytes in and yield the events they complete.

        Raises:
            ValueError: What came is not JSON.
        """
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            payload = line.removeprefix(b"data:").strip()
            if line.startswith(b"data:") and payload != b"[DONE]":
                yield from_json(payload)


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Return how long a vendor asks to wait, in seconds; `None` where it does not say.

    Said in seconds, as a date (RFC 9110, 10.2.3) or, as both SDKs read it (2026-11-21), in
    milliseconds.
    """
    try:
        if asked_ms := headers.get("retry-after-ms"):
            return max(float(asked_ms) / 1000, 0)
        return max(float(headers.get("retry-after", "")), 0)
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(headers.get("retry-after", "")).replace(tzinfo=UTC)
    except ValueError:
        return None
    return max((moment - datetime.now(UTC)).total_seconds(), 0)
