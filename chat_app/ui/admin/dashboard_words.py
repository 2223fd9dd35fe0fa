"""The dashboard's findings, put into words and figures for reading."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from chat_app.llm import catalogue
from chat_app.models import now
from chat_app.services import keys
from chat_app.services.admin import dashboard, reports
from chat_app.services.admin.dashboard import Cards, NearLimit
from chat_app.services.admin.reports import GroupBy, ModelSeries, Scope, UsageReport, UsageRow
from chat_app.words import Words

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


class DayLine(TypedDict):
    """A day of the table beside the chart."""

    day: str
    tokens: list[str]
    """For each series."""


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


def cards(found: Cards, words: Words) -> list[Card]:
    """Write the figures at the top."""
    errors = found.error_rate or 0
    spent = words.cost(found.cost_micro_usd, found.estimated_cost_micro_usd)
    slow = words.duration(found.first_delta_p95_ms)
    drift = words.say(
        "dashboard-drift-words",
        charged=words.number(found.charged_tokens),
        billed=words.number(found.billed_tokens),
    )
    rows = [
        ("dashboard-today", words.number(found.tokens_today), words.say("dashboard-today-words")),
        (
            "dashboard-month",
            words.number(found.tokens_this_month),
            words.say("dashboard-month-words"),
        ),
        ("dashboard-active", words.number(found.active_users), words.say("dashboard-active-words")),
        ("dashboard-exchanges", words.number(found.exchanges), spent),
        (
            "dashboard-error-rate",
            words.percent(found.error_rate),
            words.say("dashboard-error-rate-words"),
        ),
        (
            "dashboard-reply-cache",
            words.percent(found.reply_cache_hit_rate),
            words.say("dashboard-reply-cache-words"),
        ),
        (
            "dashboard-first-text",
            words.duration(found.first_delta_p50_ms),
            words.say("dashboard-first-text-words", slow=slow),
        ),
        ("dashboard-drift", words.signed_percent(found.drift), drift),
    ]
    return [
        Card(
            name=words.say(name),
            figure=figure,
            words=more,
            level="warning"
            if name == "dashboard-error-rate" and errors >= _HIGH_ERROR_RATE
            else "",
        )
        for name, figure, more in rows
    ]


def chart(
    found: ModelSeries, words: Words
) -> tuple[list[Series], list[dict[str, Any]], list[DayLine]]:
    """Return the chart's series, its days, and the rows of the table beside it."""
    models = list(found.tokens_by_model)
    series = [
        Series(
            key=f"m{place}",
            name=words.say("dashboard-other-models")
            if name == reports.OTHER_MODELS
            else catalogue.name_of(name),
            colour=f"var(--chart-{'other' if name == reports.OTHER_MODELS else place + 1})",
        )
        for place, name in enumerate(models)
    ]
    columns = list(found.tokens_by_model.values())
    days: list[dict[str, Any]] = []
    rows: list[DayLine] = []
    for place, day in enumerate(found.days):
        tokens = [column[place] for column in columns]
        keyed = {f"m{index}": count for index, count in enumerate(tokens)}
        days.append({"day": day.isoformat(), **keyed})
        if any(tokens):
            rows.append(DayLine(day=words.day(day), tokens=list(map(words.number, tokens))))
    return series, days, rows


def top_users(found: UsageReport, words: Words) -> list[Share]:
    """Write who used most, as a share of all tokens in scope."""
    total = max(found.total.tokens, 1)
    return [
        Share(
            user=row.label,
            figure=words.number(row.tokens),
            words=words.percent(row.tokens / total),
            percent=round(100 * row.tokens / total, 2),
            level="",
        )
        for row in found.rows
        if row.tokens
    ]


def near_limit(found: list[NearLimit], words: Words) -> list[Share]:
    """Write who is close to the limit."""
    return [
        Share(
            user=user.email,
            figure=words.percent(user.spent_tokens / user.token_limit),
            words=f"{words.number(user.spent_tokens)} of {words.number(user.token_limit)}",
            percent=round(100 * user.spent_tokens / user.token_limit, 2),
            level="danger" if user.spent_tokens >= user.token_limit else "warning",
        )
        for user in found
    ]


def usage_line(row: UsageRow, group_by: GroupBy, owners: dict[str, str], words: Words) -> UsageLine:
    """Write one row of usage, or their sum; see `Findings` for `owners`."""
    key = row.key or ""
    return UsageLine(
        key=key,
        label=_label(row, group_by, words),
        owner=owners.get(key, ""),
        exchanges=words.number(row.exchanges),
        tokens=words.number(row.tokens),
        billed_tokens=words.number(row.billed_tokens),
        cost=words.cost(row.cost_micro_usd, row.estimated_cost_micro_usd),
        errors=words.number(row.errors),
    )


def _label(row: UsageRow, group_by: GroupBy, words: Words) -> str:
    key = row.key or ""
    if key == reports.TOTAL_KEY:
        return words.say("dashboard-total")
    if group_by is GroupBy.DAY:
        return words.day(date.fromisoformat(key))
    if group_by is GroupBy.MODEL:
        return catalogue.name_of(key)
    nameless = {GroupBy.ORG: "dashboard-no-organisation", GroupBy.KEY: "usage-browser"}
    return row.label if key or group_by not in nameless else words.say(nameless[group_by])


def wrong_days(first: str, last: str) -> str:
    """Return the message that says why days, as an address has them, make no report."""
    today = now().date().isoformat()
    try:
        days = [date.fromisoformat(each) for each in (first or last, last or max(first, today))]
    except ValueError:
        return "range-no-day"
    if any(day.year not in reports.YEARS for day in days):
        return "range-no-day"
    return "range-backwards" if days[0] > days[1] else "range-too-long"
