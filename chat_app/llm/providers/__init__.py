"""One adapter per vendor; each is imported and opened when it is first needed."""

from importlib import import_module

from chat_app.llm.catalog import ProviderName
from chat_app.llm.providers.base import Provider

_CLASSES: dict[ProviderName, str] = {
    "anthropic": "Anthropic",
    "gemini": "Gemini",
    "openai": "OpenAI",
    "simulated": "Simulated",
    "xai": "XAI",
}
_open: dict[ProviderName, Provider] = {}


def get_provider(name: ProviderName) -> Provider:
    """Return the adapter of a vendor, one per process.

    SDKs take seconds to import and their connections belong to one event loop and one process,
    hence nothing happens before the first call.
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
