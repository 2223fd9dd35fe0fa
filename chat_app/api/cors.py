"""Lets pages of other origins call the API: those that `CORS_ORIGINS` lists, with credentials.

The cookie stays `SameSite=Lax`: a page of another site has to send the token itself.
"""

from starlette.datastructures import Headers, MutableHeaders

from chat_app.config import get_settings

_EXPOSED = (
    "X-Chat-Id, X-Message-Id, X-Request-Id, RateLimit, RateLimit-Policy, Retry-After,"
    " Content-Disposition, X-Tally-Charged-Tokens, X-Tally-Remaining-Tokens, X-Tally-Cut"
)
"""What scripts may read beside the few headers that every page may."""
_REMEMBERED_FOR_S = 600


def let_in(method: str, asked: Headers, answered: MutableHeaders) -> None:
    """Add to an answer what a browser wants to read before it shows it to a listed origin."""
    origins = get_settings().CORS_ORIGINS
    if not origins:
        return
    answered.add_vary_header("Origin")
    origin = asked.get("origin")
    if origin not in origins:
        return
    answered["Access-Control-Allow-Origin"] = origin
    answered["Access-Control-Allow-Credentials"] = "true"
    if method == "OPTIONS" and "access-control-request-method" in asked:
        answered["Access-Control-Allow-Methods"] = answered.get("Allow", "")
        answered["Access-Control-Max-Age"] = str(_REMEMBERED_FOR_S)
        # With credentials `*` means a header of that name; what is allowed has to be named.
        if wanted := asked.get("access-control-request-headers"):
            answered["Access-Control-Allow-Headers"] = wanted
    else:
        answered["Access-Control-Expose-Headers"] = _EXPOSED
