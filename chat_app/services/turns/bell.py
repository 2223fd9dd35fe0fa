"""Rings when a reply in a shared chat has ended, for who waits there."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from uuid import UUID

_hearing: set[Callable[[UUID], None]] = set()


@contextmanager
def hearing(then: Callable[[UUID], None]) -> Generator[None, None, None]:
    """Tell somebody of each reply of a shared chat that has ended, by the chat's id."""
    _hearing.add(then)
    try:
        yield
    finally:
        _hearing.discard(then)


def ring(chat_id: UUID) -> None:
    """Say that a chat is free."""
    for then in list(_hearing):
        then(chat_id)
