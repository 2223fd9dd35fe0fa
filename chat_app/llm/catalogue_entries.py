"""What the catalogue has: models, and providers that an operator adds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    ValidationInfo,
    field_validator,
)

from chat_app.config import Settings
from chat_app.llm.provider_table import (
    Dialect,
    Figures,
    Lack,
    LongestReply,
    PartName,
    ProviderRow,
    Vocabulary,
    compatible,
)
from chat_app.llm.types import Task, Tier

Usd = Annotated[Decimal, Field(ge=0, le=1_000_000)]
"""A dollar a token is the most, so that every cost fits its column."""

_MILLION = 1_000_000
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")


def _printable(text: str) -> str:
    if text != text.strip() or not text.isprintable():
        raise ValueError("must hold no control character, and no blank at either end")
    return text


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

    model_id: Annotated[str, Field(max_length=100), AfterValidator(_printable)]
    """Its name here, and the provider's own unless `sent_as` is set; chats and turns keep it."""
    sent_as: str | None = None
    """The provider's own name of it: two providers may have models of the same name."""
    provider: str
    """The name of a row in the table of providers, or of an entry of the file."""
    name: str
    """What people read."""
    tier: Tier
    """The least tier that may use it."""
    task: Task = Task.CHAT
    context_window_tokens: PositiveInt
    max_output_tokens: Annotated[NonNegativeInt, Field(validate_default=True)] = 0
    """Of one that embeds: none."""
    vocabulary: Vocabulary | None = None
    """By whose tokens its texts are estimated, where those are not its provider's."""
    dimensions: Annotated[PositiveInt | None, Field(validate_default=True)] = None
    """Of one that embeds: how long its vectors are, unless shorter ones are asked for."""
    lacks: frozenset[Lack] = frozenset()
    """What it does not take of what its provider's wire has."""
    input_usd: Usd
    cached_input_usd: Usd
    output_usd: Usd
    source: str
    """Where the figures are from."""
    as_of: date | None
    """The day they were read there; `None` where there is no price."""

    @field_validator("max_output_tokens")
    @classmethod
    def _says_how_long_replies_are(cls, tokens: int, known: ValidationInfo) -> int:
        if (tokens > 0) is not (known.data.get("task") is Task.CHAT):
            raise ValueError("must be greater than 0 for chat, and left out for embed")
        return tokens

    @field_validator("dimensions")
    @classmethod
    def _says_how_long_vectors_are(cls, length: int | None, known: ValidationInfo) -> int | None:
        if (length is not None) is not (known.data.get("task") is Task.EMBED):
            raise ValueError("must be given for embed, and left out for chat")
        return length

    @property
    def prices(self) -> Prices:
        """The prices as whole numbers, to reckon with."""
        return Prices(*map(_micro, (self.input_usd, self.cached_input_usd, self.output_usd)))

    @property
    def wire_name(self) -> str:
        """What the provider calls it."""
        return self.sent_as or self.model_id


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models, in the order of the file, the simulated ones last; and who answers for them."""

    all_models: tuple[Model, ...]
    providers: Mapping[str, ProviderRow]
    """Built in or of the file, by name."""

    @property
    def models(self) -> tuple[Model, ...]:
        """Those that one can talk with."""
        return tuple(model for model in self.all_models if model.task is Task.CHAT)

    def get(self, model_id: str) -> Model | None:
        """Return the model of this id, if there is one, whatever it is for."""
        return next((model for model in self.all_models if model.model_id == model_id), None)


SIMULATED = Model(
    model_id="simulated",
    provider="simulated",
    name="Simulated",
    tier=Tier.BASIC,
    context_window_tokens=131_072,
    max_output_tokens=8_192,
    input_usd=Decimal(0),
    cached_input_usd=Decimal(0),
    output_usd=Decimal(0),
    source="made here",
    as_of=date(2026, 11, 21),
)
SIMULATED_EMBEDDING = Model(
    model_id="simulated-embedding",
    provider="simulated",
    name="Simulated Embedding",
    tier=Tier.BASIC,
    task=Task.EMBED,
    context_window_tokens=8_192,
    dimensions=256,
    input_usd=Decimal(0),
    cached_input_usd=Decimal(0),
    output_usd=Decimal(0),
    source="made here",
    as_of=date(2026, 11, 29),
)
MADE_HERE = (SIMULATED, SIMULATED_EMBEDDING)


def _address(text: str) -> str:
    parts = urlsplit(text)
    # urlsplit drops line breaks and reads ports late; those who connect trip over both.
    is_whole = text.isprintable() and " " not in text and _has_good_port(parts)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_whole:
        raise ValueError("must be an address such as http://localhost:11434/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must hold no key, question mark or #; a key goes by key_variable")
    return text


def _has_good_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _variable(text: str) -> str:
    if not _VARIABLE.fullmatch(text):
        raise ValueError(
            "must be the name of an environment variable, such as MISTRAL_API_KEY; "
            "the key itself does not belong in this file"
        )
    if text in Settings.model_fields:
        raise ValueError("names a setting of this server, which is no provider's business")
    return text


class ProviderEntry(BaseModel):
    """A provider that an operator adds: it speaks OpenAI's chat completions."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    address: Annotated[str, AfterValidator(_address)]
    key_variable: Annotated[str, AfterValidator(_variable)] | None = None
    vocabulary: Vocabulary = "tekken"
    longest_reply: LongestReply = "max_tokens"
    asks_for_usage: bool = True
    takes: frozenset[PartName] = frozenset({"image"})
    lacks: frozenset[Lack] = frozenset()
    image_tokens: PositiveInt = 16_384
    """As much as Qwen2-VL makes of a picture, the most of the open models (its processor's
    `max_pixels`, huggingface.co/Qwen/Qwen2-VL-7B-Instruct, read 2026-11-29)."""
    page_tokens: PositiveInt = 16_384
    audio_tokens_per_second: PositiveInt = 32
    tools_tokens: NonNegativeInt = 804

    @property
    def row(self) -> ProviderRow:
        """Its row in the table."""
        return compatible(
            self.name,
            self.address,
            self.key_variable,
            self.vocabulary,
            Figures(
                self.image_tokens,
                self.page_tokens,
                self.audio_tokens_per_second,
                self.tools_tokens,
            ),
            Dialect(self.longest_reply, self.asks_for_usage),
            self.takes,
            self.lacks,
        )


def _micro(usd: Decimal) -> int:
    return int((usd * _MILLION).to_integral_value(ROUND_HALF_UP))
