"""The section of shared links on the settings page."""

import reflex as rx

from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import confirm
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.paging import turn_pages
from chat_app.ui.components.tables import Column, table
from chat_app.ui.parts import part
from chat_app.ui.settings.shares_state import LinkRow, SharesState
from chat_app.ui.words import say


class _CopyLink(rx.Component):
    library = part("settings/copy_link.jsx")
    tag = "CopyLink"
    address: rx.Var[str]


def shared_links() -> rx.Component:
    """Return the section and its dialog; `#links` leads to it."""
    return section(
        say("links-title"),
        rx.cond(
            SharesState.failed != "",
            rx.el.div(
                notice(SharesState.failed, "danger"),
                button(say("frame-retry"), on_click=SharesState.load),
                class_name="stacked",
            ),
        ),
        rx.cond(
            SharesState.loaded,
            _list(),
            rx.cond(SharesState.failed == "", skeleton(2)),
        ),
        confirm(
            opened=SharesState.revoking != "",
            title=say("links-revoke-title"),
            text=say("links-revoke-text", title=SharesState.revoking_title),
            action=say("share-revoke"),
            on_confirm=SharesState.revoke,
            on_close=SharesState.close_dialog,
        ),
        subtitle=rx.cond(
            SharesState.is_public, say("links-hint-public"), say("links-hint-organisation")
        ),
        id="links",
    )


def _list() -> rx.Component:
    return rx.cond(
        SharesState.rows.length() > 0,
        rx.fragment(
            table(
                say("links-title"),
                SharesState.rows,
                Column(name=say("links-chat"), content=_chat, is_header=True),
                Column(name=say("links-as-of"), content="taken"),
                Column(name=say("links-ends"), content="ends"),
                Column(name=say("links-views"), content="views", is_number=True),
                key="link_id",
                actions=_actions,
            ),
            turn_pages(SharesState),
        ),
        empty("link-2", say("links-none")),
    )


def _chat(row: LinkRow) -> rx.Component:
    return rx.cond(
        row["is_live"],
        rx.el.a(rx.el.bdi(row["shown_title"]), href=row["address"], target="_blank"),
        rx.el.bdi(row["shown_title"], class_name="muted"),
    )


def _actions(row: LinkRow) -> list[rx.Component]:
    return [
        _CopyLink.create(address=row["address"]),
        button(
            say("share-update"),
            look="quiet",
            title=say("links-update-one", title=row["title"]),
            on_click=SharesState.update_link(row["chat_id"], row["link_id"]),
        ),
        button(
            say("share-revoke"),
            look="quiet",
            title=say("links-revoke-one", title=row["title"]),
            on_click=SharesState.ask_to_revoke(row["chat_id"], row["link_id"], row["title"]),
        ),
    ]
