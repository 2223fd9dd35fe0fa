"""Sign-in by the identity provider of a company (OpenID Connect, ADR 44)."""

from chat_app.services.sign_on.coming_in import Arrival, come_in, end_at_provider, start, way_out
from chat_app.services.sign_on.flows import COOKIE_LIFE_S
from chat_app.services.sign_on.refusals import SignOnRefused, WhyRefused

__all__ = [
    "COOKIE_LIFE_S",
    "Arrival",
    "SignOnRefused",
    "WhyRefused",
    "come_in",
    "end_at_provider",
    "start",
    "way_out",
]
