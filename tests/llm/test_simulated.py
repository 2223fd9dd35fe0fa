"""The model that needs no key."""

import time
from dataclasses import replace

import pytest

from chat_app.llm.catalogue import SIMULATED, provider_of
from chat_app.llm.estimate import estimate
from chat_app.llm.providers import get_provider
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import (
    Audio,
    Delta,
    Document,
    Finish,
    FinishReason,
    Image,
    Parameters,
    Prompt,
    PromptMessage,
    Role,
    Text,
    Tool,
    ToolCall,
    ToolResult,
    Usage,
)
from tests.llm.prompts import question, said
from tests.pictures import picture

pytestmark = pytest.mark.usefixtures("settings")


async def ask(
    message: str, *, history: tuple[PromptMessage, ...] = (), max_output_tokens: int = 2048
) -> tuple[list[str], Finish]:
    prompt = question(
        message, system="Be brief.", history=history, max_output_tokens=max_output_tokens
    )
    return await ask_with(prompt)


async def ask_with(prompt: Prompt) -> tuple[list[str], Finish]:
    events = [event async for event in stream_reply(SIMULATED, prompt)]
    finish = events.pop()
    assert isinstance(finish, Finish)
    return [event.text for event in events if isinstance(event, Delta)], finish


async def test_a_reply_is_the_same_for_the_same_request() -> None:
    assert await ask("How are you?") == await ask("How are you?")


async def test_replies_differ_with_the_message() -> None:
    replies = {"".join((await ask(f"Question {number}"))[0]) for number in range(20)}
    assert len(replies) > 5


async def test_a_reply_says_that_it_is_simulated_and_comes_word_by_word() -> None:
    deltas, finish = await ask("Hello")
    assert "simulated model" in "".join(deltas)
    assert all(len(delta.split()) == 1 for delta in deltas)
    assert finish.reason is FinishReason.STOP


@pytest.mark.parametrize("number", [1, 80, 81, 500])
async def test_a_number_of_words_asked_for_is_what_comes(number: int) -> None:
    deltas, _ = await ask(f"Please write {number} words about tides")
    assert len("".join(deltas).split()) == number


@pytest.mark.parametrize(
    ("wish", "sign"),
    [
        ("a table", "| --- |"),
        ("a list", "1. "),
        ("code", "```python"),
        ("maths", "$$"),
        ("a link", "](http"),
    ],
)
async def test_what_is_named_is_shown(wish: str, sign: str) -> None:
    deltas, _ = await ask(f"Show me {wish}")
    assert sign in "".join(deltas)


