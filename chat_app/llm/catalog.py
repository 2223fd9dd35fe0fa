"""Which models there are, what they cost and who may use them: read from `catalog.toml`.

An operator's own file (`CATALOGUE_FILE`) is used instead of the built-in one. `simulated` is
part of every catalogue: it needs no key and costs nothing.
"""

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from chat_app.config import get_settings
from chat_app.errors import InvalidRequest
from chat_app.llm.types import Usage

ProviderName = Literal["gemini", "openai", "anthropic", "xai", "simulated"]
TierName = Literal["BASIC", "PRO", "ENTERPRISE"]
Usd = Annotated[Decimal, Field(ge=0)]

_TIERS: tuple[str, ...] = get_args(TierName)
"""From the least to the greatest; a tier may use all that those before it may."""
_BUILT_IN = Path(__file__).with_name("catalog.toml")
_MILLION = 1_000_000


class InvalidCatalogue(ValueError):
    """The catalogue file is wrong; the message says in one line where."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices in micro-USD per million tokens: 1 USD per million is 1 000 000."""

    input_micro_usd: int
    cached_input_micro_usd: int
    """For prompt tokens that the provider had cached."""
    output_micro_usd: int
    """For the reply, thinking included."""


class Model(BaseModel):
    """One model, as the catalogue describes it; prices in USD per million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1)

    model_id: str
    """The provider's own name of the model."""
    provider: ProviderName
    name: str
    """What people read."""
    tier: TierName
    """The least tier that may use it."""
    context_window_tokens: PositiveInt
    max_output_tokens: PositiveInt
    input_usd: Usd
    cached_input_usd: Usd
    output_usd: Usd
    source: str
    """Where the figures are from."""
    as_of: date
    """The day they were read there."""

    @property
    def prices(self) -> Prices:
        """The prices as whole numbers, to reckon with."""
        return Prices(*map(_micro, (self.input_usd, self.cached_input_usd, self.output_usd)))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models, in the order of the file, `simulated` last."""

    models: tuple[Model, ...]

    def get(self, model_id: str) -> Model | None:
        """Return the model of this id, if there is one."""
        return next((model for model in self.models if model.model_id == model_id), None)


SIMULATED = Model(
    model_id="simulated",
    provider="simulated",
    name="Simulated",
    tier="BASIC",
    context_window_tokens=131_072,
    max_output_tokens=8_192,
    input_usd=Decimal(0),
    cached_input_usd=Decimal(0),
    output_usd=Decimal(0),
    source="made here",
    as_of=date(2026, 11, 21),
)


def catalogue() -> Catalogue:
    """Return the catalogue, read once.

    Raises:
        InvalidCatalogue: The file is missing or an entry is wrong.
    """
    return _load(get_settings().CATALOGUE_FILE or _BUILT_IN)


def find(model_id: str) -> Model:
    """Return a model by its id.

    Raises:
        InvalidRequest: No such model.
    """
    model = catalogue().get(model_id)
    if model is None:
        raise InvalidRequest(f"There is no model named {model_id[:100]!r}")
    return model


def is_available(model: Model) -> bool:
    """Say whether the model's provider has its key; the simulated one needs none."""
    if model.provider == "simulated":
        return True
    return getattr(get_settings(), f"{model.provider.upper()}_API_KEY") is not None


def is_allowed(model: Model, tier: str) -> bool:
    """Say whether people of a tier may use the model."""
    return model is SIMULATED or _TIERS.index(model.tier) <= _TIERS.index(tier)


def models_for(tier: str) -> list[Model]:
    """Return the models that a tier may use."""
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
    if settings.GEMINI_API_KEY and settings.GEMINI_MODEL:
        return _named("GEMINI_MODEL", settings.GEMINI_MODEL)
    gemini = (model for model in catalogue().models if model.provider == "gemini")
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
    return model


@lru_cache
def _load(path: Path) -> Catalogue:
    try:
        return Catalogue(_parse(path.read_text()))
    except OSError as fault:
        raise InvalidCatalogue(f"CATALOGUE_FILE={path}: {fault.strerror}") from fault
    except ValueError as fault:
        raise InvalidCatalogue(f"CATALOGUE_FILE={path}: {fault}") from fault


def _parse(text: str) -> tuple[Model, ...]:
    entries = tomllib.loads(text, parse_float=Decimal).get("models")
    if not isinstance(entries, list):
        raise ValueError("there is no [[models]] table")  # noqa: TRY004
    models = (*map(_read, entries), SIMULATED)
    seen = Counter(model.model_id for model in models)
    if twice := [model_id for model_id, count in seen.items() if count > 1]:
        raise ValueError(f"{twice[0]}: model_id: two entries have it")
    return models


def _read(fields: Any) -> Model:
    if not isinstance(fields, dict):
        raise ValueError(f"{fields!r}: an entry is a [[models]] table")  # noqa: TRY004
    try:
        return Model.model_validate(fields)
    except ValidationError as fault:
        first = fault.errors()[0]
        field = ".".join(map(str, first["loc"]))
        name = fields.get("model_id", "an entry without model_id")
        raise ValueError(f"{name}: {field}: {first['msg']}") from fault


def _micro(usd: Decimal) -> int:
    return int((usd * _MILLION).to_integral_value(ROUND_HALF_UP))
