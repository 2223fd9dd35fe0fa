"""The dashboard: who uses what, and whether all is well."""

from collections.abc import Sequence
from typing import Any, cast

import reflex as rx

from chat_app.services.admin.reports import GroupBy
from chat_app.services.budgets.usage import NEAR_LIMIT_SHARE
from chat_app.ui.admin.dashboard_state import DashboardState
from chat_app.ui.admin.dashboard_words import Card, DayLine, Share, UsageLine
from chat_app.ui.admin.frame import frame
from chat_app.ui.admin.ticker import Ticker
from chat_app.ui.admin.vendors import vendors
from chat_app.ui.components import charts
from chat_app.ui.components.buttons import button
from chat_app.ui.components.fields import choice, day_input, field, text_input
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import Column, cell, framed, table
from chat_app.ui.words import say

_REFRESH_SECONDS = 5
_GROUPS = {
    GroupBy.DAY: "dashboard-day",
    GroupBy.USER: "dashboard-user",
    GroupBy.MODEL: "dashboard-model",
    GroupBy.ORG: "dashboard-organisation",
    GroupBy.KEY: "dashboard-key",
}


def dashboard() -> rx.Component:
    """Return the page."""
    return frame(
        "admin-dashboard",
        _filters(),
        rx.cond(DashboardState.failed != "", notice(DashboardState.failed, "danger")),
        rx.cond(
            DashboardState.loaded,
            _figures(),
            rx.cond(DashboardState.failed == "", section(say("dashboard-usage"), skeleton(10))),
        ),
        vendors(),
        Ticker.create(seconds=_REFRESH_SECONDS, on_tick=DashboardState.tick),
        subtitle=rx.cond(
            DashboardState.loaded,
            say("dashboard-live", time=DashboardState.updated),
            say("dashboard-subtitle"),
        ),
        actions=(
            button(
                rx.icon("download", aria_hidden="true"),
                say("dashboard-csv"),
                on_click=DashboardState.download,
            ),
        ),
    )


def _filters() -> rx.Component:
    state = DashboardState
    controls = rx.el.fieldset(
        field(say("dashboard-from"), day_input(name="from", value=state.first_day, required=True)),
        field(say("dashboard-to"), day_input(name="to", value=state.last_day, required=True)),
        field(
            say("dashboard-model"),
            choice(
                rx.el.option(say("dashboard-all-models"), value=""),
                rx.foreach(state.models, lambda one: rx.el.option(one[1], value=one[0])),
                name="model",
                default_value=state.model,
            ),
        ),
        field(
            say("dashboard-user"),
            text_input(
                name="user",
                placeholder=say("dashboard-user-example"),
                default_value=state.user,
            ),
        ),
        rx.el.input(type="hidden", name="group_by", value=DashboardState.group_by),
        button(say("dashboard-apply"), type="submit", look="primary"),
        # What is typed before the address was read would be lost when its filters arrive.
        disabled=~state.loaded & (state.failed == ""),
        class_name="filters",
    )
    return rx.el.form(
        controls,
        # The controls keep what was typed until the address has it; then they start anew.
        key=f"{state.first_day} {state.last_day} {state.model} {state.user}",
        on_submit=state.narrow,
        aria_label=say("dashboard-filters"),
    )


def _figures() -> rx.Component:
    return rx.fragment(
        rx.el.dl(rx.foreach(DashboardState.cards, _card), class_name="cards"),
        _by_day_and_model(),
        rx.el.div(
            _shares(
                say("dashboard-top-users"),
                DashboardState.top_users,
                "users",
                say("dashboard-no-users"),
            ),
            _shares(
                say("dashboard-near-limit"),
                DashboardState.near_limit,
                "gauge",
                say("dashboard-nobody-near", share=f"{NEAR_LIMIT_SHARE:.0%}"),
            ),
            class_name="two-columns",
        ),
        _usage(),
    )


