"""The parts of the settings page."""

import reflex as rx
from reflex.style import color_mode, set_color_mode
from reflex_base.constants import LiteralColorMode

from chat_app.ui.components.buttons import button
from chat_app.ui.components.fields import field, text_input
from chat_app.ui.components.notices import notice
from chat_app.ui.components.page import section
from chat_app.ui.session import SessionState
from chat_app.ui.settings.state import SettingsState
from chat_app.ui.words import say
from chat_app.words import LANGUAGES

_COLOUR_MODES: tuple[tuple[LiteralColorMode, rx.Var[str]], ...] = (
    ("system", say("settings-colours-system")),
    ("light", say("settings-colours-light")),
    ("dark", say("settings-colours-dark")),
)
_LANGUAGES = {"": say("settings-language-browser")} | LANGUAGES


def profile() -> rx.Component:
    """Return the form with the name."""
    return section(
        say("settings-profile"),
        rx.el.form(
            field(say("settings-email"), text_input(value=SessionState.email, read_only=True)),
            field(
                say("settings-name"),
                text_input(
                    name="name",
                    # A new key shows the name once it is known.
                    key=SessionState.name,
                    default_value=SessionState.name,
                    auto_complete="name",
                    required=True,
                ),
            ),
            _outcome(SettingsState.name_note, SettingsState.name_error),
            rx.el.div(button(say("frame-save"), look="primary", type="submit")),
            on_submit=SettingsState.save_name,
            class_name="settings-form",
        ),
        subtitle=say("settings-profile-hint"),
    )


def password() -> rx.Component:
    """Return the form that changes the password."""
    return section(
        say("settings-password"),
        rx.el.form(
            rx.el.input(
                type="text",
                auto_complete="username",
                value=SessionState.email,
                read_only=True,
                hidden=True,
            ),
            rx.cond(
                SettingsState.has_password,
                _password_field(say("settings-current-password"), "current", "current-password"),
            ),
            _password_field(say("settings-new-password"), "new", "new-password", min_length=8),
            _outcome(SettingsState.changed_note, SettingsState.change_error),
            rx.el.div(button(say("settings-change-password"), look="primary", type="submit")),
            on_submit=SettingsState.change_password,
            class_name="settings-form",
        ),
        subtitle=say("settings-password-hint"),
    )


def appearance() -> rx.Component:
    """Return the choice of the colour mode."""
    return section(
        say("settings-appearance"),
        rx.el.div(
            *[
                rx.el.button(
                    text,
                    type="button",
                    class_name="choice",
                    aria_pressed=rx.cond(color_mode == mode, "true", "false"),
                    on_click=set_color_mode(mode),
                )
                for mode, text in _COLOUR_MODES
            ],
            role="group",
            aria_label=say("settings-colours"),
            class_name="choices",
        ),
        subtitle=say("settings-appearance-hint"),
    )


def language() -> rx.Component:
    """Return the choice of the language."""
    return section(
        say("settings-language"),
        rx.el.div(
            *[
                rx.el.button(
                    name,
                    type="button",
                    lang=tag or None,
                    class_name="choice",
                    aria_pressed=rx.cond(SettingsState.language == tag, "true", "false"),
                    on_click=SettingsState.choose_language(tag),
                )
                for tag, name in _LANGUAGES.items()
            ],
            role="group",
            aria_label=say("settings-language"),
            class_name="choices",
        ),
        subtitle=say("settings-language-hint"),
    )


def _password_field(label: rx.Var[str], name: str, complete: str, **props) -> rx.Component:
    return field(
        label,
        text_input(
            id=complete,
            name=name,
            type="password",
            auto_complete=complete,
            required=True,
            **props,
        ),
    )


def _outcome(note: str | rx.Var[str], error: str | rx.Var[str]) -> rx.Component:
    return rx.fragment(
        rx.cond(note != "", notice(note, "success")), rx.cond(error != "", notice(error, "danger"))
    )
