"""API keys as they let programs in: who is meant by a secret, and which budgets pay.

A key is looked for by the digest of its secret, once for each request, so one that is revoked is
dead on every worker at once. What it has running is ended by the heartbeat of replies.
"""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from chat_app.db import read_briefly
from chat_app.errors import KeyRefused
from chat_app.models import ApiKey, OwnerKind, User, Via, now
from chat_app.prepared import Connection
from chat_app.services.accounts import limits
from chat_app.services.accounts.callers import Caller
from chat_app.services.accounts.last_use import note_use
from chat_app.services.budgets.ledger import Owner

PREFIX = "tk_"
"""How every secret begins; no access token does."""
_SECRET_BYTES = 32
_SHOWN_CHARACTERS = 10
_OWNER_IS_OFF = "The owner of this API key is switched off; ask an administrator"


def new_secret() -> str:
    """Return the secret of a key to be: `tk_` and 43 characters, of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(_SECRET_BYTES)


def shown_part(secret: str) -> str:
    """Return what people may see of a secret afterwards."""
    return secret[:_SHOWN_CHARACTERS]


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


async def enter_with_key(
    secret: str, count: Callable[[str], Awaitable[None]] = limits.take_request
) -> Caller:
    """Return whom an API key lets in, who now asks for something that counts; see `enter`.

    Raises:
        KeyRefused: It is unknown, revoked or expired, or its owner is switched off.
        RateLimited: It made all the requests of this minute.
    """
    digest = digest_of(secret)
    found = await read_briefly(
        lambda connection: connection.execute(_BY_DIGEST, {"digest": digest}).first()
    )
    if found is None or not hmac.compare_digest(found.key_sha256, digest):
        raise KeyRefused("This API key is not known here; check that it was copied whole")
    _require_alive(found, now())
    await count(f"key:{found.key_id}")
    note_use(found.key_id, found.last_used_at)
    return _caller_of(found)


async def caller_again(key_id: UUID) -> Caller:
    """Return whom a key let in, as something that was asked with it is to be done now.

    Raises:
        KeyRefused: It was revoked or has expired, or its owner is switched off.
    """
    found = await read_briefly(lambda connection: connection.execute(_WHOLE, {"key": key_id}).one())
    _require_alive(found, now())
    return _caller_of(found)


def _caller_of(found: Any) -> Caller:
    return Caller(
        # The row has a user's attributes, without the cost of an object of the session.
        user=found,
        via=Via.KEY,
        scopes=frozenset(),
        key_id=found.key_id,
        models=None if found.models is None else frozenset(found.models),
    )


def payers(connection: Connection, caller: Caller, *, to_reserve: bool = False) -> list[Owner]:
    """Return whose budgets pay: the user's and, where it has a cap, the key's.

    Args:
        to_reserve: Whether they are to be held from in this very transaction; then the key stays
            as it is until that is done.

    Raises:
        KeyRefused: The key has died meanwhile.
    """
    owners = [Owner.of(caller.user)]
    if caller.key_id is None:
        return owners
    asked = _TO_RESERVE if to_reserve else _BY_ID
    key = connection.execute(asked, {"key": caller.key_id}).one()
    _require_alive(key, now())
    if key.token_limit is not None:
        owners.append(Owner(OwnerKind.KEY, caller.key_id, key.token_limit))
    return owners


def dead(connection: Connection, key_ids: Iterable[UUID]) -> dict[UUID, KeyRefused]:
    """Return those of some keys that were revoked, or whose owner is switched off, and what of it.

    What a key has running may go on past its expiry.
    """
    found = connection.execute(_DEAD, {"keys": list(key_ids)})
    return {
        key.key_id: KeyRefused() if key.revoked_at else KeyRefused(_OWNER_IS_OFF) for key in found
    }


def _require_alive(key: Any, moment: datetime) -> None:
    if key.revoked_at is not None:
        raise KeyRefused
    if not key.is_active:
        raise KeyRefused(_OWNER_IS_OFF)
    if key.expires_at is not None and key.expires_at <= moment:
        raise KeyRefused(
            f"This API key expired at {key.expires_at:%Y-%m-%d %H:%M} UTC; make another one"
        )


# Built once: they run for every request.
_key = SQLModel.metadata.tables[ApiKey.__tablename__].c
_user = SQLModel.metadata.tables[User.__tablename__].c
_keys_and_owners = _key.key_id.table.join(_user.user_id.table, _user.user_id == _key.user_id)
_WITH_OWNER = select(
    *_user,
    *(_key.key_id, _key.key_sha256, _key.models),
    *(_key.expires_at, _key.revoked_at, _key.last_used_at),
).select_from(_keys_and_owners)
_BY_DIGEST = _WITH_OWNER.where(_key.key_sha256 == bindparam("digest"))
_WHOLE = _WITH_OWNER.where(_key.key_id == bindparam("key"))
_BY_ID = (
    select(_key.token_limit, _key.expires_at, _key.revoked_at, _user.is_active)
    .select_from(_keys_and_owners)
    .where(_key.key_id == bindparam("key"))
)
_DEAD = (
    select(_key.key_id, _key.revoked_at)
    .select_from(_keys_and_owners)
    .where(
        _key.key_id.in_(bindparam("keys", expanding=True)),
        _key.revoked_at.is_not(None) | ~_user.is_active,
    )
)
_TO_RESERVE = _BY_ID.with_for_update(read=True, of=_key.key_id.table)
