"""Who somebody is: signing up, in and out, passwords, tokens and how often they may ask."""

from chat_app.services.accounts.accounts import (
    COOKIE_NAME,
    SignedIn,
    change_password,
    login,
    logout,
    register,
    rename,
    revoke_session,
    save,
    sessions,
    sign_in,
)
from chat_app.services.accounts.callers import Caller, Scope, authenticate, enter
from chat_app.services.accounts.keys import enter_with_key

__all__ = [
    "COOKIE_NAME",
    "Caller",
    "Scope",
    "SignedIn",
    "authenticate",
    "change_password",
    "enter",
    "enter_with_key",
    "login",
    "logout",
    "register",
    "rename",
    "revoke_session",
    "save",
    "sessions",
    "sign_in",
]
