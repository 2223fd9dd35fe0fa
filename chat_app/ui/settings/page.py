"""The settings page."""

import reflex as rx

from chat_app.ui.components.page import page
from chat_app.ui.settings.components import appearance, language, password, profile
from chat_app.ui.settings.files import files
from chat_app.ui.settings.files_state import FilesState
from chat_app.ui.settings.imports import ImportState, import_chats
from chat_app.ui.settings.keys import api_keys
from chat_app.ui.settings.keys_state import KeysState
from chat_app.ui.settings.own_data import own_data
from chat_app.ui.settings.own_data_state import OwnDataState
from chat_app.ui.settings.places import sessions
from chat_app.ui.settings.places_state import PlacesState
from chat_app.ui.settings.prompts import prompts
from chat_app.ui.settings.prompts_state import PromptsState
from chat_app.ui.settings.safety import passkeys, second_factor
from chat_app.ui.settings.shares import shared_links
from chat_app.ui.settings.shares_state import SharesState
from chat_app.ui.settings.state import SettingsState
from chat_app.ui.sidebar.shell import ON_LOAD, shell
from chat_app.ui.theme import page_title
from chat_app.ui.words import say


def settings() -> rx.Component:
    """Return the page."""
    return shell(
        page(
            say("settings-title"),
            profile(),
            password(),
            second_factor(),
            passkeys(),
            sessions(),
            language(),
            appearance(),
            prompts(),
            files(),
            import_chats(),
            shared_links(),
            api_keys(),
            own_data(),
            begins=[
                SettingsState.start_over,
                PlacesState.start_over,
                PromptsState.start_over,
                FilesState.start_over,
                SharesState.start_over,
                ImportState.start_over,
                KeysState.start_over,
                OwnDataState.start_over,
            ],
        ),
        active="settings",
    )


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(
        settings,
        route="/settings",
        title=page_title("settings-title"),
        on_load=[
            *ON_LOAD,
            SettingsState.load,
            PlacesState.load,
            PromptsState.load,
            FilesState.load,
            SharesState.load,
            KeysState.load,
            OwnDataState.load,
        ],
    )
