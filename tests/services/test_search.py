"""Searching chats: any part of any word, in any case and composition, alike on both databases."""

from collections.abc import Awaitable, Callable
from typing import Any
from unicodedata import category, normalize
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col, delete, update
from structlog.testing import capture_logs

from chat_app.db import reading, transaction
from chat_app.llm.types import Tier
from chat_app.models import Attachment, File, FileKind, Message, MessageStatus, User
from chat_app.services import chats
from chat_app.services.chats import positions, search
from chat_app.services.chats.filter import ChatFilter
from chat_app.services.chats.snippets import Snippet, snippet_of
from chat_app.services.search import upkeep
from chat_app.services.search.index import number_of, waiting, words
from chat_app.services.search.writing import index_batch
from chat_app.spelling import fold
from tests.callers import by
from tests.services.exchanges import say

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def ada(database, new_user):
    return await new_user(tier=Tier.PRO)


async def index_all() -> None:
    while await index_batch():
        pass


async def leave_waiting() -> None:
    """Let messages wait to be indexed."""


@pytest.fixture(params=[leave_waiting, index_all], ids=["waiting", "indexed"])
def indexing(request: pytest.FixtureRequest) -> Callable[[], Awaitable[None]]:
    """Give what may have become of new messages when somebody searches."""
    return request.param


async def new_chat(user: User, title: str, *contents: str) -> UUID:
    """Save a chat in which this is said in turn."""
    chat = await chats.create(by(user), title=title)
    parent = None
    for content in contents:
        parent = await say(chat, content, parent)
    return chat.chat_id


async def test_a_message_is_found_by_what_its_files_are_called(
    ada: User, indexing: Callable[[], Awaitable[None]]
) -> None:
    chat = await chats.create(by(ada), title="Holidays")
    question = await say(chat, "")
    sent = File(
        user_id=ada.user_id,
        name="Gezeiten-Übersicht.pdf",
        kind=FileKind.DOCUMENT,
        media_type="application/pdf",
        size_bytes=1,
        sha256="0" * 64,
    )
    async with transaction() as session:
        session.add(sent)
        await session.flush()
        session.add(Attachment(message_id=question.message_id, place=0, file_id=sent.file_id))
    await say(chat, "The tide turns.", question)
    await indexing()

    async def found(q: str) -> list[Snippet]:
        return [*(await chats.page(ada, q=q)).snippets.values()]

    (hit,) = await found("übersicht")
    assert (hit.text, hit.message_id) == ("Gezeiten-Übersicht.pdf", question.message_id)
    async with transaction() as session:
        await session.exec(delete(Attachment))
    await indexing()
    assert await found("übersicht") == []


async def found(user: User, q: str, **wanted: Any) -> list[str]:
    return [chat.title for chat in (await chats.page(user, q=q, **wanted)).chats]


LIBRARY = {
    "Holidays": ["Where shall we go in summer?", "Try the Dolomites."],
    "Recipes": ["How long does a risotto take?", "About 20 minutes; don't hurry."],
    "东京旅行": ["我想去东京旅行", "京都も素晴らしいです"],
    "100% wool_socks": ["short: zq", 'C++ isn\'t "easy" & (never) was'],
    "Straßen": ["İstanbul’da kış", "Σίσυφος, ＦＵＬＬ ｗｉｄｔｈ, ｶﾞｲﾄﾞ"],
    "horses": ["ม้ากินหญ้า", "ສະບາຍດີ ຂອບໃຈ"],
    "coming": ["ฉันไม่มา", "ខ្ញុំចូលចិត្ត မြန်မာစာ"],
    "Kaffee": ["cafe\u0301 re\u0301sume\u0301", "हिन्दी में लिखो"],
    "한국어": ["안녕하세요 여러분", "🎉 done 👩‍💻 ❤️"],
    "address": ["https://example.com/a_b?c=1", "x" * 150 + "needle" + "y" * 150],
}


