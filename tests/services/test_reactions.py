"""What people think of replies: liked, disliked, why; and what administrators are told of it."""

import pytest
from sqlmodel import select

from chat_app.db import reading
from chat_app.errors import InvalidRequest
from chat_app.models import Complaint, Feedback, MemberRole, Message, Reaction, User
from chat_app.services import chats
from chat_app.services.admin import feedback
from chat_app.services.admin.feedback import ModelReactions
from chat_app.services.chats import members
from chat_app.services.chats.reactions import MAX_WORDS_CHARACTERS, Reactions
from tests.callers import by
from tests.services.exchanges import say

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def ada(database, new_user):
    return await new_user()


async def answered(user: User) -> tuple[Message, Message]:
    """Return a question and its reply."""
    chat = await chats.create(by(user))
    question = await say(chat, "q")
    return question, await say(chat, "a", question)


async def kept() -> list[tuple[tuple[str, ...], str]]:
    async with reading() as session:
        return [(each.complaints, each.words) for each in await session.exec(select(Feedback))]


async def test_only_replies_take_a_reaction(ada):
    question, reply = await answered(ada)
    for reaction in (Reaction.LIKE, Reaction.DISLIKE, None):
        await chats.react(by(ada), reply.chat_id, reply.message_id, reaction)
        view = await chats.get_view(ada, reply.chat_id, reply.message_id)
        assert view.reactions.own == reaction
    with pytest.raises(InvalidRequest):
        await chats.react(by(ada), question.chat_id, question.message_id, Reaction.LIKE)


async def test_each_reader_of_a_chat_has_a_reaction_of_their_own(ada, new_user):
    bob, cid = await new_user(), await new_user()
    _, reply = await answered(ada)
    where = reply.chat_id, reply.message_id
    for who in (bob, cid):
        await members.add(by(ada), reply.chat_id, who.email, MemberRole.VIEWER)
    for who, reaction in ((ada, Reaction.LIKE), (bob, Reaction.DISLIKE), (cid, Reaction.LIKE)):
        await chats.react(by(who), *where, reaction)
    seen = [(await chats.get_view(who, *where)).reactions for who in (ada, bob, cid)]
    assert seen == [
        Reactions(own, likes=2, dislikes=1)
        for own in (Reaction.LIKE, Reaction.DISLIKE, Reaction.LIKE)
    ]
    await chats.react(by(bob), *where, None)
    (_, shown) = await chats.messages(bob, reply.chat_id)
    assert shown.reactions == Reactions(None, likes=2, dislikes=0)
    assert await feedback.by_model() == [ModelReactions("", likes=2, dislikes=0)]


async def test_why_a_reply_was_disliked_is_kept_until_they_think_otherwise(ada):
    _, reply = await answered(ada)

    async def react(reaction: Reaction | None, *complaints: Complaint, words: str = "") -> None:
        await chats.react(by(ada), reply.chat_id, reply.message_id, reaction, complaints, words)

    await react(Reaction.DISLIKE)
    assert await kept() == []
    await react(Reaction.DISLIKE, Complaint.LENGTH, Complaint.NOT_TRUE, words="  No.  ")
    assert await kept() == [(("not_true", "length"), "No.")]
    await react(Reaction.DISLIKE, words="Better not")
    assert await kept() == [((), "Better not")]
    await react(Reaction.LIKE)
    assert await kept() == []


@pytest.mark.parametrize(
    ("reaction", "complaints", "words"),
    [
        (Reaction.LIKE, [Complaint.STYLE], ""),
        (None, [], "Why not"),
        (Reaction.DISLIKE, [], "x" * (MAX_WORDS_CHARACTERS + 1)),
    ],
)
async def test_reasons_belong_to_a_dislike_and_are_short(ada, reaction, complaints, words):
    _, reply = await answered(ada)
    with pytest.raises(InvalidRequest):
        await chats.react(by(ada), reply.chat_id, reply.message_id, reaction, complaints, words)
    assert await kept() == []
    view = await chats.get_view(ada, reply.chat_id, reply.message_id)
    assert view.reactions.own is None


async def test_administrators_see_who_disliked_what_of_a_model_newest_first(ada, new_user):
    eve = await new_user()
    for person, words in ((ada, "first"), (eve, "second"), (eve, "third")):
        _, reply = await answered(person)
        await chats.react(by(person), reply.chat_id, reply.message_id, Reaction.DISLIKE, (), words)
    _, liked = await answered(ada)
    await chats.react(by(ada), liked.chat_id, liked.message_id, Reaction.LIKE)

    newest = await feedback.page(limit=2)
    older = await feedback.page(limit=2, cursor=newest.next_cursor)
    lines = [*newest.lines, *older.lines]
    assert [(line.email, line.feedback.words) for line in lines] == [
        (eve.email, "third"),
        (eve.email, "second"),
        (ada.email, "first"),
    ]
    assert older.next_cursor is None
    assert await feedback.by_model() == [ModelReactions(lines[0].model, likes=1, dislikes=3)]
