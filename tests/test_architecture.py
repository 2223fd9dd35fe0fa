"""The rules of the design that a machine can hold."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values

from chat_app.config import Settings
from tests.conftest import KNOWN_VARIABLES, PROVIDER_VARIABLES, ROOT

SOURCES = sorted((ROOT / "chat_app").rglob("*.py"))
LONGEST = 300
LISTS = {"chat_app.api.schemas": 400, "chat_app.errors": 440}
"""Shapes of the wire and errors: read one at a time, so their number does no harm."""
SDKS = {"google.ai", "grpc", "openai", "anthropic"}

WATCH_IMPORTS = """
import importlib, json, os, sys

deeds = []
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def watch(event, arguments):
    opened = event == "open" and arguments[2] & WRITING
    if opened or event in {
        "_thread.start_new_thread", "os.fork", "os.mkdir", "os.rename", "os.remove", "os.symlink",
        "os.posix_spawn", "socket.bind", "socket.connect", "sqlite3.connect", "subprocess.Popen",
    }:
        deeds.append(f"{event} {arguments}")

sys.dont_write_bytecode = True
sys.addaudithook(watch)
for name in sys.argv[1:]:
    importlib.import_module(name)
from chat_app.config import get_settings
read = get_settings.cache_info().currsize
print(json.dumps({"deeds": deeds, "settings read": read, "loaded": sorted(sys.modules)}))
"""


def name_of(source: Path) -> str:
    parts = source.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def import_alone(*names: str) -> dict[str, list[str]]:
    """Import modules in a fresh process and return what it did meanwhile."""
    environment = {
        key: value for key, value in os.environ.items() if key != "COVERAGE_PROCESS_START"
    }
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WATCH_IMPORTS, *names],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(process.stdout.splitlines()[-1])


def test_nobody_imports_what_is_above() -> None:
    # In a process of its own: called in this one, it switches off every logger that there is.
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    checked = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_a_module_is_not_long(source: Path) -> None:
    limit = LISTS.get(name_of(source), LONGEST)
    assert len(source.read_text().splitlines()) <= limit


def test_nothing_below_the_pages_works_at_import() -> None:
    names = [name_of(source) for source in SOURCES]
    below = [
        name
        for name in names
        if name != "chat_app.chat_app"
        and not name.startswith(("chat_app.ui", "chat_app.llm.providers."))
    ]

    done = import_alone(*below)

    assert done["deeds"] == []
    assert done["settings read"] == 0
    assert SDKS.intersection(done["loaded"]) == set(), "an SDK is imported before it is needed"
    assert "reflex" not in done["loaded"]


def test_the_whole_app_opens_nothing_at_import() -> None:
    done = import_alone("chat_app.chat_app")

    # Reflex makes a folder for states and asks whether there is IPv6.
    reflex = ("/.states", "socket.bind")
    assert [deed for deed in done["deeds"] if not any(each in deed for each in reflex)] == []
    assert SDKS.intersection(done["loaded"]) == set()


def test_only_config_reads_the_environment() -> None:
    readers = {
        name_of(source)
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("os", "environ"), ("os", "getenv")}
    }
    # These hand the environment on to the servers and builds they start.
    servers = {"chat_app.config", "chat_app.cli", "chat_app.bundle"}
    # A client has no settings of a server; it asks for a password that no command line shows.
    assert readers <= servers | {"chat_app.terminal.access"}


def test_only_db_commits() -> None:
    committing = {
        name_of(source)
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "begin"}
    }
    # A migration is a connection's affair and has no session.
    assert committing <= {"chat_app.db", "chat_app.sqlite_file", "chat_app.lifespan"}


def test_the_example_lists_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    example = dotenv_values(ROOT / ".env.example")
    for name in KNOWN_VARIABLES:
        monkeypatch.delenv(name, raising=False)

    assert sorted(example) == sorted(KNOWN_VARIABLES)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    defaults = Settings()
    monkeypatch.setitem(Settings.model_config, "env_file", ROOT / ".env.example")
    written = Settings()
    for name in Settings.model_fields:
        default = Settings.model_fields[name].default
        assert example[name] is not None
        if example[name]:
            assert getattr(written, name) == getattr(defaults, name), name
        else:
            assert not default, name
    assert not any(example[name] for name in PROVIDER_VARIABLES)


def test_the_example_says_what_each_setting_means() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    for number, line in enumerate(lines):
        name, sign, _ = line.partition("=")
        if sign and not line.startswith("#"):
            assert lines[number - 1].startswith("# "), f"{name} has no description"
