"""Somebody with an account, who makes keys for programs and asks what they have used."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx

_SETTLED_S = 60


class Owner:
    """An account on a server."""

    def __init__(self, http: httpx.Client):
        self._http = http

    def key(self, name: str, **wanted: Any) -> str:
        """Make a key and return its secret."""
        made = self._http.post("/api/keys", json={"name": name} | wanted)
        assert made.status_code == httpx.codes.CREATED, made.text
        return made.json()["key"]

    def used(self) -> dict[str, int]:
        """Return the tokens that each key has used, once nothing is held any more."""
        deadline = time.monotonic() + _SETTLED_S
        while self._ask("/api/user/token-usage")["reserved_tokens"]:
            assert time.monotonic() < deadline, "a hold was not settled"
            time.sleep(0.05)
        listed = self._ask("/api/keys?limit=100")["keys"]
        return {key["name"]: key["tokens_used"] for key in listed}

    def _ask(self, path: str) -> Any:
        answered = self._http.get(path)
        assert answered.is_success, answered.text
        return answered.json()


@contextmanager
def signed_up(url: str) -> Iterator[Owner]:
    """Make an account for as long as the block runs."""
    form = {"email": f"{uuid4().hex}@example.com", "password": "correct horse"}
    with httpx.Client(base_url=url, timeout=60) as http:
        made = http.post("/api/auth/register", json=form)
        assert made.status_code == httpx.codes.CREATED, made.text
        yield Owner(http)
