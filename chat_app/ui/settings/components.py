"""The parts of the settings page."""

import reflex as rx
from reflex.style import color_mode, set_color_mode
from reflex_base.constants import LiteralColorMode

from chat_app.ui.components.buttons import button
from chat_app.ui.components.notices import notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.session import SessionState
from chat_app.ui.settings.state import SessionRow, SettingsState

_COLOUR_MODES: tuple[tuple[LiteralColorMode, str], ...] = (
    ("system", "Like the system"),
    ("light", "Light"),
    ("dark", "Dark"),
)


def profile() -> rx.Component:
    """Return the form with the name."""
    return section(
        "Profile",
        rx.el.form(
            _field("Email", value=SessionState.email, read_only=True),
            _field(
                "Name",
                name="name",
                # A new key shows the name once it is known.
                key=SessionState.name,
                default_value=SessionState.name,
                auto_complete="name",
                required=True,
            ),
            _outcome(SettingsState.name_note, SettingsState.name_error),
            rx.el.div(button("Save", look="primary", type="submit")),
            on_submit=SettingsState.save_name,
            class_name="settings-form",
        ),
        subtitle="How you are greeted and shown to administrators.",
    )


def password() -> rx.Component:
    """Return the form that changes the password."""
    return section(
        "Password",
        rx.el.form(
            rx.el.input(
                type="text",
                auto_complete="username",
                value=SessionState.email,
                read_only=True,
                hidden=True,
            ),
            _password_field("Current password", "current", "current-password"),
            _password_field("New password", "new", "new-password", min_length=8),
            _outcome(SettingsState.changed_note, SettingsState.change_error),
            rx.el.div(button("Change password", look="primary", type="submit")),
            on_submit=SettingsState.change_password,
            class_name="settings-form",
        ),
        subtitle="At least 8 characters. Changing it signs out every other session.",
    )


def sessions() -> rx.Component:
    """Return the list of places where the account is signed in."""
    return section(
        "Sessions",
        rx.cond(
            SettingsState.loaded,
            rx.el.ul(rx.foreach(SettingsState.sessions, _session), class_name="session-list"),
            skeleton(2),
        ),
        subtitle="Where you are signed in now. Sign out what you do not know.",
    )


def appearance() -> rx.Component:
    """Return the choice of the colour mode."""
    return section(
        "Appearance",
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
            aria_label="Colour mode",
            class_name="choices",
        ),
        subtitle="Kept in this browser.",
    )


def _session(row: SessionRow) -> rx.Component:
    return rx.el.li(
        rx.icon("monitor-smartphone", aria_hidden="true"),
        rx.el.div(
            rx.el.div(row["device"]),
            rx.el.div("Since ", row["since"], class_name="muted small"),
        ),
        rx.cond(
            row["current"],
            rx.el.span("This session", class_name="badge accent"),
            button(
                "Sign out",
                on_click=SettingsState.end_session(row["session_id"]),
                aria_label=f"Sign out {row['device']}, since {row['since']}",
            ),
        ),
        key=row["session_id"],
    )


def _field(label: str, **props) -> rx.Component:
    return rx.el.label(
        rx.el.span(label), rx.el.input(class_name="input", **props), class_name="field"
    )


def _password_field(label: str, name: str, complete: str, **props) -> rx.Component:
    return _field(
        label,
        id=complete,
        name=name,
        type="password",
        auto_complete=complete,
        required=True,
        **props,
    )


def _outcome(note: str | rx.Var[str], error: str | rx.Var[str]) -> rx.Component:
    return rx.fragment(
        rx.cond(note != "", notice(note, "success")), rx.cond(error != "", notice(error, "danger"))
    )
