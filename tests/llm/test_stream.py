"""How long a reply may be silent, whoever the vendor is."""

import asyncio

import pytest

from chat_app.errors import ProviderTimeout
from chat_app.llm.catalog import find
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Delta, Finish
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question
from tests.llm.vendors import VENDORS, Vendor

MODEL_ID = VENDORS[0].model_id

pytestmark = pytest.mark.settings(PROVIDER_STALL_S="0.3")


@pytest.fixture
def vendor() -> Vendor:
    return VENDORS[0]


async def test_a_reply_may_take_long_where_no_silence_does(fake: Fake) -> None:
    fake.script(Reply(deltas=("word ",) * 6, pause_seconds=0.1))

    events = [event async for event in stream_reply(find(MODEL_ID), question())]

    assert len(events) == 7


async def test_a_slow_reader_is_no_silence_of_the_provider(fake: Fake) -> None:
    events = stream_reply(find(MODEL_ID), question())
    assert await anext(events) == Delta("Hello")

    await asyncio.sleep(0.7)

    assert isinstance([event async for event in events][-1], Finish)


async def test_a_silence_ends_the_wait_and_leaves_the_task_as_it_was(fake: Fake) -> None:
    fake.script(Reply(stall_after=1))
    events = stream_reply(find(MODEL_ID), question())
    await anext(events)

    with pytest.raises(ProviderTimeout):
        await anext(events)

    task = asyncio.current_task()
    assert task
    assert task.cancelling() == 0
    await asyncio.sleep(0)


async def test_a_cancel_in_the_silence_is_a_cancel(fake: Fake) -> None:
    fake.script(Reply(stall_after=0))
    events = stream_reply(find(MODEL_ID), question())
    task = asyncio.create_task(anext(events))
    await fake.called.wait()

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