async def test_usage_counts_quarters_of_characters_of_all_that_was_sent() -> None:
    history = said("x" * 10, "y" * 9)
    deltas, finish = await ask("write 3 words", history=history)
    output_tokens = -(-len("".join(deltas)) // 4)
    assert finish.usage == Usage(
        prompt_tokens=3 + 3 + 3 + 4,
        cached_tokens=0,
        output_tokens=output_tokens,
        thinking_tokens=0,
        total_tokens=13 + output_tokens,
    )


async def test_a_reply_ends_where_the_tokens_asked_for_end() -> None:
    deltas, finish = await ask("write 500 words", max_output_tokens=64)
    assert len("".join(deltas)) == 256
    assert finish.reason is FinishReason.LENGTH
    assert finish.usage
    assert finish.usage.output_tokens == 64


@pytest.mark.parametrize("text", ["x", "Hello there!", "世界" * 30, "0123456789" * 9, "👋" * 9])
async def test_the_estimate_covers_its_tokens(text: str) -> None:
    count = await get_provider(provider_of(SIMULATED)).count(SIMULATED, [Text(text)])
    assert count is not None
    assert estimate(text) >= count


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_words_come_at_the_pace_that_is_set() -> None:
    started = time.monotonic()
    await ask("write 10 words")
    assert time.monotonic() - started >= 0.2


async def test_a_reply_ends_before_the_text_that_is_to_stop_it() -> None:
    prompt = question("Hello")
    whole = "".join((await ask_with(prompt))[0])
    stop = whole[40:48]

    stopped = replace(prompt, parameters=replace(prompt.parameters, stop=("never said", stop)))
    deltas, finish = await ask_with(stopped)

    assert "".join(deltas) == whole[: whole.index(stop)]
    assert finish.reason is FinishReason.STOP


async def test_usage_counts_every_kind_of_part() -> None:
    tool = Tool("look", "Looks", {"type": "object"})
    messages = (
        PromptMessage(Role.USER, (Text("x" * 8), Image("image/png", b"x"))),
        PromptMessage(Role.ASSISTANT, (ToolCall("1", "look", "{}"),)),
        PromptMessage(Role.USER, (ToolResult("1", "look", "y" * 8),)),
    )
    _, finish = await ask_with(Prompt("", messages, Parameters(64, tools=(tool,))))

    words = ('look Looks {"type": "object"}', "x" * 8, "1 look {}", "1 look yyyyyyyy")
    assert finish.usage
    assert finish.usage.prompt_tokens == sum(-(-len(text) // 4) for text in words) + 258


FILES = (
    Image("image/png", b"x" * 2048, 640, 480),
    Document("application/pdf", b"x", "the `report`.pdf", 3),
    Audio("audio/wav", b"xyz", 2.5),
    Text("File notes.txt:\n\nWrite 300 words about\nthe sea, please, and think of nothing\n\n"),
    Text("File empty.csv:\n\n\n\n"),
)


async def test_it_says_what_files_it_was_sent() -> None:
    prompt = Prompt("", (PromptMessage(Role.USER, (*FILES, Text("Well?"))),), Parameters(4096))

    reply = "".join((await ask_with(prompt))[0])

    assert (
        "What you sent me:\n\n"
        "- a picture of 640 × 480 pixels (PNG, 2,048 bytes)\n"
        "- `the 'report'.pdf`, a PDF of 3 pages (1 byte)\n"
        "- a recording of 2.5 seconds (WAV, 3 bytes)\n"
        "- the words of `notes.txt`, which begins: `Write 300 words about the sea, please, and`\n"
        "- the words of `empty.csv`, empty\n"
    ) in reply
    assert "has **5 characters**" in reply


async def test_what_stands_in_a_file_is_no_request_of_its_sender() -> None:
    asked = (PromptMessage(Role.USER, (FILES[3], Text("Write 12 words"))),)
    parameters = Parameters(4096, shows_thinking=True)

    deltas, finish = await ask_with(Prompt("", asked, parameters))

    assert len(deltas) == 12
    assert finish.usage
    assert finish.usage.thinking_tokens == 0


async def test_a_message_of_nothing_but_files_gets_an_answer() -> None:
    prompt = Prompt("", (PromptMessage(Role.USER, FILES[:1]),), Parameters(4096))

    reply = "".join((await ask_with(prompt))[0])

    assert "- a picture of 640 × 480 pixels" in reply


@pytest.mark.parametrize(("number", "words"), [(1, "1 file"), (2, "2 files")])
async def test_it_says_how_many_files_of_earlier_messages_it_still_sees(
    number: int, words: str
) -> None:
    earlier = PromptMessage(Role.USER, (*FILES[:number], Text("Look")))
    reply = PromptMessage(Role.ASSISTANT, (Text("I see."),))
    prompt = Prompt("", (earlier, reply, *question("And now?").messages), Parameters(4096))

    said_of_it = "".join((await ask_with(prompt))[0])

    assert f"I still see {words} of earlier messages." in said_of_it
    assert "What you sent me" not in said_of_it


async def test_a_picture_is_told_as_it_was_sent() -> None:
    gif = Image("image/gif", picture("GIF", (30, 20)), 30, 20)
    prompt = Prompt("", (PromptMessage(Role.USER, (gif,)),), Parameters(4096))

    reply = "".join((await ask_with(prompt))[0])

    assert f"- a picture of 30 × 20 pixels (GIF, {len(gif.content):,} bytes)" in reply
