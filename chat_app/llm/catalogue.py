"""Which models there are, what they cost and who may use them: read from `catalogue.toml`.

An operator's own file (`CATALOGUE_FILE`) is used instead of the built-in one. `simulated` is
part of every catalogue, as are the others of its kind: they need no key and cost nothing.
"""

from dataclasses import replace
from pathlib import Path

from chat_app.config import get_settings
from chat_app.config.values import parse_address
from chat_app.errors import InvalidRequest
from chat_app.llm.catalogue_entries import Catalogue, Model, Prices
from chat_app.llm.catalogue_file import InvalidCatalogue, read_catalogue
from chat_app.llm.made_here import SIMULATED, SIMULATED_EMBEDDING, SIMULATED_IMAGE
from chat_app.llm.provider_table import GEMINI, UNKNOWN, ProviderRow
from chat_app.llm.types import Task, Tier, Usage

__all__ = [
    "SIMULATED",
    "SIMULATED_EMBEDDING",
    "SIMULATED_IMAGE",
    "InvalidCatalogue",
    "Model",
    "Prices",
]

_TIERS: tuple[str, ...] = tuple(Tier)
"""From the least to the greatest; a tier may use all that those before it may."""
_BUILT_IN = Path(__file__).with_name("catalogue.toml")
_MILLION = 1_000_000
_USES = {
    Task.CHAT: "for chats",
    Task.EMBED: "for embeddings",
    Task.IMAGE: "for pictures",
    Task.TRANSCRIBE: "for dictation",
    Task.SPEECH: "for reading aloud",
}


def catalogue() -> Catalogue:
    """Return the catalogue, read once.

    Raises:
        InvalidCatalogue: The file is missing or an entry is wrong.
    """
    return read_catalogue(get_settings().CATALOGUE_FILE or _BUILT_IN)


def check_providers() -> None:
    """Refuse keys and addresses of providers that no request could carry.

    Raises:
        InvalidCatalogue: One is such; the words name its variable.
    """
    for row in catalogue().providers.values():
        key = row.key() or "none"
        if not key.isascii() or not key.isprintable() or " " in key:
            raise InvalidCatalogue(f"{row.key_variable}: is no key; write the one of the vendor")
        address = row.current_address()
        # That of gRPC may do without a scheme.
        if address and row.sdk != "grpc":
            try:
                parse_address(address)
            except ValueError as fault:
                raise InvalidCatalogue(f"{row.address_variable}: {fault}") from fault


def find(model_id: str, *tasks: Task) -> Model:
    """Return a model by its id, for one of some tasks: to talk with, unless told otherwise.

    Raises:
        InvalidRequest: No such model, or it is for something else.
    """
    tasks = tasks or (Task.CHAT,)
    model = catalogue().get(model_id)
    if model is None:
        raise InvalidRequest(f"There is no model named {model_id[:100]!r}")
    if model.task not in tasks:
        raise InvalidRequest(f"{model.model_id} is {_USES[model.task]}, not {_USES[tasks[0]]}")
    return model


def name_of(model_id: str) -> str:
    """Return the name that people know a model by; its id where the catalogue has it no more."""
    model = catalogue().get(model_id)
    return model.name if model else model_id


def provider_of(model: Model | None) -> ProviderRow:
    """Return who answers for a model, counting by the model's own vocabulary where it has one.

    For a model that the catalogue has no more it is a stand-in.
    """
    row = catalogue().providers.get(model.provider, UNKNOWN) if model else UNKNOWN
    return replace(row, vocabulary=model.vocabulary) if model and model.vocabulary else row


def is_available(model: Model) -> bool:
    """Say whether the model's provider has the key it wants."""
    return provider_of(model).is_available


def is_real(model: Model) -> bool:
    """Say whether a vendor answers, not the app itself with made-up text."""
    return not provider_of(model).is_simulated


def is_allowed(model: Model, tier: str) -> bool:
    """Say whether people of a tier may use the model."""
    return model is SIMULATED or _TIERS.index(model.tier) <= _TIERS.index(tier)


