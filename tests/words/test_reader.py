"""Whatever a browser says of its reader's language, country and time zone, there are words."""

from datetime import UTC, datetime

import pytest

from chat_app.words import words_for

AT_NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "zone",
    ["", "Mars/Olympus", "europe/", "Asia", "../UTC", "/etc/hosts", "\0", "UTC\n", "A" * 999],
)
def test_in_a_zone_that_is_known_nowhere_it_is_what_it_is_in_utc(zone: str) -> None:
    assert words_for("en", zone=zone).moment(AT_NOON) == words_for("en").moment(AT_NOON)


@pytest.mark.parametrize(
    "locale", ["", "de-", "de-XX", "de_CH", "de-AT-1996", "de-u-nu-arab", "de-" + "a" * 999, "\0"]
)
def test_where_the_country_is_known_nowhere_the_language_says_how_figures_are_written(
    locale: str,
) -> None:
    words = words_for("de", locale)
    assert words.number(12_345) == "12.345"
    assert words.day(AT_NOON.date())


@pytest.mark.parametrize(
    ("size_bytes", "written"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1,023 bytes"),
        (1024, "1 KB"),
        (1025, "2 KB"),
        (1024 * 1024 - 1, "1,024 KB"),
        (1024 * 1024, "1 MB"),
        (20 * 1024 * 1024, "20 MB"),
        (1_300_000, "1.2 MB"),
    ],
)
def test_a_file_is_as_large_as_its_bytes_say(size_bytes: int, written: str) -> None:
    assert words_for("en").size(size_bytes) == written