def _card(card: Card) -> rx.Component:
    return rx.el.div(
        rx.el.dt(card["name"]),
        rx.el.dd(card["figure"], class_name="figure"),
        rx.el.dd(card["words"], class_name="muted small numbers"),
        class_name="card stat",
        data_level=card["level"],
    )


def _by_day_and_model() -> rx.Component:
    return section(
        say("dashboard-by-day"),
        rx.cond(
            DashboardState.series.length() > 0,
            _chart(),
            empty("chart-column", say("dashboard-nothing")),
        ),
        subtitle=say("dashboard-by-day-words"),
    )


def _chart() -> rx.Component:
    series = DashboardState.series
    name = say("dashboard-by-day-table")
    heads = [
        rx.el.th(say("dashboard-day"), scope="col", role="columnheader"),
        rx.foreach(
            series,
            lambda one: rx.el.th(
                one["name"], scope="col", role="columnheader", class_name="number"
            ),
        ),
    ]
    return rx.fragment(
        rx.el.ul(
            rx.foreach(
                series,
                lambda one: rx.el.li(
                    rx.el.span(class_name="swatch", style={"background": one["colour"]}),
                    one["name"],
                ),
            ),
            class_name="legend",
        ),
        charts.Bars.create(
            days=DashboardState.days,
            series=series,
            words=say("dashboard-by-day-said"),
        ),
        charts.as_table(framed(name, heads, rx.foreach(DashboardState.day_rows, _day_row))),
    )


def _day_row(row: DayLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row["day"], scope="row", role="rowheader"),
        rx.foreach(
            row["tokens"],
            lambda text, place: cell(
                text, name=DashboardState.series[place]["name"], look="number"
            ),
        ),
        role="row",
    )


def _shares(
    title: rx.Var, rows: rx.vars.ArrayVar[Sequence[Share]], icon: str, nothing: rx.Var
) -> rx.Component:
    return section(
        title,
        rx.cond(
            rows.length() > 0,
            rx.el.ul(rx.foreach(rows, _share), class_name="shares"),
            empty(icon, nothing),
        ),
    )


def _share(row: Share) -> rx.Component:
    return rx.el.li(
        rx.el.span(row["user"], class_name="name"),
        rx.el.span(row["figure"], " ", rx.el.span(row["words"], class_name="muted")),
        charts.share_bar(row["percent"], level=row["level"]),
    )


def _usage() -> rx.Component:
    return section(
        say("dashboard-usage"),
        rx.el.div(
            *[
                rx.el.button(
                    say(name),
                    type="button",
                    on_click=DashboardState.group(key.value),
                    aria_pressed=DashboardState.group_by == key.value,
                )
                for key, name in _GROUPS.items()
            ],
            role="group",
            aria_label=say("dashboard-group-by"),
            class_name="segments",
        ),
        rx.cond(
            DashboardState.rows.length() > 0,
            table(
                say("dashboard-usage"),
                DashboardState.rows,
                Column(name=_group_name(), content=_whose, is_header=True),
                Column(name=say("dashboard-tokens"), content="tokens", is_number=True),
                Column(
                    name=say("dashboard-billed"),
                    content="billed_tokens",
                    is_number=True,
                ),
                Column(name=say("dashboard-cost"), content="cost", is_number=True),
                Column(
                    name=say("dashboard-exchanges"),
                    content="exchanges",
                    is_number=True,
                ),
                Column(name=say("dashboard-errors"), content="errors", is_number=True),
                foot=DashboardState.total,
            ),
            empty("chart-bar", say("dashboard-no-exchange")),
        ),
        rx.cond(
            DashboardState.more_rows,
            rx.el.p(say("dashboard-more-rows"), class_name="muted small"),
        ),
    )


def _group_name() -> rx.Var[str]:
    names = [(key.value, say(name)) for key, name in _GROUPS.items()]
    return cast("rx.Var[str]", rx.match(DashboardState.group_by, *names, ""))


def _whose(row: UsageLine) -> list[Any]:
    owner = rx.el.div(row["owner"], class_name="muted small clipped")
    return [row["label"], rx.cond(row["owner"] != "", owner)]
