"""Which models there are, what they cost and who may use them: read from `catalogue.toml`.

An operator's own file (`CATALOGUE_FILE`) is used instead of the built-in one. `simulated` is
part of every catalogue, as is `simulated-embedding`: they need no key and cost nothing.
"""

from dataclasses import replace
from pathlib import Path

from chat_app.config import get_settings
from chat_app.errors import InvalidRequest
from chat_app.llm.catalogue_entries import (
    SIMULATED,
    SIMULATED_EMBEDDING,
    Catalogue,
    Model,
    Prices,
)
from chat_app.llm.catalogue_file import InvalidCatalogue, read_catalogue
from chat_app.llm.provider_table import GEMINI, UNKNOWN, ProviderRow
from chat_app.llm.types import Task, Tier, Usage

__all__ = ["SIMULATED", "SIMULATED_EMBEDDING", "InvalidCatalogue", "Model", "Prices"]

_TIERS: tuple[str, ...] = tuple(Tier)
"""From the least to the greatest; a tier may use all that those before it may."""
_BUILT_IN = Path(__file__).with_name("catalogue.toml")
_MILLION = 1_000_000
_USES = {Task.CHAT: "for chats", Task.EMBED: "for embeddings"}


def catalogue() -> Catalogue:
    """Return the catalogue, read once.

    Raises:
        InvalidCatalogue: The file is missing or an entry is wrong.
    """
    return read_catalogue(get_settings().CATALOGUE_FILE or _BUILT_IN)


def find(model_id: str, task: Task = Task.CHAT) -> Model:
    """Return a model by its id.

    Raises:
        InvalidRequest: No such model, or it is for something else.
    """
    model = catalogue().get(model_id)
    if model is None:
        raise InvalidRequest(f"There is no model named {model_id[:100]!r}")
    if model.task is not task:
        raise InvalidRequest(f"{model.model_id} is {_USES[model.task]}, not {_USES[task]}")
    return model


def provider_of(model: Model | None) -> ProviderRow:
    """Return who answers for a model, counting by the model's own vocabulary where it has one.

    For a model that the catalogue has no more it is a stand-in.
    """
    row = catalogue().providers.get(model.provider, UNKNOWN) if model else UNKNOWN
    return replace(row, vocabulary=model.vocabulary) if model and model.vocabulary else row


def is_available(model: Model) -> bool:
    """Say whether the model's provider has the key it wants."""
    return provider_of(model).is_available


def is_allowed(model: Model, tier: str) -> bool:
    """Say whether people of a tier may use the model."""
    return model is SIMULATED or _TIERS.index(model.tier) <= _TIERS.index(tier)


def models_for(tier: str) -> list[Model]:
    """Return the models that a tier may talk with."""
    return [model for model in catalogue().models if is_allowed(model, tier)]


def default_model(tier: str) -> Model:
    """Return the model of new chats of a tier's people: the configured one, if they may use it.

    Else the first of the catalogue that they may use and whose provider has its key; `simulated`,
    where there is none.
    """
    configured = configured_model()
    if is_allowed(configured, tier):
        return configured
    return next(filter(is_available, models_for(tier)))


def configured_model() -> Model:
    """Return the model that the settings choose for new chats.

    That is `DEFAULT_MODEL`; else, where Gemini has its key, `GEMINI_MODEL` or the first Gemini
    model of the catalogue; else `simulated`.

    Raises:
        InvalidCatalogue: A setting names a model that the catalogue does not have.
    """
    settings = get_settings()
    if settings.DEFAULT_MODEL:
        return _named("DEFAULT_MODEL", settings.DEFAULT_MODEL)
    if GEMINI.is_available and settings.GEMINI_MODEL:
        return _named("GEMINI_MODEL", settings.GEMINI_MODEL)
    gemini = (model for model in catalogue().models if model.provider == GEMINI.name)
    return next(filter(is_available, gemini), SIMULATED)


def cost_micro_usd(model: Model, usage: Usage) -> int | None:
    """Return what a provider's usage costs at the catalogue's prices, rounded half up.

    Args:
        model: Whose prices to take.
        usage: The provider's figures; thinking is paid like output.

    Returns:
        Micro-USD, or `None` where the provider did not report prompt and either output or total.
    """
    if usage.prompt_tokens is None:
        return None
    if usage.output_tokens is not None:
        made_tokens = usage.output_tokens + (usage.thinking_tokens or 0)
    elif usage.total_tokens is not None:
        made_tokens = usage.total_tokens - usage.prompt_tokens
    else:
        return None
    cached_tokens = usage.cached_tokens or 0
    micro_usd_of_millions = (
        (usage.prompt_tokens - cached_tokens) * model.prices.input_micro_usd
        + cached_tokens * model.prices.cached_input_micro_usd
        + made_tokens * model.prices.output_micro_usd
    )
    return (micro_usd_of_millions + _MILLION // 2) // _MILLION


def _named(setting: str, model_id: str) -> Model:
    model = catalogue().get(model_id)
    if model is None:
        raise InvalidCatalogue(f"{setting}={model_id}: the catalogue has no such model")
    if model.task is not Task.CHAT:
        raise InvalidCatalogue(f"{setting}={model_id}: nobody can talk with this model")
    return model
