"""Bodies about API keys."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BeforeValidator, Field

from chat_app.api.schemas.shape import NOT_BLANK, USER_ID, In, Out, Shape, Text, example
from chat_app.config.limits import MAX_TOKEN_LIMIT
from chat_app.services.keys import KeyChanges, KeyOverview

_KEY = {
    "key_id": "019de2b8-3f42-7063-9d8e-7a05b2e9f409",
    "name": "Nightly report",
    "prefix": "tk_Zk3vQ9w",
    "token_limit": 20_000,
    "expires_at": "2027-06-30T00:00:00Z",
    "models": ["simulated"],
    "created_at": "2026-11-29T09:30:00Z",
}
_LISTED = _KEY | {"tokens_used": 1248, "last_used_at": "2026-11-29T09:41:00Z"}
_OF_SOMEBODY = _LISTED | {"user_id": USER_ID, "email": "ada@example.com"}
_WANTED = {name: _KEY[name] for name in ("name", "token_limit", "expires_at", "models")}


def _written(moment: object) -> object:
    if moment is not None and not isinstance(moment, str):
        raise ValueError("must be a time in ISO 8601 with its zone, such as 2027-06-30T00:00:00Z")
    return moment


Name = Annotated[Text, Field(json_schema_extra=NOT_BLANK | {"maxLength": 200})]
Cap = Annotated[int, Field(strict=True, ge=0, le=MAX_TOKEN_LIMIT)]
Expiry = Annotated[AwareDatetime, BeforeValidator(_written)]
Models = Annotated[list[Text], Field(json_schema_extra={"minItems": 1})]


class KeyIn(In):
    """An API key to be."""

    model_config = example(**_WANTED)

    name: Name
    """1 to 200 characters, for people."""
    token_limit: Cap | None = None
    """Most tokens a calendar month (UTC), within its owner's budget; null for no cap."""
    expires_at: Expiry | None = None
    """When it stops working; null lets it live until it is revoked."""
    models: Models | None = None
    """Ids of the models it may ask for; null for all that its owner may."""


class KeyPatch(In):
    """What to change of an API key; what is left out stays, null clears a cap, date or list."""

    model_config = example(**_WANTED)

    name: Name | None = None
    """1 to 200 characters, for people."""
    token_limit: Cap | None = None
    """Most tokens a calendar month (UTC); not below what was used or is reserved in this one."""
    expires_at: Expiry | None = None
    """When it stops working; one that has expired works again."""
    models: Models | None = None
    """Ids of the models it may ask for."""

    def changes(self) -> KeyChanges:
        """Return what was sent and means a change."""
        sent = self.model_dump(exclude_unset=True).items()
        changes: Any = {name: to for name, to in sent if to is not None or name != "name"}
        return changes


class _KeyOut(Out):
    key_id: UUID
    """Sorts by the time it was made."""
    name: str
    """What its owner calls it."""
    prefix: str
    """How its secret begins: enough to tell keys apart."""
    token_limit: int | None
    """Most tokens a calendar month (UTC); null for no cap of its own."""
    expires_at: datetime | None
    """When it stops working, UTC; null where it does not by itself."""
    models: list[str] | None
    """Ids of the models it may ask for; null for all that its owner may."""
    created_at: datetime
    """When it was made, UTC."""


class NewKeyOut(_KeyOut):
    """An API key with its secret."""

    model_config = example(**_KEY, key="tk_Zk3vQ9w…")

    key: str
    """The secret, to be sent as `Authorization: Bearer …`; shown here and never again."""


class KeyOut(_KeyOut):
    """An API key and what it used."""

    model_config = example(**_LISTED)

    tokens_used: int
    """Charged for it in this calendar month (UTC), in tokens."""
    last_used_at: datetime | None
    """When it last asked for something, UTC, to about a minute."""


class KeysOut(Shape):
    """Some of the caller's API keys."""

    model_config = example(keys=[_LISTED], next_cursor=_KEY["key_id"])

    keys: list[KeyOut]
    """Newest first; revoked ones are not there."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""


class SomebodysKeyOut(KeyOut):
    """An API key and whose it is."""

    model_config = example(**_OF_SOMEBODY)

    user_id: UUID
    """The owner."""
    email: str
    """The owner's."""


class EverybodysKeysOut(Shape):
    """Some of everybody's API keys."""

    model_config = example(keys=[_OF_SOMEBODY], next_cursor=_KEY["key_id"])

    keys: list[SomebodysKeyOut]
    """Newest first; revoked ones are not there."""
    next_cursor: str | None
    """Asks for the next page; null on the last one."""


def fields_of(overview: KeyOverview) -> dict[str, Any]:
    """Return what is told of a key, by name."""
    return overview.key.model_dump() | {
        "tokens_used": overview.tokens_used,
        "email": overview.email,
    }
