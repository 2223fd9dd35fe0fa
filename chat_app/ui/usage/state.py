"""What the usage page shows of the reader's own budget."""

from collections.abc import Iterable
from typing import TypedDict

import reflex as rx

from chat_app.errors import Unavailable
from chat_app.llm import catalogue
from chat_app.models import LedgerKind, Purpose, User, now
from chat_app.services import chats, keys
from chat_app.services.budgets import usage
from chat_app.services.budgets.usage import NEAR_LIMIT_SHARE, LedgerLine, TokenUsage
from chat_app.ui.components.paging import Paged
from chat_app.ui.session import caller_of, signed_in
from chat_app.ui.sidebar.budget import BudgetState
from chat_app.ui.sidebar.chat_list_state import ChatListState
from chat_app.ui.words import words_of
from chat_app.words import NOTHING, Words

_LEDGER_ROWS = 20
_COSTLY_CHATS = 5
_UNDO_MS = 10_000
_KINDS = {
    LedgerKind.RESERVE: "usage-held",
    LedgerKind.RELEASE: "usage-returned",
    LedgerKind.CHARGE: "usage-charged",
    LedgerKind.OVERRUN: "usage-overrun",
}
_KINDS_OF_VOICE = _KINDS | {
    LedgerKind.RESERVE: "usage-held-otherwise",
    LedgerKind.CHARGE: "usage-charged-otherwise",
}
_VOICE = {Purpose.TRANSCRIPTION, Purpose.SPEECH}


class DayRow(TypedDict):
    """A UTC day of the chart and of its table."""

    day: str
    """As an ISO date, for the chart."""
    tokens: int
    shown_day: str
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


class UsageState(Paged, rx.State):
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
    deleting_id: rx.Field[str] = rx.field("")
    deleting_title: rx.Field[str] = rx.field("")

    @rx.event
    async def load(self):
        """Read everything anew; called when the page loads."""
        try:
            await self._show(await signed_in(self))
        except Unavailable as fault:
            self.failed = words_of(self).translated(fault.message)
        else:
            self.failed, self.loaded = "", True

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
            words_of(self).say("usage-deleted"),
            duration=_UNDO_MS,
            action={
                "label": words_of(self).say("usage-undo"),
                "on_click": UsageState.restore(chat_id),
            },
        )

    @rx.event
    async def restore(self, chat_id: str):
        """Undo a deletion."""
        caller = await caller_of(self)
        await chats.restore(caller, chats.parse_chat_id(chat_id))
        await self._show(caller.user)
        return [ChatListState.refresh, BudgetState.refresh]

    async def _show(self, user: User) -> None:
        words = words_of(self)
        self._show_budget(await usage.token_usage(user, words.zone), words)
        by_key = await usage.by_key(user)
        browser = words.say("usage-browser")
        self.keys = _shares(((one.name or browser, one.tokens) for one in by_key), words)
        self.has_keys = any(one.key_id for one in by_key) or await keys.count(user.user_id) > 0
        self.costly = [
            ChatCostRow(
                chat_id=str(chat.chat_id),
                title=chat.title or words.say("usage-new-chat"),
                tokens=words.number(chat.tokens),
                cost=words.cost(chat.cost_micro_usd, chat.estimated_cost_micro_usd),
                exchanges=words.number(chat.exchanges),
            )
            for chat in await usage.costly_chats(user, _COSTLY_CHATS)
        ]
        await self.show_first_page()

    def _show_budget(self, found: TokenUsage, words: Words) -> None:
        limit = max(found.token_limit, 1)
        spent = found.total_tokens_used + found.reserved_tokens
        self.used, self.limit = map(words.number, (found.total_tokens_used, found.token_limit))
        self.remaining = words.number(found.remaining_tokens)
        self.reserved = words.number(found.reserved_tokens)
        self.used_percent = round(100 * found.total_tokens_used / limit, 2)
        self.reserved_percent = round(100 * found.reserved_tokens / limit, 2)
        self.warning, self.level = _warning(found.remaining_tokens, spent / limit, words)
        self.days_left = _days_left(found, words)
        self.resets = words.day(found.resets_at.date())
        self.since = words.day(found.last_reset_at.date())
        self.days = [
            DayRow(
                day=one.date.isoformat(),
                tokens=one.tokens,
                shown_day=words.short_day(one.date),
                shown=words.number(one.tokens),
            )
            for one in found.by_day
        ]
        self.models = _shares(
            ((catalogue.name_of(one.model), one.tokens) for one in found.by_model), words
        )

    async def show_page(self) -> None:
        """Show a page of the ledger."""
        user = await signed_in(self)
        page = await usage.ledger_page(user.user_id, _LEDGER_ROWS, self.page_cursor)
        words = words_of(self)
        self.entries = [_ledger_row(line, words) for line in page.lines]
        self.page_shown(page.next_cursor)


