"""Filters in a search: where, by which model, and when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, update

from chat_app.db import transaction
from chat_app.llm.types import Tier
from chat_app.models import Chat, Message
from chat_app.services import chats
from chat_app.services.chats import folders, queries
from chat_app.services.search import upkeep
from tests.callers import by
from tests.services.exchanges import say

MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("tea in:archive", "tea"),
        ("in:trash green tea", "green tea"),
        ('in:"Trip to Rome" tea', "tea"),
        ("in:“Trip to Rome” tea", "tea"),
        ("in:„Trip to Rome“ tea", "tea"),
        ("in:«Trip to Rome» tea", "tea"),
        ("IN:archive Model:gemini after:2026-03 before:2026-04-01", ""),
        ("before:lunch", "before:lunch"),
        ("before:2026-13", "before:2026-13"),
        ("after:2026-02-30", "after:2026-02-30"),
        ("after:0000", "after:0000"),
        ("main:archive", "main:archive"),
        ("in: archive", "in: archive"),
        ('in:"', ""),
        ("http://in:8080", "http://in:8080"),
    ],
)
def test_filters_are_taken_out_of_what_is_looked_for(q: str, words: str):
    assert queries.parse(q).words.split() == words.split()


def test_dates_begin_at_the_readers_midnight():
    query = queries.parse("after:2026-03-29 before:2026-04", ZoneInfo("Europe/Berlin"))
    assert query.after == datetime(2026, 3, 28, 23, tzinfo=UTC)
    # In summer time by then.
    assert query.before == datetime(2026, 3, 31, 22, tzinfo=UTC)


@pytest.fixture
async def ada(database, new_user):
    return await new_user(tier=Tier.PRO)


@pytest.fixture(params=[True, False], ids=["indexed", "waiting"])
async def library(request, ada):
    """Chats about tea, in each kind of place."""
    for title, options in {
        "In use": {},
        "Archived": {"archived": True},
        "Deleted": {"deleted": True},
    }.items():
        chat = await chats.create(by(ada), title=title)
        await say(chat, "Which tea is best?")
        if options:
            await chats.put(by(ada), [chat.chat_id], **options)
    folder = await folders.create(by(ada), name="Trip to Rome")
    filed = await chats.create(by(ada), title="Filed", project_id=folder.project_id)
    await say(filed, "Tea in Rome?")
    async with transaction() as session:
        other = await session.get_one(Chat, filed.chat_id)
        other.model = "gone-model"
    if request.param:
        await upkeep.keep_up()


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("tea", {"In use", "Filed"}),
        ("in:archive tea", {"Archived"}),
        ("in:ARCHIVE", {"Archived"}),
        ("tea in:trash", {"Deleted"}),
        ("in:trash coffee", set()),
        ('in:"trip to rome" tea', {"Filed"}),
        ("in:trip tea", {"Filed"}),
        ("in:nowhere tea", set()),
        ("model:gone-model tea", {"Filed"}),
        ("model:SIMUL tea", {"In use"}),
        ("model:nothing", set()),
    ],
)
async def test_a_search_keeps_to_its_filters(ada, q: str, found: set[str]):
    assert {chat.title for chat in (await chats.page(ada, q=q)).chats} == found


@pytest.mark.parametrize("is_indexed", [True, False])
@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("tea", "tea in April"),
        ("tea before:2026-04-01", "tea in March"),
        ("tea before:2026-04 after:2026-03", "tea in March"),
        ("tea before:2026-03-10", None),
        ("tea after:2026-05", None),
        ("tea after:2026-04", "tea in April"),
    ],
)
async def test_what_is_found_was_said_at_the_time(ada, q: str, said: str | None, is_indexed):
    chat = await chats.create(by(ada), title="Drinks")
    first = await say(chat, "tea in March")
    second = await say(chat, "tea in April", first)
    async with transaction() as session:
        for message, moment in ((first, MARCH), (second, MARCH + timedelta(days=30))):
            await session.exec(
                update(Message)
                .where(col(Message.message_id) == message.message_id)
                .values(created_at=moment)
            )
        await session.exec(
            update(Chat).values(created_at=MARCH, updated_at=MARCH + timedelta(days=30))
        )
    if is_indexed:
        await upkeep.keep_up()
    page = await chats.page(ada, q=q)
    assert [page.snippets[each.chat_id].text for each in page.chats] == ([said] if said else [])
    without_words = await chats.page(ada, q=q.removeprefix("tea"))
    assert len(without_words.chats) == bool(said)
