"""Bodies about accounts."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.shape import ORG_ID, USER_ID, DoneOut, In, Out, Text, example
from chat_app.llm.types import Tier
from chat_app.models import UserRole
from chat_app.words import LANGUAGES

USER = {
    "user_id": USER_ID,
    "email": "ada@example.com",
    "name": "Ada",
    "role": "admin",
    "tier": "BASIC",
    "user_type": "individual",
    "org_id": ORG_ID,
    "email_verified": False,
}
_LOGIN = {"email": "ada@example.com", "password": "correct horse"}
_NEW_PASSWORD = {"token": "2bUo…", "password": "correct horse"}
_WAYS = {"password": True, "registration": True, "reset_by_mail": True, "provider": "Acme"}
_SIGNED_IN = {
    "user": USER,
    "access_token": "eyJhbGciOi…",
    "token_type": "bearer",
    "expires_in": 86_400,
}
Email = Annotated[Text, Field(max_length=320, json_schema_extra={"format": "email"})]
Language = Annotated[Text | None, Field(json_schema_extra={"enum": [*LANGUAGES, None]})]
Code = Annotated[Text, Field(max_length=100)]
_MAILED = "If this address has an account, a link is on its way to it"
NewPassword = Annotated[str, Field(json_schema_extra={"minLength": 8, "maxLength": 1000})]


class RegisterIn(In):
    """A new account."""

    model_config = example(**_LOGIN, name="Ada")

    email: Email
    """Signs in, in every spelling of the same mailbox: case, composition, punycode."""
    password: NewPassword
    """8 to 1000 characters, none of those that are guessed first."""
    name: Text = Field(default="", json_schema_extra={"maxLength": 200})
    """Shown in the app; what stands before the `@` when empty."""
    language: Language = None
    """In which the pages are read, where one was chosen."""


class LoginIn(In):
    """E-mail and password."""

    model_config = example(**_LOGIN)

    email: Email
    """Any spelling of the mailbox will do."""
    password: str
    """As it was set."""
    code: Code = ""
    """Of the authenticator app, or one for recovery, where the account has a second factor."""
    language: Language = None
    """One that was chosen on the way in; kept with the account."""


class AccountChangesIn(In):
    """What changes of one's own account."""

    model_config = example(language="de")

    name: Text = Field(default="", json_schema_extra={"maxLength": 200})
    """Shown in the app."""
    language: Language = None
    """In which the pages are read; null for whichever the browser asks for."""


class PasswordIn(In):
    """The present password and the one to be."""

    model_config = example(current="correct horse", new="battery staple")

    current: str = ""
    """The present one; empty where there is none yet, which takes a sign-in within ten minutes."""
    new: NewPassword
    """The one to be: 8 to 1000 characters, none of those that are guessed first."""


class NewPasswordIn(In):
    """A password, set by a link from an administrator."""

    model_config = example(**_NEW_PASSWORD)

    token: Text
    """What stands behind `token=` in the link."""
    password: NewPassword
    """8 to 1000 characters, none of those that are guessed first."""
    code: Code = ""
    """Of the authenticator app, or one for recovery, where the account has a second factor."""


class ForgottenIn(In):
    """Whose password was forgotten."""

    model_config = example(email="ada@example.com")

    email: Email
    """Any spelling of the mailbox will do."""


class ForgottenOut(DoneOut):
    """Says what happens where the address has an account."""

    model_config = example(status="success", message=_MAILED)

    message: str = _MAILED
    """For people."""


class UserOut(Out):
    """An account."""

    model_config = example(**USER)

    user_id: UUID
    """Stays the same for good."""
    email: str
    """Tidy, in lower case, its domain in letters."""
    name: str
    """Shown in the app."""
    role: UserRole
    """What it may do."""
    tier: Tier
    """Decides which models and how many chats it may use."""
    user_type: str
    """On whose behalf it is used: `individual` or `business`."""
    org_id: UUID | None
    """The organisation it belongs to, if any."""
    email_verified: bool
    """Whether the e-mail is known to be the owner's."""


class AccountOut(UserOut):
    """One's own account."""

    model_config = example(**USER, language="de")

    language: str | None
    """In which the pages are read; null for whichever the browser asks for."""


class SignedInOut(Out):
    """An account with an access token."""

    model_config = example(**_SIGNED_IN) | {"validate_by_name": True}

    user: UserOut
    """Who is signed in."""
    access_token: str
    """A JWT, to be sent as `Authorization: Bearer …`."""
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (no password)
    """How the token is sent."""
    expires_in: int = Field(validation_alias="expires_in_seconds")
    """Life of the token, in seconds."""


class WaysOut(Out):
    """How people may come in here."""

    model_config = example(**_WAYS)

    password: bool
    """Whether passwords let people in."""
    registration: bool
    """Whether strangers may sign up."""
    reset_by_mail: bool
    """Whether people who forgot their password get a link by mail."""
    provider: str | None
    """What people call the identity provider, at `/api/auth/oidc/start`; null without one."""


class SignedOutOut(DoneOut):
    """Says that a token is dead, and where its browser may go on."""

    model_config = example(status="success", go_on="https://login.example.org/end?client_id=tally")

    go_on: str | None = None
    """Page that ends the sign-in at the identity provider, too; null where it began elsewhere."""
