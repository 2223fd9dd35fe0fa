"""Bodies about accounts."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.shape import ORG_ID, USER_ID, In, Out, Text, example
from chat_app.models import Tier, UserRole

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
_SIGNED_IN = {
    "user": USER,
    "access_token": "eyJhbGciOi…",
    "token_type": "bearer",
    "expires_in": 86_400,
}
Email = Annotated[Text, Field(max_length=320, json_schema_extra={"format": "email"})]
NewPassword = Annotated[str, Field(json_schema_extra={"minLength": 8, "maxLength": 1000})]


class RegisterIn(In):
    """A new account."""

    model_config = example(**_LOGIN, name="Ada")

    email: Email
    """Signs in, in every spelling of the same mailbox: case, composition, punycode."""
    password: NewPassword
    """8 to 1000 characters."""
    name: Text = Field(default="", json_schema_extra={"maxLength": 200})
    """Shown in the app; what stands before the `@` when empty."""


class LoginIn(In):
    """E-mail and password."""

    model_config = example(**_LOGIN)

    email: Email
    """Any spelling of the mailbox will do."""
    password: str
    """As it was set."""


class PasswordIn(In):
    """The present password and the one to be."""

    model_config = example(current="correct horse", new="battery staple")

    current: str
    """The present one."""
    new: NewPassword
    """The one to be: 8 to 1000 characters."""


class NewPasswordIn(In):
    """A password, set by a link from an administrator."""

    model_config = example(**_NEW_PASSWORD)

    token: Text
    """What stands behind `token=` in the link."""
    password: NewPassword
    """8 to 1000 characters."""


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
