"""Accounts: sign-up, sign-in and out, password. See docs/contract/api.md."""

from fastapi import APIRouter, Request, Response

from chat_app.api.deps import AccountCaller
from chat_app.api.envelope import errors
from chat_app.api.schemas.accounts import (
    AccountChangesIn,
    AccountOut,
    ForgottenIn,
    ForgottenOut,
    LoginIn,
    NewPasswordIn,
    PasswordIn,
    RegisterIn,
    SignedInOut,
    SignedOutOut,
)
from chat_app.api.schemas.shape import DoneOut
from chat_app.api.signing_in import BEFORE_SIGN_IN, Origin, ThisVisit, with_cookie
from chat_app.errors import (
    EmailTaken,
    Forbidden,
    InvalidCredentials,
    InvalidRequest,
    NotFound,
    OrgMismatch,
    RegistrationClosed,
    SecondFactorNeeded,
    Unauthenticated,
)
from chat_app.models import Via
from chat_app.services import accounts, chats, sign_on
from chat_app.services.admin import newcomers
from chat_app.services.security import passwords as own_passwords

router = APIRouter(prefix="/api/auth", tags=["accounts"])


@router.post(
    "/register",
    status_code=201,
    summary="Make an account and sign it in",
    responses=errors(InvalidRequest, Forbidden, RegistrationClosed, EmailTaken),
    dependencies=BEFORE_SIGN_IN,
)
async def register(
    request: Request, response: Response, account: RegisterIn, visit: ThisVisit
) -> SignedInOut:
    """The first account becomes the administrator. Sets the cookie that browsers use."""
    signed_in = await accounts.register(
        account.email,
        account.password,
        account.name,
        visit=visit,
        language=account.language,
    )
    return with_cookie(request, response, signed_in)


@router.post(
    "/login",
    summary="Sign in",
    responses=errors(InvalidRequest, InvalidCredentials, SecondFactorNeeded, Forbidden),
    dependencies=BEFORE_SIGN_IN,
)
async def login(
    request: Request, response: Response, account: LoginIn, visit: ThisVisit
) -> SignedInOut:
    """Sets the cookie that browsers use, whose former token dies.

    After 5 failures within 15 minutes the door is shut. An account with a second factor answers
    `SECOND_FACTOR_NEEDED` to the right password alone; send the same again with `code`.
    """
    signed_in = await accounts.login(
        account.email,
        account.password,
        code=account.code,
        visit=visit,
        language=account.language,
    )
    return with_cookie(request, response, signed_in)


@router.post(
    "/set-password",
    summary="Set a password by a link",
    responses=errors(InvalidRequest, InvalidCredentials, SecondFactorNeeded, NotFound, Forbidden),
    dependencies=BEFORE_SIGN_IN,
)
async def set_password(
    request: Request, response: Response, wanted: NewPasswordIn, visit: ThisVisit
) -> SignedInOut:
    """The link is used up, every other token dies. Sets the cookie that browsers use."""
    signed_in = await newcomers.set_password(
        wanted.token, wanted.password, via=Via.API, code=wanted.code, visit=visit
    )
    return with_cookie(request, response, signed_in)


@router.post(
    "/forgot-password",
    summary="Have a link to set a password sent by mail",
    responses=errors(InvalidRequest, Forbidden),
    dependencies=BEFORE_SIGN_IN,
)
async def forgot_password(wanted: ForgottenIn) -> ForgottenOut:
    """The answer is the same whether the address has an account or not."""
    await own_passwords.ask_for_link(wanted.email, Via.API)
    return ForgottenOut()


@router.get("/me", summary="Who am I", responses=errors(Unauthenticated, OrgMismatch, Forbidden))
async def read_account(caller: AccountCaller) -> AccountOut:
    """The account the token belongs to."""
    return AccountOut.model_validate(caller.user)


@router.patch(
    "/me",
    summary="Change the name or the language",
    responses=errors(InvalidRequest, Unauthenticated, OrgMismatch, Forbidden),
)
async def change_account(caller: AccountCaller, changes: AccountChangesIn) -> AccountOut:
    """What is not named stays as it is."""
    wanted = changes.model_dump(exclude_unset=True)
    return AccountOut.model_validate(await accounts.change(caller, **wanted))


@router.post(
    "/logout",
    summary="Sign out",
    responses=errors(InvalidRequest, Unauthenticated, OrgMismatch, Forbidden),
)
async def logout(caller: AccountCaller, response: Response, origin: Origin) -> SignedOutOut:
    """The token is dead at once, and the text of the person's temporary chats is gone."""
    go_on = await sign_on.way_out(caller, f"{origin}/login")
    await accounts.logout(caller)
    await chats.temporary.close_all(caller.user)
    response.delete_cookie(accounts.COOKIE_NAME, path="/", httponly=True, samesite="lax")
    return SignedOutOut(go_on=go_on)


@router.post(
    "/password",
    summary="Change the password",
    responses=errors(InvalidRequest, Unauthenticated, InvalidCredentials, OrgMismatch, Forbidden),
)
async def change_password(caller: AccountCaller, passwords: PasswordIn) -> DoneOut:
    """Every other token of the account dies; the one used here stays."""
    await own_passwords.change(caller, passwords.current, passwords.new)
    return DoneOut()
