"""Backups: whole while servers go on, put back with balanced books, and nothing lost on the way."""

import asyncio
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import pytest
from sqlmodel import select

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.db import reading, transaction
from chat_app.lifespan import lifespan
from chat_app.models import Message, User
from chat_app.services import files, turns
from chat_app.services.budgets import usage
from chat_app.services.files import store
from tests.callers import by
from tests.conftest import ROOT, NewUser, PostgresServer
from tests.pictures import picture
from tests.services.listening import hear
from tests.services.uploads import save

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(
    database_settings: Settings,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    """Return a function that runs a command on the test's database, with `pg_dump` at hand."""
    # What is kept beside PostgreSQL lies in the folder that the command runs in.
    monkeypatch.chdir(tmp_path)
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    if not database_settings.is_sqlite:
        server: PostgresServer = request.getfixturevalue("postgres")
        environment["PATH"] = f"{server.programs}:{environment['PATH']}"

    def _command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "chat_app.cli", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return _command


async def talk(user: User, text: str) -> turns.Started:
    started = await turns.start(by(user), None, text, model="simulated")
    await hear(started)
    return started


@pytest.mark.settings(SIM_DELAY_MS=50)
async def test_what_was_there_comes_back_with_the_books(
    database_settings: Settings, new_user: NewUser, command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "kept.tar"
    async with lifespan():
        user = await new_user()
        before = await talk(user, "write 3 words")
        # In the middle of a reply, whose reservation the copy holds.
        running = await turns.start(by(user), before.chat_id, "write 2000 words")
        async with aclosing(turns.attach(running.message_id)) as events:
            await anext(events)
            done = await asyncio.to_thread(command, "backup", str(file))
        assert done.returncode == 0, done.stderr
        await turns.stop(user, before.chat_id)
        await hear(running)
        after = await talk(user, "write 2 words")
    assert file.stat().st_mode & 0o777 == 0o600

    done = await asyncio.to_thread(command, "restore", str(file))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "The books balance." in done.stdout
    async with open_database(database_settings), reading() as session:
        assert await session.get(Message, after.message_id) is None
        assert (await session.get_one(Message, before.message_id)).content
        assert (await session.exec(select(User))).one().email == user.email
    async with lifespan():
        # The reply that ran is settled like that of any process that is gone: where there may be
        # others, as soon as its lease has lapsed.
        _, end = await hear(running)
        assert end.status in {"partial", "failed"}
        assert (await usage.budget(user)).reserved_tokens == 0
    # Destruction can be undone: what was there before lies beside it.
    (aside,) = database_settings.data_folder.glob("*before-*")
    assert str(aside) in done.stdout


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_files_come_back_with_what_was_said_of_them(
    kept_in: str,
    database_settings: Settings,
    new_user: NewUser,
    command: Command,
    tmp_path: Path,
) -> None:
    file = tmp_path / "kept.tar"
    async with open_database(database_settings):
        user = await new_user()
        sent, gone = await save(user, picture()), await save(user, b"gone")
        kept = await files.read(sent)
        done = await asyncio.to_thread(command, "backup", str(file))
        assert done.returncode == 0, done.stderr
        for each in (sent, gone):
            await files.delete(by(user), each.file_id)

    done = await asyncio.to_thread(command, "restore", str(file))

    assert done.returncode == 0, done.stdout + done.stderr
    async with open_database(database_settings):
        assert await files.read(await files.get(user, sent.file_id)) == kept
        assert await files.thumbnail(sent)
        assert await files.text_of(gone) == "gone"
        checked = await asyncio.to_thread(command, "check-files")
        assert (checked.returncode, checked.stdout) == (0, "All files are there.\n")
        await store.remove([store.key_of(user.user_id, sent.sha256)])
        await store.put(store.key_of(user.user_id, "0" * 64), b"of nobody")
        checked = await asyncio.to_thread(command, "check-files")
        assert checked.returncode == 1
        assert str(sent.file_id) in checked.stderr
        assert "1 more lie there" in checked.stdout


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["noise", "half", "another archive", "nothing"])
async def test_what_is_no_backup_changes_nothing(
    database: Settings, new_user: NewUser, command: Command, tmp_path: Path, kind: str
) -> None:
    user = await new_user()
    good, bad = tmp_path / "good.tar", tmp_path / "bad.tar"
    assert command("backup", str(good)).returncode == 0
    if kind == "noise":
        bad.write_bytes(b"noise" * 1000)
    elif kind == "half":
        bad.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    elif kind == "another archive":
        with tarfile.open(bad, "w") as archive:
            archive.add(ROOT / "README.md", "../README.md")

    refused = command("restore", str(bad))

    assert refused.returncode == 1
    assert str(bad) in refused.stderr
    async with transaction() as session:
        assert (await session.get_one(User, user.user_id)).email == user.email


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_a_backup_writes_over_nothing(
    database: Settings, command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "kept.tar"
    file.write_text("a backup of yesterday")

    refused = command("backup", str(file))

    assert refused.returncode == 1
    assert "another file" in refused.stderr
    assert file.read_text() == "a backup of yesterday"


async def test_nothing_is_put_back_under_a_server(
    database_settings: Settings, command: Command, tmp_path: Path
) -> None:
    from chat_app import occupancy

    file = tmp_path / "kept.tar"
    async with lifespan():
        assert (await asyncio.to_thread(command, "backup", str(file))).returncode == 0
        if database_settings.is_sqlite:
            occupancy.lock(database_settings)

        refused = await asyncio.to_thread(command, "restore", str(file))

    assert refused.returncode == 1
    assert "DATABASE_URL" in refused.stderr
