"""The models on offer, read from one file that an operator can replace; the only model names."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, PositiveInt, ValidationError

from chat_app.config import get_settings
from chat_app.errors import InvalidRequest
from chat_app.llm.types import Usage

SIMULATED = "simulated"
_TIERS = ("BASIC", "PRO", "ENTERPRISE")
_MILLION = 1_000_000
_BUILT_IN = Path(__file__).with_name("catalog.toml")


@dataclass(frozen=True, slots=True)
class Prices:
    """Micro-USD for a million tokens."""

    input_micro_usd: int
    cached_input_micro_usd: int
    output_micro_usd: int


class Model(BaseModel):
    """A model as the catalogue describes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model_id: str
    """The provider's own id."""
    provider: Literal["gemini", "openai", "anthropic", "xai", "simulated"]
    name: str
    """What people read."""
    context_window_tokens: PositiveInt
    max_output_tokens: PositiveInt
    tier: Literal["BASIC", "PRO", "ENTERPRISE"]
    """The least tier that may use it."""
    input_usd: NonNegativeFloat
    """USD for a million input tokens."""
    cached_input_usd: NonNegativeFloat
    output_usd: NonNegativeFloat
    source: str
    """Where the figures were read."""
    as_of: date
    """When they were read."""

    @property
    def prices(self) -> Prices:
        """The prices as whole numbers."""
        return Prices(
            round(self.input_usd * _MILLION),
            round(self.cached_input_usd * _MILLION),
            round(self.output_usd * _MILLION),
        )


class _File(BaseModel):
    model: Annotated[list[Model], Field(min_length=1)]


@lru_cache
def catalogue() -> dict[str, Model]:
    """Return the models by id, in the order of the file.

    Raises:
        SystemExit: The file is missing or an entry is wrong; says which in one line.
    """
    path = get_settings().CATALOGUE_FILE or _BUILT_IN
    try:
        models = _File.model_validate(tomllib.loads(path.read_text())).model
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise SystemExit(f"CATALOGUE_FILE {path}: {fault}") from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise SystemExit(f"CATALOGUE_FILE {path}: {where}: {first['msg']}") from fault
    return {model.model_id: model for model in models}


def find(model_id: str) -> Model:
    """Return a model.

    Raises:
        InvalidRequest: The catalogue has no such model.
    """
    model = catalogue().get(model_id)
    if model is None:
        raise InvalidRequest(f"There is no model named {model_id[:100]!r}")
    return model


def default_model() -> Model:
    """Return the model of a chat that asks for none."""
    settings = get_settings()
    if settings.DEFAULT_MODEL:
        return find(settings.DEFAULT_MODEL)
    if settings.GEMINI_API_KEY and settings.GEMINI_MODEL:
        return find(settings.GEMINI_MODEL)
    first = (each for each in catalogue().values() if each.provider == "gemini")
    return next(filter(is_available, first), None) or find(SIMULATED)


def is_available(model: Model) -> bool:
    """Say whether the model's provider has a key; the simulated one needs none."""
    settings = get_settings()
    keys = {
        "gemini": settings.GEMINI_API_KEY,
        "openai": settings.OPENAI_API_KEY,
        "anthropic": settings.ANTHROPIC_API_KEY,
        "xai": settings.XAI_API_KEY,
    }
    return model.provider == SIMULATED or keys[model.provider] is not None


def is_allowed(model: Model, tier: str) -> bool:
    """Say whether a tier includes the model."""
    return _TIERS.index(model.tier) <= _TIERS.index(tier)


def models_for(tier: str) -> list[Model]:
    """Return the models that a tier includes."""
    return [model for model in catalogue().values() if is_allowed(model, tier)]


def cost_micro_usd(model: Model, usage: Usage) -> int | None:
    """Return what a provider's figures cost, in micro-USD, half a one rounded up.

    `None` where the provider reported neither prompt nor output.
    """
    if usage.prompt_tokens is None or usage.output_tokens is None:
        return None
    prices = model.prices
    cached = usage.cached_tokens or 0
    output = usage.output_tokens + (usage.thinking_tokens or 0)
    total = (
        (usage.prompt_tokens - cached) * prices.input_micro_usd
        + cached * prices.cached_input_micro_usd
        + output * prices.output_micro_usd
    )
    return int((Decimal(total) / _MILLION).quantize(Decimal(1), ROUND_HALF_UP))
