"""The section of files on the settings page."""

import reflex as rx

from chat_app.ui.components.buttons import button, icon_button
from chat_app.ui.components.dialog import confirm
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.paging import turn_pages
from chat_app.ui.components.tables import Column, table
from chat_app.ui.settings.files_state import FileRow, FilesState
from chat_app.ui.words import say


def files() -> rx.Component:
    """Return the section and its dialog; `#files` leads to it."""
    return section(
        say("files-title"),
        rx.cond(
            FilesState.failed != "",
            rx.el.div(
                notice(FilesState.failed, "danger"),
                button(say("frame-retry"), on_click=FilesState.load),
                class_name="stacked",
            ),
        ),
        rx.cond(
            FilesState.loaded,
            rx.fragment(_room(), _list()),
            rx.cond(FilesState.failed == "", skeleton(2)),
        ),
        confirm(
            opened=FilesState.deleting != "",
            title=say("files-delete-title"),
            text=say("files-delete-text", name=FilesState.deleting_name),
            action=say("files-delete"),
            on_confirm=FilesState.delete,
            on_close=FilesState.close_dialog,
        ),
        subtitle=say("files-hint"),
        id="files",
    )


def _room() -> rx.Component:
    return rx.el.div(
        rx.el.span(FilesState.used, class_name="small numbers"),
        rx.el.div(
            rx.el.div(style={"width": f"{FilesState.percent}%"}),
            # Reflex knows no such role (0.10).
            custom_attrs={"role": "meter"},
            aria_label=say("files-room"),
            aria_valuenow=FilesState.percent,
            aria_valuemin=0,
            aria_valuemax=100,
            aria_valuetext=FilesState.used,
            data_level=FilesState.level,
            class_name="meter",
        ),
        class_name="files-room",
    )


def _list() -> rx.Component:
    return rx.cond(
        FilesState.rows.length() > 0,
        rx.fragment(
            table(
                say("files-title"),
                FilesState.rows,
                Column(name=say("files-name"), content=_name, is_header=True),
                Column(name=say("files-size"), content="size", is_number=True),
                Column(name=say("files-added"), content="added"),
                key="file_id",
                actions=_actions,
            ),
            turn_pages(FilesState),
        ),
        empty("paperclip", say("files-none")),
    )


def _name(row: FileRow) -> rx.Component:
    address = f"/api/files/{row['file_id']}"
    return rx.el.a(
        rx.el.span(
            rx.match(
                row["kind"],
                (
                    "picture",
                    rx.el.img(src=f"{address}?thumb=1", alt="", loading="lazy", decoding="async"),
                ),
                ("audio", rx.icon("music", aria_hidden="true")),
                rx.icon("file-text", aria_hidden="true"),
            ),
            class_name="file-face",
        ),
        rx.el.bdi(row["name"]),
        href=address,
        target="_blank",
        class_name="file-name",
    )


def _actions(row: FileRow) -> list[rx.Component]:
    return [
        icon_button(
            "trash-2",
            say("files-delete-one", name=row["name"]),
            on_click=FilesState.ask_to_delete(row["file_id"], row["name"]),
        )
    ]