def _shares(tokens_by_name: Iterable[tuple[str, int]], words: Words) -> list[ShareRow]:
    found = list(tokens_by_name)
    total = max(sum(tokens for _, tokens in found), 1)
    return [
        ShareRow(
            name=name,
            tokens=words.number(tokens),
            percent=round(100 * tokens / total, 2),
            share=words.percent(tokens / total),
        )
        for name, tokens in found
    ]


def _warning(remaining_tokens: int, share: float, words: Words) -> tuple[str, str]:
    if remaining_tokens <= 0:
        return words.say("usage-spent"), "danger"
    if share >= NEAR_LIMIT_SHARE:
        left = words.number(remaining_tokens)
        nearly = words.say("usage-nearly-spent", percent=int(100 * share), remaining=left)
        return nearly, "warning"
    return "", ""


def _days_left(found: TokenUsage, words: Words) -> str:
    if not found.remaining_tokens:
        return words.say("usage-lasts-nothing")
    days = found.estimated_days_until_limit
    if days is None:
        return NOTHING
    if days >= (found.resets_at - now()).days + 1:
        return words.say("usage-lasts-past-reset")
    if days < 1:
        return words.say("usage-lasts-under-a-day")
    return words.say("usage-lasts-days", count=round(days))


def _ledger_row(line: LedgerLine, words: Words) -> LedgerRow:
    entry = line.entry
    return LedgerRow(
        when=words.moment(entry.created_at),
        what=words.say(_what(line)),
        chat_id=str(line.chat.chat_id) if line.chat and line.chat.is_active else "",
        chat=_asked_for(line, words),
        key=line.key_name or (words.say("usage-browser") if entry.turn_id else NOTHING),
        amount=words.signed(entry.amount_tokens),
        gives=entry.amount_tokens > 0,
        balance=words.number(entry.balance_tokens),
    )


def _asked_for(line: LedgerLine, words: Words) -> str:
    match line.purpose:
        case Purpose.TRANSCRIPTION:
            return words.say("usage-dictation")
        case Purpose.SPEECH:
            return words.say("usage-reading-aloud")
        case Purpose.TITLE:
            return words.say("usage-names-chat", chat=_asked_in(line, words))
        case _:
            return _asked_in(line, words)


def _asked_in(line: LedgerLine, words: Words) -> str:
    chat = line.chat
    if line.entry.turn_id is None:
        return NOTHING
    if chat is None:
        return words.say("usage-program", key=line.key_name) if line.key_name else NOTHING
    if chat.is_temporary:
        return words.say("temporary-chat")
    if chat.is_active:
        return chat.title or words.say("usage-new-chat")
    if chat.title:
        return words.say("usage-name-deleted", name=chat.title)
    return words.say("usage-deleted-chat")


def _what(line: LedgerLine) -> str:
    """Return the message that says what was booked."""
    entry = line.entry
    if entry.kind is LedgerKind.GRANT:
        return "usage-granted" if entry.amount_tokens >= 0 else "usage-lowered"
    return (_KINDS_OF_VOICE if line.purpose in _VOICE else _KINDS)[entry.kind]