def models_for(tier: str, *tasks: Task) -> list[Model]:
    """Return the models that a tier may use for some tasks: to talk with, unless told otherwise."""
    models = catalogue().models_for(*tasks or (Task.CHAT,))
    return [model for model in models if is_allowed(model, tier)]


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
    model of the catalogue; else the first of it that has its key; `simulated` where none has.

    Raises:
        InvalidCatalogue: A setting names a model that the catalogue does not have.
    """
    settings = get_settings()
    if settings.DEFAULT_MODEL:
        return _named("DEFAULT_MODEL", settings.DEFAULT_MODEL)
    if GEMINI.is_available and settings.GEMINI_MODEL:
        return _named("GEMINI_MODEL", settings.GEMINI_MODEL)
    real = [model for model in catalogue().models if is_available(model) and is_real(model)]
    gemini = (model for model in real if model.provider == GEMINI.name)
    return next(gemini, real[0] if real else SIMULATED)


def title_model() -> Model | None:
    """Return the model that names chats, where the settings choose one.

    Raises:
        InvalidCatalogue: The catalogue does not have it.
    """
    named = get_settings().TITLE_MODEL
    return _named("TITLE_MODEL", named) if named else None


def image_model(tier: str) -> Model:
    """Return the model that draws where nobody chose another.

    That is `IMAGE_MODEL`; else the first one of the catalogue that draws, that the tier may use and
    whose provider has its key: `simulated-image`, where no other does.

    Raises:
        InvalidCatalogue: `IMAGE_MODEL` names a model that the catalogue does not have.
    """
    if named := get_settings().IMAGE_MODEL:
        return _named("IMAGE_MODEL", named, Task.IMAGE)
    return next(filter(is_available, models_for(tier, Task.IMAGE)))


def models_for_task(task: Task, setting: str) -> list[Model]:
    """Return who may do something for the app, the first choice first.

    Args:
        task: What is to be done.
        setting: The setting that names the one model for it; where it is not set, all that the
            catalogue has come in its order, and one that is made up only where no vendor has its
            key.

    Raises:
        InvalidCatalogue: The catalogue does not have the model that the setting names, or it is
            for something else.
    """
    named = getattr(get_settings(), setting)
    if not named:
        found = [model for model in catalogue().all_models if _does(model, task)]
        return found if not is_real(configured_model()) else [*filter(is_real, found)]
    model = catalogue().get(named)
    if model is None or not _does(model, task):
        raise InvalidCatalogue(f"{setting}={named}: the catalogue has no such model {_USES[task]}")
    return [model]


def _does(model: Model, task: Task) -> bool:
    """Say whether a model is for a task; `simulated` listens, too."""
    return model.task is task or (task is Task.TRANSCRIBE and model is SIMULATED)


def cost_micro_usd(model: Model, usage: Usage) -> int | None:
    """Return what a provider's usage costs at the catalogue's prices, rounded half up.

    Args:
        model: Whose prices to take.
        usage: The provider's figures; thinking is paid like output, and what was heard or drawn at
            its own price where the model has one. What was heard counts as not cached.

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
    prices = model.prices
    cached_tokens = usage.cached_tokens or 0
    sent_tokens = usage.prompt_tokens - cached_tokens
    micro_usd_of_millions = (
        sent_tokens * prices.input_micro_usd
        + cached_tokens * prices.cached_input_micro_usd
        + made_tokens * prices.output_micro_usd
    )
    if prices.audio_input_micro_usd is not None:
        heard_tokens = min(usage.audio_tokens or 0, sent_tokens)
        micro_usd_of_millions += heard_tokens * (
            prices.audio_input_micro_usd - prices.input_micro_usd
        )
    if prices.picture_output_micro_usd is not None:
        drawn_tokens = min(usage.picture_tokens or 0, made_tokens)
        micro_usd_of_millions += drawn_tokens * (
            prices.picture_output_micro_usd - prices.output_micro_usd
        )
    return (micro_usd_of_millions + _MILLION // 2) // _MILLION


def _named(setting: str, model_id: str, task: Task = Task.CHAT) -> Model:
    model = catalogue().get(model_id)
    if model is None:
        raise InvalidCatalogue(f"{setting}={model_id}: the catalogue has no such model")
    if model.task is not task:
        why = "nobody can talk with this model"
        if task is not Task.CHAT:
            why = f"this model is not {_USES[task]}"
        raise InvalidCatalogue(f"{setting}={model_id}: {why}")
    return model
