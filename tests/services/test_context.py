"""What a model is told of a chat: the last messages, as far as its window holds them."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chat_app.config import get_settings
from chat_app.errors import InvalidRequest
from chat_app.llm.catalogue import SIMULATED
from chat_app.llm.types import Parameters, Role, Text
from chat_app.models import User
from chat_app.services import chats, turns
from chat_app.services.budgets.charges import (
    OVERHEAD_TOKENS,
    at_most,
    longest_reply_tokens,
)
from chat_app.services.turns.context import Earlier, tell
from chat_app.ui.chat import wire
from chat_app.words import words_for
from tests.callers import by
from tests.fakes.script import Fake, Reply
from tests.services.listening import hear

ENGLISH = words_for("en")
NewUser = Callable[..., Awaitable[User]]
WORDS = "some words that fill the window of a model "
SMALL = """
[[models]]
model_id = "small"
provider = "gemini"
name = "Small"
tier = "BASIC"
context_window_tokens = 300
max_output_tokens = 128
input_usd = 0.30
cached_input_usd = 0.075
output_usd = 2.50
source = "the test"
as_of = 2026-11-01
"""


@pytest.fixture
def small_window(fakes: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer one model, which can be told about 200 tokens."""
    path = tmp_path / "models.toml"
    path.write_text(SMALL)
    monkeypatch.setenv("CATALOGUE_FILE", str(path))
    get_settings.cache_clear()


async def test_the_oldest_messages_are_left_out_where_the_window_is_full_and_people_are_told(
    small_window: None, fake: Fake, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user), model="small")
    fake.script(Reply(deltas=(WORDS * 4,)))
    dropped = []
    for number in range(4):
        started = await turns.start(by(user), chat.chat_id, f"{number} {WORDS}")
        _, end = await hear(started)
        told = len(fake.requests[-1].contents) - 1
        assert told + end.history_dropped == 2 * number
        row = wire.end_row(end, ENGLISH)["ending"]
        assert row.get("dropped", 0) == end.history_dropped
        dropped.append(end.history_dropped)

    assert dropped[0] == 0
    assert dropped[-1] > 0
    newest = (await chats.messages(user, chat.chat_id))[-1]
    assert newest.turn
    assert newest.turn.history_dropped == dropped[-1]
    assert wire.message_row(newest, ENGLISH, 0)["dropped"] == dropped[-1]
    assert fake.requests[-1].contents[-1].parts[0].text.startswith("3 ")


async def test_a_long_message_gets_a_reply_as_long_as_the_window_has_room_for(
    small_window: None, fake: Fake, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user), model="small")
    text = "word " * 80

    quoted = await turns.quote(by(user), chat.chat_id, text)
    await hear(await turns.start(by(user), chat.chat_id, text))

    assert fake.requests[-1].generation_config.max_output_tokens == quoted.max_ai_tokens < 128
    assert quoted.max_total_tokens == 300


async def test_a_message_that_leaves_no_room_for_a_reply_is_refused_in_words(
    small_window: None, fake: Fake, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user), model="small")

    with pytest.raises(InvalidRequest, match=r"too long for Small: .* is 300 tokens"):
        await turns.start(by(user), chat.chat_id, "word " * 200)

    assert not await chats.messages(user, chat.chat_id)
    assert not fake.requests


async def test_nothing_is_said_of_messages_beyond_the_last_ten(
    fake: Fake, new_user: NewUser
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model="gemini-3.8-flash")

    ends = [
        (await hear(await turns.start(by(user), chat.chat_id, f"Message {number}")))[1]
        for number in range(7)
    ]

    assert len(fake.requests[-1].contents) == 11
    assert {end.history_dropped for end in ends} == {0}
    assert "dropped" not in wire.end_row(ends[-1], ENGLISH)["ending"]


async def test_a_window_is_filled_to_its_last_token_and_no_older_message_is_told_past_a_missing_one(
    settings: object,
) -> None:
    texts = ("Hi", WORDS * 9, "Ho")
    around = sum(at_most(SIMULATED, Text(text))[0] for text in ("What?", "Brief.", *texts[1:]))
    window = around + longest_reply_tokens(SIMULATED) + OVERHEAD_TOKENS

    async def told(window: int) -> list[str]:
        model = SIMULATED.model_copy(update={"context_window_tokens": window})
        history = [Earlier(Role.USER, text) for text in texts]
        longest = Parameters(longest_reply_tokens(SIMULATED))
        told = await tell(model, "Brief.", history, "What?", [], longest)
        kept = [message.text for message in told.prompt.history]
        assert told.price.history == tuple(at_most(model, Text(text)) for text in kept)
        assert told.messages_dropped + len(kept) == len(texts)
        return kept

    assert await told(window) == [*texts[1:]]
    assert await told(window - 1) == [texts[2]]


@pytest.mark.settings(BUDGET_BASIS="provider")
async def test_messages_that_were_left_out_are_not_charged(
    small_window: None, fake: Fake, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user), model="small")
    fake.script(Reply(deltas=(WORDS * 4,), usage=None))
    for number in range(3):
        await hear(await turns.start(by(user), chat.chat_id, f"{number} {WORDS}"))

    _, end = await hear(await turns.start(by(user), chat.chat_id, f"3 {WORDS}"))

    request = fake.requests[-1]
    told = [request.system_instruction, *request.contents]
    texts = [end.text, *("".join(part.text for part in each.parts) for each in told)]
    assert end.history_dropped > 0
    assert end.tokens_used == sum(len(text) // 4 + 1 for text in texts)


@pytest.mark.settings(SYSTEM_PROMPT="The usual.")
@pytest.mark.parametrize(("own", "told"), [("Speak Latin.", "Speak Latin."), (None, "The usual.")])
async def test_a_model_is_told_the_chats_own_system_prompt_or_else_the_usual(
    fake: Fake, new_user: NewUser, own: str | None, told: str
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model="gemini-3.8-flash")
    await chats.update(by(user), chat.chat_id, system_prompt=own)

    await hear(await turns.start(by(user), chat.chat_id, "How are you?"))

    assert fake.requests[0].system_instruction.parts[0].text == told
