"""What the catalogue has: models, and providers that an operator adds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Annotated, Any, TypeVar

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
from chat_app.config.values import parse_address
from chat_app.llm.figures import Figures, PictureRule
from chat_app.llm.provider_table import (
    MIB,
    Dialect,
    InputName,
    Lack,
    LongestReply,
    OutputName,
    PartName,
    ProviderRow,
    Vocabulary,
    compatible,
)
from chat_app.llm.types import Task, Tier

Usd = Annotated[Decimal, Field(ge=0, le=1_000_000)]
"""A dollar a token is the most, so that every cost fits its column."""
PictureSize = Annotated[str, Field(pattern=r"^[1-9][0-9]{1,3}x[1-9][0-9]{1,3}$")]
"""Width and height in pixels."""

_Told = TypeVar("_Told")
_MILLION = 1_000_000
_WRITES = {Task.CHAT, Task.IMAGE}
_MAKES: dict[Task, tuple[OutputName, ...]] = {
    Task.CHAT: ("text",),
    Task.EMBED: (),
    Task.IMAGE: ("image",),
    Task.TRANSCRIBE: ("text",),
    Task.SPEECH: ("audio",),
}
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
    audio_input_micro_usd: int | None = None
    """For the part of the prompt that is heard; `None` where it is paid like the rest."""
    picture_output_micro_usd: int | None = None
    """For the part of the output that is drawn; likewise."""


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
    inputs: tuple[InputName, ...] = ("text",)
    """What it can be told; in a file, unless it says so, all that its provider's wire takes."""
    outputs: Annotated[tuple[OutputName, ...], Field(validate_default=True)] = ()
    """What its replies are made of; unless it says so, what its task is to make."""
    picture_size: Annotated[PictureSize | None, Field(validate_default=True)] = None
    """Of one that draws: what is asked of it, in pixels, such as `1024x1024`."""
    picture_tokens: Annotated[NonNegativeInt, Field(validate_default=True)] = 0
    """Of one that draws: the most that a picture of this size is billed."""
    voice: Annotated[str | None, Field(validate_default=True)] = None
    """Of one that reads aloud: whose voice, as its provider calls it."""
    speech_tokens_per_second: Annotated[PositiveInt | None, Field(validate_default=True)] = None
    """Likewise: what speech is billed by its length."""
    lacks: frozenset[Lack] = frozenset()
    """What it does not take of what its provider's wire has."""
    shows_thinking: bool = False
    """Whether it thinks by itself and tells of it where it is asked to."""
    input_usd: Usd
    cached_input_usd: Usd
    output_usd: Usd
    audio_input_usd: Usd | None = None
    """For what it hears; where that costs as much as what it reads, none."""
    picture_output_usd: Usd | None = None
    """For what it draws; likewise what it writes."""
    source: str
    """Where the figures are from."""
    as_of: date | None
    """The day they were read there; `None` where there is no price."""

    @field_validator("max_output_tokens")
    @classmethod
    def _says_how_long_replies_are(cls, tokens: int, known: ValidationInfo) -> int:
        task = known.data.get("task")
        if (tokens == 0 and task in _WRITES) or (tokens > 0 and task is Task.EMBED):
            raise ValueError("must be greater than 0 for chat and image, and left out for embed")
        return tokens

    @field_validator("outputs")
    @classmethod
    def _makes_what_its_task_is_for(
        cls, outputs: tuple[OutputName, ...], known: ValidationInfo
    ) -> tuple[OutputName, ...]:
        usual = _MAKES.get(known.data.get("task", Task.CHAT), ())
        if outputs and not set(usual) <= set(outputs):
            raise ValueError(f"must have {' and '.join(usual) or 'nothing'} for this task")
        if "image" in outputs and "image" not in usual:
            raise ValueError('must have no image unless task = "image"')
        return outputs or usual

    @field_validator("picture_size", "picture_tokens")
    @classmethod
    def _says_what_it_draws(cls, figure: Any, known: ValidationInfo) -> Any:
        if bool(figure) is not (known.data.get("task") is Task.IMAGE):
            raise ValueError("must be given for image, and left out for all others")
        return figure

    @field_validator("dimensions")
    @classmethod
    def _says_how_long_vectors_are(cls, length: int | None, known: ValidationInfo) -> int | None:
        if (length is not None) is not (known.data.get("task") is Task.EMBED):
            raise ValueError("must be given for embed, and left out for all others")
        return length

    @field_validator("voice", "speech_tokens_per_second")
    @classmethod
    def _says_how_it_reads(cls, told: _Told, known: ValidationInfo) -> _Told:
        if (told is not None) is not (known.data.get("task") is Task.SPEECH):
            raise ValueError("must be given for speech, and left out for all others")
        return told

    @cached_property
    def prices(self) -> Prices:
        """The prices as whole numbers, to reckon with."""
        of_audio, of_pictures = self.audio_input_usd, self.picture_output_usd
        return Prices(
            *map(_micro, (self.input_usd, self.cached_input_usd, self.output_usd)),
            audio_input_micro_usd=None if of_audio is None else _micro(of_audio),
            picture_output_micro_usd=None if of_pictures is None else _micro(of_pictures),
        )

    @property
    def wire_name(self) -> str:
        """What the provider calls it."""
        return self.sent_as or self.model_id

    @property
    def picture(self) -> tuple[int, int] | None:
        """Width and height of what it draws, in pixels; `None` of one that does not."""
        if self.picture_size is None:
            return None
        width, _, height = self.picture_size.partition("x")
        return int(width), int(height)

    @property
    def only_draws(self) -> bool:
        """Whether it is told what to draw, and neither earlier messages nor a system prompt."""
        return self.task is Task.IMAGE and "text" not in self.outputs


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models, in the order of the file, the simulated ones last; and who answers for them."""

    all_models: tuple[Model, ...]
    providers: Mapping[str, ProviderRow]
    """Built in or of the file, by name."""

    @property
    def models(self) -> tuple[Model, ...]:
        """Those that one can talk with."""
        return self.models_for(Task.CHAT)

    def models_for(self, *tasks: Task) -> tuple[Model, ...]:
        """Return those that are for one of some tasks."""
        return tuple(model for model in self.all_models if model.task in tasks)

    def get(self, model_id: str) -> Model | None:
        """Return the model of this id, if there is one, whatever it is for."""
        return next((model for model in self.all_models if model.model_id == model_id), None)


def _address(text: str) -> str:
    parts = parse_address(text)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must hold no key, question mark or #; a key goes by key_variable")
    return text


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
    """Of a picture, the most: as much as Qwen2-VL makes of one, the most of the open models (its
    processor's `max_pixels`, huggingface.co/Qwen/Qwen2-VL-7B-Instruct, read 2026-11-29)."""
    image_patch_px: PositiveInt | None = None
    """The side of the square that is a token to its models, in pixels; where nobody says, every
    picture is taken for the largest."""
    page_tokens: PositiveInt = 16_384
    audio_tokens_per_second: PositiveInt = 32
    tools_tokens: NonNegativeInt = 804
    request_mib: PositiveInt = 20

    @property
    def row(self) -> ProviderRow:
        """Its row in the table."""
        return compatible(
            self.name,
            self.address,
            self.key_variable,
            self.vocabulary,
            Figures(
                PictureRule(self.image_tokens, self.image_patch_px or 0),
                self.page_tokens,
                self.audio_tokens_per_second,
                self.tools_tokens,
            ),
            Dialect(self.longest_reply, self.asks_for_usage),
            self.takes,
            self.lacks,
            self.request_mib * MIB,
        )


def _micro(usd: Decimal) -> int:
    return int((usd * _MILLION).to_integral_value(ROUND_HALF_UP))
