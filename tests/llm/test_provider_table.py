"""A vendor is an adapter and a row: nothing else of the app knows its name."""

import ast
import sys
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from chat_app.config import get_settings
from chat_app.llm.catalogue import Model, find, is_available
from chat_app.llm.estimate import estimate
from chat_app.llm.figures import Figures, PictureRule
from chat_app.llm.parts import Shown
from chat_app.llm.provider_table import PROVIDERS, ProviderRow
from chat_app.llm.providers import close_providers, load_providers
from chat_app.llm.stream import stream_reply
from chat_app.llm.tokens import counter, open_counter
from chat_app.llm.types import (
    CountMethod,
    Delta,
    Event,
    Finish,
    FinishReason,
    Image,
    Prompt,
    Text,
    TokenCount,
    Usage,
)
from chat_app.services.admin.vendor_check import check_vendors
from tests.conftest import ROOT
from tests.llm.prompts import question

VENDORS = {name for name, row in PROVIDERS.items() if not row.is_simulated}
WORDS = "Ünd " * 200
ACME = ProviderRow(
    "acme",
    "acme:Acme",
    "claude5",
    Figures(PictureRule(7), 8, 9, 10),
    key_variable="ACME_KEY",
    address_variable="ACME_ADDRESS",
    address="http://acme.example",
)
MODEL = """
[[models]]
model_id = "acme-1"
provider = "acme"
name = "Acme One"
tier = "BASIC"
context_window_tokens = 8192
max_output_tokens = 512
input_usd = 1
cached_input_usd = 1
output_usd = 1
source = "the test"
as_of = 2026-11-29
"""


class Acme:
    """An adapter as a new vendor would bring one."""

    def __init__(self, row: ProviderRow) -> None:
        self._told = f"{row.key()} at {row.current_address()}"

    async def stream(self, model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:
        """Say what it was made from."""
        yield Delta(self._told)
        yield Finish(FinishReason.STOP, Usage(3, 0, 2, 0, 5))

    async def count(self, model: Model, parts: Sequence[Shown]) -> int | None:
        """Count nothing."""
        return None

    async def models(self) -> frozenset[str] | None:
        """Have one."""
        return frozenset({"acme-1"})

    async def close(self) -> None:
        """Do nothing."""


@pytest.fixture
async def acme(settings: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    module = ModuleType("chat_app.llm.providers.acme")
    monkeypatch.setattr(module, "Acme", Acme, raising=False)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(PROVIDERS, "acme", ACME)
    path = tmp_path / "models.toml"
    path.write_text(MODEL)
    monkeypatch.setenv("CATALOGUE_FILE", str(path))
    get_settings.cache_clear()
    yield
    await close_providers()


@pytest.mark.usefixtures("acme")
async def test_an_adapter_and_a_row_are_a_vendor(monkeypatch: pytest.MonkeyPatch) -> None:
    model = find("acme-1")
    assert not is_available(model)
    monkeypatch.setenv("ACME_KEY", "sesame")
    get_settings.cache_clear()
    assert is_available(model)
    await load_providers()

    events = [event async for event in stream_reply(model, question())]
    async with open_counter():
        counted = await counter().count(model, Text(WORDS), Image("image/png", b""))
    (checked,) = await check_vendors()

    assert events[0] == Delta("sesame at http://acme.example")
    assert counted == TokenCount(estimate(WORDS, "claude5") + 7, CountMethod.ESTIMATE)
    assert (checked.provider, checked.ok, checked.models) == ("acme", True, {"acme-1": ""})


@pytest.mark.usefixtures("acme")
async def test_a_variable_names_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_KEY", "sesame")
    monkeypatch.setenv("ACME_ADDRESS", "http://127.0.0.1:7")
    get_settings.cache_clear()

    events = [event async for event in stream_reply(find("acme-1"), question())]

    assert events[0] == Delta("sesame at http://127.0.0.1:7")


def test_no_module_beside_the_adapters_and_the_table_names_a_vendor() -> None:
    apart = {ROOT / "chat_app/llm/provider_table.py", *(ROOT / "chat_app/llm/providers").iterdir()}
    naming = {
        source.name: node.value
        for source in (ROOT / "chat_app").rglob("*.py")
        if source not in apart
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Constant) and node.value in VENDORS
    }
    assert naming == {}
