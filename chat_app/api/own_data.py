"""What people do with all that is kept of them: take it along, or close the account."""

from collections.abc import AsyncGenerator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from chat_app.api.admin import PersonId
from chat_app.api.deps import AccountCaller, AdminCaller, CurrentUser
from chat_app.api.envelope import errors
from chat_app.api.methods import is_head
from chat_app.api.schemas.own_data import ClosedOut, CloseIn, LeavingOut, RetentionOut
from chat_app.api.schemas.shape import DoneOut
from chat_app.errors import (
    Forbidden,
    InvalidCredentials,
    InvalidRequest,
    NotFound,
    OrgMismatch,
    SecondFactorNeeded,
    TakeoutRunning,
    Unauthenticated,
    Unavailable,
)
from chat_app.services import accounts, own_data
from chat_app.services.chats import retention

_SIGNED_IN = (Unauthenticated, OrgMismatch, Forbidden)
_ZIP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The zip, as it is written.",
        "content": {
            "application/zip": {
                "schema": {"type": "string", "format": "binary"},
                "example": "PK…",
            }
        },
    }
}

own = APIRouter(prefix="/api/user", tags=["own data"])
account = APIRouter(prefix="/api/auth", tags=["own data"])
everybodys = APIRouter(prefix="/api/admin/users", tags=["admin"])


@own.get(
    "/data",
    summary="Take all my data",
    response_class=Response,
    responses=_ZIP | errors(*_SIGNED_IN, TakeoutRunning, Unavailable),
)
async def take_data(request: Request, caller: AccountCaller) -> Response:
    """A zip, written while it is sent: one that ends without its list of files was cut off.

    In it are profile, chats (as JSON that can be imported, and as Markdown), files, prompts, ledger
    and usage. One at a time; audited.
    """
    if is_head(request.scope):
        return _zip(own_data.file_name(), _nothing())
    takeout = await own_data.take_out(caller)
    return _zip(takeout.name, takeout.pieces)


@own.get(
    "/retention",
    summary="How long my chats are kept",
    responses=errors(Unauthenticated, OrgMismatch),
)
async def read_retention(user: CurrentUser) -> RetentionOut:
    """And which of them go to the trash within a week, unless somebody writes in them."""
    kept = retention.kept_for()
    leaving = await retention.leaving_soon(user)
    return RetentionOut(
        retention_days=kept.days if kept else None,
        leaving=[LeavingOut.model_validate(each) for each in leaving],
    )


@account.post(
    "/close",
    summary="Close my account",
    responses=errors(*_SIGNED_IN, InvalidRequest, InvalidCredentials, SecondFactorNeeded),
)
async def close_account(caller: AccountCaller, response: Response, proof: CloseIn) -> ClosedOut:
    """At once: every sign-in and API key is dead, chats are in the trash, memberships end.

    An administrator can bring it back for 30 days; then name, e-mail and all texts are erased. What
    was used stays in the books.
    """
    closed = await own_data.close(caller, password=proof.password, code=proof.code)
    response.delete_cookie(accounts.COOKIE_NAME, path="/", httponly=True, samesite="lax")
    return ClosedOut.model_validate(closed)


@everybodys.post(
    "/{user_id}/close",
    summary="Close somebody's account",
    responses=errors(*_SIGNED_IN, InvalidRequest, NotFound),
)
async def close_for(caller: AdminCaller, user_id: PersonId) -> ClosedOut:
    """As they would themselves."""
    return ClosedOut.model_validate(await own_data.close_for(caller, user_id))


@everybodys.post(
    "/{user_id}/reopen",
    summary="Bring a closed account back",
    responses=errors(*_SIGNED_IN, InvalidRequest, NotFound),
)
async def reopen(caller: AdminCaller, user_id: PersonId) -> DoneOut:
    """Within 30 days, with its chats; API keys and memberships are to be made anew."""
    await own_data.reopen(caller, user_id)
    return DoneOut()


def _zip(name: str, pieces: AsyncGenerator[bytes, None]) -> StreamingResponse:
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, headers=named, media_type="application/zip")


async def _nothing() -> AsyncGenerator[bytes, None]:
    for piece in ():
        yield piece
