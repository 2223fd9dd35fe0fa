"""The table of users: search, sort, pages, and one of them being edited."""

from enum import StrEnum
from typing import TypedDict, TypeVar
from uuid import UUID

import reflex as rx

from chat_app.errors import ChatAppError, InvalidRequest, Unavailable
from chat_app.llm.types import Tier
from chat_app.models import UserRole, UserType
from chat_app.services.admin import users
from chat_app.services.admin.users import SortBy, UserOverview
from chat_app.ui.admin.orgs_state import OrgsState, org_id_of
from chat_app.ui.levels import level
from chat_app.ui.session import SessionState, caller_of, require_admin
from chat_app.ui.words import words_of
from chat_app.words import NOTHING, Words

_Choice = TypeVar("_Choice", bound=StrEnum)

_ROWS = 50
_FIRST_DESCENDING = {SortBy.TOKEN_LIMIT, SortBy.TOTAL_TOKENS_USED, SortBy.LAST_SEEN_AT}
"""Columns whose interesting end is the upper one."""


class PersonRow(TypedDict):
    """A row of the table."""

    user_id: str
    name: str
    email: str
    role: str
    tier: str
    limit: str
    used: str
    reserved: str
    """Empty where nothing is."""
    share: str
    percent: float
    level: str
    is_active: bool
    has_second_factor: bool
    closed: str
    """`closed` while the account can be brought back, then `erased`; empty where it is open."""
    org_id: str
    """Empty where the person is in none."""
    user_type: str
    email_verified: bool
    last_seen: str
    monthly_limit: str
    """What the next period opens with; the current one may still hold more."""
    next_limit: str
    """The same in words, where it differs from the current limit."""


_NOBODY = PersonRow(
    user_id="",
    name="",
    email="",
    role="",
    tier="",
    limit="",
    used="",
    reserved="",
    share="",
    percent=0,
    level="",
    is_active=False,
    has_second_factor=False,
    closed="",
    org_id="",
    user_type="",
    email_verified=False,
    last_seen="",
    monthly_limit="",
    next_limit="",
)


