"""The vendors that the contract is tried on, each through its real SDK against a fake."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from chat_app.llm.catalog import ProviderName
from chat_app.llm.types import Audio, Document, Image, Part
from tests.fakes import anthropic, gemini, openai
from tests.fakes.script import Asked, Fake


@dataclass(frozen=True)
class Vendor:
    """A vendor, and how the app is pointed at its fake."""

    name: ProviderName
    model_id: str
    open: Callable[[], AbstractAsyncContextManager[Fake]]
    read: Callable[[Any], Asked]
    """Reads a request as it came over the wire."""
    endpoint_setting: str
    takes: set[type[Part]]
    """The kinds of parts, beside words and tools, that its wire has."""
    counts: set[type[Part]]
    """Those that its count call takes."""
    endpoint_path: str = ""

    def settings(self, endpoint: str) -> dict[str, str]:
        """Return the environment of an app that speaks to the fake."""
        return {
            f"{self.name.upper()}_API_KEY": "key-of-the-test",
            self.endpoint_setting: endpoint + self.endpoint_path,
        }


VENDORS = [
    Vendor(
        "gemini",
        "gemini-3.8-flash",
        gemini.fake_gemini,
        gemini.read,
        "GEMINI_API_ENDPOINT",
        {Image, Document, Audio},
        {Image, Document, Audio},
    ),
    Vendor(
        "openai",
        "gpt-6.1-terra",
        openai.fake_openai,
        openai.read,
        "OPENAI_BASE_URL",
        {Image, Document, Audio},
        {Image, Document},
        "/v1",
    ),
    Vendor(
        "anthropic",
        "claude-haiku-5-5",
        anthropic.fake_anthropic,
        anthropic.read,
        "ANTHROPIC_BASE_URL",
        {Image, Document},
        {Image, Document},
    ),
    Vendor("xai", "grok-4.3", openai.fake_xai, openai.read, "XAI_BASE_URL", {Image}, set(), "/v1"),
]
