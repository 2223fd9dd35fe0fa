"""Locks by name: work on one thing takes turns, work on different things does not wait."""

from collections.abc import Hashable
from weakref import WeakValueDictionary

import anyio

_locks: WeakValueDictionary[tuple[Hashable, ...], anyio.Lock] = WeakValueDictionary()


def lock_of(*name: Hashable) -> anyio.Lock:
    """Return the lock of this process for a thing, such as `("sign-in", "ada@example.com")`.

    It lives for as long as somebody holds it or waits for it.
    """
    return _locks.setdefault(name, anyio.Lock())
