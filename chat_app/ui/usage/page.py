"""The usage page: what is left of one's own budget and where the rest went."""

import reflex as rx

from chat_app.services.live import Kind
from chat_app.ui import tabs
from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import confirm
from chat_app.ui.components.notices import notice, skeleton
from chat_app.ui.components.page import page, section
from chat_app.ui.sidebar.shell import ON_LOAD, shell
from chat_app.ui.theme import page_title
from chat_app.ui.usage import components
from chat_app.ui.usage.state import UsageState
from chat_app.ui.words import say

tabs.when(Kind.BUDGET, Kind.LIST, then=lambda _: UsageState.load, page="usage")


def usage() -> rx.Component:
    """Return the page."""
    return shell(
        page(
            say("usage-title"),
            rx.cond(
                UsageState.failed != "",
                rx.el.div(
                    notice(UsageState.failed, "danger"),
                    button(say("frame-retry"), on_click=UsageState.load),
                    class_name="stacked",
                ),
                rx.cond(UsageState.loaded, _figures(), section(say("usage-period"), skeleton(8))),
            ),
            subtitle=say("usage-subtitle"),
        ),
        confirm(
            opened=UsageState.deleting_id != "",
            title=say("usage-delete-title"),
            text=say("usage-delete-text", title=UsageState.deleting_title),
            action=say("frame-delete"),
            on_confirm=UsageState.delete,
            on_close=UsageState.close_dialog,
        ),
        active="usage",
    )


def _figures() -> rx.Component:
    return rx.fragment(
        components.budget(),
        rx.el.div(
            components.by_day(),
            rx.el.div(components.by_model(), components.by_key(), class_name="cards-below"),
            class_name="wide-and-narrow",
        ),
        components.costly_chats(),
        components.ledger(),
    )


def add_pages(app: rx.App) -> None:
    """Register the pages of this feature."""
    app.add_page(
        usage, route="/usage", title=page_title("usage-title"), on_load=[*ON_LOAD, UsageState.load]
    )
