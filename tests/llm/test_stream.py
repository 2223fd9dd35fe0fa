"""How long a reply may be silent, whoever the vendor is."""

import asyncio

import pytest

from chat_app.errors import ProviderTimeout
from chat_app.llm.catalogue import find
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Delta, Finish
from tests.clock import pass_time
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question
from tests.llm.vendors import VENDORS, Vendor

MODEL_ID = VENDORS[0].model_id

STALL_S = 20
pytestmark = pytest.mark.settings(PROVIDER_STALL_S=STALL_S)


@pytest.fixture
def vendor() -> Vendor:
    return VENDORS[0]


async def test_a_reply_may_take_long_where_no_silence_does(fake: Fake) -> None:
    fake.script(Reply(deltas=("word ",) * 6, pause_seconds=1))
    events = stream_reply(find(MODEL_ID), question())

    for _ in range(6):
        waiting = asyncio.ensure_future(anext(events))
        await fake.called.wait()
        await asyncio.sleep(0)
        pass_time(STALL_S * 0.6)
        assert await waiting == Delta("word ")

    assert isinstance(await anext(events), Finish)


async def test_a_slow_reader_is_no_silence_of_the_provider(fake: Fake) -> None:
    events = stream_reply(find(MODEL_ID), question())
    assert await anext(events) == Delta("Hello")

    pass_time(2 * STALL_S)
    await asyncio.sleep(0)

    assert isinstance([event async for event in events][-1], Finish)


async def test_a_silence_ends_the_wait_and_leaves_the_task_as_it_was(fake: Fake) -> None:
    fake.script(Reply(stall_after=1))
    events = stream_reply(find(MODEL_ID), question())
    await anext(events)
    asyncio.get_running_loop().call_soon(pass_time, STALL_S)

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
