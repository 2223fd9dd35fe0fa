"""A reader's words: messages, figures, days and times in one language, place and time zone.

`chat_app/ui/words.js` is the same in the browser. Figures are in Latin digits everywhere, so that
what a page writes and what a server writes stand alike in one column (docs/adr/0026).
"""

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.numbers import NumberPattern, format_decimal, format_percent
from fluent.runtime import FluentBundle

from chat_app.words.catalogue import SOURCE, bundle, variables_of
from chat_app.words.language import (
    LANGUAGE_COOKIE,
    LOCALE_COOKIE,
    ZONE_COOKIE,
    chosen_language,
    language_of,
)
from chat_app.words.recognition import recognised

MINUS = "\u2212"
NOTHING = "\u2013"
"""Stands where there is no figure."""

_MICRO = 1_000_000
_MONEY_DECIMALS = 4
_LEAST_MONEY_MICRO = _MICRO // 10**_MONEY_DECIMALS
_MILLISECONDS = 1000
_KIB = 1024
_CURRENCY = re.compile(r"US\$|USD\s?")
"""How some languages tell this dollar from their own; the product knows but one."""


@dataclass(frozen=True)
class Words:
    """How one reader is spoken to."""

    language: str
    """Tag of a catalogue."""
    locale: Locale
    """Whose numbers and dates are written: the language, in the reader's country where known."""
    zone: tzinfo
    """Where the reader's days begin and end."""
    _bundle: FluentBundle = field(repr=False, compare=False)

    def say(self, message_id: str, **variables: Any) -> str:
        """Return a message in the reader's language.

        Raises:
            KeyError: There is no such message, or something it speaks of was not given.
        """
        if missing := variables_of(message_id) - variables.keys():
            raise KeyError(f"{message_id} speaks of {', '.join(sorted(missing))}")
        source = self if self._bundle.has_message(message_id) else words_for(SOURCE)
        pattern = source._bundle.get_message(message_id).value
        if pattern is None:
            raise KeyError(message_id)
        return str(source._bundle.format_pattern(pattern, variables)[0])

    def translated(self, sentence: str) -> str:
        """Return what the server says in English, an error above all, in the reader's language.

        Words that the catalogue does not know, such as a vendor's, stay as they are.
        """
        found = recognised(sentence) if self.language != SOURCE else None
        return self.say(found[0], **found[1]) if found else sentence

    def number(self, value: float) -> str:
        """Write `12,345`, with a real minus sign."""
        return _with_minus(format_decimal(value, locale=self.locale))

    def whole(self, text: str) -> int | None:
        """Read a whole number as people write it, its thousands parted or not; else `None`."""
        group = self.locale.number_symbols["latn"]["group"]
        parting = f"[{re.escape(group)}'’]"
        digits = "".join(text.split())
        if re.fullmatch(rf"[0-9]{{1,3}}({parting}[0-9]{{2,3}})*{parting}[0-9]{{3}}", digits):
            digits = re.sub(parting, "", digits)
        # Python reads no number of thousands of digits.
        return int(digits[:20]) if digits.isascii() and digits.isdecimal() else None

    def signed(self, value: int) -> str:
        """Write `+12,345` or `−208`."""
        return f"+{self.number(value)}" if value >= 0 else self.number(value)

    def money(self, micro_usd: int, estimated_micro_usd: int = 0) -> str:
        """Write micro-USD in dollars to four decimals; what is less than the last is `<$0.0001`.

        Args:
            micro_usd: The amount.
            estimated_micro_usd: How much of it is estimated; if any is, `≈` says so.
        """
        words = self._dollars(micro_usd)
        return f"≈\u2009{words}" if estimated_micro_usd else words

    def cost(self, micro_usd: int, estimated_micro_usd: int) -> str:
        """Write a sum of costs, and how much of it is estimated."""
        words = self.money(micro_usd, estimated_micro_usd)
        if not estimated_micro_usd:
            return words
        estimated = self.money(estimated_micro_usd)
        return self.say("figure-partly-estimated", cost=words, estimated=estimated)

    def percent(self, share: float | None) -> str:
        """Write a share of 1 as `12.3%`."""
        return NOTHING if share is None else self._percent(share)

    def signed_percent(self, share: float | None) -> str:
        """Write a share of 1 as `+12.3%`."""
        if share is None:
            return NOTHING
        return f"+{self._percent(share)}" if share >= 0 else self._percent(share)

    def duration(self, milliseconds: int | None) -> str:
        """Write `404 ms`, or seconds from one second on."""
        if milliseconds is None:
            return NOTHING
        if milliseconds < _MILLISECONDS:
            return self.say("figure-milliseconds", count=self.number(milliseconds))
        seconds = format_decimal(milliseconds / _MILLISECONDS, "#,##0.0", locale=self.locale)
        return self.say("figure-seconds", count=seconds)

    def size(self, size_bytes: int) -> str:
        """Write how large a file is, as `320 KB` or `1.2 MB`."""
        if size_bytes < _KIB:
            return self.say("file-bytes", count=size_bytes)
        if size_bytes < _KIB * _KIB:
            return self.say("file-kib", size=-(-size_bytes // _KIB))
        return self.say("file-mib", size=round(size_bytes / _KIB / _KIB, 1))

    def day(self, value: date) -> str:
        """Write `Nov 21, 2026`; of a moment, the reader's day."""
        return format_date(self._here(value), "medium", locale=self.locale)

    def short_day(self, value: date) -> str:
        """Write `Nov 21`, for the axis of a chart."""
        return format_skeleton("MMMd", self._noon(value), tzinfo=self.zone, locale=self.locale)

    def time(self, value: datetime) -> str:
        """Write `7:26 AM`."""
        return format_time(value, "short", tzinfo=self.zone, locale=self.locale)

    def moment(self, value: datetime | None) -> str:
        """Write `Nov 21, 2026, 7:26 AM`, in the reader's time zone."""
        if value is None:
            return NOTHING
        joined = str(get_datetime_format("medium", locale=self.locale)).replace("'", "")
        return joined.replace("{0}", self.time(value)).replace("{1}", self.day(value))

    def today(self, now: datetime) -> date:
        """Return the reader's day of a moment."""
        return now.astimezone(self.zone).date()

    def _here(self, value: date) -> date:
        return self.today(value) if isinstance(value, datetime) else value

    def _noon(self, value: date) -> datetime:
        # Every day has a noon in every zone; midnight is missing where clocks change at it.
        return datetime.combine(self._here(value), time(12), self.zone)

    def _percent(self, share: float) -> str:
        return _with_minus(format_percent(share, self._tenths, locale=self.locale))

    @cached_property
    def _tenths(self) -> str:
        return str(self.locale.percent_formats[None].pattern).replace("#,##0", "#,##0.0")

    @cached_property
    def _amount(self) -> NumberPattern:
        pattern = copy(self.locale.currency_formats["standard"])
        pattern.frac_prec = (_MONEY_DECIMALS, _MONEY_DECIMALS)
        return pattern

    def _dollars(self, micro_usd: int) -> str:
        if 0 < abs(micro_usd) < _LEAST_MONEY_MICRO:
            least = self._dollars(_LEAST_MONEY_MICRO)
            return f"<{least}" if micro_usd > 0 else f">{MINUS}{least}"
        written = self._amount.apply(
            micro_usd / _MICRO, self.locale, currency="USD", currency_digits=False
        )
        return _with_minus(_CURRENCY.sub("$", written))


def _with_minus(written: str) -> str:
    return written.replace("-", MINUS)


@lru_cache(maxsize=256)
def words_for(language: str, locale: str = "", zone: str = "UTC") -> Words:
    """Return the words of a reader.

    Args:
        language: Tag of a catalogue.
        locale: The reader's, such as `de-CH`; one that is not of the language is not asked.
        zone: By name, as `Europe/Berlin`; UTC where there is no such zone.
    """
    place = _locale(locale) if language_of(locale) == language else None
    place = place or Locale.parse(language)
    return Words(language, place, zone_of(zone), bundle(language, place))


def words_of_browser(cookies: Mapping[str, str], accepted: str) -> Words:
    """Return the words of whoever uses a browser.

    Args:
        cookies: What it keeps.
        accepted: What it asks for, see `chosen_language`.
    """
    return words_for(
        chosen_language(cookies.get(LANGUAGE_COOKIE, ""), accepted),
        cookies.get(LOCALE_COOKIE, ""),
        cookies.get(ZONE_COOKIE) or "UTC",
    )


def zone_of(name: str) -> tzinfo:
    """Return a time zone by name; UTC where there is none."""
    if name == "UTC":
        # Known by what it is, not by its name, where days are counted.
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A browser may know zones that this machine does not; or the name is none at all.
        return UTC


def _locale(tag: str) -> Locale | None:
    try:
        found = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    # Babel 2.19 takes what stands between two Swiss separators for a quotation and drops the signs
    # (`NumberPattern.apply`, read 2026-11-29); doubled, each is written.
    symbols = found.number_symbols["latn"]
    if symbols["group"] == "'":
        symbols["group"] = "''"
    return found
