"""API keys of the caller, and everybody's for administrators. See docs/contract/api.md."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query

from chat_app.api.deps import AccountCaller, AdminCaller, account_caller, admin_caller
from chat_app.api.envelope import errors
from chat_app.api.schemas.keys import (
    EverybodysKeysOut,
    KeyIn,
    KeyOut,
    KeyPatch,
    KeysOut,
    NewKeyOut,
    SomebodysKeyOut,
    fields_of,
)
from chat_app.api.schemas.shape import Absent, Cursor, DoneOut, Limit
from chat_app.errors import (
    Forbidden,
    InvalidRequest,
    KeyLimitReached,
    NotFound,
    OrgMismatch,
    Unauthenticated,
)
from chat_app.services import keys

_REFUSALS = (Unauthenticated, OrgMismatch, Forbidden, InvalidRequest)

own = APIRouter(prefix="/api/keys", tags=["keys"], dependencies=[Depends(account_caller)])
everybodys = APIRouter(
    prefix="/api/admin/keys", tags=["admin"], dependencies=[Depends(admin_caller)]
)

KeyId = Annotated[UUID, Path(description="The API key.")]


@own.get("", summary="List my API keys", responses=errors(*_REFUSALS))
async def list_keys(caller: AccountCaller, limit: Limit = 50, cursor: Cursor = None) -> KeysOut:
    """Newest first, without the revoked ones."""
    page = await keys.page(caller.user.user_id, limit, cursor)
    shown = [KeyOut.model_validate(fields_of(each)) for each in page.keys]
    return KeysOut(keys=shown, next_cursor=page.next_cursor)


@own.post(
    "",
    status_code=201,
    summary="Make an API key",
    responses=errors(*_REFUSALS, KeyLimitReached),
)
async def create_key(caller: AccountCaller, wanted: KeyIn) -> NewKeyOut:
    """It spends its owner's budget, and within that no more than its cap."""
    issued = await keys.create(caller, **wanted.model_dump())  # pyright: ignore[reportArgumentType]
    return NewKeyOut.model_validate(issued.key.model_dump() | {"key": issued.secret})


@own.patch("/{key_id}", summary="Change an API key", responses=errors(*_REFUSALS, NotFound))
async def update_key(caller: AccountCaller, key_id: KeyId, changes: KeyPatch) -> KeyOut:
    """At once, on every worker; what it runs already goes on."""
    changed = await keys.change(caller, key_id, **changes.changes())
    return KeyOut.model_validate(fields_of(changed))


@own.delete("/{key_id}", summary="Revoke an API key", responses=errors(*_REFUSALS, NotFound))
async def revoke_key(caller: AccountCaller, key_id: KeyId) -> DoneOut:
    """It is refused at once; what it runs is stopped within a second, and charged."""
    await keys.revoke(caller, key_id)
    return DoneOut()


@everybodys.get("", summary="List everybody's API keys", responses=errors(*_REFUSALS))
async def list_everybodys_keys(
    user_id: Annotated[UUID | Absent, Query(description="Only this user's.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> EverybodysKeysOut:
    """Newest first, without the revoked ones; secrets are known to their owners alone."""
    page = await keys.page(user_id, limit, cursor)
    shown = [SomebodysKeyOut.model_validate(fields_of(each)) for each in page.keys]
    return EverybodysKeysOut(keys=shown, next_cursor=page.next_cursor)


@everybodys.delete(
    "/{key_id}", summary="Revoke somebody's API key", responses=errors(*_REFUSALS, NotFound)
)
async def revoke_somebodys_key(caller: AdminCaller, key_id: KeyId) -> DoneOut:
    """See `DELETE /api/keys/{key_id}`."""
    await keys.revoke_any(caller, key_id)
    return DoneOut()
