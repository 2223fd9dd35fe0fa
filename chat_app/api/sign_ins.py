"""Where the account is signed in. See docs/contract/api.md."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from chat_app.api.deps import AccountCaller
from chat_app.api.envelope import errors
from chat_app.api.schemas.security import EndedOut, SignInOut, SignInsOut
from chat_app.api.schemas.shape import Cursor, DoneOut, Limit
from chat_app.errors import (
    Forbidden,
    InvalidRequest,
    OrgMismatch,
    SessionNotFound,
    Unauthenticated,
)
from chat_app.services.accounts import sign_in
from chat_app.services.security import places

router = APIRouter(prefix="/api/auth/sessions", tags=["accounts"])
_REFUSALS = (Unauthenticated, OrgMismatch, Forbidden, InvalidRequest)
SessionId = Annotated[UUID, Path(description="The sign-in.")]


@router.get("", summary="List where I am signed in", responses=errors(*_REFUSALS))
async def list_sign_ins(
    caller: AccountCaller, limit: Limit = 50, cursor: Cursor = None
) -> SignInsOut:
    """Newest first; what is over is not there."""
    page = await sign_in.sessions(caller.user, limit, cursor)
    shown = [SignInOut.model_validate(each) for each in page.sessions]
    for each in shown:
        each.current = each.session_id == caller.auth_session_id
    return SignInsOut(sessions=shown, next_cursor=page.next_cursor)


@router.delete("", summary="Sign out everywhere else", responses=errors(*_REFUSALS))
async def end_other_sign_ins(caller: AccountCaller) -> EndedOut:
    """Every other token of the account is dead at once; the one used here stays."""
    return EndedOut(ended=await places.end_others(caller))


@router.delete(
    "/{session_id}",
    summary="Sign out one place",
    responses=errors(*_REFUSALS, SessionNotFound),
)
async def end_sign_in(caller: AccountCaller, session_id: SessionId) -> DoneOut:
    """Its token is dead at once."""
    await sign_in.revoke(caller, session_id)
    return DoneOut()
