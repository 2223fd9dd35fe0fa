"""One adapter per provider; each is imported and opened when it is first needed."""

import asyncio
import gc
import logging
from collections.abc import Callable
from importlib import import_module

import structlog

from chat_app.config import get_settings, hidden_from_sdks
from chat_app.llm.catalogue import catalogue
from chat_app.llm.provider_table import PROVIDERS, ProviderRow
from chat_app.llm.providers.base import Provider

_SDKS = {row.sdk for row in PROVIDERS.values() if row.sdk} - {"grpc"}
"""Those that read variables of their own; what gRPC reads belongs to the machine."""
log = structlog.get_logger()
_open: dict[str, Provider] = {}


async def load_providers() -> None:
    """Import the adapters whose provider has its key, beside the event loop: SDKs take seconds."""
    used = {model.provider for model in catalogue().all_models}
    rows = [row for name, row in catalogue().providers.items() if name in used and row.is_available]
    for row in rows:
        await asyncio.to_thread(_load, row)
    # Modules stay: nobody needs to walk through them for garbage (chat_app/worker.py).
    gc.freeze()
    log.info("providers.initialised", providers=sorted(row.name for row in rows))


def get_provider(row: ProviderRow) -> Provider:
    """Return the adapter of a provider, one per process.

    Its connections belong to one event loop and one process, so none is opened before the
    first call.
    """
    if row.name not in _open:
        adapter = _load(row)
        with hidden_from_sdks(_SDKS):
            _open[row.name] = adapter(row)
    return _open[row.name]


def _load(row: ProviderRow) -> Callable[[ProviderRow], Provider]:
    # Settings are read while their variables can be seen.
    get_settings()
    module, _, adapter = row.adapter.partition(":")
    with hidden_from_sdks(_SDKS):
        loaded = getattr(import_module(f"{__name__}.{module}"), adapter)
    if row.sdk:
        logging.getLogger(row.sdk).setLevel(logging.WARNING)
    return loaded


async def close_providers() -> None:
    """Close every adapter that was opened."""
    while _open:
        _, provider = _open.popitem()
        await provider.close()
