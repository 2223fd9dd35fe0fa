"""Who somebody is: signing up, in and out, passwords, tokens and how often they may ask."""

from chat_app.services.accounts.accounts import COOKIE_NAME, change, is_first, login, register, save
from chat_app.services.accounts.callers import (
    Caller,
    Scope,
    authenticate,
    enter,
    require_unchanged,
)
from chat_app.services.accounts.keys import enter_with_key
from chat_app.services.accounts.sign_in import SignedIn, Visit, logout

__all__ = [
    "COOKIE_NAME",
    "Caller",
    "Scope",
    "SignedIn",
    "Visit",
    "authenticate",
    "change",
    "enter",
    "enter_with_key",
    "is_first",
    "login",
    "logout",
    "register",
    "require_unchanged",
    "save",
]
