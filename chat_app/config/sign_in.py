"""Settings of accounts, and of how people come in."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from chat_app.config.values import LONGEST_S, MailServer, mail_server_at, parse_smtp_url


class SignIn(BaseSettings):
    """Who may come in, by which way, and for how long."""

    JWT_SECRET: SecretStr | None = None
    """Key that signs access tokens; without one it is made once and kept beside the database."""
    JWT_TTL_S: int = Field(default=86400, gt=0, le=LONGEST_S)
    """Longest life of a sign-in and its access token, in seconds."""
    SESSION_IDLE_S: int = Field(default=43200, ge=0, le=LONGEST_S)
    """How long a sign-in may go unused before it ends, in seconds; 0 for as long as it lives."""
    ALLOW_REGISTRATION: bool = True
    """Whether strangers may sign up; the first account always may."""
    ADMINS_NEED_SECOND_FACTOR: bool = False
    """Whether what is for administrators is shut to those who signed in by a password alone."""
    ENCRYPTION_SECRET: SecretStr | None = None
    """Key that hides secrets in the database, those of authenticator apps; JWT_SECRET without one.
    Whoever changes it has all of them set up anew."""
    SMTP_URL: Annotated[SecretStr | None, AfterValidator(parse_smtp_url)] = None
    """Mail server, such as `smtps://name:password@mail.example.org`, or `smtp://…` with STARTTLS
    (`?starttls=off` for one on this machine); people who forgot their password get links by it.
    Needs MAIL_FROM and PUBLIC_ORIGIN."""
    MAIL_FROM: str | None = None
    """Whom mail comes from, such as `Tally <tally@example.org>`."""

    @property
    def mail_server(self) -> MailServer | None:
        """The server that mail is handed to; none where no mail is sent."""
        return mail_server_at(self.SMTP_URL.get_secret_value()) if self.SMTP_URL else None

    @model_validator(mode="after")
    def _mail_comes_from_somebody(self) -> Self:
        if self.SMTP_URL and not (self.MAIL_FROM and getattr(self, "PUBLIC_ORIGIN", None)):
            raise ValueError("SMTP_URL needs MAIL_FROM, and PUBLIC_ORIGIN for the links in mail")
        return self
