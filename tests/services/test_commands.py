"""Slash commands: answered by the app, for nothing."""

from dataclasses import replace

import pytest
from sqlmodel import select

from chat_app.config import Settings
from chat_app.db import briefly, reading
from chat_app.errors import InvalidRequest, TurnInProgress
from chat_app.llm.types import FinishReason
from chat_app.models import MessageStatus, Turn
from chat_app.services import chats, turns
from chat_app.services.budgets import ledger
from chat_app.services.turns import commands, context
from chat_app.words import words_for
from tests.callers import by
from tests.services.listening import hear

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
async def ada(app: Settings, new_user):
    return await new_user()


async def ask(user, chat_id, text: str) -> str:
    """Send a message and return the whole answer."""
    started = await turns.start(by(user), chat_id, text)
    pieces, end = await hear(started)
    assert (end.message_id, end.text) == (started.message_id, "".join(pieces))
    return end.text


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/help", commands.Command("help", "")),
        ("/TITLE  a b ", commands.Command("title", "a b")),
        ("/system a\nb", commands.Command("system", "a\nb")),
        ("/etc/hosts", None),
        ("/ help", None),
        ("say /help", None),
        ("/", commands.Command("", "")),
    ],
)
def test_a_command_is_a_slash_and_a_word(text, command):
    assert commands.parse(text) == command


@pytest.mark.parametrize("text", ["/help", "/usage", "/model", "/title x", "/system x", "/export"])
async def test_a_command_costs_nothing_and_runs_no_turn(ada, text):
    chat = await chats.create(by(ada))
    assert (await turns.quote(by(ada), chat.chat_id, text)).max_total_tokens == 0
    assert await ask(ada, chat.chat_id, text)
    async with reading() as session:
        assert (await session.exec(select(Turn))).all() == []
        balance = await briefly(session, ledger.balance, ledger.Owner.of(ada))
    assert balance.total_tokens_used == balance.reserved_tokens == 0
    question, reply = await chats.messages(ada, chat.chat_id)
    assert question.message.content == text
    assert (reply.message.status, reply.tokens_consumed) == (MessageStatus.COMPLETE, 0)
    assert reply.finish_reason is FinishReason.STOP
    opened = await chats.get_to_write(ada, chat.chat_id)
    assert (opened.chat.message_count, opened.leaf_id) == (2, reply.message.message_id)


@pytest.mark.settings(SIM_DELAY_MS=50)
async def test_a_command_is_refused_while_a_reply_is_written(ada):
    chat = await chats.create(by(ada))
    started = await turns.start(by(ada), chat.chat_id, "Hello")
    for text in ("/help", "/title x"):
        with pytest.raises(TurnInProgress):
            await turns.start(by(ada), chat.chat_id, text)
    question, reply = (view.message for view in await chats.messages(ada, chat.chat_id))
    assert (question.content, reply.message_id) == ("Hello", started.message_id)
    await turns.stop(ada, chat.chat_id)
    await hear(started)
    assert await ask(ada, chat.chat_id, "/help")


async def test_an_unknown_command_is_answered_with_a_hint(ada):
    chat = await chats.create(by(ada))
    assert "`/help`" in await ask(ada, chat.chat_id, "/frobnicate now")


async def test_commands_do_what_they_say(ada):
    chat = await chats.create(by(ada))
    await ask(ada, chat.chat_id, "/title  Summer\n holidays")
    await ask(ada, chat.chat_id, "/system Answer in verse.")
    saved = await chats.get(ada, chat.chat_id)
    assert (saved.title, saved.system_prompt) == ("Summer holidays", "Answer in verse.")
    await ask(ada, chat.chat_id, "/system")
    assert (await chats.get(ada, chat.chat_id)).system_prompt is None
    assert "Simulated" in await ask(ada, chat.chat_id, "/model SIMULATED")
    assert "`simulated`" in await ask(ada, chat.chat_id, "/model none-such")
    assert "100,000" in await ask(ada, chat.chat_id, "/usage")
    assert str(chat.chat_id) in await ask(ada, chat.chat_id, "/export")


async def test_commands_are_not_told_to_models_nor_name_the_chat(ada):
    chat = await chats.create(by(ada))
    await ask(ada, chat.chat_id, "/help")
    assert (await chats.get(ada, chat.chat_id)).title == ""
    await ask(ada, chat.chat_id, "Hello")
    await ask(ada, chat.chat_id, "/usage")
    opened = await chats.get_to_write(ada, chat.chat_id)
    assert opened.chat.title == "Hello"
    async with reading() as session:
        history, _ = await briefly(session, context.read_history, opened.leaf_id)
    assert [message.text for message in history][:1] == ["Hello"]
    assert len(history) == 2


async def test_commands_are_sent_not_edited_into_place_nor_answered_again(ada):
    chat = await chats.create(by(ada))
    await ask(ada, chat.chat_id, "/help")
    question, reply = (view.message for view in await chats.messages(ada, chat.chat_id))
    with pytest.raises(InvalidRequest):
        await turns.regenerate(by(ada), chat.chat_id, reply.message_id)
    with pytest.raises(InvalidRequest):
        await turns.edit(by(ada), chat.chat_id, question.message_id, "/usage")


@pytest.mark.parametrize("text", ["/help", "/usage", "/model", "/title x", "/system x", "/nothing"])
async def test_a_command_is_answered_in_the_readers_language(ada, text):
    chat = await chats.create(by(ada))
    english = await ask(ada, chat.chat_id, text)
    german = replace(by(ada), words=words_for("de", zone="Europe/Berlin"))
    started = await turns.start(german, chat.chat_id, text)
    _, end = await hear(started)
    assert end.text != english
