"""How the list of chats is grouped."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest

from chat_app.models import Chat
from chat_app.services.chats.snippets import snippet_of
from chat_app.services.turns import Started
from chat_app.ui.sidebar.chat_list_state import ChatListState
from chat_app.ui.sidebar.chat_rows import rows_of

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def chat(title: str, updated_at: datetime, *, pinned: bool = False) -> Chat:
    return Chat(
        user_id=uuid4(), title=title, model="simulated", pinned=pinned, updated_at=updated_at
    )


def test_a_group_is_named_on_its_first_line_only():
    found = [
        chat("pinned", NOON - timedelta(days=9), pinned=True),
        chat("now", NOON),
        chat("this morning", NOON - timedelta(hours=5)),
        chat("last night", NOON - timedelta(hours=14)),
        chat("last week", NOON - timedelta(days=7)),
        chat("last year", NOON - timedelta(days=365)),
    ]
    headings = [row["heading"] for row in rows_of(found, NOON)]
    assert headings == ["pinned", "today", "", "yesterday", "earlier", ""]


def test_today_is_the_readers_today():
    late_in_new_york = datetime(2026, 3, 10, 3, tzinfo=UTC)
    found = [chat("before midnight UTC", late_in_new_york - timedelta(hours=4))]
    assert rows_of(found, late_in_new_york)[0]["heading"] == "yesterday"
    new_york = late_in_new_york.astimezone(timezone(timedelta(hours=-4)))
    assert rows_of(found, new_york)[0]["heading"] == "today"


@pytest.mark.parametrize(("days_ago", "left"), [(0, 30), (1, 29), (29.9, 1)])
def test_what_is_in_the_trash_says_how_long_it_stays(days_ago: float, left: int):
    deleted = chat("gone", NOON)
    deleted.deleted_at = NOON - timedelta(days=days_ago)
    (row,) = rows_of([deleted], NOON)
    assert row["days_left"] == left
    assert rows_of([chat("there", NOON)], NOON)[0]["days_left"] == 0


def test_a_line_names_the_folder_where_it_is_known():
    filed = chat("Oslo", NOON)
    filed.project_id = "p"
    assert rows_of([filed], NOON, folders={"p": "Travel"})[0]["folder"] == "Travel"
    assert rows_of([filed], NOON)[0]["folder"] == ""


def test_what_a_search_found_is_marked_where_it_stands():
    said, named = chat("Tides", NOON), chat("Straße 🎉 ab", NOON)
    snippets = {
        said.chat_id: snippet_of("🎉 <b>ship</b> שלום", ["ship", "שלום"], uuid4()),
        named.chat_id: snippet_of("Straße 🎉 ab", ["ab"]),
    }
    by_message, by_title = rows_of([said, named], NOON, snippets)
    assert by_message["title_pieces"] == [{"text": "Tides", "hit": False}]
    assert [(piece["text"], piece["hit"]) for piece in by_message["said"]] == [
        ("🎉 <b>", False),
        ("ship", True),
        ("</b> ", False),
        ("שלום", True),
    ]
    assert by_title["said"] == []
    assert by_title["title_pieces"] == [
        {"text": "Straße 🎉 ", "hit": False},
        {"text": "ab", "hit": True},
    ]


@pytest.mark.parametrize(
    ("title", "is_shown"),
    [("first", False), ("second", True), ("pinned", True), ("renamed elsewhere", False)],
)
def test_a_turn_reads_the_list_again_where_it_changed_something(title: str, is_shown: bool):
    pinned, second, first = (
        chat("pinned", NOON, pinned=True),
        chat("second", NOON),
        chat("first", NOON),
    )
    state = ChatListState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    state.rows = rows_of([pinned, second, first], NOON)
    at = {"first": first, "pinned": pinned}.get(title, second)
    started = Started(at.chat_id, uuid4(), uuid4(), "simulated", title)
    assert state.has_on_top(started) is is_shown


def test_a_new_chat_is_not_in_the_list_yet():
    state = ChatListState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    assert not state.has_on_top(Started(uuid4(), uuid4(), uuid4(), "simulated", "new"))
