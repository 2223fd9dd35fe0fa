"""What holds the loop for long begins one by one, in order, and all else goes on in between."""

import asyncio
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from chat_app.pacing import own_round


async def told_by(asked: list[tuple[bool, int]]) -> list[str]:
    """Have some ask; return who began, and what was told once the loop came round after each.

    Args:
        asked: Of each, whether it gives up at once, and how many rounds go by before it asks.
    """
    told: list[str] = []

    async def begin(name: str) -> None:
        await own_round()
        told.append(name)
        asyncio.get_running_loop().call_soon(told.append, f"round after {name}")

    tasks: list[asyncio.Task[None]] = []
    for number, (gives_up, pause) in enumerate(asked):
        for _ in range(pause):
            await asyncio.sleep(0)
        tasks.append(asyncio.create_task(begin(str(number))))
        if gives_up:
            await asyncio.sleep(0)
            tasks[-1].cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
    await asyncio.sleep(0)
    return told


@given(st.lists(st.tuples(st.just(False), st.integers(0, 3)), max_size=12))
async def test_each_begins_in_its_order_once_the_loop_came_round(
    asked: list[tuple[bool, int]],
) -> None:
    told = await told_by(asked)

    assert told == [
        line for number in range(len(asked)) for line in (f"{number}", f"round after {number}")
    ]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=12))
async def test_who_gives_up_takes_nobodys_round_for_good(asked: list[tuple[bool, int]]) -> None:
    begun = [line for line in await asyncio.wait_for(told_by(asked), 5) if line.isdecimal()]

    stayed = [str(number) for number, (gives_up, _) in enumerate(asked) if not gives_up]
    assert [number for number in begun if number in stayed] == stayed


async def test_who_comes_alone_does_not_wait() -> None:
    begun = False

    async def begin() -> None:
        nonlocal begun
        await own_round()
        begun = True

    task = asyncio.create_task(begin())
    await asyncio.sleep(0)
    assert begun
    await task


def test_a_loop_that_ended_in_the_middle_leaves_nobody_waiting_in_the_next() -> None:
    async def begin_and_leave_another_waiting() -> asyncio.Task[None]:
        await own_round()
        return asyncio.create_task(own_round())

    for _ in range(3):
        asyncio.run(asyncio.wait_for(begin_and_leave_another_waiting(), 5))
