"""The dashboard: who uses what, and whether all is well."""

from collections.abc import Sequence

import reflex as rx

from chat_app.services.budgets.usage import NEAR_LIMIT_SHARE
from chat_app.ui.admin.dashboard_state import DashboardState
from chat_app.ui.admin.dashboard_words import Card, Series, Share, UsageLine
from chat_app.ui.admin.frame import frame
from chat_app.ui.admin.ticker import Ticker
from chat_app.ui.admin.vendors import vendors
from chat_app.ui.components import charts
from chat_app.ui.components.buttons import button
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import cell, head, table

_REFRESH_SECONDS = 5
_GROUPS = {"day": "Day", "user": "User", "model": "Model", "org": "Organisation", "key": "API key"}


def dashboard() -> rx.Component:
    """Return the page."""
    return frame(
        "Dashboard",
        _filters(),
        rx.cond(DashboardState.failed != "", notice(DashboardState.failed, "danger")),
        rx.cond(
            DashboardState.loaded,
            _figures(),
            rx.cond(DashboardState.failed == "", section("Usage", skeleton(10))),
        ),
        vendors(),
        Ticker.create(seconds=_REFRESH_SECONDS, on_tick=DashboardState.tick),
        subtitle=rx.cond(
            DashboardState.loaded,
            f"Live. Figures of {DashboardState.updated}.",
            "Who uses what, and what it costs.",
        ),
        actions=(
            button(
                rx.icon("download", aria_hidden="true"),
                "Download CSV",
                on_click=DashboardState.download,
            ),
        ),
    )


def _filters() -> rx.Component:
    state = DashboardState
    controls = rx.el.fieldset(
        _field("From", rx.el.input(type="date", name="from", default_value=state.first_day)),
        _field("To", rx.el.input(type="date", name="to", default_value=state.last_day)),
        _field(
            "Model",
            rx.el.select(
                rx.el.option("All models", value=""),
                rx.foreach(DashboardState.models, lambda name: rx.el.option(name, value=name)),
                name="model",
                default_value=state.model,
            ),
        ),
        _field(
            "User",
            rx.el.input(
                type="text", name="user", placeholder="E-mail or id", default_value=state.user
            ),
        ),
        rx.el.input(type="hidden", name="group_by", value=DashboardState.group_by),
        button("Apply", type="submit", look="primary"),
        # What is typed before the address was read would be lost when its filters arrive.
        disabled=~state.loaded,
        class_name="filters",
    )
    return rx.el.form(
        controls,
        # The controls keep what was typed until the address has it; then they start anew.
        key=f"{state.first_day} {state.last_day} {state.model} {state.user}",
        on_submit=state.narrow,
        aria_label="Filters",
    )


def _field(name: str, control: rx.Component) -> rx.Component:
    control.class_name = "input"
    control.custom_attrs["aria-label"] = name
    return rx.el.label(rx.el.span(name), control, class_name="field")


def _figures() -> rx.Component:
    return rx.fragment(
        rx.el.dl(rx.foreach(DashboardState.cards, _card), class_name="cards"),
        _by_day_and_model(),
        rx.el.div(
            _shares("Top users", DashboardState.top_users, "users", "Nobody used a token."),
            _shares(
                "Near their limit",
                DashboardState.near_limit,
                "gauge",
                f"Nobody has spent {NEAR_LIMIT_SHARE:.0%} of a budget.",
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
        "By day and model",
        rx.el.ul(
            rx.foreach(
                DashboardState.series,
                lambda one: rx.el.li(
                    rx.el.span(class_name="swatch", style={"background": one["colour"]}),
                    one["name"],
                ),
            ),
            class_name="legend",
        ),
        charts.bars_by_day(
            DashboardState.days,
            rx.foreach(DashboardState.series, _bar),
            words="Tokens charged by day and model; the table below has the figures",
        ),
        charts.as_table(
            table(
                "Tokens by day and model",
                [
                    head("Day"),
                    rx.foreach(DashboardState.series, lambda one: head(one["name"], number=True)),
                ],
                rx.foreach(DashboardState.day_rows, _day_row),
            )
        ),
        subtitle="Tokens charged (UTC days)",
    )


def _bar(one: Series) -> rx.Component:
    return charts.bar(
        one["key"], one["name"], one["colour"], stack_id="tokens", stroke="var(--surface)"
    )


def _day_row(row: rx.Var[list[str]]) -> rx.Component:
    return rx.el.tr(rx.foreach(row, lambda text: cell(text, number=True)))


def _shares(
    title: str, rows: rx.vars.ArrayVar[Sequence[Share]], icon: str, nothing: str
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
        "Usage",
        rx.el.div(
            *[
                rx.el.button(
                    name,
                    type="button",
                    on_click=DashboardState.group(key),
                    aria_pressed=DashboardState.group_by == key,
                )
                for key, name in _GROUPS.items()
            ],
            role="group",
            aria_label="Group by",
            class_name="segments",
        ),
        rx.cond(
            DashboardState.rows.length() > 0,
            table(
                "Usage",
                [
                    head(
                        rx.match(
                            DashboardState.group_by,
                            *_GROUPS.items(),
                            "",
                        )
                    ),
                    head("Exchanges", number=True),
                    head("Tokens", number=True),
                    head("Billed tokens", number=True),
                    head("Cost", number=True),
                    head("Errors", number=True),
                ],
                rx.foreach(DashboardState.rows, _usage_row),
                foot=_usage_row(DashboardState.total),
            ),
            empty("chart-bar", "No exchange matches these filters."),
        ),
        rx.cond(
            DashboardState.more_rows,
            rx.el.p("The first rows are shown; the CSV has them all.", class_name="muted small"),
        ),
    )


def _usage_row(row: UsageLine | rx.vars.ObjectVar[UsageLine]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            row["label"],
            rx.cond(row["owner"] != "", rx.el.div(row["owner"], class_name="muted small clipped")),
            scope="row",
        ),
        cell(row["exchanges"], number=True),
        cell(row["tokens"], number=True),
        cell(row["billed_tokens"], number=True),
        cell(row["cost"], number=True),
        cell(row["errors"], number=True),
    )