class UsersState(rx.State):
    """Users as the table shows them."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    rows: rx.Field[list[PersonRow]] = rx.field(default_factory=list)
    q: rx.Field[str] = rx.field("")
    sort_by: rx.Field[str] = rx.field(SortBy.TOTAL_TOKENS_USED.value)
    descending: rx.Field[bool] = rx.field(True)
    range_words: rx.Field[str] = rx.field("")
    has_back: rx.Field[bool] = rx.field(False)
    has_next: rx.Field[bool] = rx.field(False)
    editing: rx.Field[str] = rx.field("")
    """Id of the user whom the form is open for."""
    edited: rx.Field[PersonRow] = rx.field(default_factory=_NOBODY.copy)
    """What it opened with."""
    refused: rx.Field[str] = rx.field("")
    """Why the last change was not made, in words."""
    resetting: rx.Field[str] = rx.field("")
    """Id of the user the dialog asks about."""
    resetting_email: rx.Field[str] = rx.field("")

    _skipped: int = 0

    @rx.event
    def start_over(self):
        """Start with both dialogs closed; called when the page is opened."""
        self.editing = self.resetting = self.refused = ""

    @rx.event
    async def load(self):
        """Show the first page; called when the page loads."""
        await require_admin(self)
        self._skipped = 0
        await self._show()

    @rx.event
    async def search(self, q: str):
        """Show the users whose e-mail or name contains the words."""
        await require_admin(self)
        self.q, self._skipped, self.editing = q, 0, ""
        await self._show()

    @rx.event
    async def sort(self, column: str):
        """Sort by a column; a second time the other way round."""
        await require_admin(self)
        if column not in set(SortBy):
            raise InvalidRequest("There is no such column")
        if column == self.sort_by:
            self.descending = not self.descending
        else:
            self.sort_by, self.descending = column, column in _FIRST_DESCENDING
        self._skipped, self.editing = 0, ""
        await self._show()

    @rx.event
    async def back(self):
        """Turn to the page before."""
        await require_admin(self)
        self._skipped, self.editing = max(0, self._skipped - _ROWS), ""
        await self._show()

    @rx.event
    async def next(self):
        """Turn to the next page."""
        await require_admin(self)
        self._skipped, self.editing = self._skipped + _ROWS, ""
        await self._show()

    @rx.event
    def edit(self, user_id: str):
        """Open the form with what somebody is and may now."""
        for row in self.rows:
            if row["user_id"] == user_id:
                self.editing, self.edited, self.refused = user_id, row, ""

    @rx.event
    def stop_editing(self, _opened: bool):
        """Leave everything as it was."""
        self.editing, self.refused = "", ""

    @rx.event
    async def save(self, form: dict[str, str]):
        """Make the changes of the form."""
        caller = await caller_of(self)
        try:
            changed = await users.update_user(
                caller,
                user_id_of(self.editing),
                token_limit=_limit(form.get("token_limit", "")),
                tier=one_of(Tier, form.get("tier", "")),
                role=one_of(UserRole, form.get("role", "")),
                is_active="is_active" in form,
                org_id=org_id_of(form["org_id"]) if form.get("org_id") else None,
                user_type=one_of(UserType, form.get("user_type", "")),
                email_verified="email_verified" in form,
            )
        except ChatAppError as refusal:
            self.refused = words_of(self).translated(refusal.message)
            return
        self.replace(changed)
        self.editing, self.refused = "", ""
        yield OrgsState.load
        yield rx.toast.success(words_of(self).say("people-saved", email=changed.user.email))
        if changed.user.user_id == caller.user.user_id:
            yield SessionState.require_admin

    @rx.event
    def ask_to_reset(self, user_id: str, email: str):
        """Open the dialog that asks once."""
        self.resetting, self.resetting_email = user_id, email

    @rx.event
    def close_dialog(self, _opened: bool):
        """Leave the usage as it is."""
        self.resetting = ""

    @rx.event
    async def reset_usage(self):
        """Open a fresh period for the user the dialog asks about."""
        caller = await caller_of(self)
        user_id, self.resetting = self.resetting, ""
        fresh = await users.reset_usage(caller, user_id_of(user_id))
        self.replace(fresh)
        yield rx.toast.success(words_of(self).say("people-fresh", email=fresh.user.email))

    async def _show(self) -> None:
        try:
            page = await users.users_page(
                q=self.q,
                sort_by=SortBy(self.sort_by),
                descending=self.descending,
                limit=_ROWS,
                cursor=str(self._skipped),
            )
            total = await users.count_users(self.q)
        except Unavailable as fault:
            self.failed = words_of(self).translated(fault.message)
            return
        words = words_of(self)
        self.rows = [_row(one, words) for one in page.people]
        last = self._skipped + len(page.people)
        self.range_words = words.say(
            "people-range-open" if total == users.MOST_COUNTED else "people-range",
            first=words.number(self._skipped + 1),
            last=words.number(last),
            all=words.number(total),
        )
        self.has_back, self.has_next = self._skipped > 0, page.next_cursor is not None
        self.failed, self.loaded = "", True

    def replace(self, person: UserOverview) -> None:
        """Show one row anew in its place, so that a saved row does not jump away."""
        fresh = _row(person, words_of(self))
        self.rows = [fresh if row["user_id"] == fresh["user_id"] else row for row in self.rows]


def _row(person: UserOverview, words: Words) -> PersonRow:
    user, spent = person.user, person.total_tokens_used + person.reserved_tokens
    share = spent / person.token_limit if person.token_limit else 1.0
    return PersonRow(
        user_id=str(user.user_id),
        name=user.name,
        email=user.email,
        role=user.role.value,
        tier=user.tier.value,
        limit=words.number(person.token_limit),
        used=words.number(person.total_tokens_used),
        reserved=words.say("people-reserved", count=words.number(person.reserved_tokens))
        if person.reserved_tokens
        else "",
        share=words.percent(share),
        percent=round(100 * share, 2),
        level=level(share),
        is_active=user.is_active,
        has_second_factor=person.has_second_factor,
        closed="" if user.closed_at is None else "erased" if user.erased_at else "closed",
        org_id=str(user.org_id) if user.org_id else "",
        user_type=user.user_type,
        email_verified=user.email_verified,
        last_seen=words.day(user.last_seen_at) if user.last_seen_at else NOTHING,
        monthly_limit=str(user.token_limit),
        next_limit=""
        if user.token_limit == person.token_limit
        else words.say("people-next-limit", count=words.number(user.token_limit)),
    )


def user_id_of(text: str) -> UUID:
    """Read the id of a user.

    Raises:
        InvalidRequest: It is none.
    """
    try:
        return UUID(text)
    except ValueError as fault:
        raise InvalidRequest("There is no such user") from fault


def _limit(text: str) -> int:
    digits = text.replace(",", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidRequest("A token limit is a whole number of tokens")
    return int(digits)


def one_of(choices: type[_Choice], text: str) -> _Choice:
    """Read one of the values offered.

    Raises:
        InvalidRequest: It is none of them.
    """
    try:
        return choices(text)
    except ValueError as fault:
        raise InvalidRequest("Choose one of the values offered") from fault
