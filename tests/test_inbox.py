"""What waits for one task."""

import asyncio

import pytest

from chat_app.inbox import Inbox


async def test_things_are_taken_in_their_order() -> None:
    inbox = Inbox[int]()
    taking = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    inbox.put_nowait(1)
    await inbox.put(2)
    assert await taking == 1
    assert (inbox.qsize(), inbox.empty()) == (1, False)
    assert await inbox.get() == 2
    assert inbox.empty()
    with pytest.raises(asyncio.QueueEmpty):
        inbox.get_nowait()


async def test_who_gives_up_has_taken_none() -> None:
    inbox = Inbox[int]()
    taking = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    inbox.put_nowait(1)
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    inbox.put_nowait(2)
    assert [await inbox.get(), await inbox.get()] == [1, 2]


async def test_who_joins_waits_until_all_is_done_with() -> None:
    inbox = Inbox[int]()
    await inbox.join()
    inbox.put_nowait(1)
    inbox.put_nowait(2)
    joining = [asyncio.create_task(inbox.join()) for _ in range(2)]
    for _ in range(2):
        await asyncio.sleep(0)
        assert not any(each.done() for each in joining)
        inbox.get_nowait()
        inbox.task_done()
    await asyncio.gather(*joining)
