"""What holds the loop begins one by one; a crowd's pieces are read and told together."""

import asyncio
from contextlib import ExitStack, suppress

from hypothesis import given
from hypothesis import strategies as st

from chat_app.pacing import own_round, reading_reply, tell_soon, tick


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


async def read_and_tell(done: list[str]) -> None:
    """Look for a piece and tell it, twice, noting what is done."""
    for _ in range(2):
        await tick()
        done.append("read")
        tell_soon(lambda: done.append("told"))


async def test_in_a_crowd_all_read_at_one_tick_and_what_they_read_is_told_behind_it() -> None:
    done: list[str] = []
    with ExitStack() as crowd:
        for _ in range(300):
            crowd.enter_context(reading_reply())
        await asyncio.wait_for(asyncio.gather(*(read_and_tell(done) for _ in range(3))), 5)
        told = asyncio.Event()
        tell_soon(told.set)
        await asyncio.wait_for(told.wait(), 5)

    assert done == [*["read"] * 3, *["told"] * 3] * 2


async def test_who_gives_up_at_a_tick_keeps_nobody_from_it() -> None:
    done: list[str] = []
    with ExitStack() as crowd:
        for _ in range(300):
            crowd.enter_context(reading_reply())
        leaves = asyncio.create_task(tick())
        stays = asyncio.create_task(read_and_tell(done))
        await asyncio.sleep(0)
        leaves.cancel()
        await asyncio.wait_for(stays, 5)

    assert done.count("read") == 2


async def test_where_there_is_no_crowd_what_comes_is_read_at_once() -> None:
    done: list[str] = []

    with suppress(StopIteration):
        read_and_tell(done).send(None)

    assert done == ["read", "read"]


def test_a_loop_that_ended_within_a_tick_leaves_nothing_to_the_next() -> None:
    async def tell_and_leave() -> None:
        tell_soon(lambda: None)

    async def tell_and_hear() -> None:
        told = asyncio.Event()
        tell_soon(told.set)
        await told.wait()

    asyncio.run(tell_and_leave())
    asyncio.run(asyncio.wait_for(tell_and_hear(), 5))
