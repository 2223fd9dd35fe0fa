"""What the dashboard shows, and the filters that its address keeps."""

from datetime import date
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx

from chat_app.errors import InvalidRequest, Unavailable
from chat_app.llm import catalogue
from chat_app.models import now
from chat_app.services.admin import dashboard, reports
from chat_app.services.admin.reports import GroupBy, Scope
from chat_app.ui.admin import dashboard_words as words
from chat_app.ui.changes import set_changed
from chat_app.ui.session import require_admin
from chat_app.ui.words import words_of

_PATH = "/admin"
_GROUPS = {"", *(each.value for each in GroupBy)}
_FILTERS = ("from", "to", "group_by", "model", "user")


class DashboardState(rx.State):
    """The figures of the dashboard, written out for reading."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    """Why the figures are missing or old, in words."""
    first_day: rx.Field[str] = rx.field("")
    last_day: rx.Field[str] = rx.field("")
    model: rx.Field[str] = rx.field("")
    user: rx.Field[str] = rx.field("")
    group_by: rx.Field[str] = rx.field(GroupBy.DAY.value)
    query: rx.Field[str] = rx.field("")
    """The filters as the address has them, for the CSV."""
    models: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    """What the model filter offers: id and name of each."""

    cards: rx.Field[list[words.Card]] = rx.field(default_factory=list)
    series: rx.Field[list[words.Series]] = rx.field(default_factory=list)
    days: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list)
    """For the chart: `day` as an ISO date, and tokens under the key of each series."""
    day_rows: rx.Field[list[words.DayLine]] = rx.field(default_factory=list)
    """The same for its table, where there are any."""
    top_users: rx.Field[list[words.Share]] = rx.field(default_factory=list)
    near_limit: rx.Field[list[words.Share]] = rx.field(default_factory=list)
    rows: rx.Field[list[words.UsageLine]] = rx.field(default_factory=list)
    total: rx.Field[words.UsageLine] = rx.field(default_factory=words.NO_USAGE.copy)
    more_rows: rx.Field[bool] = rx.field(False)
    """Whether the table leaves rows to the CSV."""
    updated: rx.Field[str] = rx.field("")

    _stamp: tuple[date, UUID | None] | None = None

    @rx.event
    async def load(self):
        """Read the filters from the address and show what they ask for."""
        await require_admin(self)
        given = self.router.url.query_parameters
        asked = {name: given.get(name, "") for name in _FILTERS}
        self.query = urlencode({name: value for name, value in asked.items() if value})
        reader = words_of(self)
        if asked["group_by"] not in _GROUPS:
            self.failed = reader.say("range-unknown-group")
            return
        self.group_by = asked["group_by"] or GroupBy.DAY.value
        try:
            scope = _scope(asked)
            self.first_day, self.last_day = str(scope.first_day), str(scope.last_day)
            self.model, self.user = scope.model, scope.user
            found = await words.read(scope, GroupBy(self.group_by))
            offered = {*await reports.models_used(scope), scope.model} - {""}
        except InvalidRequest:
            self.failed = reader.say(words.wrong_days(asked["from"], asked["to"]))
            usual = reports.scope_of()
            self.first_day, self.last_day = str(usual.first_day), str(usual.last_day)
            return
        except Unavailable as fault:
            self.failed = reader.translated(fault.message)
            return
        self.models = sorted(
            ([each, catalogue.name_of(each)] for each in offered), key=itemgetter(1)
        )
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
        await require_admin(self)
        if not self.loaded:
            return
        asked = self._asked()
        try:
            if await dashboard.stamp() == self._stamp and not self.failed:
                return
            found = await words.read(*asked)
        except Unavailable as fault:
            async with self:
                self.failed = words_of(self).translated(fault.message)
            return
        async with self:
            if self._asked() == asked:
                self._show(found)

    def _asked(self) -> tuple[Scope, GroupBy]:
        first, last = date.fromisoformat(self.first_day), date.fromisoformat(self.last_day)
        return Scope(first, last, self.model, self.user), GroupBy(self.group_by)

    def _go(self, asked: dict[str, str]) -> rx.event.EventSpec:
        kept = {name: asked[name] for name in _FILTERS if asked.get(name)}
        return rx.redirect(f"{_PATH}?{urlencode(kept)}" if kept else _PATH)

    def _show(self, found: words.Findings) -> None:
        group_by, reader = GroupBy(self.group_by), words_of(self)
        series, days, day_rows = words.chart(found.series, reader)
        set_changed(
            self,
            cards=words.cards(found.cards, reader),
            series=series,
            days=days,
            day_rows=day_rows,
            top_users=words.top_users(found.top_users, reader),
            near_limit=words.near_limit(found.near_limit, reader),
            rows=[
                words.usage_line(row, group_by, found.owners, reader) for row in found.report.rows
            ],
            total=words.usage_line(found.report.total, group_by, {}, reader),
            more_rows=len(found.report.rows) == words.MOST_ROWS,
            updated=reader.time(now()),
            failed="",
            loaded=True,
        )
        self._stamp = found.stamp


def _scope(asked: dict[str, str]) -> Scope:
    return reports.scope_of(asked["from"], asked["to"], asked["model"], asked["user"])