@pytest.fixture
async def library(ada, indexing) -> dict[str, UUID]:
    made = {title: await new_chat(ada, title, *said) for title, said in LIBRARY.items()}
    await indexing()
    return made


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("holi", ["Holidays"]),
        ("LIDAY", ["Holidays"]),
        ("RISOTTO", ["Recipes"]),
        ("isott", ["Recipes"]),
        ("ri", ["Recipes"]),
        ("summer shall", ["Holidays"]),
        ("summer dolomites", []),
        ('"20 minutes"', ["Recipes"]),
        ("“20  MINUTES”", ["Recipes"]),
        ('"minutes 20"', []),
        ('hurry "20 min"', ["Recipes"]),
        ('20 "minutes', []),
        ("a risotto", ["Recipes"]),
        ("don't", ["Recipes"]),
        ("20 minutes", ["Recipes"]),
        ("东", ["东京旅行"]),
        ("东京", ["东京旅行"]),
        ("素晴らし", ["东京旅行"]),
        ("京都 素晴", ["东京旅行"]),
        ("京旅 东行", []),
        ("zq", ["100% wool_socks"]),
        ("100%", ["100% wool_socks"]),
        ("l_s", ["100% wool_socks"]),
        ("%", ["100% wool_socks"]),
        ('"easy"', ["100% wool_socks"]),
        ("c++", ["100% wool_socks"]),
        ("C--", []),
        ("(never)", ["100% wool_socks"]),
        ("OR NOT", []),
        ("* ' \" \\ & | !", []),
        ("STRASSEN", ["Straßen"]),
        ("istanbul", ["Straßen"]),
        ("KIŞ", ["Straßen"]),
        ("ΣΊΣΥΦΟΣ", ["Straßen"]),
        ("full width", ["Straßen"]),
        ("ガイド", ["Straßen"]),
        ("ม้า", ["horses"]),
        ("มา", ["coming"]),
        ("กน", []),
        ("ขอบใจ", []),
        ("ຂອບ", ["horses"]),
        ("စ", ["coming"]),
        ("ចូលចិត្ត", ["coming"]),
        ("café", ["Kaffee"]),
        ("re\u0301sum", ["Kaffee"]),
        ("resume", []),
        ("हिन्दी", ["Kaffee"]),
        ("녕", ["한국어"]),
        ("한국어", ["한국어"]),
        ("🎉", ["한국어"]),
        ("👩", ["한국어"]),
        ("❤", ["한국어"]),
        ("a_b?c", ["address"]),
        ("/a_b", ["address"]),
        ("xneedley", ["address"]),
        ("y" * 100, ["address"]),
        ("nothing-of-the-kind", []),
    ],
)
async def test_a_search_finds_any_part_of_a_word_and_nothing_else(ada, q, titles):
    assert await found(ada, q) == titles


@pytest.mark.parametrize("q", ["a", "é", "7 x", "й"])
async def test_a_single_letter_is_looked_for_in_titles_alone(ada, q):
    await new_chat(ada, "t", q)
    await new_chat(ada, f"Title with {q.upper()}", "?")
    assert await found(ada, q) == [f"Title with {q.upper()}"]


@pytest.mark.parametrize("q", ["", "  ", "\u200b", "\u3000", '" "'])
async def test_nothing_to_search_for_shows_all(ada, q):
    await new_chat(ada, "t")
    assert await found(ada, q) == ["t"]


async def test_a_search_stays_among_the_callers_live_chats(ada, new_user, library):
    eve = await new_user()
    await new_chat(eve, "hers", "risotto, too")
    assert await found(eve, "risotto") == ["hers"]
    await chats.delete(by(ada), library["Recipes"])
    assert await found(ada, "risotto") == []
    assert await found(ada, "risotto", which=ChatFilter(deleted=True)) == ["Recipes"]
    await chats.restore(by(ada), library["Recipes"])
    assert await found(ada, "risotto") == ["Recipes"]


async def test_a_reply_is_found_once_it_is_settled(ada, indexing):
    chat = await chats.create(by(ada), title="t")
    question = await say(chat, "q")
    reply = await say(chat, "", question, status=MessageStatus.STREAMING)

    async def become(content: str, status: MessageStatus) -> None:
        async with transaction() as session:
            await session.exec(
                update(Message)
                .where(col(Message.message_id) == reply.message_id)
                .values(content=content, status=status)
            )
        await indexing()

    await become("half a marmot", MessageStatus.STREAMING)
    assert await found(ada, "marmot") == []
    await become("half a marmot, and the rest", MessageStatus.COMPLETE)
    assert await found(ada, "marmot") == ["t"]
    await become("a badger", MessageStatus.COMPLETE)
    assert await found(ada, "marmot") == []
    assert await found(ada, "badger") == ["t"]
    async with transaction() as session:
        await positions.move(session, ada.user_id, chat.chat_id, None)
        await session.exec(delete(Message).where(col(Message.message_id) == reply.message_id))
    assert await found(ada, "badger") == []


async def test_pages_of_a_search_follow_each_other(ada, indexing):
    for number in range(7):
        await new_chat(ada, str(number), "the common word" if number % 2 else "another")
    await indexing()
    seen, cursor = [], None
    while True:
        page = await chats.page(ada, q="common", limit=2, cursor=cursor)
        seen += [chat.title for chat in page.chats]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["5", "3", "1"]


