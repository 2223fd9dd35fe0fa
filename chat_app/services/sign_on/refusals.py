"""Why somebody who came from the identity provider is not let in."""

from enum import StrEnum


class WhyRefused(StrEnum):
    """What the sign-in page says; the log has the rest."""

    AWAY = "away"
    """The provider does not answer, or not as it should."""
    STALE = "stale"
    """It took too long, was begun elsewhere, or comes a second time."""
    DENIED = "denied"
    """The person, or the provider, said no."""
    FAULTY = "faulty"
    """What the provider says of the person fails a check."""
    UNVERIFIED = "unverified"
    """The provider does not vouch for an e-mail address."""
    UNKNOWN = "unknown"
    """Nobody here has this address, and no account is made."""
    OFF = "off"
    """The account is switched off."""
    CLOSED = "closed"
    """The account was closed."""
    OTHER = "other"
    """Somebody else came back than who was to prove who they are."""


class SignOnRefused(Exception):
    """A sign-in that does not come about; the person is led back to the sign-in page."""

    def __init__(self, why: WhyRefused, detail: str = ""):
        self.why = why
        self.detail = detail
        """For the log: what failed, nothing secret."""
        super().__init__(f"{why}: {detail}")
