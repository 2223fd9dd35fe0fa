"""Bodies about models, counting and how the server is."""

from typing import Literal

from pydantic import Field

from chat_app.api.schemas.shape import Out, Shape, example
from chat_app.llm.types import Task

_PRICES = {
    "input_micro_usd": 300_000,
    "cached_input_micro_usd": 30_000,
    "output_micro_usd": 2_500_000,
}
_MODEL = {
    "model_id": "simulated",
    "provider": "simulated",
    "name": "Simulated",
    "context_window_tokens": 131_072,
    "max_output_tokens": 8192,
    "tier": "BASIC",
    "task": "chat",
    "inputs": ["text", "image", "document", "audio"],
    "outputs": ["text"],
    "prices": _PRICES,
    "available": True,
    "allowed": True,
}


class PricesOut(Out):
    """Prices of a million tokens, in millionths of a US dollar."""

    model_config = example(**_PRICES)

    input_micro_usd: int
    """A million tokens sent, in micro-USD."""
    cached_input_micro_usd: int
    """A million tokens sent that the provider had in its cache, in micro-USD."""
    output_micro_usd: int
    """A million tokens written, in micro-USD."""


class ModelOut(Out):
    """A model of the catalogue."""

    model_config = example(**_MODEL)

    model_id: str
    """What requests call it."""
    provider: str
    """Its vendor."""
    name: str
    """What people call it."""
    context_window_tokens: int
    """The most it reads and writes at once, in tokens."""
    max_output_tokens: int
    """The longest reply it can write, in tokens."""
    tier: str
    """The lowest tier that may use it."""
    task: Task
    """What it is for."""
    inputs: list[str]
    """What it can be told: `text`, `image`, `document`, `audio`; documents reach all others as
    their text."""
    outputs: list[str]
    """What its replies are made of: `text`, `image`, `audio`."""
    prices: PricesOut
    """What its vendor asks."""
    available: bool
    """Whether its provider's key is set."""
    allowed: bool
    """Whether it is in the caller's tier."""


class ModelsOut(Shape):
    """The catalogue."""

    model_config = example(models=[_MODEL])

    models: list[ModelOut]
    """All models, those that cannot be used included."""


class HealthOut(Shape):
    """The process is alive."""

    model_config = example(status="ok")

    status: Literal["ok"] = "ok"
    """Always `ok`."""


class ReadyOut(Shape):
    """All that a message needs answers."""

    model_config = example(status="ready", checks=["database", "provider", "background"])

    status: Literal["ready"] = "ready"
    """Always `ready`."""
    checks: list[str]
    """What was asked and answered."""


class TokenStatsOut(Out):
    """How tokens were counted since the process started."""

    model_config = example(
        system_prompt_cache_entries=1,
        text_token_cache_entries=40,
        total_cache_entries=41,
        hits=120,
        misses=41,
        hit_rate=0.745,
        api_calls=39,
        api_calls_saved=120,
        estimates=2,
    )

    system_prompt_cache_entries: int
    """Counts of system prompts that are remembered."""
    text_token_cache_entries: int
    """Counts of other texts that are remembered."""
    total_cache_entries: int
    """Their sum."""
    hits: int
    """Counts that were remembered, or waited for an equal one under way."""
    misses: int
    """Counts that had to be found out."""
    hit_rate: float = Field(ge=0, le=1)
    """The share of hits, 0 to 1."""
    api_calls: int
    """Counts that a provider was asked for."""
    api_calls_saved: int
    """Counts that a provider would have been asked for without all that."""
    estimates: int
    """Counts that were estimated."""
