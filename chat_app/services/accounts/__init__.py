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

__all__ = [
    "COOKIE_NAME",
    "Caller",
    "Scope",
    "SignedIn",
    "authenticate",
    "change_password",
    "enter",
    "login",
    "logout",
    "register",
    "rename",
    "revoke_session",
    "save",
    "sessions",
    "sign_in",
]
