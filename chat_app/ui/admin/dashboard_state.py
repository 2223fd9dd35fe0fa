"""What the dashboard shows, and the filters that its address keeps."""

from datetime import date
from typing import Any, TypedDict
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx

from chat_app.errors import InvalidRequest, Unavailable
from chat_app.models import now
from chat_app.services import dashboard, reports
from chat_app.services.reports import GroupBy, Scope
from chat_app.ui.admin import dashboard_words as words
from chat_app.ui.admin.access import admin
from chat_app.ui.changes import put

_PATH = "/admin"
_FILTERS = ("from", "to", "group_by", "model", "user")


class Filters(TypedDict):
    """The filters as they stand in the controls."""

    first: str
    last: str
    model: str
    user: str


class DashboardState(rx.State):
    """The figures of the dashboard, written out for reading."""

    loaded: bool = False
    failed: str = ""
    """Why the figures are missing or old, in words."""
    filters: Filters = Filters(first="", last="", model="", user="")
    group_by: str = GroupBy.DAY.value
    query: str = ""
    """The filters as the address has them, for the CSV."""
    models: list[str] = []
    """What the model filter offers."""

    cards: list[words.Card] = []
    series: list[words.Series] = []
    days: list[dict[str, Any]] = []
    """For the chart: `day`, and tokens under the key of each series."""
    day_rows: list[list[str]] = []
    """The same for its table: a row for each day that has any."""
    top_users: list[words.Share] = []
    near_limit: list[words.Share] = []
    rows: list[words.UsageLine] = []
    total: words.UsageLine = words.NO_USAGE
    more_rows: bool = False
    """Whether the table leaves rows to the CSV."""
    updated: str = ""

    _stamp: tuple[date, UUID | None] | None = None

    @rx.event
    async def load(self):
        """Read the filters from the address and show what they ask for."""
        await admin(self)
        given = self.router.url.query_parameters
        asked = {name: given.get(name, "") for name in _FILTERS}
        self.query = urlencode({name: value for name, value in asked.items() if value})
        try:
            scope = _scope(asked)
            self.group_by = _group_by(asked["group_by"]).value
            self.filters = Filters(
                first=str(scope.first_day),
                last=str(scope.last_day),
                model=scope.model,
                user=scope.user,
            )
            found = await words.read(scope, GroupBy(self.group_by))
            offered = {*await reports.models_used(scope), scope.model} - {""}
        except (InvalidRequest, Unavailable) as fault:
            self.failed = fault.message
            return
        self.models = sorted(offered)
        self._show(found)

    @rx.event
    def narrow(self, form: dict[str, str]):
        """Put the filters of the form into the address."""
        return self._go({name: form.get(name, "").strip() for name in _FILTERS})

    @rx.event
    def group(self, group_by: str):
        """Group the table by something else, in the address as well."""
        return self._go(dict(self.router.url.query_parameters) | {"group_by": group_by})

    @rx.event
    def download(self):
        """Fetch the table, whole, as CSV."""
        return rx.download(url=f"/api/admin/usage.csv?{self.query}", filename="usage.csv")

    @rx.event(background=True)
    async def tick(self):
        """Show new figures, if there are any; costs one look at an index if there are none."""
        await admin(self)
        asked, group_by = dict(self.filters), self.group_by
        if not self.loaded:
            return
        try:
            if await dashboard.stamp() == self._stamp and not self.failed:
                return
            scope = Scope(
                date.fromisoformat(asked["first"]),
                date.fromisoformat(asked["last"]),
                asked["model"],
                asked["user"],
            )
            found = await words.read(scope, GroupBy(group_by))
        except Unavailable as fault:
            async with self:
                self.failed = fault.message
            return
        async with self:
            if (dict(self.filters), self.group_by) == (asked, group_by):
                self._show(found)

    def _go(self, asked: dict[str, str]) -> rx.event.EventSpec:
        kept = {name: asked[name] for name in _FILTERS if asked.get(name)}
        return rx.redirect(f"{_PATH}?{urlencode(kept)}" if kept else _PATH)

    def _show(self, found: words.Findings) -> None:
        group_by = GroupBy(self.group_by)
        series, days, day_rows = words.chart(found.series)
        put(
            self,
            cards=words.cards(found.cards),
            series=series,
            days=days,
            day_rows=day_rows,
            top_users=words.top_users(found.top_users),
            near_limit=words.near_limit(found.near_limit),
            rows=[words.usage_line(row, group_by) for row in found.report.rows],
            total=words.usage_line(found.report.total, group_by),
            more_rows=len(found.report.rows) == words.MOST_ROWS,
            updated=f"{now():%H:%M:%S} UTC",
            failed="",
            loaded=True,
        )
        self._stamp = found.stamp


def _scope(asked: dict[str, str]) -> Scope:
    return reports.scope_of(asked["from"], asked["to"], asked["model"], asked["user"])


def _group_by(asked: str) -> GroupBy:
    try:
        return GroupBy(asked or GroupBy.DAY)
    except ValueError as fault:
        raise InvalidRequest("`group_by` is one of day, user, model, org") from fault
