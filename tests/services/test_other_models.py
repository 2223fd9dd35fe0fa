"""An editor whose plan lacks the chat's model is told the way out, and may take it."""

import pytest

from chat_app.errors import ModelNotAllowed
from chat_app.models import Chat, MemberRole, User
from chat_app.services import turns
from chat_app.services.chats import members
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.services.exchanges import turn_of
from tests.services.listening import first_piece, hear

LITE = "gemini-3.5-flash-lite"
"""Of the plan that everybody has."""
WAY_OUT = "is not part of the BASIC plan; choose another model"


@pytest.fixture
async def bob(user: User, chat: Chat, new_user: NewUser) -> User:
    bob = await new_user(tier="BASIC")
    await members.add(by(user), chat.chat_id, bob.email, MemberRole.EDITOR)
    return bob


async def test_what_is_written_anew_or_answered_again_may_be_by_another_model(
    fake: Fake, user: User, bob: User, chat: Chat
) -> None:
    first = await turns.start(by(bob), chat.chat_id, "One", model=LITE)
    await hear(first)
    again = (by(bob), chat.chat_id, first.message_id)
    anew = (by(bob), chat.chat_id, first.user_message_id, "One anew")
    for refused in (
        turns.edit(*anew),
        turns.quote_edit(*anew),
        turns.regenerate(*again),
        turns.quote_again(*again),
        turns.start(by(bob), chat.chat_id, "Two"),
    ):
        with pytest.raises(ModelNotAllowed, match=WAY_OUT):
            await refused
    quoted = await turns.quote_edit(*anew, model=LITE)
    edited = await turns.edit(*anew, model=LITE)
    await hear(edited)
    await hear(await turns.regenerate(*again, model=LITE))
    assert edited.model == LITE
    assert quoted.payer.user_id == (await turn_of(edited.message_id)).user_id == bob.user_id


async def test_an_edit_that_waits_in_line_is_answered_by_the_model_that_was_chosen(
    fake: Fake, user: User, bob: User, chat: Chat
) -> None:
    first = await turns.start(by(bob), chat.chat_id, "One", model=LITE)
    await hear(first)
    fake.script(Reply(deltas=("Hm", "Well"), stall_after=1), Reply())
    running = await turns.start(by(user), chat.chat_id, "Two")
    await first_piece(running)
    edited = await turns.edit(by(bob), chat.chat_id, first.user_message_id, "One anew", model=LITE)
    assert edited.waiting_id
    await turns.stop(user, chat.chat_id)
    await hear(edited)
    assert (await turn_of(edited.message_id)).model == LITE
