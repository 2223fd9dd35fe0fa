"""The websocket of a page ends with its session, on whichever worker that is ended."""

import asyncio
from pathlib import Path

import pytest

from chat_app.config import Settings
from tests.clock import within
from tests.hostile.sockets import Refused, app_without_pages, socket

pytestmark = pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)


async def test_a_session_that_ends_on_one_worker_closes_its_sockets_on_the_other_within_a_second(
    database_settings: Settings, redis_url: str, tmp_path: Path
) -> None:
    shared = {
        "DATABASE_URL": database_settings.DATABASE_URL,
        "REDIS_URL": redis_url,
        "JWT_SECRET": "a secret that both of them know",
    }
    folders = [tmp_path / name for name in ("here", "there")]
    for folder in folders:
        folder.mkdir()
    here, there = folders
    with app_without_pages(here, **shared) as one, app_without_pages(there, **shared) as other:
        _, token = one.register("ada")
        async with (
            socket(other, token) as tab,
            socket(other, token, tab="silent") as silent,
            socket(one, token, tab="beside") as beside,
        ):
            await tab.connect()
            await beside.connect()
            assert await asyncio.to_thread(one.call, token, "POST", "/api/auth/logout")
            async with within(3):
                for each in (tab, silent, beside):
                    await each.until_closed()
        with pytest.raises(Refused):
            async with socket(other, token):
                pass
