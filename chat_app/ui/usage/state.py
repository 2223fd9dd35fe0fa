"""What the usage page shows of the reader's own budget."""

from collections.abc import Iterable
from typing import TypedDict

import reflex as rx

from chat_app.errors import Unavailable
from chat_app.models import LedgerKind, User, now
from chat_app.services import chats, keys
from chat_app.services.admin.reports import WITHOUT_KEY
from chat_app.services.budgets import usage
from chat_app.services.budgets.usage import NEAR_LIMIT_SHARE, LedgerLine, TokenUsage
from chat_app.ui import figures
from chat_app.ui.session import caller_of, signed_in
from chat_app.ui.sidebar.budget import BudgetState
from chat_app.ui.sidebar.chat_list_state import ChatListState

_LEDGER_ROWS = 20
_COSTLY_CHATS = 5
_UNDO_MS = 10_000


class DayRow(TypedDict):
    """A UTC day of the chart and of its table."""

    day: str
    tokens: int
    shown: str


class ShareRow(TypedDict):
    """What one model, or one API key, used of the last 30 days."""

    name: str
    tokens: str
    percent: float
    """Of the tokens of all of them."""
    share: str


class ChatCostRow(TypedDict):
    """A chat among the most expensive."""

    chat_id: str
    title: str
    tokens: str
    cost: str
    exchanges: str


class LedgerRow(TypedDict):
    """An entry of the ledger, in words."""

    when: str
    what: str
    chat_id: str
    """Empty where there is no chat to open."""
    chat: str
    """Its title, or what there was in its place."""
    key: str
    """Name of the API key that asked."""
    amount: str
    gives: bool
    """Whether it made the budget larger."""
    balance: str


class UsageState(rx.State):
    """The figures of the usage page, written out for reading."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    """Why nothing could be shown, in words."""

    used: rx.Field[str] = rx.field("")
    limit: rx.Field[str] = rx.field("")
    remaining: rx.Field[str] = rx.field("")
    reserved: rx.Field[str] = rx.field("")
    used_percent: rx.Field[float] = rx.field(0)
    reserved_percent: rx.Field[float] = rx.field(0)
    warning: rx.Field[str] = rx.field("")
    level: rx.Field[str] = rx.field("")
    """Colour of the bar: empty, `warning` or `danger`."""
    days_left: rx.Field[str] = rx.field("")
    resets: rx.Field[str] = rx.field("")
    since: rx.Field[str] = rx.field("")

    days: rx.Field[list[DayRow]] = rx.field(default_factory=list)
    models: rx.Field[list[ShareRow]] = rx.field(default_factory=list)
    keys: rx.Field[list[ShareRow]] = rx.field(default_factory=list)
    has_keys: rx.Field[bool] = rx.field(False)
    """Whether there is a key, or was one that used something."""
    costly: rx.Field[list[ChatCostRow]] = rx.field(default_factory=list)

    entries: rx.Field[list[LedgerRow]] = rx.field(default_factory=list)
    has_older: rx.Field[bool] = rx.field(False)
    has_newer: rx.Field[bool] = rx.field(False)
    deleting_id: rx.Field[str] = rx.field("")
    deleting_title: rx.Field[str] = rx.field("")

    _cursors: tuple[str, ...] = ("",)
    """Where each ledger page up to the one shown began."""
    _older: str = ""

    @rx.event
    async def load(self):
        """Read everything anew; called when the page loads."""
        user = await signed_in(self)
        self._cursors = ("",)
        try:
            await self._show(user)
        except Unavailable as fault:
            self.failed = fault.message
        else:
            self.failed, self.loaded = "", True

    @rx.event
    async def show_older(self):
        """Turn to the ledger's next page."""
        user = await signed_in(self)
        if self._older:
            self._cursors = (*self._cursors, self._older)
            await self._show_ledger(user)

    @rx.event
    async def show_newer(self):
        """Turn back to the ledger's page before."""
        user = await signed_in(self)
        self._cursors = self._cursors[:-1] or ("",)
        await self._show_ledger(user)

    @rx.event
    def ask_to_delete(self, chat_id: str, title: str):
        """Open the dialog that asks once."""
        self.deleting_id, self.deleting_title = chat_id, title

    @rx.event
    def close_dialog(self, _opened: bool):
        """Keep the chat after all."""
        self.deleting_id = ""

    @rx.event
    async def delete(self):
        """Delete the chat the dialog asks about, and offer to undo it."""
        caller = await caller_of(self)
        chat_id, self.deleting_id = self.deleting_id, ""
        await chats.delete(caller, chats.parse_chat_id(chat_id))
        await self._show(caller.user)
        yield ChatListState.refresh
        yield rx.toast(
            "Chat deleted. What it used stays in the books.",
            duration=_UNDO_MS,
            action={"label": "Undo", "on_click": UsageState.restore(chat_id)},
        )

    @rx.event
    async def restore(self, chat_id: str):
        """Undo a deletion."""
        caller = await caller_of(self)
        await chats.restore(caller, chats.parse_chat_id(chat_id))
        await self._show(caller.user)
        return [ChatListState.refresh, BudgetState.refresh]

    async def _show(self, user: User) -> None:
        self._show_budget(await usage.token_usage(user))
        by_key = await usage.by_key(user)
        self.keys = _shares((one.name or WITHOUT_KEY, one.tokens) for one in by_key)
        self.has_keys = any(one.key_id for one in by_key) or await keys.count(user.user_id) > 0
        self.costly = [
            ChatCostRow(
                chat_id=str(chat.chat_id),
                title=chat.title or "New chat",
                tokens=figures.number(chat.tokens),
                cost=figures.cost(chat.cost_micro_usd, chat.estimated_cost_micro_usd),
                exchanges=figures.number(chat.exchanges),
            )
            for chat in await usage.costly_chats(user, _COSTLY_CHATS)
        ]
        await self._show_ledger(user)

    def _show_budget(self, found: TokenUsage) -> None:
        limit = max(found.token_limit, 1)
        spent = found.total_tokens_used + found.reserved_tokens
        self.used, self.limit = map(figures.number, (found.total_tokens_used, found.token_limit))
        self.remaining = figures.number(found.remaining_tokens)
        self.reserved = figures.number(found.reserved_tokens)
        self.used_percent = round(100 * found.total_tokens_used / limit, 2)
        self.reserved_percent = round(100 * found.reserved_tokens / limit, 2)
        self.warning, self.level = _warning(found.remaining_tokens, spent / limit)
        self.days_left = _days_left(found)
        self.resets = figures.day(found.resets_at)
        self.since = figures.day(found.last_reset_at)
        self.days = [
            DayRow(
                day=figures.short_day(one.date), tokens=one.tokens, shown=figures.number(one.tokens)
            )
            for one in found.by_day
        ]
        self.models = _shares((one.model, one.tokens) for one in found.by_model)

    async def _show_ledger(self, user: User) -> None:
        page = await usage.ledger_page(user.user_id, _LEDGER_ROWS, self._cursors[-1] or None)
        self.entries = [_ledger_row(line) for line in page.lines]
        self._older = page.next_cursor or ""
        self.has_older, self.has_newer = bool(self._older), len(self._cursors) > 1


