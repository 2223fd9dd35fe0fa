"""Parts of the usage page."""

import reflex as rx

from chat_app.ui.components import charts
from chat_app.ui.components.buttons import button
from chat_app.ui.components.links import link
from chat_app.ui.components.notices import empty, notice
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import cell, head, pager, table
from chat_app.ui.usage.state import ChatCostRow, DayRow, LedgerRow, ShareRow, UsageState


def budget() -> rx.Component:
    """Return the budget of the period: bar, figures and a warning in words."""
    return section(
        "This period",
        rx.cond(
            UsageState.warning != "",
            notice(UsageState.warning, "warning"),
        ),
        rx.el.div(
            rx.el.div(style={"width": f"{UsageState.used_percent}%"}, class_name="used"),
            rx.el.div(style={"width": f"{UsageState.reserved_percent}%"}, class_name="reserved"),
            role="img",
            aria_label=f"{UsageState.used} of {UsageState.limit} tokens used,"
            f" {UsageState.reserved} reserved",
            class_name="budget-meter",
            data_level=UsageState.level,
        ),
        rx.el.dl(
            _stat("Used", UsageState.used, f"of {UsageState.limit} tokens", swatch="used"),
            _stat("Remaining", UsageState.remaining, "tokens"),
            _stat("Reserved", UsageState.reserved, "for replies in progress", swatch="reserved"),
            _stat("Lasts about", UsageState.days_left, "at the pace of the last 7 days"),
            _stat("Resets on", UsageState.resets, f"running since {UsageState.since}"),
            class_name="stats",
        ),
    )


def _stat(name: str, figure: rx.Var, words: str | rx.Var, swatch: str = "") -> rx.Component:
    mark = rx.el.span(class_name=f"swatch {swatch}") if swatch else rx.fragment()
    return rx.el.div(
        rx.el.dt(mark, name),
        rx.el.dd(figure, class_name="figure"),
        rx.el.dd(words, class_name="muted small"),
        class_name="stat",
    )


def by_day() -> rx.Component:
    """Return the chart of the last 30 days."""
    return section(
        "By day",
        rx.cond(
            UsageState.models.length() > 0,
            rx.fragment(_chart(), charts.as_table(_days())),
            empty("chart-column", "Nothing was used in the last 30 days."),
        ),
        subtitle="Tokens in the last 30 days (UTC)",
    )


def _chart() -> rx.Component:
    return charts.bars_by_day(
        UsageState.days,
        charts.bar("tokens", "Tokens", "var(--chart-1)", radius=[3, 3, 0, 0]),
        words="Tokens used on each of the last 30 days; the table below has the figures",
    )


def _days() -> rx.Component:
    return table(
        "Tokens by day",
        [head("Day"), head("Tokens", number=True)],
        rx.foreach(UsageState.days, _day),
    )


def _day(row: DayRow) -> rx.Component:
    return rx.el.tr(cell(row["day"]), cell(row["shown"], number=True))


def by_model() -> rx.Component:
    """Return what each model used."""
    return section(
        "By model",
        rx.cond(
            UsageState.models.length() > 0,
            rx.el.ul(rx.foreach(UsageState.models, _share), class_name="shares"),
            empty("chart-bar", "No model has been used in the last 30 days."),
        ),
        subtitle="Tokens in the last 30 days",
    )


def by_key() -> rx.Component:
    """Return what each API key used, where there are any."""
    return rx.cond(
        UsageState.has_keys,
        section(
            "By key",
            rx.cond(
                UsageState.keys.length() > 0,
                rx.el.ul(rx.foreach(UsageState.keys, _share), class_name="shares"),
                empty("key-round", "No key has used anything in the last 30 days."),
            ),
            subtitle="Tokens in the last 30 days",
        ),
    )


def _share(row: ShareRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(row["name"], class_name="name"),
        rx.el.span(row["tokens"], " ", rx.el.span(row["share"], class_name="muted")),
        charts.share_bar(row["percent"]),
    )


def costly_chats() -> rx.Component:
    """Return the chats that cost most, each with a way to delete it."""
    return section(
        "Most expensive chats",
        rx.cond(
            UsageState.costly.length() > 0,
            table(
                "Most expensive chats",
                [
                    head("Chat"),
                    head("Exchanges", number=True),
                    head("Tokens", number=True),
                    head("Cost", number=True),
                    head(rx.el.span("Actions", class_name="visually-hidden")),
                ],
                rx.foreach(UsageState.costly, _chat),
            ),
            empty("message-square", "No chat has cost anything yet."),
        ),
        subtitle="Deleting a chat frees its place; what it used stays in the books.",
    )


def _chat(row: ChatCostRow) -> rx.Component:
    return rx.el.tr(
        cell(link(row["title"], href=f"/chat/{row['chat_id']}", class_name="link clipped")),
        cell(row["exchanges"], number=True),
        cell(row["tokens"], number=True),
        cell(row["cost"], number=True),
        rx.el.td(
            button(
                rx.icon("trash-2", aria_hidden="true"),
                "Delete",
                look="quiet",
                title=f"Delete {row['title']}",
                on_click=UsageState.ask_to_delete(row["chat_id"], row["title"]),
            ),
            class_name="actions",
        ),
    )


def ledger() -> rx.Component:
    """Return the ledger, page by page."""
    return section(
        "Ledger",
        rx.cond(
            UsageState.entries.length() > 0,
            table(
                "Ledger",
                [
                    head("When"),
                    head("What"),
                    head("Chat"),
                    head("Key"),
                    head("Tokens", number=True),
                    head("Left after", number=True),
                ],
                rx.foreach(UsageState.entries, _entry),
            ),
            empty("book-open", "Nothing has been booked yet. Your first message will be."),
        ),
        pager(
            back=UsageState.has_newer,
            forward=UsageState.has_older,
            on_back=UsageState.show_newer,
            on_forward=UsageState.show_older,
        ),
        subtitle="Every change to your budget, newest first. Times are in UTC.",
    )


def _entry(row: LedgerRow) -> rx.Component:
    return rx.el.tr(
        cell(row["when"]),
        cell(row["what"]),
        cell(
            rx.cond(
                row["chat_id"] != "",
                link(row["chat"], href=f"/chat/{row['chat_id']}", class_name="link clipped"),
                rx.el.span(row["chat"], class_name="muted clipped"),
            )
        ),
        cell(rx.el.span(row["key"], class_name="clipped")),
        rx.el.td(row["amount"], class_name=rx.cond(row["gives"], "number gives", "number")),
        cell(row["balance"], number=True),
    )
