"""The settings page."""

import reflex as rx

from chat_app.ui.components.page import page
from chat_app.ui.settings.components import appearance, password, profile, sessions
from chat_app.ui.settings.keys import api_keys
from chat_app.ui.settings.keys_state import KeysState
from chat_app.ui.settings.state import SettingsState
from chat_app.ui.sidebar.shell import ON_LOAD, shell
from chat_app.ui.theme import PRODUCT


def settings() -> rx.Component:
    """Return the page."""
    return shell(
        page("Settings", profile(), password(), sessions(), api_keys(), appearance()),
        active="settings",
    )


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(
        settings,
        route="/settings",
        title=f"Settings · {PRODUCT}",
        on_load=[*ON_LOAD, SettingsState.load, KeysState.load],
    )
