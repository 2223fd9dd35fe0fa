"""The vendors that the contract is tried on, each through its real SDK against a fake."""

import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chat_app.llm.catalogue import find, provider_of
from chat_app.llm.provider_table import ProviderRow
from chat_app.llm.providers import get_provider
from chat_app.llm.providers.base import Provider
from chat_app.llm.types import Audio, Document, Image, Part
from tests.fakes import anthropic, gemini, openai
from tests.fakes.script import Asked, Fake

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Vendor:
    """A vendor, and how the app is pointed at its fake."""

    name: str
    model_id: str
    open: Callable[[], AbstractAsyncContextManager[Fake]]
    read: Callable[[Any], Asked]
    """Reads a request as it came over the wire."""
    point: Callable[[str], dict[str, str]]
    """Returns the environment of an app whose vendor is at this address."""
    takes: frozenset[type[Part]]
    """The kinds of parts, beside words and tools, that its wire has."""
    counts: frozenset[type[Part]] | None
    """Those that its count call takes beside words; `None` where it has no such call."""

    def settings(self, endpoint: str) -> dict[str, str]:
        """Return the environment of an app that speaks to the fake."""
        return {f"{self.name.upper()}_API_KEY": "key-of-the-test"} | self.point(endpoint)

    def row(self) -> ProviderRow:
        """Return its row in the table of providers."""
        return provider_of(find(self.model_id))

    def adapter(self) -> Provider:
        """Return what speaks to it."""
        return get_provider(self.row())


def in_the_catalogue(endpoint: str, **dialect: Any) -> dict[str, str]:
    """Write the built-in catalogue with a provider of an operator's and its model.

    Args:
        endpoint: Where the provider is.
        dialect: Lines of its entry, as they are written in TOML.
    """
    port = endpoint.rpartition(":")[2]
    name = "-".join(["catalogue-of-the-tests", port, *dialect])
    path = Path(tempfile.gettempdir()) / f"{name}.toml"
    lines = "\n".join(f"{field} = {value}" for field, value in dialect.items())
    path.write_text(f"""
[[providers]]
name = "compatible"
address = "{endpoint}/v1"
key_variable = "COMPATIBLE_API_KEY"
{lines}

[[models]]
model_id = "llama3.2:3b"
provider = "compatible"
name = "Llama 3.2"
tier = "PRO"
context_window_tokens = 131_072
max_output_tokens = 8_192

[[models]]
model_id = "ears-and-brush"
provider = "compatible"
name = "Ears and Brush"
tier = "PRO"
context_window_tokens = 131_072
max_output_tokens = 8_192
input_usd = 1
cached_input_usd = 0.1
output_usd = 2
audio_input_usd = 3
picture_output_usd = 30
source = "the tests"
as_of = 2026-11-30

[[models]]
model_id = "nomic-embed-text"
provider = "compatible"
name = "Nomic Embed"
tier = "PRO"
task = "embed"
context_window_tokens = 8_192
dimensions = 768

[[models]]
model_id = "whisper"
provider = "compatible"
name = "Whisper"
tier = "PRO"
task = "transcribe"
context_window_tokens = 8_192
max_output_tokens = 2_048

[[models]]
model_id = "kokoro"
provider = "compatible"
name = "Kokoro"
tier = "PRO"
task = "speech"
context_window_tokens = 8_192
voice = "af"
speech_tokens_per_second = 20

{(ROOT / "chat_app/llm/catalogue.toml").read_text()}
""")
    return {"CATALOGUE_FILE": str(path)}


BINARY = frozenset({Image, Document, Audio})
VENDORS = [
    Vendor(
        "gemini",
        "gemini-3.8-flash",
        gemini.fake_gemini,
        gemini.read,
        lambda endpoint: {"GEMINI_API_ENDPOINT": endpoint},
        takes=BINARY,
        counts=BINARY,
    ),
    Vendor(
        "openai",
        "gpt-6.1-terra",
        openai.fake_openai,
        openai.read,
        lambda endpoint: {"OPENAI_BASE_URL": f"{endpoint}/v1"},
        takes=frozenset({Image, Document}),
        counts=frozenset({Image, Document}),
    ),
    Vendor(
        "anthropic",
        "claude-haiku-5-5",
        anthropic.fake_anthropic,
        anthropic.read,
        lambda endpoint: {"ANTHROPIC_BASE_URL": endpoint},
        takes=frozenset({Image, Document}),
        counts=frozenset({Image, Document}),
    ),
    Vendor(
        "xai",
        "grok-4.3",
        openai.fake_xai,
        openai.read,
        lambda endpoint: {"XAI_BASE_URL": f"{endpoint}/v1"},
        takes=frozenset({Image}),
        counts=frozenset(),
    ),
]
"""Those that are built in."""
COMPATIBLE = Vendor(
    "compatible",
    "llama3.2:3b",
    openai.fake_compatible,
    openai.read,
    in_the_catalogue,
    takes=frozenset({Image}),
    counts=None,
)
"""One that a catalogue file names."""
EVERY_VENDOR = [*VENDORS, COMPATIBLE]


@asynccontextmanager
async def nobody() -> AsyncGenerator[Fake, None]:
    """Serve nothing: the simulated model asks nobody."""
    yield Fake()


SIMULATED = Vendor(
    "simulated",
    "simulated",
    nobody,
    lambda request: request,
    lambda endpoint: {},
    takes=BINARY,
    counts=BINARY,
)
"""Tried where a case is about what comes, whoever gives it."""
