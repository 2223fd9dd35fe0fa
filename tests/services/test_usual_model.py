"""New chats take the model used last, and never made-up text where there is better."""

import asyncio

import pytest

from chat_app.config import Settings
from chat_app.db import reading
from chat_app.llm.types import Tier
from chat_app.models import User
from chat_app.services import turns
from chat_app.services.accounts import last_use
from chat_app.services.accounts.last_use import note_model
from chat_app.services.chats import usable_or_usual, usual_model
from tests.callers import by
from tests.conftest import NewUser
from tests.services.listening import listen


def somebody(last_model: str | None = None) -> User:
    known = {"email": "a@b.c", "name": "A", "password_hash": "!", "token_limit": 1}
    return User.model_validate(known | {"tier": Tier.PRO, "last_model": last_model})


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("last", "usual"),
    [
        (None, "gemini-3.5-flash-lite"),
        ("gpt-6.1-terra", "gpt-6.1-terra"),
        ("claude-haiku-5-5", "gemini-3.5-flash-lite"),
        ("claude-opus-5-5", "gemini-3.5-flash-lite"),
        ("text-embedding-3-small", "gemini-3.5-flash-lite"),
        ("gone", "gemini-3.5-flash-lite"),
        ("simulated", "gemini-3.5-flash-lite"),
    ],
    ids=["none yet", "another", "no key", "other tier", "for vectors", "gone", "made-up text"],
)
@pytest.mark.settings(GEMINI_API_KEY="key", OPENAI_API_KEY="key")
def test_the_model_used_last_is_the_usual_one_while_it_can_be_used(last: str | None, usual: str):
    assert usual_model(somebody(last_model=last)).model_id == usual


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("of_chat", "begins"),
    [
        ("gpt-6.1-terra", "gpt-6.1-terra"),
        ("simulated-image", "simulated-image"),
        ("claude-haiku-5-5", "gpt-6-luna"),
        ("claude-opus-5-5", "gpt-6-luna"),
        ("gone", "gpt-6-luna"),
    ],
    ids=["theirs as well", "it draws", "no key", "other tier", "gone"],
)
@pytest.mark.settings(GEMINI_API_KEY="key", OPENAI_API_KEY="key")
def test_in_a_chat_of_somebody_else_one_begins_with_a_model_that_one_can_use(
    of_chat: str, begins: str
):
    member = somebody(last_model="gpt-6-luna")
    assert usable_or_usual(member, of_chat).model_id == begins


@pytest.mark.usefixtures("settings")
def test_without_any_key_made_up_text_is_all_there_is():
    assert usual_model(somebody(last_model="gpt-6-luna")).model_id == "simulated"


@pytest.mark.settings(DEFAULT_MODEL="simulated", OPENAI_API_KEY="key")
@pytest.mark.usefixtures("settings")
def test_an_operator_may_still_choose_made_up_text():
    assert usual_model(somebody()).model_id == "simulated"


async def test_the_model_of_what_is_sent_is_remembered(app: Settings, new_user: NewUser):
    user = await new_user()
    await listen((await turns.start(by(user), None, "hello", model="simulated")).message_id)
    assert await last_model(user) == "simulated"
    note_model(user, "gpt-6-luna")
    assert await last_model(user) == "gpt-6-luna"


async def last_model(user: User) -> str | None:
    """Return what is noted of a person, once all that is to be noted has been."""
    async with asyncio.timeout(60):
        while last_use._being_noted:
            await asyncio.sleep(0.01)
    async with reading() as session:
        return (await session.get_one(User, user.user_id)).last_model
