"""Whoever says that a password was forgotten learns nothing of who has an account."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Generator
from types import coroutine
from typing import Any

import pytest
from sqlalchemy import Engine, event

from chat_app.background import errands
from chat_app.config import Settings
from chat_app.models import Via
from chat_app.services import accounts
from chat_app.services.accounts import limits
from chat_app.services.security import passwords

pytestmark = pytest.mark.settings(
    SMTP_URL="smtp://127.0.0.1:9?starttls=off",
    MAIL_FROM="Tally <tally@example.org>",
    PUBLIC_ORIGIN="https://tally.example.org",
)


@pytest.fixture(autouse=True)
async def running(database: Settings) -> AsyncIterator[None]:
    async with limits.open_limits(database):
        yield


@coroutine
def counted(work: Coroutine[Any, Any, None], awaited: list[str]) -> Generator[Any, Any, None]:
    """Do some work, and note each time that it waits for something."""
    answer = None
    while True:
        try:
            wanted = work.send(answer)
        except StopIteration:
            return
        awaited.append(type(wanted).__name__)
        answer = yield wanted


async def effort(email: str) -> tuple[list[str], list[str], list[str]]:
    """Ask for a link; return what was awaited for the answer, said to the database, and begun."""
    awaited: list[str] = []
    said: list[str] = []
    asking = asyncio.current_task()

    def note(_on: object, _cursor: object, statement: str, *_more: object) -> None:
        if asyncio.current_task() is asking:
            said.append(statement)

    async with errands():
        before = asyncio.all_tasks()
        event.listen(Engine, "before_cursor_execute", note)
        await counted(passwords.ask_for_link(email, Via.API), awaited)
        event.remove(Engine, "before_cursor_execute", note)
        # Errands have names; what the limits clear away by the clock has none.
        named = (task.get_name() for task in asyncio.all_tasks() - before)
        begun = [name for name in named if not name.startswith("Task-")]
    return awaited, said, begun


async def test_to_answer_takes_the_same_whether_an_address_has_an_account() -> None:
    await accounts.register("ada@example.com", "correct horse", "Ada")
    await effort("warm-up@example.com")
    known, unknown = await effort("ada@example.com"), await effort("nobody@example.com")
    assert known == unknown
    # Who it is, is looked up by what goes on beside the answer.
    assert known[1:] == ([], ["_send"])