def _shares(tokens_by_name: Iterable[tuple[str, int]]) -> list[ShareRow]:
    found = list(tokens_by_name)
    total = max(sum(tokens for _, tokens in found), 1)
    return [
        ShareRow(
            name=name,
            tokens=figures.number(tokens),
            percent=round(100 * tokens / total, 2),
            share=figures.percent(tokens / total),
        )
        for name, tokens in found
    ]


def _warning(remaining_tokens: int, share: float) -> tuple[str, str]:
    if remaining_tokens <= 0:
        return "Your budget is used up. You can send again when it resets.", "danger"
    if share >= NEAR_LIMIT_SHARE:
        return (
            f"{int(100 * share)}% of your budget is spent."
            f" {figures.number(remaining_tokens)} tokens are left until it resets.",
            "warning",
        )
    return "", ""


def _days_left(found: TokenUsage) -> str:
    days = found.estimated_days_until_limit
    if days is None:
        return figures.NOTHING
    if days >= (found.resets_at - now()).days + 1:
        return "Beyond the reset"
    return "Less than a day" if days < 1 else f"{days:,.0f} day{'' if round(days) == 1 else 's'}"


def _ledger_row(line: LedgerLine) -> LedgerRow:
    entry = line.entry
    return LedgerRow(
        when=figures.moment(entry.created_at),
        what=_in_words(entry.kind, entry.amount_tokens),
        chat_id=str(line.chat_id or ""),
        chat=_asked_in(line),
        key=line.key_name or (WITHOUT_KEY if entry.turn_id else figures.NOTHING),
        amount=figures.signed(entry.amount_tokens),
        gives=entry.amount_tokens > 0,
        balance=figures.number(entry.balance_tokens),
    )


def _asked_in(line: LedgerLine) -> str:
    if line.entry.turn_id is None:
        return figures.NOTHING
    if line.chat_id:
        return line.chat_title or "New chat"
    if line.key_name and not line.chat_title:
        return f"Program: {line.key_name}"
    return "Deleted chat"


def _in_words(kind: LedgerKind, amount_tokens: int) -> str:
    match kind:
        case LedgerKind.GRANT:
            return "Budget granted" if amount_tokens >= 0 else "Budget lowered"
        case LedgerKind.RESERVE:
            return "Set aside for a reply"
        case LedgerKind.RELEASE:
            return "Set-aside returned"
        case LedgerKind.CHARGE:
            return "Reply charged"
        case LedgerKind.OVERRUN:
            return "Overrun paid by the operator"
