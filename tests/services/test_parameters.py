"""What shapes the replies of a chat: kept with it, sent to the models that take it."""

from typing import Any

import pytest

from chat_app.config import get_settings
from chat_app.errors import InvalidRequest
from chat_app.llm.catalogue import find
from chat_app.llm.taken import takes
from chat_app.models import Chat, User
from chat_app.services import chats, turns
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake
from tests.llm.vendors import EVERY_VENDOR, Vendor
from tests.services.listening import hear

CHOSEN: Any = {"temperature": 0.25, "max_output_tokens": 90, "reasoning_effort": "low"}


@pytest.mark.parametrize("vendor", EVERY_VENDOR, indirect=True, ids=lambda vendor: vendor.name)
async def test_a_vendor_is_sent_what_was_chosen_as_far_as_its_model_takes_it(
    fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    await chats.update(by(user), chat.chat_id, parameters=CHOSEN)

    await hear(await turns.start(by(user), chat.chat_id, "Hello"))

    sent = vendor.read(fake.requests[-1]).prompt.parameters
    model = find(vendor.model_id)
    has_temperature = takes(model, "temperature")
    assert sent.max_output_tokens == 90
    assert sent.temperature == (0.25 if has_temperature else None)
    assert sent.reasoning_effort == "low"


async def test_a_chat_keeps_what_was_chosen_while_its_model_changes(
    fake: Fake, fakes: dict[str, Fake], user: User, chat: Chat
) -> None:
    await chats.update(by(user), chat.chat_id, parameters={"temperature": 0.25})
    await hear(await turns.start(by(user), chat.chat_id, "Hello", model="claude-haiku-5-5"))
    await hear(await turns.start(by(user), chat.chat_id, "Hello"))

    assert fake.requests[-1].generation_config.temperature == 0.25
    assert fakes["anthropic"].requests
    await chats.update(by(user), chat.chat_id, parameters=None)
    assert (await chats.get(user, chat.chat_id)).parameters is None


async def test_a_longest_reply_is_never_longer_than_the_server_allows(
    fake: Fake, user: User, chat: Chat
) -> None:
    await chats.update(by(user), chat.chat_id, parameters={"max_output_tokens": 9_000_000})

    quoted = await turns.quote(by(user), chat.chat_id, "Hello")

    assert quoted.max_ai_tokens == get_settings().MAX_OUTPUT_TOKENS


async def test_a_shorter_reply_is_held_for_less(fake: Fake, user: User, chat: Chat) -> None:
    await chats.update(by(user), chat.chat_id, parameters={"max_output_tokens": 30})

    quoted = await turns.quote(by(user), chat.chat_id, "Hello")

    assert quoted.max_ai_tokens == 30


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": 2.01},
        {"temperature": -0.1},
        {"temperature": float("nan")},
        {"temperature": "1"},
        {"temperature": True},
        {"max_output_tokens": 0},
        {"max_output_tokens": 1.5},
        {"reasoning_effort": "much"},
        {"top_k": 3},
    ],
    ids=str,
)
async def test_what_cannot_be_chosen_is_refused_and_named(
    user: User, chat: Chat, wrong: Any
) -> None:
    (name,) = wrong
    with pytest.raises(InvalidRequest, match=name):
        await chats.update(by(user), chat.chat_id, parameters=wrong)
    assert (await chats.get(user, chat.chat_id)).parameters is None


async def test_a_new_chat_begins_with_what_was_chosen(fake: Fake, new_user: NewUser) -> None:
    user = await new_user(tier="PRO")

    started = await turns.start(
        by(user),
        None,
        "Hello",
        model="gemini-3.8-flash",
        new_chat={"system_prompt": "Speak Latin.", "parameters": CHOSEN},
    )
    await hear(started)

    chat = await chats.get(user, started.chat_id)
    assert (chat.system_prompt, chat.parameters) == ("Speak Latin.", CHOSEN)
    assert fake.requests[-1].system_instruction.parts[0].text == "Speak Latin."
    assert fake.requests[-1].generation_config.temperature == 0.25
