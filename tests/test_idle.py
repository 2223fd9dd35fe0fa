"""A process at rest holds nothing that only some requests need: everybody would pay for it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chat_app.config import Settings
from tests.conftest import ROOT

REST = """
import asyncio, importlib, json, sys
from chat_app.lifespan import lifespan

async def rest():
    async with lifespan():
        print(json.dumps(sorted(sys.modules)))

importlib.import_module(sys.argv[1])
asyncio.run(rest())
"""
NEEDED_BY_SOME = {
    *("fpdf", "fontTools", "PIL", "uharfbuzz"),
    *("bpe_openai", "alembic", "mako"),
    *("typer", "chat_app.cli", "chat_app.terminal", "granian"),
    *("openai", "anthropic", "grpc", "google.protobuf", "google.ai"),
    *("pandas", "plotly", "numpy"),
}
"""PDFs, the tokenizer, a new migration, the command line, the keys of vendors, charts of Reflex."""


@pytest.mark.parametrize(
    ("served", "further"), [("chat_app.api.app", {"redis"}), ("chat_app.chat_app", set[str]())]
)
def test_what_only_some_need_is_not_imported_before_they_ask(
    migrated_file: Path, tmp_path: Path, served: str, further: set[str]
) -> None:
    shutil.copy(migrated_file, tmp_path / "chat.db")
    own = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}
    data = {"DATABASE_URL": f"sqlite:///{tmp_path}/chat.db", "PYTHONPATH": str(ROOT)}
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", REST, served],
        cwd=tmp_path,
        env=own | data,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(json.loads(process.stdout.splitlines()[-1]))
    assert served in imported
    assert imported & (NEEDED_BY_SOME | further) == set()


def test_what_stays_is_kept_from_the_garbage_collector_and_nothing_else() -> None:
    script = """
import gc, json, weakref
from chat_app.worker import create_api

class Ring:
    def __init__(self):
        self.itself = self

app, frozen = create_api(), gc.get_freeze_count()
ring = weakref.ref(Ring())
gc.collect()
print(json.dumps([gc.isenabled(), frozen, gc.get_freeze_count(), ring() is None]))
"""
    process = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    is_enabled, frozen, still_frozen, is_collected = json.loads(process.stdout)
    assert is_enabled
    assert frozen == still_frozen > 100_000
    assert is_collected


def test_what_a_vendor_needs_is_kept_from_it_as_well() -> None:
    script = """
import asyncio, gc
from chat_app.llm.providers import load_providers

gc.freeze()
before = gc.get_freeze_count()
asyncio.run(load_providers())
print(gc.get_freeze_count() - before)
"""
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        env=os.environ | {"OPENAI_API_KEY": "any", "LOG_LEVEL": "WARNING"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(process.stdout.splitlines()[-1]) > 10_000
