"""What brings an event to the logs: in one process, straight away."""

import time
from typing import Protocol

from chat_app.services.live.log import SEQUENCE_BITS, Event, Log, Saying


class Carrier(Protocol):
    """Brings what is said to the log of every worker."""

    def carry(self, saying: Saying) -> None:
        """Take something that was said; it does not wait and does not fail."""
        ...


class MemoryCarrier:
    """Brings events to the log of the only process there is."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._number = _present()
        log.start(self._number)

    def carry(self, saying: Saying) -> None:
        """See `Carrier.carry`."""
        # A clock that was put back must not make numbers go down.
        self._number = max(self._number + 1, _present())
        self._log.append(
            Event(self._number, saying.topic, saying.kind, saying.fields, saying.origin)
        )


def _present() -> int:
    return (time.time_ns() // 1_000_000) << SEQUENCE_BITS
