"""Loops go on whatever a round meets, and are known while they do not."""

import asyncio

import anyio
import pytest

from chat_app import background
from chat_app.background import in_background, late_loops, repeating
from chat_app.errors import Unavailable


@pytest.mark.parametrize(
    "fault",
    [Unavailable(), ExceptionGroup("of a task group", [Unavailable()]), KeyError("a bug")],
    ids=lambda fault: type(fault).__name__,
)
async def test_a_loop_outlives_a_round_that_fails(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_PAUSE_AFTER_FAULT_S", 0)
    rounds, worked = 0, anyio.Event()

    async def step() -> None:
        nonlocal rounds
        rounds += 1
        if rounds < 3:
            raise fault
        worked.set()

    async with repeating("The loop", step, 0):
        with anyio.fail_after(60):
            await worked.wait()


async def test_a_loop_may_begin_later_than_the_others() -> None:
    steps: list[str] = []
    both = anyio.Event()

    async def late() -> None:
        steps.append("late")
        both.set()

    async def early() -> None:
        steps.append("early")

    async with (
        repeating("Late", late, 600, first_after_seconds=0.05),
        repeating("Early", early, 600),
    ):
        with anyio.fail_after(60):
            await both.wait()
    assert steps == ["early", "late"]


async def test_a_loop_that_fails_or_hangs_is_late_until_it_works_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(background, "_PATIENCE_S", 0)
    monkeypatch.setattr(background, "_PAUSE_AFTER_FAULT_S", 0)
    may_go_on = anyio.Event()

    async def hang() -> None:
        await may_go_on.wait()

    async def fail() -> None:
        if not may_go_on.is_set():
            raise Unavailable

    async with repeating("Hangs", hang, 0.01), repeating("Fails", fail, 0.01):
        with anyio.fail_after(60):
            while set(late_loops()) != {"Hangs", "Fails"}:
                await anyio.sleep(0.01)
        monkeypatch.setattr(background, "_PATIENCE_S", 10)
        may_go_on.set()
        with anyio.fail_after(60):
            while late_loops():
                await anyio.sleep(0.01)
    assert late_loops() == []


async def test_work_ends_though_a_library_loses_its_cancellation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(background, "_CANCEL_AGAIN_S", 0.01)
    result: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    waits = anyio.Event()

    async def work() -> None:
        waits.set()
        # What Python 3.11 does: the result is there, and so the cancellation is forgotten.
        await asyncio.wait_for(result, 60)
        await anyio.sleep_forever()

    with anyio.fail_after(60):
        async with in_background(work()):
            await waits.wait()
            result.set_result(None)
