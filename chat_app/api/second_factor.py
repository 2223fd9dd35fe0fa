"""The second factor: an authenticator app, and codes for when it is lost."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from chat_app.api.deps import AccountCaller, AdminCaller, admin_caller
from chat_app.api.envelope import errors
from chat_app.api.schemas.security import (
    ConfirmationIn,
    ProofIn,
    RecoveryCodesOut,
    SetupOut,
    StatusOut,
)
from chat_app.api.schemas.shape import DoneOut
from chat_app.errors import (
    Forbidden,
    InvalidCredentials,
    InvalidRequest,
    NotFound,
    OrgMismatch,
    SecondFactorNeeded,
    Unauthenticated,
)
from chat_app.services.security import authenticators

own = APIRouter(prefix="/api/auth/second-factor", tags=["accounts"])
somebodys = APIRouter(
    prefix="/api/admin/users", tags=["admin"], dependencies=[Depends(admin_caller)]
)
PersonId = Annotated[UUID, Path(description="The account.")]
_REFUSALS = (Unauthenticated, OrgMismatch, Forbidden, InvalidRequest)
_UNPROVEN = (*_REFUSALS, InvalidCredentials, SecondFactorNeeded)


@own.get("", summary="Have I a second factor", responses=errors(*_REFUSALS))
async def read_second_factor(caller: AccountCaller) -> StatusOut:
    """What the account has beside its password."""
    return StatusOut.model_validate(await authenticators.status(caller.user))


@own.post("", summary="Begin to set an authenticator app up", responses=errors(*_UNPROVEN))
async def begin_second_factor(caller: AccountCaller, proof: ProofIn) -> SetupOut:
    """Codes are asked for once the first one was confirmed; begun again, the secret is new."""
    setup = await authenticators.start(caller, password=proof.password, code=proof.code)
    return SetupOut.model_validate(setup)


@own.post(
    "/confirm",
    summary="Confirm the first code of the app",
    responses=errors(*_REFUSALS, InvalidCredentials),
)
async def confirm_second_factor(
    caller: AccountCaller, confirmation: ConfirmationIn
) -> RecoveryCodesOut:
    """From now on sign-in asks for a code. Every other token of the account dies."""
    fresh = await authenticators.confirm(caller, confirmation.code)
    return RecoveryCodesOut(recovery_codes=fresh)


@own.post("/recovery-codes", summary="Make new recovery codes", responses=errors(*_UNPROVEN))
async def renew_recovery_codes(caller: AccountCaller, proof: ProofIn) -> RecoveryCodesOut:
    """Those from before are worth nothing."""
    fresh = await authenticators.renew_codes(caller, password=proof.password, code=proof.code)
    return RecoveryCodesOut(recovery_codes=fresh)


@own.post("/disable", summary="Take the authenticator app off", responses=errors(*_UNPROVEN))
async def disable_second_factor(caller: AccountCaller, proof: ProofIn) -> DoneOut:
    """Sign-in asks for the password alone. Every other token of the account dies."""
    await authenticators.disable(caller, password=proof.password, code=proof.code)
    return DoneOut()


@somebodys.delete(
    "/{user_id}/second-factor",
    summary="Take second factor and passkeys off somebody",
    responses=errors(*_REFUSALS, NotFound),
)
async def reset_second_factor(caller: AdminCaller, user_id: PersonId) -> DoneOut:
    """For who lost their devices: the password stays, every token of the account dies; audited."""
    await authenticators.reset(caller, user_id)
    return DoneOut()
