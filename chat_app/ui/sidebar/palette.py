"""One dialog for chats, commands, models and pages, and the keys of the app; see `palette.jsx`."""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from chat_app.models import Via, now
from chat_app.services import chats
from chat_app.services.accounts import Caller
from chat_app.services.chats.access import models_to_choose
from chat_app.ui.parts import part
from chat_app.ui.session import SIGN_OUT, SessionState, signed_in
from chat_app.ui.sidebar.chat_list_state import ChatListState
from chat_app.ui.sidebar.chat_rows import rows_of
from chat_app.ui.words import words_of

_FEW_CHATS = 8


class PaletteState(rx.State):
    """What the palette found; nothing while it is closed."""

    found: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    """`query`, `rows` of chats as in the list, `models` that may be chosen."""

    @rx.event
    async def find(self, query: str):
        """Look for chats and messages; for the newest chats where nothing is looked for."""
        user = await signed_in(self)
        zone = words_of(self).zone
        page = await chats.page(user, limit=_FEW_CHATS, q=query, zone=zone)
        models = models_to_choose(Caller.of(user, Via.BROWSER))
        self.found = {
            "query": query,
            "rows": rows_of(page.chats, now().astimezone(zone), page.snippets),
            "models": [{"id": each.model_id, "name": each.name} for each in models],
        }


class _Part(rx.Component):
    lib_dependencies: list[str] = ["@radix-ui/react-dialog@1.3.1", LUCIDE_LIBRARY]


class _Palette(_Part):
    library = part("sidebar/palette.jsx")
    tag = "Palette"

    found: rx.Var[dict[str, Any]]
    is_admin: rx.Var[bool]

    on_find: rx.EventHandler[lambda query: [query]]
    on_put: rx.EventHandler[lambda ids, to: [ids, to]]
    on_ask: rx.EventHandler[lambda kind, ids, title, folder: [kind, ids, title, folder]]
    on_go: rx.EventHandler[lambda where, folder: [where, folder]]
    on_theme: rx.EventHandler[no_args_event_spec]
    on_sign_out: rx.EventHandler[no_args_event_spec]


class _Shortcuts(_Part):
    library = part("sidebar/shortcuts.jsx")
    tag = "Shortcuts"

    on_delete_chat: rx.EventHandler[lambda chat: [chat]]


class _ShortcutsButton(_Part):
    library = part("sidebar/shortcuts.jsx")
    tag = "ShortcutsButton"


def palette() -> rx.Component:
    """Return the palette and the sheet of keys, both closed."""
    return rx.fragment(
        _Palette.create(
            found=PaletteState.found,
            is_admin=SessionState.is_admin,
            on_find=PaletteState.find,
            on_put=ChatListState.put,
            on_ask=ChatListState.ask,
            on_go=ChatListState.go,
            on_theme=rx.toggle_color_mode,
            on_sign_out=rx.call_script(SIGN_OUT),
        ),
        _Shortcuts.create(
            on_delete_chat=lambda chat: ChatListState.ask("delete", [chat], "", ""),
        ),
    )


def shortcuts_button() -> rx.Component:
    """Return the button **Shortcuts**."""
    return _ShortcutsButton.create()
