"""Bodies about sign-ins, second factors and passkeys."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.accounts import Code
from chat_app.api.schemas.shape import NOT_BLANK, In, Out, Shape, Text, example
from chat_app.models import Way

_SIGN_IN = {
    "session_id": "019de2c1-7d30-7a91-bd5c-90f1e2a3b410",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "address": "192.0.2.7",
    "way": "code",
    "created_at": "2026-11-30T08:00:00Z",
    "last_used_at": "2026-11-30T09:41:00Z",
    "expires_at": "2026-12-01T08:00:00Z",
    "current": True,
}
_CODES = ["k7wq-3hbn-x2ta-9rfd", "m4cz-8pye-6vgs-j5nu"]
_PROOF = {"password": "correct horse"}
_SETUP = {
    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "uri": "otpauth://totp/Tally:ada%40example.com?secret=JBSW…&issuer=Tally",
    "qr_svg": "<svg …></svg>",
}
_PASSKEY = {
    "passkey_id": "019de2c3-14aa-7c06-8e11-3b5d7f90a211",
    "name": "My phone",
    "created_at": "2026-11-30T08:05:00Z",
    "last_used_at": "2026-11-30T09:40:00Z",
}
_QUESTION = {"options": {"challenge": "pQ3v…", "rpId": "chat.example.org"}, "ticket": "eyJhbGciOi…"}
_ANSWER = {"ticket": "eyJhbGciOi…", "credential": {"id": "Zk3v…", "type": "public-key"}}
Credential = Annotated[dict[str, Any], Field(max_length=20)]
Name = Annotated[Text, Field(json_schema_extra=NOT_BLANK | {"maxLength": 200})]


class SignInOut(Out):
    """A place where the account is signed in."""

    model_config = example(**_SIGN_IN) | {"validate_by_name": True}

    session_id: UUID = Field(validation_alias="auth_session_id")
    """The token's `jti`."""
    user_agent: str
    """What the browser or program called itself, up to 300 characters."""
    address: str
    """Of the network, whence it signed in; empty for a sign-in from before that was kept."""
    way: Way
    """By what: the password, password and code, a passkey, an identity provider or a link."""
    created_at: datetime
    """When it signed in."""
    last_used_at: datetime | None
    """When it asked for something last, to about a minute; null where that is not known."""
    expires_at: datetime
    """When it ends at the latest; unused for `SESSION_IDLE_S` it does before."""
    current: bool = False
    """Whether it is the one that asks."""


class SignInsOut(Shape):
    """Places where the account is signed in."""

    model_config = example(sessions=[_SIGN_IN], next_cursor=_SIGN_IN["session_id"])

    sessions: list[SignInOut]
    """Newest first."""
    next_cursor: str | None
    """Gives the following page; null on the last one."""


class EndedOut(Shape):
    """How many sign-ins were ended."""

    model_config = example(ended=3)

    ended: int
    """How many there were beside the one that asked."""


class ProofIn(In):
    """Proves once more who is signed in."""

    model_config = example(**_PROOF)

    password: str = ""
    """The account's, where it has one."""
    code: Code = ""
    """Of the authenticator app, or one for recovery; instead of the password. Where an account has
    neither, a sign-in within the last ten minutes will do, and both stay empty."""


class StatusOut(Out):
    """What the account has beside its password."""

    model_config = example(
        confirmed_at="2026-11-30T08:00:00Z", recovery_codes_left=9, has_password=True
    )

    confirmed_at: datetime | None
    """Since when codes of an authenticator app are asked for; null where they are not."""
    recovery_codes_left: int
    """How many are not used yet."""
    has_password: bool
    """Whether the account has one."""


class SetupOut(Out):
    """What an authenticator app needs; told once."""

    model_config = example(**_SETUP)

    secret: str
    """In base32, for those who type it: SHA-1, six digits, 30 seconds (RFC 6238)."""
    uri: str
    """The same for an app on this device."""
    qr_svg: str
    """The same as a picture for a phone."""


class ConfirmationIn(In):
    """Shows that the app has the secret."""

    model_config = example(code="492039")

    code: Code
    """The one that it shows now."""


class RecoveryCodesOut(Shape):
    """Codes for when the app is lost; told once, each good once."""

    model_config = example(recovery_codes=_CODES)

    recovery_codes: list[str]
    """Ten of them."""


class QuestionOut(Out):
    """What a browser asks its devices."""

    model_config = example(**_QUESTION)

    options: dict[str, Any]
    """For `navigator.credentials`, by `PublicKeyCredential.parse…OptionsFromJSON()`."""
    ticket: str
    """To be sent along with the answer, within five minutes."""


class AnswerIn(In):
    """What a device answered."""

    model_config = example(**_ANSWER)

    ticket: Text
    """Of the question."""
    credential: Credential
    """As `PublicKeyCredential.toJSON()` writes it."""


class NewPasskeyIn(AnswerIn):
    """A passkey that a device made."""

    model_config = example(**_ANSWER, name="My phone")

    name: Name
    """1 to 200 characters, for people."""


class PasskeyPatch(In):
    """What to change of a passkey."""

    model_config = example(name="Old phone")

    name: Name
    """1 to 200 characters, for people."""


class PasskeyOut(Out):
    """A passkey."""

    model_config = example(**_PASSKEY)

    passkey_id: UUID
    """Stays the same for good."""
    name: str
    """What its owner calls it."""
    created_at: datetime
    """When it was added."""
    last_used_at: datetime | None
    """When somebody signed in by it last; null until they do."""


class PasskeysOut(Shape):
    """The passkeys of the account."""

    model_config = example(passkeys=[_PASSKEY])

    passkeys: list[PasskeyOut]
    """In the order in which they were added, 20 at most."""
