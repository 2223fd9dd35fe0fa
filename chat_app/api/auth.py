"""Accounts: sign-up, sign-in and out, password. See docs/contract/api.md."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from chat_app.api.deps import (
    AccountCaller,
    address_of,
    limit_by_address,
    require_same_origin,
)
from chat_app.api.envelope import errors
from chat_app.api.schemas.accounts import (
    LoginIn,
    NewPasswordIn,
    PasswordIn,
    RegisterIn,
    SignedInOut,
    UserOut,
)
from chat_app.api.schemas.shape import DoneOut
from chat_app.config import get_settings
from chat_app.errors import (
    EmailTaken,
    Forbidden,
    InvalidCredentials,
    InvalidRequest,
    NotFound,
    OrgMismatch,
    RegistrationClosed,
    Unauthenticated,
)
from chat_app.models import Via
from chat_app.services import accounts
from chat_app.services.admin import newcomers

router = APIRouter(prefix="/api/auth", tags=["accounts"])

_before_sign_in = [Depends(limit_by_address), Depends(require_same_origin)]
UserAgent = Annotated[str, Header(include_in_schema=False)]


@router.post(
    "/register",
    status_code=201,
    summary="Make an account and sign it in",
    responses=errors(InvalidRequest, Forbidden, RegistrationClosed, EmailTaken),
    dependencies=_before_sign_in,
)
async def register(
    request: Request, response: Response, account: RegisterIn, user_agent: UserAgent = ""
) -> SignedInOut:
    """The first account becomes the administrator. Sets the cookie that browsers use."""
    signed_in = await accounts.register(
        account.email, account.password, account.name, user_agent=user_agent
    )
    return _with_cookie(request, response, signed_in)


@router.post(
    "/login",
    summary="Sign in",
    responses=errors(InvalidRequest, InvalidCredentials, Forbidden),
    dependencies=_before_sign_in,
)
async def login(
    request: Request, response: Response, account: LoginIn, user_agent: UserAgent = ""
) -> SignedInOut:
    """Sets the cookie that browsers use. After 5 failures within 15 minutes the door is shut."""
    signed_in = await accounts.login(
        account.email, account.password, user_agent=user_agent, address=address_of(request)
    )
    return _with_cookie(request, response, signed_in)


@router.post(
    "/set-password",
    summary="Set a password by a link",
    responses=errors(InvalidRequest, NotFound, Forbidden),
    dependencies=_before_sign_in,
)
async def set_password(
    request: Request, response: Response, wanted: NewPasswordIn, user_agent: UserAgent = ""
) -> SignedInOut:
    """The link is used up, every other token dies. Sets the cookie that browsers use."""
    signed_in = await newcomers.set_password(
        wanted.token, wanted.password, via=Via.API, user_agent=user_agent
    )
    return _with_cookie(request, response, signed_in)


@router.get("/me", summary="Who am I", responses=errors(Unauthenticated, OrgMismatch, Forbidden))
async def read_account(caller: AccountCaller) -> UserOut:
    """The account the token belongs to."""
    return UserOut.model_validate(caller.user)


@router.post(
    "/logout",
    summary="Sign out",
    responses=errors(InvalidRequest, Unauthenticated, OrgMismatch, Forbidden),
)
async def logout(caller: AccountCaller, response: Response) -> DoneOut:
    """The token is dead at once."""
    await accounts.logout(caller)
    response.delete_cookie(accounts.COOKIE_NAME, path="/", httponly=True, samesite="lax")
    return DoneOut()


@router.post(
    "/password",
    summary="Change the password",
    responses=errors(InvalidRequest, Unauthenticated, InvalidCredentials, OrgMismatch, Forbidden),
)
async def change_password(caller: AccountCaller, passwords: PasswordIn) -> DoneOut:
    """Every other token of the account dies; the one used here stays."""
    await accounts.change_password(caller, passwords.current, passwords.new)
    return DoneOut()


def _with_cookie(request: Request, response: Response, signed_in: accounts.SignedIn) -> SignedInOut:
    over_https = "https" in {
        request.url.scheme,
        request.headers.get("x-forwarded-proto"),
        (get_settings().PUBLIC_ORIGIN or "").partition(":")[0],
    }
    response.set_cookie(
        accounts.COOKIE_NAME,
        signed_in.access_token,
        max_age=signed_in.expires_in_seconds,
        path="/",
        secure=over_https,
        httponly=True,
        samesite="lax",
    )
    return SignedInOut.model_validate(signed_in)
