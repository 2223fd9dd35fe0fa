"""Parts of the usage page."""

import reflex as rx

from chat_app.ui.components import charts
from chat_app.ui.components.buttons import button
from chat_app.ui.components.links import link
from chat_app.ui.components.notices import empty, notice
from chat_app.ui.components.page import section
from chat_app.ui.components.paging import turn_pages
from chat_app.ui.components.tables import Column, table
from chat_app.ui.usage.state import ChatCostRow, LedgerRow, ShareRow, UsageState
from chat_app.ui.words import say


def budget() -> rx.Component:
    """Return the budget of the period: bar, figures and a warning in words."""
    return section(
        say("usage-period"),
        rx.cond(
            UsageState.warning != "",
            notice(UsageState.warning, "warning"),
        ),
        rx.el.div(
            rx.el.div(style={"width": f"{UsageState.used_percent}%"}, class_name="used"),
            rx.el.div(style={"width": f"{UsageState.reserved_percent}%"}, class_name="reserved"),
            role="progressbar",
            aria_label=say("frame-budget"),
            aria_valuenow=UsageState.used_percent + UsageState.reserved_percent,
            aria_valuemin=0,
            aria_valuemax=100,
            aria_valuetext=say(
                "usage-budget-said",
                used=UsageState.used,
                limit=UsageState.limit,
                reserved=UsageState.reserved,
            ),
            class_name="budget-meter",
            data_level=UsageState.level,
        ),
        rx.el.dl(
            _stat(
                say("usage-used"),
                UsageState.used,
                say("usage-of-limit", limit=UsageState.limit),
                swatch="used",
            ),
            _stat(say("usage-remaining"), UsageState.remaining, say("usage-tokens")),
            _stat(
                say("usage-reserved"),
                UsageState.reserved,
                say("usage-reserved-words"),
                swatch="reserved",
            ),
            _stat(say("usage-lasts"), UsageState.days_left, say("usage-lasts-words")),
            _stat(
                say("usage-resets"), UsageState.resets, say("usage-since", since=UsageState.since)
            ),
            class_name="stats",
        ),
    )


def _stat(name: rx.Var, figure: rx.Var, words: str | rx.Var, swatch: str = "") -> rx.Component:
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
        say("usage-by-day"),
        rx.cond(
            UsageState.models.length() > 0,
            rx.fragment(_chart(), charts.as_table(_days())),
            empty("chart-column", say("usage-by-day-none")),
        ),
        subtitle=say("usage-by-day-words"),
    )


def _chart() -> rx.Component:
    return charts.Bars.create(
        days=UsageState.days,
        series=[{"key": "tokens", "name": say("dashboard-tokens"), "colour": "var(--chart-1)"}],
        words=say("usage-by-day-said"),
    )


def _days() -> rx.Component:
    return table(
        say("usage-by-day-table"),
        UsageState.days,
        Column(name=say("usage-day"), content="shown_day", is_header=True),
        Column(name=say("dashboard-tokens"), content="shown", is_number=True),
    )


def by_model() -> rx.Component:
    """Return what each model used."""
    return section(
        say("usage-by-model"),
        rx.cond(
            UsageState.models.length() > 0,
            rx.el.ul(rx.foreach(UsageState.models, _share), class_name="shares"),
            empty("chart-bar", say("usage-by-model-none")),
        ),
        subtitle=say("usage-last-days"),
    )


def by_key() -> rx.Component:
    """Return what each API key used, where there are any."""
    return rx.cond(
        UsageState.has_keys,
        section(
            say("usage-by-key"),
            rx.cond(
                UsageState.keys.length() > 0,
                rx.el.ul(rx.foreach(UsageState.keys, _share), class_name="shares"),
                empty("key-round", say("usage-by-key-none")),
            ),
            subtitle=say("usage-last-days"),
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
        say("usage-costly"),
        rx.cond(
            UsageState.costly.length() > 0,
            table(
                say("usage-costly"),
                UsageState.costly,
                Column(name=say("usage-chat"), content=_chat, is_header=True),
                Column(name=say("dashboard-tokens"), content="tokens", is_number=True),
                Column(name=say("usage-cost"), content="cost", is_number=True),
                Column(
                    name=say("usage-exchanges"),
                    content="exchanges",
                    is_number=True,
                ),
                key="chat_id",
                actions=_chat_actions,
            ),
            empty("message-square", say("usage-costly-none")),
        ),
        subtitle=say("usage-costly-words"),
    )


def _chat(row: ChatCostRow) -> rx.Component:
    return link(row["title"], href=f"/chat/{row['chat_id']}", class_name="link clipped")


def _chat_actions(row: ChatCostRow) -> list[rx.Component]:
    return [
        button(
            rx.icon("trash-2", aria_hidden="true"),
            say("frame-delete"),
            look="quiet",
            title=say("usage-delete-chat", title=row["title"]),
            on_click=UsageState.ask_to_delete(row["chat_id"], row["title"]),
        )
    ]


def ledger() -> rx.Component:
    """Return the ledger, page by page."""
    return section(
        say("usage-ledger"),
        rx.cond(
            UsageState.entries.length() > 0,
            table(
                say("usage-ledger"),
                UsageState.entries,
                Column(name=say("usage-when"), content="when"),
                Column(name=say("usage-what"), content="what", is_title=True),
                Column(name=say("usage-chat"), content=_asked_in),
                Column(
                    name=say("usage-key"),
                    content=lambda row: rx.el.span(row["key"], class_name="clipped"),
                ),
                Column(name=say("dashboard-tokens"), content=_amount, is_number=True),
                Column(name=say("usage-left-after"), content="balance", is_number=True),
            ),
            empty("book-open", say("usage-ledger-none")),
        ),
        turn_pages(UsageState),
        subtitle=say("usage-ledger-words"),
    )


def _amount(row: LedgerRow) -> rx.Component:
    return rx.el.span(row["amount"], class_name=rx.cond(row["gives"], "gives", ""))


def _asked_in(row: LedgerRow) -> rx.Component:
    return rx.cond(
        row["chat_id"] != "",
        link(row["chat"], href=f"/chat/{row['chat_id']}", class_name="link clipped"),
        rx.el.span(row["chat"], class_name="muted clipped"),
    )
