"""Makes, changes and revokes API keys; each is audited."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.config.limits import MAX_TOKEN_LIMIT
from chat_app.db import LOCKED, briefly, transaction
from chat_app.errors import InvalidRequest, KeyLimitReached, NotFound
from chat_app.llm import catalogue
from chat_app.models import ApiKey, User, now
from chat_app.services import live
from chat_app.services.accounts import Caller, Scope, fields, keys
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.keys import caps
from chat_app.services.keys.listing import KeyOverview, number_of_keys, overview


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key; the secret is known here and to its owner alone."""

    key: ApiKey
    secret: str = field(repr=False)


class KeyChanges(TypedDict, total=False):
    """What may be changed of a key; what is left out stays."""

    name: str
    token_limit: int | None
    """Most tokens a calendar month, UTC; `None` takes the cap off."""
    expires_at: datetime | None
    """`None` lets it live until it is revoked."""
    models: list[str] | None
    """Ids of those it may ask for; `None` for all of the owner's tier."""


def as_stored(wanted: Any) -> dict[str, Any]:
    """Return some of `KeyChanges` as they are stored.

    Raises:
        InvalidRequest: One of them will not do.
    """
    checks = {
        "name": fields.checked_name,
        "token_limit": _checked_limit,
        "expires_at": _checked_expiry,
        "models": _checked_models,
    }
    return {name: checks[name](value) for name, value in wanted.items()}


async def create(caller: Caller, **wanted: Unpack[KeyChanges]) -> IssuedKey:
    """Make a key of the caller's.

    Raises:
        Forbidden: The caller has come in by a key.
        InvalidRequest: A field will not do, or the name is missing.
        KeyLimitReached: The account has `MAX_KEYS_PER_USER`.
    """
    caller.require(Scope.ACCOUNT)
    checked = as_stored({"name": ""} | wanted)
    secret = keys.new_secret()
    key = ApiKey(
        user_id=caller.user.user_id,
        prefix=keys.shown_part(secret),
        key_sha256=keys.digest_of(secret),
        **checked,
    )
    async with transaction() as session:
        await _take_place(session, caller.user.user_id)
        session.add(key)
        await briefly(session, caps.hold_to, key=key)
        made = {name: _as_json(value) for name, value in checked.items() if value is not None}
        audit.record(session, caller, Action.KEY_CREATE, _target(key.key_id), after=made)
    return IssuedKey(key, secret)


async def change(caller: Caller, key_id: UUID, **wanted: Unpack[KeyChanges]) -> KeyOverview:
    """Change a key of the caller's, at once; what it runs already goes on.

    Raises:
        Forbidden: The caller has come in by a key.
        InvalidRequest: A field will not do, or the cap is below what was spent in this period.
        NotFound: The caller has no such key, or it was revoked.
    """
    caller.require(Scope.ACCOUNT)
    checked = as_stored(wanted)
    async with transaction() as session:
        found = await session.exec(
            select(ApiKey)
            .where(
                col(ApiKey.key_id) == key_id,
                col(ApiKey.user_id) == caller.user.user_id,
                col(ApiKey.revoked_at).is_(None),
            )
            .with_for_update(**LOCKED)
        )
        key = found.first()
        if key is None:
            raise _unknown()
        changes = {name: to for name, to in checked.items() if to != getattr(key, name)}
        before = {name: _as_json(getattr(key, name)) for name in changes}
        after = {name: _as_json(to) for name, to in changes.items()}
        for name, value in changes.items():
            setattr(key, name, value)
        if "token_limit" in changes:
            await briefly(session, caps.hold_to, key=key)
        if changes:
            audit.record(session, caller, Action.KEY_UPDATE, _target(key_id), before, after)
    return await overview(key_id)


async def revoke(caller: Caller, key_id: UUID) -> None:
    """Kill a key of the caller's: it is refused at once, and what it runs ends within a second.

    Raises:
        Forbidden: The caller has come in by a key.
        NotFound: The caller has no such key, or it was revoked.
    """
    caller.require(Scope.ACCOUNT)
    await _revoke(caller, key_id, col(ApiKey.user_id) == caller.user.user_id)


async def revoke_any(caller: Caller, key_id: UUID) -> None:
    """Kill anybody's key; see `revoke`.

    Raises:
        Forbidden: The caller is no administrator.
        NotFound: There is no such key, or it was revoked.
    """
    caller.require(Scope.ADMIN)
    await _revoke(caller, key_id)


async def _revoke(caller: Caller, key_id: UUID, *which: Any) -> None:
    async with transaction() as session:
        revoked = await session.exec(
            update(ApiKey)
            .where(col(ApiKey.key_id) == key_id, col(ApiKey.revoked_at).is_(None), *which)
            .values(revoked_at=now())
            .returning(col(ApiKey.name), col(ApiKey.user_id))
        )
        found = revoked.first()
        if found is None:
            raise _unknown()
        name, user_id = found
        live.publish(live.of_user(user_id), live.Kind.ACCOUNT)
        was = {"name": name, "user_id": str(user_id)}
        audit.record(session, caller, Action.KEY_REVOKE, _target(key_id), before=was)


async def _take_place(session: AsyncSession, user_id: UUID) -> None:
    """Make sure that there is room for the key which this transaction adds."""
    # PostgreSQL: two requests of one user queue on the row (SQLite's transactions queue anyway).
    await session.get_one(User, user_id, with_for_update=LOCKED)
    most = get_settings().MAX_KEYS_PER_USER
    if (await session.exec(number_of_keys(user_id))).one() >= most:
        raise KeyLimitReached(f"You have {most} API keys, as many as you may; revoke one first")


def _checked_limit(token_limit: int | None) -> int | None:
    if token_limit is not None and not 0 <= token_limit <= MAX_TOKEN_LIMIT:
        raise InvalidRequest(f"A cap is between 0 and {MAX_TOKEN_LIMIT:,} tokens")
    return token_limit


def _checked_expiry(expires_at: datetime | None) -> datetime | None:
    if expires_at is None:
        return None
    try:
        moment = expires_at.astimezone(UTC)
    except OverflowError as fault:
        raise InvalidRequest("`expires_at` is in no year that can be written") from fault
    if moment <= now():
        raise InvalidRequest("`expires_at` must lie in the future")
    return moment


def _checked_models(models: list[str] | None) -> tuple[str, ...] | None:
    if models is None:
        return None
    if not models:
        raise InvalidRequest("`models` names no model; leave it out, or send null, for all of them")
    known = catalogue.catalogue()
    for model_id in models:
        if known.get(model_id) is None:
            raise InvalidRequest(f"There is no model named {model_id[:100]!r}")
    return tuple(dict.fromkeys(models))


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _target(key_id: UUID) -> str:
    return f"key:{key_id}"


def _unknown() -> NotFound:
    return NotFound("This API key does not exist")
