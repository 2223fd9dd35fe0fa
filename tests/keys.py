"""Callers that an API key makes, without a request for it."""

from typing import Any

from chat_app.models import User
from chat_app.services import accounts, keys
from chat_app.services.accounts import Caller
from chat_app.services.keys import IssuedKey
from tests.callers import by


async def issue(user: User, **wanted: Any) -> IssuedKey:
    """Make a key of an account's."""
    wanted.setdefault("name", "CI")
    return await keys.create(by(user), **wanted)


async def by_key(user: User, **wanted: Any) -> Caller:
    """Make a key of an account's and return whom it lets in."""
    return await accounts.enter_with_key((await issue(user, **wanted)).secret)