async def test_words_that_stand_apart_in_newer_messages_do_not_hide_an_older_hit(ada):
    await new_chat(ada, "both", "东京 C++", *["京东 c plus ++"] * 120)
    await new_chat(ada, "apart", *["京东 c plus ++"] * 60)
    await index_all()
    for q in ("东京", "C++", "东京 C++"):
        page = await chats.page(ada, q=q)
        assert [chat.title for chat in page.chats] == ["both"]
        (snippet,) = page.snippets.values()
        assert snippet.text == "东京 C++"


async def test_a_snippet_says_where(ada, library):
    page = await chats.page(ada, q="Mites try")
    (snippet,) = page.snippets.values()
    assert snippet.text == "Try the Dolomites."
    assert snippet.marks == [(0, 3), (12, 17)]
    said = await chats.get_message(
        ada, library["Holidays"], snippet.message_id or library["horses"]
    )
    assert said.content == "Try the Dolomites."
    (titled,) = (await chats.page(ada, q="holi")).snippets.values()
    assert titled == Snippet("Holidays", [(0, 4)], None)


@pytest.mark.parametrize(
    ("text", "q", "shown", "marked"),
    [
        ("Die Straße", "STRASSE", "Die Straße", ["Straße"]),
        ("Die Straße", "s", "Die Straße", ["S", "ß"]),
        ("cafe\u0301 noir", "é", "cafe\u0301 noir", ["e\u0301"]),
        ("ab ab", "ab b", "ab ab", ["ab", "ab"]),
        ("<b>two\nlines</b>", "lines", "<b>two lines</b>", ["lines"]),
        (
            "w " * 100 + "here" + " w" * 100,
            "here",
            "…" + "w " * 15 + "here" + " w" * 63 + "…",
            ["here"],
        ),
        ("가" + "かが" * 99, normalize("NFD", "が"), None, ["が"] * 65),
    ],
)
def test_marks_are_counted_in_what_is_shown(text, q, shown, marked):
    snippet = snippet_of(text, fold(q).split())
    assert shown in {None, snippet.text}
    assert [snippet.text[first:last] for first, last in snippet.marks] == marked


# A little of many scripts, marks and signs that fold, compose and go on.
_ALPHABET = st.sampled_from(
    "aAbzßẞİıéÉſﬁ²½ŉ Σσςᾴжйґ\u0301\u0308\u0323־אבשׁ عُربﷺ हिन्दीক্ষড়தமிழ் ไทยม้าเน้ำ ລາວຳ "
    "ខ្មែរ မြန်မာ བོད་ 中文東京 かがｶﾞーヽ 한글ㅎㅏ\u1112\u1161\u11ab ｆＷ＃ _-+%&'\"\\/*.,:;!? 0123 \n"
    "\u200b\u200d\ufe0f🎉👩👍🏽🇩🇪❤𝐀𝒜𐐀𐐨ꮿᏯ"
)
TEXTS = st.text(_ALPHABET, min_size=1, max_size=40)
_RESPELL = st.sampled_from(
    [
        *(str, str.upper, str.lower, str.swapcase),
        *(lambda text: normalize("NFC", text), lambda text: normalize("NFD", text)),
    ]
)


@given(text=TEXTS)
@settings(max_examples=1000)
def test_a_text_folds_as_its_letters_do(text):
    from chat_app.services.chats.snippets import _letters

    letters = list(_letters(text, 0, len(text)))
    assert "".join(fold(text[first:last]) for first, last in letters) == fold(text)
    assert [first for first, _ in letters[1:]] == [last for _, last in letters[:-1]]


@given(data=st.data(), texts=st.lists(TEXTS, min_size=2, max_size=4))
@settings(max_examples=120)
async def test_any_part_of_any_word_finds_its_chat_and_no_other(data, texts, new_user):
    ada = await new_user(tier=Tier.PRO)
    for number, text in enumerate(texts):
        await new_chat(ada, "-" * number, text)
        if data.draw(st.booleans()):
            await index_all()
    words = [word for text in texts for word in fold(text).split()]
    assume(words)
    word = data.draw(st.sampled_from(words))
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]
    q = data.draw(_RESPELL)(part)
    assume(len(part) > 1 or category(part)[0] not in "LMN")
    # What is cut apart need not compose again, or composes otherwise.
    assume(fold(q) == part)

    page = await chats.page(ada, q=q)

    expected = {"-" * number for number, text in enumerate(texts) if part in fold(text)}
    assert {chat.title for chat in page.chats} == expected | {
        "-" * number for number in range(len(texts)) if part in "-" * number
    }
    for snippet in page.snippets.values():
        assert snippet.marks
        for first, last in snippet.marks:
            assert part in fold(snippet.text[first:last])


