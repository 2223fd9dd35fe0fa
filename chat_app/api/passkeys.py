"""Passkeys: kept, and signed in by. See docs/contract/api.md."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from chat_app.api.deps import AccountCaller
from chat_app.api.envelope import errors
from chat_app.api.schemas.accounts import SignedInOut
from chat_app.api.schemas.security import (
    AnswerIn,
    NewPasskeyIn,
    PasskeyOut,
    PasskeyPatch,
    PasskeysOut,
    ProofIn,
    QuestionOut,
)
from chat_app.api.schemas.shape import DoneOut
from chat_app.api.signing_in import BEFORE_SIGN_IN, Origin, ThisVisit, with_cookie
from chat_app.errors import (
    Forbidden,
    InvalidCredentials,
    InvalidRequest,
    NotFound,
    OrgMismatch,
    SecondFactorNeeded,
    Unauthenticated,
)
from chat_app.services.security import passkeys

router = APIRouter(prefix="/api/auth/passkeys", tags=["accounts"])
_REFUSALS = (Unauthenticated, OrgMismatch, Forbidden, InvalidRequest)
_UNPROVEN = (*_REFUSALS, InvalidCredentials, SecondFactorNeeded)
PasskeyId = Annotated[UUID, Path(description="The passkey.")]


@router.get("", summary="List my passkeys", responses=errors(*_REFUSALS))
async def list_passkeys(caller: AccountCaller) -> PasskeysOut:
    """In the order in which they were added."""
    own = await passkeys.own(caller.user)
    return PasskeysOut(passkeys=[PasskeyOut.model_validate(each) for each in own])


@router.post("/options", summary="Ask a device for a new passkey", responses=errors(*_UNPROVEN))
async def ask_for_new_passkey(caller: AccountCaller, origin: Origin, proof: ProofIn) -> QuestionOut:
    """What `navigator.credentials.create()` is to be told."""
    asked = await passkeys.ask_to_add(caller, origin, password=proof.password, code=proof.code)
    return QuestionOut.model_validate(asked)


@router.post("", status_code=201, summary="Keep a new passkey", responses=errors(*_REFUSALS))
async def add_passkey(caller: AccountCaller, origin: Origin, made: NewPasskeyIn) -> PasskeyOut:
    """What the device answered."""
    kept = await passkeys.add(
        caller, origin, ticket=made.ticket, credential=made.credential, name=made.name
    )
    return PasskeyOut.model_validate(kept)


@router.patch("/{passkey_id}", summary="Rename a passkey", responses=errors(*_REFUSALS, NotFound))
async def rename_passkey(
    caller: AccountCaller, passkey_id: PasskeyId, changes: PasskeyPatch
) -> PasskeyOut:
    """The name is for its owner alone."""
    return PasskeyOut.model_validate(await passkeys.rename(caller, passkey_id, changes.name))


@router.post(
    "/{passkey_id}/remove", summary="Remove a passkey", responses=errors(*_UNPROVEN, NotFound)
)
async def remove_passkey(caller: AccountCaller, passkey_id: PasskeyId, proof: ProofIn) -> DoneOut:
    """It lets nobody in any more. Every other token of the account dies."""
    await passkeys.remove(caller, passkey_id, password=proof.password, code=proof.code)
    return DoneOut()


@router.post(
    "/sign-in/options",
    summary="Ask a device for a passkey to sign in by",
    responses=errors(InvalidRequest, Forbidden),
    dependencies=BEFORE_SIGN_IN,
)
async def ask_for_passkey(origin: Origin) -> QuestionOut:
    """What `navigator.credentials.get()` is to be told; whose passkey it is, the answer says."""
    return QuestionOut.model_validate(passkeys.ask_to_sign_in(origin))


@router.post(
    "/sign-in",
    summary="Sign in by a passkey",
    responses=errors(InvalidRequest, InvalidCredentials, Forbidden),
    dependencies=BEFORE_SIGN_IN,
)
async def sign_in_by_passkey(
    request: Request, response: Response, origin: Origin, visit: ThisVisit, answer: AnswerIn
) -> SignedInOut:
    """Sets the cookie that browsers use. A passkey is two factors in one: no code is asked for."""
    signed_in = await passkeys.login(
        origin, ticket=answer.ticket, credential=answer.credential, visit=visit
    )
    return with_cookie(request, response, signed_in)
