"""Whatever changes what somebody sees is told on the topics of the chat and of the person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from chat_app.config import Settings
from chat_app.errors import ChatArchived
from chat_app.models import Reaction, User, UserRole
from chat_app.services import chats, live, turns
from chat_app.services.admin import users
from chat_app.services.chats import purge
from chat_app.services.live import Event, Kind
from tests.callers import by
from tests.conftest import NewUser
from tests.services.listening import listen

A_TURN = {Kind.LIST, Kind.BUDGET}


@dataclass
class Place:
    """A chat with an exchange in it, and what was told of it since."""

    user: User
    chat_id: UUID
    question_id: UUID
    reply_id: UUID
    of_chat: list[Event] = field(default_factory=list)
    of_user: list[Event] = field(default_factory=list)


@pytest.fixture
async def place(app: Settings, new_user: NewUser) -> Place:
    user = await new_user(role=UserRole.ADMIN)
    started = await turns.start(by(user), None, "hello")
    await listen(started.message_id)
    place = Place(user, started.chat_id, started.user_message_id, started.message_id)
    live.listener(place.of_chat.append).attend([live.of_chat(place.chat_id)])
    live.listener(place.of_user.append).attend([live.of_user(user.user_id)])
    return place


async def sent(place: Place) -> None:
    started = await turns.start(by(place.user), place.chat_id, "and more")
    await listen(started.message_id)


async def edited(place: Place) -> None:
    started = await turns.edit(by(place.user), place.chat_id, place.question_id, "other words")
    await listen(started.message_id)


async def regenerated(place: Place) -> None:
    started = await turns.regenerate(by(place.user), place.chat_id, place.reply_id)
    await listen(started.message_id)


async def commanded(place: Place) -> None:
    await turns.start(by(place.user), place.chat_id, "/title Holidays")


async def renamed(place: Place) -> None:
    await chats.update(by(place.user), place.chat_id, title="Holidays")


async def pinned(place: Place) -> None:
    await chats.update(by(place.user), place.chat_id, pinned=True)


async def archived(place: Place) -> None:
    await chats.update(by(place.user), place.chat_id, archived=True)


async def deleted(place: Place) -> None:
    await chats.delete(by(place.user), place.chat_id)


async def erased(place: Place) -> None:
    await purge.erase([place.chat_id])


async def reacted(place: Place) -> None:
    await chats.react(by(place.user), place.chat_id, place.reply_id, Reaction.LIKE)


async def went_elsewhere(place: Place) -> None:
    await chats.choose_branch(by(place.user), place.chat_id, place.question_id)


async def got_a_limit(place: Place) -> None:
    await users.update_user(by(place.user), place.user.user_id, token_limit=7)


async def made_a_chat(place: Place) -> None:
    await chats.create(by(place.user))


@pytest.mark.parametrize(
    ("does", "of_chat", "of_user"),
    [
        (sent, {Kind.TURN}, A_TURN),
        (edited, {Kind.TURN}, A_TURN),
        (regenerated, {Kind.TURN}, A_TURN),
        (commanded, {Kind.TURN}, {Kind.LIST, Kind.PLACE}),
        (renamed, {Kind.CHAT}, {Kind.LIST}),
        (pinned, {Kind.CHAT}, {Kind.LIST}),
        (archived, {Kind.CHAT}, {Kind.LIST}),
        (deleted, {Kind.DELETED}, {Kind.LIST}),
        (erased, {Kind.DELETED}, set()),
        (reacted, {Kind.MESSAGE}, set()),
        (went_elsewhere, set(), {Kind.PLACE}),
        (got_a_limit, set(), {Kind.BUDGET, Kind.ACCOUNT}),
        (made_a_chat, set(), {Kind.LIST}),
    ],
)
async def test_what_changes_is_told(
    place: Place,
    does: Callable[[Place], Awaitable[None]],
    of_chat: set[Kind],
    of_user: set[Kind],
):
    await does(place)
    assert {event.kind for event in place.of_chat} == of_chat
    assert {event.kind for event in place.of_user} == of_user


async def test_a_chat_that_comes_back_is_told(place: Place):
    await deleted(place)
    place.of_chat.clear()
    await chats.restore(by(place.user), place.chat_id)
    assert [event.kind for event in place.of_chat] == [Kind.RESTORED]


async def test_a_reply_is_told_when_it_begins_and_when_it_is_settled(place: Place):
    await sent(place)
    states = [event.fields["state"] for event in place.of_chat]
    assert states == ["began", "ended"]
    assert len({event.fields["reply"] for event in place.of_chat}) == 1


async def test_a_message_and_its_reply_say_where_it_was_sent_from(place: Place):
    live.acting_from("my tab")
    await sent(place)
    assert {event.origin for event in [*place.of_chat, *place.of_user]} == {"my tab"}


async def test_a_refused_message_is_not_told(place: Place):
    await archived(place)
    place.of_chat.clear()
    with pytest.raises(ChatArchived):
        await sent(place)
    assert place.of_chat == []
