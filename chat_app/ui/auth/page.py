"""The pages to sign in, to sign up, and to set a password by a link."""

import reflex as rx

from chat_app.ui.components.buttons import theme_button
from chat_app.ui.parts import part
from chat_app.ui.theme import PRODUCT, mark

_EMAIL = {
    "name": "email",
    "label": "Email",
    "type": "email",
    "autoComplete": "username",
    "required": True,
}
_PASSWORD = {
    "name": "password",
    "label": "Password",
    "type": "password",
    "autoComplete": "current-password",
    "required": True,
}
_NAME = {
    "name": "name",
    "label": "Name",
    "type": "text",
    "autoComplete": "name",
    "hint": "How you are greeted. You may leave it empty.",
}
_NEW_PASSWORD = _PASSWORD | {
    "autoComplete": "new-password",
    "minLength": 8,
    "hint": "At least 8 characters.",
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


def login() -> rx.Component:
    """Return the sign-in page."""
    return _frame(
        "Welcome back",
        "Sign in to go on with your chats.",
        _CredentialsForm.create(
            action="/api/auth/login", submit="Sign in", fields=[_EMAIL, _PASSWORD]
        ),
        rx.el.p("No account yet? ", _OtherPage.create("Create one", to="/register")),
    )


def register() -> rx.Component:
    """Return the sign-up page."""
    return _frame(
        "Create your account",
        "Chat with models and see what every reply costs.",
        _CredentialsForm.create(
            action="/api/auth/register",
            submit="Create account",
            fields=[_NAME, _EMAIL, _NEW_PASSWORD],
        ),
        rx.el.p("Have an account? ", _OtherPage.create("Sign in instead", to="/login")),
    )


def set_password() -> rx.Component:
    """Return the page behind a link to set a password."""
    return _frame(
        "Choose your password",
        "This link works once, and signs you in.",
        _CredentialsForm.create(
            action="/api/auth/set-password",
            submit="Set password",
            fields=[_NEW_PASSWORD],
            by_link=True,
        ),
        rx.el.p("Have a password? ", _OtherPage.create("Sign in instead", to="/login")),
    )


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(login, route="/login", title=f"Sign in · {PRODUCT}")
    app.add_page(register, route="/register", title=f"Create account · {PRODUCT}")
    app.add_page(set_password, route="/set-password", title=f"Choose your password · {PRODUCT}")


def _frame(title: str, subtitle: str, *children: rx.Component) -> rx.Component:
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
        rx.el.footer(
            "Every exchange is counted to the token, and no budget is ever overspent.",
            class_name="auth-foot",
        ),
        class_name="auth",
    )
