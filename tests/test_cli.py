"""The command line, run as the Makefile runs it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from uvicorn.config import STARTUP_FAILURE

from chat_app.config import Settings
from chat_app.models import Via
from chat_app.services import accounts
from chat_app.services.admin import newcomers
from tests.conftest import ROOT, free_port
from tests.services.authenticators import set_up

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(database_settings: Settings) -> Command:
    """Return a function that runs a command on the test's database."""

    def _command(
        *words: str, cwd: Path = ROOT, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "chat_app.cli", *words],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | settings,
            capture_output=True,
            text=True,
            check=False,
        )

    return _command


@pytest.fixture(params=["sqlite"])
def database_settings(database_settings: Settings) -> Settings:
    """Use SQLite: a database file can be spoilt from outside."""
    return database_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("WORKERS", "4"),
        ("DATABASE_URL", "chat.db"),
        ("DEFAULT_MODEL", "gpt-0"),
        ("CATALOGUE_FILE", "README.md"),
        ("GEMINI_API_KEY", "…"),
        ("OPENAI_BASE_URL", "api.example.org"),
    ],
)
@pytest.mark.parametrize("word", ["run", "api", "check-books"])
def test_a_wrong_setting_stops_the_start_with_one_line(
    command: Command, word: str, name: str, value: str
) -> None:
    stopped = command(word, **{name: value})

    assert stopped.returncode == 1
    (line,) = stopped.stderr.splitlines()
    assert name in line
    assert stopped.stdout == ""


def test_settings_in_another_encoding_are_told_in_one_line(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes("SYSTEM_PROMPT=Im Café\n".encode("latin-1"))
    stopped = command("check-books", cwd=tmp_path)

    assert stopped.returncode == 1
    assert stopped.stderr == ".env: is not written in UTF-8; save it anew as that\n"


@pytest.mark.parametrize("words", [("check-books",), ("check-files",), ("admin", "a@example.com")])
def test_a_database_that_lets_nobody_in_is_told_in_one_line(
    command: Command, words: tuple[str, ...]
) -> None:
    stopped = command(*words, DATABASE_URL=f"postgresql://me:sesame@127.0.0.1:{free_port()}/chat")

    assert stopped.returncode == 1
    (line,) = stopped.stderr.splitlines()
    assert line.startswith("DATABASE_URL: the database lets nobody in: ")
    assert "sesame" not in line


async def test_a_database_of_a_newer_version_is_told_in_one_line(
    command: Command, database: Settings
) -> None:
    with sqlite3.connect(database.data_folder / "chat.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    stopped = command("check-books")

    assert stopped.returncode == 1
    (line,) = stopped.stderr.splitlines()
    assert line.startswith("DATABASE_URL: a newer version was at work in the database (9999, ")


def test_a_server_that_cannot_start_says_why(command: Command) -> None:
    stopped = command(
        "api",
        PORT=str(free_port()),
        DATABASE_URL=f"postgresql://me:sesame@127.0.0.1:{free_port()}/chat",
    )

    assert stopped.returncode == STARTUP_FAILURE
    assert '"reason": "DATABASE_URL: the database lets nobody in: ' in stopped.stderr
    assert "sesame" not in stopped.stderr


def test_a_secret_is_not_shown_when_another_setting_is_wrong(command: Command) -> None:
    stopped = command("api", PORT="0", GEMINI_API_KEY="sesame", JWT_SECRET="sesame")
    assert "sesame" not in stopped.stderr


async def test_check_books_says_that_they_balance(command: Command, database: Settings) -> None:
    await accounts.register("ada@example.com", "correct horse")
    proved = command("check-books")
    assert (proved.returncode, proved.stdout) == (0, "The books balance.\n")


async def test_check_books_names_the_rows_that_differ(command: Command, database: Settings) -> None:
    made = await accounts.register("ada@example.com", "correct horse")
    file = database.data_folder / "chat.db"
    with sqlite3.connect(file) as books:
        books.execute("UPDATE budget SET total_tokens_used = 7")

    found = command("check-books")

    assert found.returncode == 1
    assert made.user.user_id.hex in found.stderr.replace("-", "")
    assert "rows differ" in found.stdout


async def test_admin_grants_the_role(command: Command, database: Settings) -> None:
    await accounts.register("ada@example.com", "correct horse")
    await accounts.register("eve@example.com", "correct horse")

    assert command("admin", "eve@example.com").returncode == 0

    signed_in = await accounts.login("eve@example.com", "correct horse")
    assert signed_in.user.role == "admin"


async def test_admin_knows_nobody_of_that_name(command: Command, database: Settings) -> None:
    refused = command("admin", "nobody@example.com")
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1


async def test_an_operator_lets_somebody_in_whom_no_administrator_can(
    command: Command, database: Settings
) -> None:
    ada = await accounts.register("ada@example.com", "correct horse")

    made = command("password-link", "ADA@example.com", PUBLIC_ORIGIN="https://tally.example.org")

    address, token = made.stdout.strip().split("#token=")
    assert address == "https://tally.example.org/set-password"
    signed_in = await newcomers.set_password(token, "another horse", via=Via.BROWSER)
    assert signed_in.user.user_id == ada.user.user_id
    provider = {"OIDC_ISSUER": "https://id.example.org", "OIDC_CLIENT_ID": "tally"}
    for email, settings in (
        ("nobody@example.com", {}),
        ("ada@example.com", provider | {"PASSWORD_SIGN_IN": "false"}),
    ):
        refused = command("password-link", email, **settings)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert len(refused.stderr.splitlines()) == 1


async def test_who_lost_a_second_factor_gets_it_taken_off(
    command: Command, database: Settings
) -> None:
    ada = await accounts.register("ada@example.com", "correct horse")
    await set_up(ada.user, "correct horse")

    assert command("reset-second-factor", "ADA@example.com").returncode == 0

    await accounts.login("ada@example.com", "correct horse")
    refused = command("reset-second-factor", "nobody@example.com")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)


def test_the_makefile_describes_each_target() -> None:
    listed = subprocess.run(
        ["make", "--directory", ROOT], capture_output=True, text=True, check=True
    ).stdout
    for target in ("install", "run", "dev", "api", "test", "lint", "check-books", "admin", "bench"):
        assert f"make {target} " in listed
