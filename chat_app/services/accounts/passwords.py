"""Passwords: Argon2id, hashed in threads.

Parameters: RFC 9106 section 4, second recommended option (read 2026-11-21): 64 MiB, 3 passes,
4 lanes.
"""

from functools import cache
from pathlib import Path
from typing import Any, cast
from unicodedata import normalize

import anyio
import anyio.to_thread
from passlib.handlers.argon2 import argon2  # pyright: ignore[reportMissingTypeStubs]

from chat_app.errors import InvalidRequest
from chat_app.spelling import readable

_MIN_CHARACTERS = 8
_MAX_CHARACTERS = 1000
_WORST = Path(__file__).parent / "worst_passwords.txt"
"""Those of 8 characters and more among the 30 000 most frequent passwords in leaks, as zxcvbn 4.5.0
(MIT) lists them; read 2026-11-30."""
_NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$SAnB+L/3PqdUyhmj1LoXQg$"
    "o9Nr2bLEPVloMM6hBV1ai3tXORqkNHByJ/9ptCNxPek"
)
"""What a password is checked against where there is no account; the same parameters as below."""

# Loaded here: passlib's own lazy loading is not safe in several threads at once.
argon2.set_backend("argon2_cffi")
_hasher: Any = cast("Any", argon2).using(type="ID", memory_cost=65536, rounds=3, parallelism=4)
_hashing = anyio.CapacityLimiter(2)
"""Hashes at a time: each takes 64 MiB and a core."""


def checked(password: str, *about: str) -> str:
    """Return a password that may be set.

    Args:
        password: The one to be.
        about: What strangers know of whose it is: e-mail and name.

    Raises:
        InvalidRequest: It is too short or too long, or one of those that are guessed first.
    """
    if len(password) < _MIN_CHARACTERS:
        raise InvalidRequest(f"The password must have at least {_MIN_CHARACTERS} characters")
    if len(password) > _MAX_CHARACTERS:
        raise InvalidRequest(f"The password may have {_MAX_CHARACTERS} characters at most")
    if password != readable(password):
        raise InvalidRequest("The password may not contain NUL or half a character")
    if _is_guessed_first(password, about):
        raise InvalidRequest("This password is among those that are guessed first; take another")
    return password


def _is_guessed_first(password: str, about: tuple[str, ...]) -> bool:
    guessed = _form(password)
    known = {_form(each) for each in about}
    known |= {each.partition("@")[0] for each in known}
    is_one_letter = len(set(guessed)) == 1
    return is_one_letter or guessed in known or guessed in _worst_passwords()


@cache
def _worst_passwords() -> frozenset[str]:
    return frozenset(_form(line) for line in _WORST.read_text().splitlines())


def _form(password: str) -> str:
    return normalize("NFKC", password).casefold()


async def stronger(password: str, password_hash: str) -> str | None:
    """Return a new hash for a password whose own was made at less cost than is asked for now."""
    return await hashed(password) if _hasher.needs_update(password_hash) else None


async def hashed(password: str) -> str:
    """Return what is stored instead of the password."""
    return await anyio.to_thread.run_sync(_hasher.hash, password, limiter=_hashing)


async def matches(password: str, password_hash: str | None) -> bool:
    """Say whether a password is the one that was hashed.

    Without a hash the answer is no, and takes as long as with one: the time tells nobody which
    accounts exist.
    """
    if len(password) > _MAX_CHARACTERS or password != readable(password):
        return False
    return await anyio.to_thread.run_sync(_matches, password, password_hash, limiter=_hashing)


def _matches(password: str, password_hash: str | None) -> bool:
    return _hasher.verify(password, password_hash or _NOBODYS_HASH) and bool(password_hash)
