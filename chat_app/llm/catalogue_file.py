"""Reads the catalogue file: models, and providers that speak OpenAI's chat completions.

What is wrong in it is told in one line, with the number of the line in the file.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from chat_app.llm.catalogue_entries import Catalogue, Model, ProviderEntry
from chat_app.llm.json_shapes import fields_of, list_of
from chat_app.llm.made_here import MADE_HERE
from chat_app.llm.provider_table import PROVIDERS, ProviderRow
from chat_app.llm.types import Task

_PRICED = ("input_usd", "cached_input_usd", "output_usd", "source", "as_of")
_SHOWN_ALL = (Task.CHAT, Task.IMAGE)
"""Tasks whose models are shown all that their provider's wire takes, unless their entry says so."""
_FREE = dict.fromkeys(_PRICED[:3], 0) | {"source": "no price given", "as_of": None}


class InvalidCatalogue(ValueError):
    """The catalogue file is wrong; the message says in one line where."""


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
    entries = _read(text, "providers", document.get("providers", []), ProviderEntry)
    own = {entry.name: entry.row for entry in entries}
    _require_once(text, "providers", [*PROVIDERS, *(entry.name for entry in entries)])
    providers = PROVIDERS | own
    for number, fields in enumerate(document["models"]):
        _require_known(text, number, fields, providers)
    told = [_completed(fields, own, providers) for fields in document["models"]]
    models = _read(text, "models", told, Model)
    for number, model in enumerate(models):
        _require_inputs(text, number, model, providers[model.provider])
    _require_once(text, "models", [model.model_id for model in (*models, *MADE_HERE)])
    return Catalogue((*models, *MADE_HERE), providers)


def _require_known(text: str, number: int, fields: Any, providers: Mapping[str, Any]) -> None:
    """Refuse a model whose provider there is not; what else is wrong with it is told later."""
    name = fields_of(fields).get("provider")
    if isinstance(name, str) and name not in providers:
        model_id = fields_of(fields).get("model_id", "an entry without model_id")
        where = _where(text, "models", number, "provider")
        raise ValueError(f"{where}{model_id}: provider: there is none but {', '.join(providers)}")


def _require_inputs(text: str, number: int, model: Model, row: ProviderRow) -> None:
    """Refuse a model that is to be told what its provider's wire has no form for."""
    if unknown := set(model.inputs) - set(row.inputs):
        where = _where(text, "models", number, "inputs")
        has = ", ".join(row.inputs)
        raise ValueError(f"{where}{model.model_id}: inputs: {min(unknown)}: {row.name} takes {has}")


def _completed(
    fields: Any, own: Mapping[str, ProviderRow], providers: Mapping[str, ProviderRow]
) -> Any:
    """Return an entry with what it may leave to its provider."""
    told = fields_of(fields)
    if told.get("task", Task.CHAT) in _SHOWN_ALL and isinstance(name := told.get("provider"), str):
        lacks = list_of(told.get("lacks"))
        told = {"inputs": [each for each in providers[name].inputs if each not in lacks]} | told
    return _FREE | told if _is_free(fields, own) else told or fields


def _is_free(fields: Any, own: Mapping[str, ProviderRow]) -> bool:
    """Say whether an entry leaves the price out, as the models of an operator's provider may."""
    provider = fields_of(fields).get("provider")
    is_own = isinstance(provider, str) and provider in own
    return is_own and not any(map(fields_of(fields).get, _PRICED))


_Entry = TypeVar("_Entry", Model, ProviderEntry)


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
