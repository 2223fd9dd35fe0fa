"""The dashboard's findings, put into words and figures for reading."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from chat_app.services import keys
from chat_app.services.admin import dashboard, reports
from chat_app.services.admin.dashboard import Cards, NearLimit
from chat_app.services.admin.reports import GroupBy, ModelSeries, Scope, UsageReport, UsageRow
from chat_app.ui import figures

MOST_ROWS = 200
_TOP_USERS = 8
_HIGH_ERROR_RATE = 0.05


class Card(TypedDict):
    """One figure at the top."""

    name: str
    figure: str
    words: str
    level: str
    """Empty, or `warning` where somebody should look."""


class Series(TypedDict):
    """One model of the chart."""

    key: str
    name: str
    colour: str


class Share(TypedDict):
    """A user and a share of something."""

    user: str
    figure: str
    words: str
    percent: float
    level: str


class UsageLine(TypedDict):
    """A row of the usage table."""

    key: str
    label: str
    owner: str
    """Whose API key it is; empty in all other reports."""
    exchanges: str
    tokens: str
    billed_tokens: str
    cost: str
    errors: str


NO_USAGE = UsageLine(
    key="", label="", owner="", exchanges="", tokens="", billed_tokens="", cost="", errors=""
)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the dashboard shows, as the services found it."""

    stamp: tuple[date, UUID | None]
    cards: Cards
    series: ModelSeries
    top_users: UsageReport
    near_limit: list[NearLimit]
    report: UsageReport
    owners: dict[str, str]
    """E-mails of the owners of the API keys in the report, by the key's id."""


async def read(scope: Scope, group_by: GroupBy) -> Findings:
    """Ask the services for everything in scope.

    Raises:
        Unavailable: The database is away.
    """
    # Before the rest: what is booked meanwhile shows as a change next time.
    stamp = await dashboard.stamp()
    report = await reports.usage(scope, group_by, limit=MOST_ROWS)
    is_by_key = group_by is GroupBy.KEY
    key_ids = [UUID(row.key) for row in report.rows if row.key] if is_by_key else []
    owners = await keys.owners(key_ids) if key_ids else {}
    return Findings(
        stamp=stamp,
        cards=await dashboard.cards(scope),
        series=await reports.series(scope),
        top_users=await reports.usage(scope, GroupBy.USER, limit=_TOP_USERS),
        near_limit=await dashboard.near_limit(),
        report=report,
        owners={str(key_id): email for key_id, email in owners.items()},
    )


def cards(found: Cards) -> list[Card]:
    """Write the figures at the top."""
    errors = found.error_rate or 0
    spent = figures.cost(found.cost_micro_usd, found.estimated_cost_micro_usd)
    rows = [
        ("Tokens today", figures.number(found.tokens_today), "since midnight, UTC"),
        ("Tokens this month", figures.number(found.tokens_this_month), "charged to budgets"),
        ("Active users", figures.number(found.active_users), "with an exchange in range"),
        ("Exchanges", figures.number(found.exchanges), spent),
        ("Error rate", figures.percent(found.error_rate), "failed or cut by a fault"),
        ("Reply cache", figures.percent(found.reply_cache_hit_rate), "of replies cost nothing"),
        (
            "First words after",
            figures.duration(found.first_delta_p50_ms),
            f"median; p95 {figures.duration(found.first_delta_p95_ms)}",
        ),
        (
            "Charged vs billed",
            figures.signed_percent(found.drift),
            f"{figures.number(found.charged_tokens)} to {figures.number(found.billed_tokens)}",
        ),
    ]
    return [
        Card(
            name=name,
            figure=figure,
            words=words,
            level="warning" if name == "Error rate" and errors >= _HIGH_ERROR_RATE else "",
        )
        for name, figure, words in rows
    ]


def chart(found: ModelSeries) -> tuple[list[Series], list[dict[str, Any]], list[list[str]]]:
    """Return the chart's series, its days, and the rows of the table beside it."""
    models = list(found.tokens_by_model)
    series = [
        Series(
            key=f"m{place}",
            name="Other models" if name == reports.OTHER_MODELS else name,
            colour=f"var(--chart-{'other' if name == reports.OTHER_MODELS else place + 1})",
        )
        for place, name in enumerate(models)
    ]
    columns = list(found.tokens_by_model.values())
    days: list[dict[str, Any]] = []
    rows: list[list[str]] = []
    for place, day in enumerate(found.days):
        tokens = [column[place] for column in columns]
        keyed = {f"m{index}": count for index, count in enumerate(tokens)}
        days.append({"day": figures.short_day(day), **keyed})
        if any(tokens):
            rows.append([figures.day(day), *map(figures.number, tokens)])
    return series, days, rows


def top_users(found: UsageReport) -> list[Share]:
    """Write who used most, as a share of all tokens in scope."""
    total = max(found.total.tokens, 1)
    return [
        Share(
            user=row.label,
            figure=figures.number(row.tokens),
            words=figures.percent(row.tokens / total),
            percent=round(100 * row.tokens / total, 2),
            level="",
        )
        for row in found.rows
        if row.tokens
    ]


def near_limit(found: list[NearLimit]) -> list[Share]:
    """Write who is close to the limit."""
    return [
        Share(
            user=user.email,
            figure=figures.percent(user.spent_tokens / user.token_limit),
            words=f"{figures.number(user.spent_tokens)} of {figures.number(user.token_limit)}",
            percent=round(100 * user.spent_tokens / user.token_limit, 2),
            level="danger" if user.spent_tokens >= user.token_limit else "warning",
        )
        for user in found
    ]


def usage_line(row: UsageRow, group_by: GroupBy, owners: dict[str, str]) -> UsageLine:
    """Write one row of usage, or their sum; see `Findings` for `owners`."""
    key = row.key or ""
    is_day = group_by is GroupBy.DAY and key != reports.TOTAL_KEY
    return UsageLine(
        key=key,
        label=figures.day(date.fromisoformat(key)) if is_day else row.label,
        owner=owners.get(key, ""),
        exchanges=figures.number(row.exchanges),
        tokens=figures.number(row.tokens),
        billed_tokens=figures.number(row.billed_tokens),
        cost=figures.cost(row.cost_micro_usd, row.estimated_cost_micro_usd),
        errors=figures.number(row.errors),
    )
