"""The pages to sign in, to sign up, and to set a password that was forgotten or is yet to be."""

import reflex as rx
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from chat_app.ui.components.buttons import theme_button
from chat_app.ui.parts import part
from chat_app.ui.theme import PRODUCT, mark, page_title
from chat_app.ui.words import say

_EMAIL = {
    "name": "email",
    "label": say("auth-email"),
    "type": "email",
    "autoComplete": "username",
    "required": True,
}
_PASSWORD = {
    "name": "password",
    "label": say("auth-password"),
    "type": "password",
    "autoComplete": "current-password",
    "required": True,
}
_NAME = {
    "name": "name",
    "label": say("auth-name"),
    "type": "text",
    "autoComplete": "name",
    "hint": say("auth-name-hint"),
}
_NEW_PASSWORD = _PASSWORD | {
    "autoComplete": "new-password",
    "minLength": 8,
    "hint": say("auth-password-hint"),
}


class _CredentialsForm(rx.Component):
    library = part("auth/form.jsx")
    tag = "CredentialsForm"
    action: rx.Var[str]
    submit: rx.Var[str]
    fields: rx.Var[list[dict]]
    by_link: rx.Var[bool]


class _OtherPage(rx.Component):
    library = part("auth/other_page.jsx")
    tag = "OtherPage"
    to: rx.Var[str]


class _Purpose(rx.Component):
    library = part("auth/purpose.jsx")
    tag = "Purpose"


class _ByPassword(rx.Component):
    library = part("auth/ways.jsx")
    tag = "ByPassword"


class _ForStrangers(rx.Component):
    library = part("auth/ways.jsx")
    tag = "ForStrangers"


class _ByProvider(rx.Component):
    library = part("auth/ways.jsx")
    tag = "ByProvider"


class _LanguageLinks(rx.Component):
    library = part("auth/language_links.jsx")
    tag = "LanguageLinks"


class _PasskeySignIn(rx.Component):
    library = part("auth/passkey.jsx")
    tag = "PasskeySignIn"
    lib_dependencies: list[str] = [LUCIDE_LIBRARY]


class _Forgotten(rx.Component):
    library = part("auth/forgotten.jsx")
    tag = "Forgotten"


def login() -> rx.Component:
    """Return the sign-in page."""
    return _frame(
        say("auth-sign-in-title"),
        _Purpose.create(say("auth-sign-in-subtitle")),
        _ByProvider.create(),
        _ByPassword.create(
            _CredentialsForm.create(
                action="/api/auth/login", submit=say("auth-sign-in"), fields=[_EMAIL, _PASSWORD]
            ),
            _PasskeySignIn.create(),
            rx.el.p(_OtherPage.create(say("auth-forgot"), to="/forgot-password")),
        ),
        _ForStrangers.create(
            rx.el.p(
                say("auth-no-account"),
                " ",
                _OtherPage.create(say("auth-create-one"), to="/register"),
            )
        ),
    )


def register() -> rx.Component:
    """Return the sign-up page."""
    return _frame(
        say("auth-register-title"),
        say("auth-register-subtitle"),
        _CredentialsForm.create(
            action="/api/auth/register",
            submit=say("auth-create-account"),
            fields=[_NAME, _EMAIL, _NEW_PASSWORD],
        ),
        rx.el.p(
            say("auth-have-account"),
            " ",
            _OtherPage.create(say("auth-sign-in-instead"), to="/login"),
        ),
    )


def set_password() -> rx.Component:
    """Return the page behind a link to set a password."""
    return _frame(
        say("auth-password-title"),
        say("auth-password-subtitle"),
        _CredentialsForm.create(
            action="/api/auth/set-password",
            submit=say("auth-set-password"),
            fields=[_NEW_PASSWORD],
            by_link=True,
        ),
        rx.el.p(
            say("auth-have-password"),
            " ",
            _OtherPage.create(say("auth-sign-in-instead"), to="/login"),
        ),
    )


def forgot_password() -> rx.Component:
    """Return the page for those who forgot their password."""
    return _frame(
        say("auth-forgot-title"),
        say("auth-forgot-subtitle"),
        _Forgotten.create(),
        rx.el.p(_OtherPage.create(say("auth-back-to-sign-in"), to="/login")),
    )


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(login, route="/login", title=page_title("auth-sign-in"))
    app.add_page(register, route="/register", title=page_title("auth-create-account"))
    app.add_page(forgot_password, route="/forgot-password", title=page_title("auth-forgot-title"))
    app.add_page(set_password, route="/set-password", title=page_title("auth-password-title"))


def _frame(
    title: rx.Var[str], subtitle: rx.Var[str] | rx.Component, *children: rx.Component
) -> rx.Component:
    return rx.el.div(
        rx.el.header(
            rx.el.div(mark(), PRODUCT, class_name="brand"), theme_button(), class_name="auth-top"
        ),
        rx.el.main(
            rx.el.div(
                rx.el.h1(title), rx.el.p(subtitle, class_name="muted"), class_name="auth-title"
            ),
            *children,
            class_name="auth-card",
        ),
        rx.el.footer(rx.el.p(say("auth-promise")), _LanguageLinks.create(), class_name="auth-foot"),
        class_name="auth",
    )
