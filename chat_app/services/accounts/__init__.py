"""Who somebody is: signing up, in and out, passwords, tokens and how often they may ask."""

from chat_app.services.accounts.accounts import (
    COOKIE_NAME,
    SignedIn,
    authenticate,
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

__all__ = [
    "COOKIE_NAME",
    "SignedIn",
    "authenticate",
    "change_password",
    "login",
    "logout",
    "register",
    "rename",
    "revoke_session",
    "save",
    "sessions",
    "sign_in",
]
