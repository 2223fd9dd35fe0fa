"""One adapter per vendor; each is imported and opened when it is first needed."""

import asyncio
from importlib import import_module
from types import ModuleType

import structlog

from chat_app.config import get_settings, hidden_from_sdks
from chat_app.llm.catalog import ProviderName, catalogue, is_available
from chat_app.llm.providers.base import Provider

_CLASSES: dict[ProviderName, str] = {
    "anthropic": "Anthropic",
    "gemini": "Gemini",
    "openai": "OpenAI",
    "simulated": "Simulated",
    "xai": "XAI",
}
log = structlog.get_logger()
_open: dict[ProviderName, Provider] = {}


async def load_providers() -> None:
    """Import the adapters whose vendor has its key, beside the event loop: SDKs take seconds."""
    names: list[ProviderName] = sorted(
        {model.provider for model in catalogue().models if is_available(model)}
    )
    for name in names:
        await asyncio.to_thread(_load, name)
    log.info("providers.initialised", providers=names)


def get_provider(name: ProviderName) -> Provider:
    """Return the adapter of a vendor, one per process.

    Its connections belong to one event loop and one process, so none is opened before the
    first call.
    """
    if name not in _open:
        module = _load(name)
        with hidden_from_sdks():
            _open[name] = getattr(module, _CLASSES[name])()
    return _open[name]


def _load(name: ProviderName) -> ModuleType:
    # Settings are read while their variables can be seen.
    get_settings()
    with hidden_from_sdks():
        return import_module(f"{__name__}.{name}")


async def close_providers() -> None:
    """Close every adapter that was opened."""
    while _open:
        _, provider = _open.popitem()
        await provider.close()
