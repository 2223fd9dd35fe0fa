"""Reading the form of an API key."""

from datetime import datetime, timedelta

import pytest

from chat_app.models import now
from chat_app.ui.settings import key_form
from chat_app.words import Words, words_for

HERE = words_for("en")
EAST = words_for("en", zone="Pacific/Tongatapu")
WEST = words_for("en", zone="Pacific/Pago_Pago")


def form(**fields: str) -> dict[str, str]:
    return {"name": "CI", "cap": "", "expiry": "never", "date": ""} | fields


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [("", None), ("  ", None), ("0", 0), ("50000", 50_000), ("50,000", 50_000), (" 1 000 ", 1000)],
)
def test_a_cap_is_read_as_people_write_it(typed: str, tokens: int | None) -> None:
    wanted, faults = key_form.read(form(cap=typed), HERE)
    assert (wanted["token_limit"], faults) == (tokens, {})


@pytest.mark.parametrize("typed", ["-1", "1.5", "1e3", "many", "٣", "²", "9" * 5000, "2000000001"])
def test_what_is_no_cap_is_told_beside_it(typed: str) -> None:
    _, faults = key_form.read(form(cap=typed), HERE)
    assert faults.keys() == {"cap"}


@pytest.mark.parametrize(
    ("language", "typed", "tokens"),
    [
        ("de", "50.000", 50_000),
        ("de", "1.5", None),
        ("de-CH", "1'000'000", 1_000_000),
        ("es", "12.34", None),
    ],
)
def test_a_cap_is_read_as_the_readers_country_writes_it(
    language: str, typed: str, tokens: int | None
) -> None:
    words = words_for(language[:2], language)
    wanted, faults = key_form.read(form(cap=typed), words)
    assert (wanted.get("token_limit"), bool(faults)) == (tokens, tokens is None)


@pytest.mark.parametrize("days", key_form.DAYS)
def test_a_key_expires_so_many_days_from_now(days: int) -> None:
    wanted, _ = key_form.read(form(expiry=str(days)), HERE)
    left = wanted["expires_at"] - now()
    assert timedelta(days=days) - timedelta(minutes=1) < left <= timedelta(days=days)


@pytest.mark.parametrize("words", [HERE, EAST, WEST])
def test_a_key_works_until_its_last_day_ends_where_the_reader_is(words: Words) -> None:
    today = words.today(now())
    wanted, faults = key_form.read(form(expiry="date", date=str(today)), words)
    assert faults == {}
    assert wanted["expires_at"] == datetime(
        today.year, today.month, today.day, 23, 59, 59, tzinfo=words.zone
    )
    yesterday = str(today - timedelta(days=1))
    assert key_form.read(form(expiry="date", date=yesterday), words)[1].keys() == {"expiry"}


@pytest.mark.parametrize("date", ["", "soon", "2026-02-30", "9999-12-31T", "0000-01-01"])
def test_what_is_no_date_is_told_beside_it(date: str) -> None:
    assert key_form.read(form(expiry="date", date=date), WEST)[1].keys() == {"expiry"}


def test_a_date_beyond_all_calendars_is_told_beside_it() -> None:
    _, faults = key_form.read(form(expiry="date", date="9999-12-31"), WEST)
    assert faults.keys() == {"expiry"}


def test_what_is_left_as_it_is_is_not_asked_for() -> None:
    wanted, _ = key_form.read(form(expiry="keep"), HERE)
    assert "expires_at" not in wanted
    assert key_form.read(form(expiry="never"), HERE)[0]["expires_at"] is None


def test_the_ticked_models_are_those_it_may_ask_for() -> None:
    ticked = {key_form.of_model("simulated"): "on"}
    assert key_form.read(form(**ticked), HERE)[0]["models"] == ("simulated",)
    assert key_form.read(form(), HERE)[0]["models"] is None


def test_each_fault_is_told_beside_its_own_field() -> None:
    _, faults = key_form.read(form(name=" ", cap="many", expiry="date"), HERE)
    assert list(faults) == ["name", "cap", "expiry"]


def test_of_a_key_that_is_there_only_what_was_changed_is_asked_for() -> None:
    before = {"name": "CI", "cap": "50,000"} | key_form.ticked(["simulated", "long-gone"])
    opened = before | {"expiry": "keep", "date": ""}
    assert key_form.read(opened, HERE, before) == ({}, {})
    assert key_form.read(opened | {"name": "Build"}, HERE, before) == ({"name": "Build"}, {})
    assert key_form.read(opened | {"cap": ""}, HERE, before) == ({"token_limit": None}, {})
    forever = opened | {"expiry": "never"}
    assert key_form.read(forever, HERE, before) == ({"expires_at": None}, {})


def test_a_model_that_is_offered_no_more_stays_until_it_is_unticked() -> None:
    before = {"name": "CI", "cap": ""} | key_form.ticked(["long-gone"])
    opened = before | {"expiry": "keep", "date": ""}
    more = opened | key_form.ticked(["simulated"])
    assert key_form.read(more, HERE, before)[1].keys() == {"models"}
    other = {name: value for name, value in more.items() if "long-gone" not in name}
    assert key_form.read(other, HERE, before) == ({"models": ("simulated",)}, {})
