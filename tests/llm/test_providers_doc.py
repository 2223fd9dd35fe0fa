"""The entries of docs/providers.md, each tried on a fake with the accent of its provider."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chat_app.config import get_settings
from chat_app.llm.catalogue import catalogue, find, is_available
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Delta, Finish, FinishReason
from tests.conftest import ROOT
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question
from tests.llm.vendors import COMPATIBLE, Vendor

PAGE = (ROOT / "docs/providers.md").read_text()
EXAMPLE = next(re.finditer(r"```toml\n(.*?)```", PAGE, re.DOTALL))[1]
ADDRESS = re.compile(r'address = "(https?://[^/"]+)')
FORBIDDEN = {"max_completion_tokens", "stream_options"}
REFUSED = {"object": "error", "message": {"detail": [{"type": "extra_forbidden"}]}}


@pytest.fixture
def vendor() -> Vendor:
    return COMPATIBLE


@pytest.fixture
def example(fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Use the page's file, with every provider at the fake and every key set."""
    path = tmp_path / "models.toml"
    path.write_text(ADDRESS.sub(f'address = "{fake.endpoint}', EXAMPLE))
    monkeypatch.setenv("CATALOGUE_FILE", str(path))
    for name in re.findall(r'key_variable = "(\w+)"', EXAMPLE):
        monkeypatch.setenv(name, f"the-{name}")
    get_settings.cache_clear()


def with_usage_if_asked(request: dict[str, Any]) -> Reply:
    """Answer like Ollama and vLLM: usage for those who ask, as long as the caller said."""
    assert "max_tokens" in request, "the reply would run on"
    return (
        Reply() if request.get("stream_options") == {"include_usage": True} else Reply(usage=None)
    )


def as_mistral(request: dict[str, Any]) -> Reply:
    """Refuse unknown fields; report usage unasked."""
    assert "max_tokens" in request
    return Reply(answer=(422, REFUSED)) if FORBIDDEN & request.keys() else Reply()


ACCENTS: dict[str, tuple[Callable[[dict[str, Any]], Reply], str, str]] = {
    "llama3.2:3b": (with_usage_if_asked, "", "llama3.2:3b"),
    "Qwen/Qwen3-8B": (with_usage_if_asked, "the-VLLM_API_KEY", "Qwen/Qwen3-8B"),
    "mistral-small-latest": (as_mistral, "the-MISTRAL_API_KEY", "mistral-small-latest"),
    "deepseek-chat": (
        with_usage_if_asked,
        "the-OPENROUTER_API_KEY",
        "deepseek/deepseek-chat",
    ),
}


@pytest.mark.usefixtures("example")
def test_the_page_has_an_entry_for_each_accent_that_is_tried() -> None:
    assert [model.model_id for model in catalogue().models] == [*ACCENTS, "simulated"]
    assert all(map(is_available, catalogue().models))


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("model_id", ACCENTS)
async def test_an_entry_of_the_page_talks_and_gets_its_bill(fake: Fake, model_id: str) -> None:
    accent, key, wire_name = ACCENTS[model_id]
    fake.answer = accent

    events = [event async for event in stream_reply(find(model_id), question())]

    assert [each.text for each in events if isinstance(each, Delta)] == ["Hello", " there", "!"]
    finish = events[-1]
    assert isinstance(finish, Finish)
    assert finish.reason is FinishReason.STOP
    assert finish.usage
    assert fake.keys == [key]
    assert fake.requests[0]["model"] == wire_name
