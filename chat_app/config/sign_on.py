"""Settings of sign-in by the identity provider of a company (OpenID Connect)."""

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode

from chat_app.config.values import parse_groups, parse_issuer


class GroupRule(BaseModel):
    """What the members of a group at the provider are here; what is left out stays theirs."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "admin"] | None = None
    tier: Literal["BASIC", "PRO", "ENTERPRISE"] | None = None
    org: str | None = Field(default=None, min_length=1, max_length=200)
    """Name of an organisation, which is made where there is none of it."""


class SignOn(BaseSettings):
    """One identity provider, and what it decides of the people who come in by it."""

    OIDC_ISSUER: Annotated[str | None, AfterValidator(parse_issuer)] = None
    """Address of the identity provider, as it names itself; without one there is none."""
    OIDC_CLIENT_ID: str | None = None
    """What this app is called there."""
    OIDC_CLIENT_SECRET: SecretStr | None = None
    """By which this app proves there who it is; without one PKCE alone does."""
    OIDC_NAME: str = "your company"
    """What people call the provider, as in "Sign in with Acme"."""
    OIDC_SCOPES: str = "openid email profile"
    """What is asked of the provider; many tell groups only where `groups` is among it."""
    OIDC_GROUPS_CLAIM: str = "groups"
    """Claim that holds a person's groups; dots lead into it, as in `realm_access.roles`."""
    OIDC_GROUPS: Annotated[dict[str, GroupRule], NoDecode, BeforeValidator(parse_groups)] = Field(
        default_factory=dict
    )
    """What groups of the provider mean here, as JSON: `{"staff": {"tier": "PRO", "org": "Acme"}}`,
    applied on each sign-in. What any group decides, the provider decides for everybody."""
    OIDC_TRUST_EMAIL: bool = False
    """Whether e-mail addresses count as verified where the provider does not say; only for one that
    lets nobody choose theirs."""
    OIDC_REGISTRATION: bool = True
    """Whether people whom the provider knows and nobody here get an account."""
    PASSWORD_SIGN_IN: bool = True
    """Whether people may come in by passwords; without them, by the provider alone."""

    @property
    def has_provider(self) -> bool:
        """Whether people may come in by an identity provider."""
        return self.OIDC_ISSUER is not None

    @model_validator(mode="after")
    def _provider_is_whole(self) -> Self:
        if self.OIDC_ISSUER and not self.OIDC_CLIENT_ID:
            raise ValueError("OIDC_ISSUER needs OIDC_CLIENT_ID")
        if not self.OIDC_ISSUER and not self.PASSWORD_SIGN_IN:
            raise ValueError("PASSWORD_SIGN_IN=false needs OIDC_ISSUER: nobody could come in")
        return self