@given(texts=st.lists(TEXTS, min_size=1, max_size=3), q=TEXTS)
@settings(max_examples=80)
async def test_what_is_in_no_message_is_not_found(texts, q, new_user):
    ada = await new_user(tier=Tier.PRO)
    for text in texts:
        await new_chat(ada, "", text)
    await index_all()
    wanted = search.words_in(q)
    assume(any(len(word) > 1 for word in wanted))

    page = await chats.page(ada, q=q)

    holding = [text for text in texts if all(word in fold(text) for word in wanted)]
    assert len(page.chats) == len(holding)


async def test_a_search_reads_nothing_but_indexes(ada, plans):
    for number in range(3):
        await new_chat(ada, f"t{number}", "about 20 risotti 东京", "and C++")
    await index_all()
    async with plans("ix_search_entry_") as of_tokens:
        await chats.page(ada, q="risotti 20 东京")
    assert of_tokens


async def test_of_much_that_waits_a_search_reads_the_newest_and_every_title(ada, monkeypatch):
    monkeypatch.setattr(search, "_MOST_WAITING", 3)
    for number in range(5):
        await new_chat(ada, f"title {number}", f"marmot {number}")
    assert await found(ada, "marmot") == ["title 4", "title 3"]
    assert await found(ada, "title") == [f"title {number}" for number in (4, 3, 2, 1, 0)]
    await index_all()
    assert await found(ada, "marmot") == [f"title {number}" for number in (4, 3, 2, 1, 0)]


async def test_a_title_is_found_by_what_it_is_now(ada, indexing):
    chat_id = await new_chat(ada, "marmots", "?")
    await indexing()
    await chats.update(by(ada), chat_id, title="badgers")
    await indexing()
    assert await found(ada, "marmot") == []
    assert await found(ada, "badger") == ["badgers"]


async def test_hits_come_in_the_order_of_the_list_wherever_they_are(ada):
    for number in range(7):
        await new_chat(ada, str(number), "risotto" if number in {1, 4} else "pasta")
    await index_all()
    for limit in (1, 2, 7):
        page = await chats.page(ada, q="risotto", limit=limit)
        assert [chat.title for chat in page.chats] == ["4", "1"][:limit]


@pytest.mark.usefixtures("library")
async def test_the_words_of_what_is_removed_for_good_are_forgotten(ada, new_user):
    eve = await new_user()
    for user in (ada, eve):
        await new_chat(user, "", "a marmot and 神戸")
    gone = await chats.create(by(ada), title="")
    said = await say(gone, "a badger, a marmot and 神戸市")
    await index_all()
    async with transaction() as session:
        await positions.move(session, ada.user_id, gone.chat_id, None)
        await session.exec(delete(Message).where(col(Message.message_id) == said.message_id))
    assert {"badger", "戸市"} <= await words_known(ada)
    await upkeep.keep_up()
    assert not {"badger", "戸市"} & await words_known(ada)
    assert {"marmot", "神戸", "risotto"} <= await words_known(ada)
    assert {"marmot", "神戸"} <= await words_known(eve)
    assert await waiting_now() == 0


async def test_the_words_of_what_is_written_anew_are_forgotten(ada, monkeypatch):
    monkeypatch.setattr(upkeep, "_WORDS_AT_ONCE", 2)
    chat = await chats.create(by(ada), title="")
    said = await say(chat, "a badger in a burrow with other badgers")
    await index_all()
    async with transaction() as session:
        await session.exec(
            update(Message)
            .where(col(Message.message_id) == said.message_id)
            .values(content="a marmot in a burrow")
        )
    for _ in range(2):
        await upkeep.keep_up()
    assert await words_known(ada) == {"a", "marmot", "in", "burrow"}
    assert await waiting_now() == 0


async def test_a_long_queue_tells_how_much_is_left_of_it(ada, monkeypatch):
    monkeypatch.setattr(upkeep, "EVERY_SECONDS", -1.0)
    monkeypatch.setattr(upkeep, "_told_at", float("-inf"))
    await new_chat(ada, "", *["a secret"] * 70)
    before = await waiting_now()
    with capture_logs() as lines:
        await upkeep.keep_up()
        await upkeep.keep_up()
    assert [line for line in lines if line["event"].startswith("search")] == [
        {"event": "search.indexing", "log_level": "info", "left": before - 50}
    ]


async def words_known(user: User) -> set[str]:
    mine = select(words.c.word).where(words.c.person == number_of(user.user_id))
    async with reading() as session:
        return set((await (await session.connection()).execute(mine)).scalars())


async def waiting_now() -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(waiting)) or 0
