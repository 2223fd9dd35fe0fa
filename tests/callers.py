"""Callers of services, made of accounts that need no sign-in."""

from chat_app.models import User, Via
from chat_app.services import accounts
from chat_app.services.accounts import Caller


def by(user: User) -> Caller:
    """Return the caller that an account is, as if it had come in through the API."""
    return Caller.of(user, Via.API)


async def owner_of(token: str) -> User:
    """Return the account that a token lets in."""
    return (await accounts.authenticate(token, Via.API)).user
