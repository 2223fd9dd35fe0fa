"""The adapters, one file each, made when first asked for."""

from collections.abc import Callable

from chat_app.llm.providers.base import Provider

_opened: dict[str, Provider] = {}


def get_provider(name: str) -> Provider:
    """Return the adapter of a provider that the catalogue names."""
    if name not in _opened:
        _opened[name] = _ADAPTERS[name]()
    return _opened[name]


async def close_providers() -> None:
    """Give all connections back; adapters are made anew when asked for again."""
    while _opened:
        _, provider = _opened.popitem()
        await provider.close()


def _simulated() -> Provider:
    from chat_app.llm.providers.simulated import Simulated

    return Simulated()


_ADAPTERS: dict[str, Callable[[], Provider]] = {"simulated": _simulated}
