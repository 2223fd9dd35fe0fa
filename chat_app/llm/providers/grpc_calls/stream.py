"""A request on a connection of HTTP/2 and its answer, as who asks hears it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chat_app.llm.providers.grpc_calls.connection import Connection

Headers = Sequence[tuple[bytes, bytes]]


class Stream(ABC):
    """Hears an answer; the connection sets what stands here first as the request goes out."""

    connection: "Connection"
    stream_id: int
    unsent: memoryview
    """What of the request has not gone out."""
    unconfirmed: int = 0
    """Bytes that came since the server was told that more may come."""

    @property
    @abstractmethod
    def is_behind(self) -> bool:
        """Whether bytes that came wait to be read."""

    @abstractmethod
    def head_came(self, head: Headers) -> None:
        """Hear the head of the answer."""

    @abstractmethod
    def bytes_came(self, data: bytes) -> None:
        """Hear the next bytes of its body."""

    @abstractmethod
    def tail_came(self, tail: Headers) -> None:
        """Hear the headers behind the body."""

    @abstractmethod
    def ended(self) -> None:
        """Hear that all of it has come."""

    @abstractmethod
    def broke(self, why: str, code: int | None = None) -> None:
        """Hear that no more comes.

        Args:
            why: In words.
            code: With which the server ended the stream (RFC 9113, 7); `None` where it was the
                connection that broke, or was left.
        """
