"""Reads the catalogue file: models, and providers that speak OpenAI's chat completions.

What is wrong in it is told in one line, with the number of the line in the file.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    ValidationError,
)

from chat_app.config import Settings
from chat_app.llm.json_shapes import fields_of, list_of
from chat_app.llm.provider_table import (
    PROVIDERS,
    Dialect,
    Figures,
    LongestReply,
    PartName,
    ProviderRow,
    Vocabulary,
    compatible,
)
from chat_app.llm.types import Tier

Usd = Annotated[Decimal, Field(ge=0, le=1_000_000)]
"""A dollar a token is the most, so that every cost fits its column."""

_MILLION = 1_000_000
_PRICED = ("input_usd", "cached_input_usd", "output_usd", "source", "as_of")
_FREE = dict.fromkeys(_PRICED[:3], 0) | {"source": "no price given", "as_of": None}
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")


class InvalidCatalogue(ValueError):
    """The catalogue file is wrong; the message says in one line where."""


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
    context_window_tokens: PositiveInt
    max_output_tokens: PositiveInt
    input_usd: Usd
    cached_input_usd: Usd
    output_usd: Usd
    source: str
    """Where the figures are from."""
    as_of: date | None
    """The day they were read there; `None` where there is no price."""

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
    """All models, in the order of the file, `simulated` last; and who answers for them."""

    models: tuple[Model, ...]
    providers: Mapping[str, ProviderRow]
    """Built in or of the file, by name."""

    def get(self, model_id: str) -> Model | None:
        """Return the model of this id, if there is one."""
        return next((model for model in self.models if model.model_id == model_id), None)


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


class _ProviderEntry(BaseModel):
    """A provider that an operator adds: it speaks OpenAI's chat completions."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    address: Annotated[str, AfterValidator(_address)]
    key_variable: Annotated[str, AfterValidator(_variable)] | None = None
    vocabulary: Vocabulary = "tekken"
    longest_reply: LongestReply = "max_tokens"
    asks_for_usage: bool = True
    takes: frozenset[PartName] = frozenset({"image"})
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
            Dialect(self.longest_reply, self.asks_for_usage, self.takes),
        )


@lru_cache
def read_catalogue(path: Path) -> Catalogue:
    """Read a catalogue file, once.

    Raises:
        InvalidCatalogue: It is missing, or something in it is wrong.
    """
    try:
        return _parse(path.read_text("utf-8-sig"))
    except OSError as fault:
        raise InvalidCatalogue(f"CATALOGUE_FILE={path}: {fault.strerror}") from fault
    except ValueError as fault:
        raise InvalidCatalogue(f"CATALOGUE_FILE={path}: {fault}") from fault


def _parse(text: str) -> Catalogue:
    document = tomllib.loads(text, parse_float=Decimal)
    if not isinstance(document.get("models"), list):
        raise ValueError("there is no [[models]] table")  # noqa: TRY004
    if unknown := set(document) - {"models", "providers"}:
        raise ValueError(f"{min(unknown)}: the tables here are [[models]] and [[providers]]")
    entries = _read(text, "providers", document.get("providers", []), _ProviderEntry)
    own = {entry.name: entry.row for entry in entries}
    _require_once(text, "providers", [*PROVIDERS, *(entry.name for entry in entries)])
    providers = PROVIDERS | own
    for number, fields in enumerate(document["models"]):
        _require_known(text, number, fields, providers)
    priced = [_FREE | fields if _is_free(fields, own) else fields for fields in document["models"]]
    models = _read(text, "models", priced, Model)
    _require_once(text, "models", [*(model.model_id for model in models), SIMULATED.model_id])
    return Catalogue((*models, SIMULATED), providers)


def _require_known(text: str, number: int, fields: Any, providers: Mapping[str, Any]) -> None:
    """Refuse a model whose provider there is not; what else is wrong with it is told later."""
    name = fields_of(fields).get("provider")
    if isinstance(name, str) and name not in providers:
        model_id = fields_of(fields).get("model_id", "an entry without model_id")
        where = _where(text, "models", number, "provider")
        raise ValueError(f"{where}{model_id}: provider: there is none but {', '.join(providers)}")


def _is_free(fields: Any, own: Mapping[str, ProviderRow]) -> bool:
    """Say whether an entry leaves the price out, as the models of an operator's provider may."""
    provider = fields_of(fields).get("provider")
    is_own = isinstance(provider, str) and provider in own
    return is_own and not any(map(fields_of(fields).get, _PRICED))


_Entry = TypeVar("_Entry", Model, _ProviderEntry)


def _read(text: str, table: str, found: Any, kind: type[_Entry]) -> list[_Entry]:
    """Return the entries of a table."""
    if not isinstance(found, list):
        raise ValueError(f"{table}: each entry is a [[{table}]] table")  # noqa: TRY004
    entries: list[_Entry] = []
    for number, each in enumerate(list_of(found)):
        if not isinstance(each, dict):
            raise ValueError(f"{each!r}: an entry is a [[{table}]] table")  # noqa: TRY004
        fields = fields_of(each)
        try:
            entries.append(kind.model_validate(fields))
        except ValidationError as fault:
            first = fault.errors()[0]
            field = ".".join(map(str, first["loc"]))
            key = next(iter(kind.model_fields))
            named = " ".join(str(fields.get(key, f"an entry without {key}")).split())
            words = first["msg"].removeprefix("Value error, ")
            where = _where(text, table, number, str(first["loc"][0]))
            raise ValueError(f"{where}{named}: {field}: {words}") from fault
    return entries


def _require_once(text: str, table: str, names: list[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        key = "model_id" if table == "models" else "name"
        said = re.compile(rf"\s*{key}\s*=\s*[\"']{re.escape(twice[0])}[\"']")
        found = [at for at, line in enumerate(text.splitlines()) if said.match(line)]
        where = f"line {found[-1] + 1}: " if found else ""
        raise ValueError(f"{where}{twice[0]}: {key}: two entries have it")


def _where(text: str, table: str, number: int, field: str) -> str:
    """Say in which line a field of an entry is; of one that is missing, where the entry begins."""
    lines = text.splitlines()
    heads = [at for at, line in enumerate(lines) if re.match(r"\s*\[\[?\s*[\w\"']", line)]
    begins = [at for at in heads if re.match(rf"\s*\[\[\s*{table}\s*\]\]", lines[at])]
    if number >= len(begins):
        return ""
    begin = begins[number]
    end = next((at for at in heads if at > begin), len(lines))
    found = (at for at in range(begin, end) if re.match(rf"\s*{re.escape(field)}\s*=", lines[at]))
    return f"line {next(found, begin) + 1}: "


def _micro(usd: Decimal) -> int:
    return int((usd * _MILLION).to_integral_value(ROUND_HALF_UP))
