"""A disk that is full and has room again: nothing is lost, and nobody needs a restart."""

import errno
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import pytest
from sqlmodel import select

from chat_app.config import Settings
from chat_app.db import reading
from chat_app.errors import Unavailable
from chat_app.llm.types import CountMethod
from chat_app.models import Budget, Message, Turn
from chat_app.services import chats, readiness, turns
from chat_app.services.turns import endings
from tests.callers import by
from tests.conftest import NewUser
from tests.services.test_ways_out import begin, check

pytestmark = pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
_DISK_BYTES = 8 * 2**20


class Disk:
    """A small one of its own, where this user may mount one."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._filler = folder / "filler"
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", folder]
        self.is_own = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def close(self) -> None:
        """Take it away."""
        if self.is_own:
            subprocess.run(["umount", self._folder], check=True)

    @contextmanager
    def full(self) -> Iterator[None]:
        """Leave no room for as long as the block runs."""
        if not self.is_own:
            with _no_file_grows(self._folder / "chat.db-wal"):
                yield
            return
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            self._fill()
        yield
        self._filler.unlink()

    def _fill(self) -> None:
        with self._filler.open("wb", buffering=0) as filler:
            while True:
                filler.write(bytes(4096))


@contextmanager
def _no_file_grows(path: Path) -> Iterator[None]:
    """Let the system refuse to write past the length that a file has now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Put a small disk where the test's database will be."""
    small = Disk(tmp_path)
    yield small
    small.close()


async def settlement_is_refused(times: int) -> None:
    """Wait until a settlement has been tried in vain so often."""
    with anyio.fail_after(60):
        while endings._until_settled.statistics.get("attempt_number", 0) <= times:
            await anyio.sleep(0.02)


@pytest.mark.settings(SIM_DELAY_MS="5")
async def test_a_full_disk_refuses_what_is_new_and_costs_no_reply_that_runs(
    disk: Disk, app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    long, short = await begin(user, "write 600 words"), await begin(user, "write 100 words")
    async with reading() as session:
        before = [len((await session.exec(select(each))).all()) for each in (Message, Turn)]
        held = sum((await session.exec(select(Budget.reserved_tokens))).all())

    with disk.full():
        with pytest.raises(Unavailable, match="database"):
            await turns.start(by(user), chat.chat_id, "Hello")
        with pytest.raises(Unavailable, match="database"):
            await readiness.check()
        async with reading() as session:
            after = [len((await session.exec(select(each))).all()) for each in (Message, Turn)]
            assert sum((await session.exec(select(Budget.reserved_tokens))).all()) == held
        assert after == before
        await settlement_is_refused(times=3)

    for started in (short, long, await turns.start(by(user), chat.chat_id, "write 9 words")):
        end = await check(started)
        # In the fullest way: what passes by waiting was no reason to count by ourselves.
        assert end.breakdown
        assert end.breakdown.method is not CountMethod.ESTIMATE
    await readiness.check()
