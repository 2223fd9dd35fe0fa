"""One adapter per vendor; each is imported and opened when it is first needed."""

import asyncio
from importlib import import_module

from chat_app.llm.catalog import ProviderName, catalogue, is_available
from chat_app.llm.providers.base import Provider

_CLASSES: dict[ProviderName, str] = {
    "anthropic": "Anthropic",
    "gemini": "Gemini",
    "openai": "OpenAI",
    "simulated": "Simulated",
    "xai": "XAI",
}
_open: dict[ProviderName, Provider] = {}


async def load_providers() -> None:
    """Import the adapters whose vendor has its key, beside the event loop: SDKs take seconds."""
    for name in {model.provider for model in catalogue().models if is_available(model)}:
        await asyncio.to_thread(import_module, f"{__name__}.{name}")


def get_provider(name: ProviderName) -> Provider:
    """Return the adapter of a vendor, one per process.

    Its connections belong to one event loop and one process, so none is opened before the
    first call.
    """
    if name not in _open:
        module = import_module(f"{__name__}.{name}")
        _open[name] = getattr(module, _CLASSES[name])()
    return _open[name]


async def close_providers() -> None:
    """Close every adapter that was opened."""
    while _open:
        _, provider = _open.popitem()
        await provider.close()
