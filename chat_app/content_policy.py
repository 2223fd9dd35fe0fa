"""What a browser may load and run on what it gets from here (Content Security Policy)."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from chat_app.config import get_settings

_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")


def policy(host: str, scripts: Iterable[str] = ()) -> str:
    """Return the policy of an answer.

    Styles may stand in pages: React writes positions and widths as attributes, and Radix, KaTeX and
    Mermaid bring sheets of their own while they run. What people and models write brings none.

    Args:
        host: What the browser calls this server, which is where its websocket goes.
        scripts: What may run beside the files of this server, as `script-src` names it.
    """
    origin = get_settings().PUBLIC_ORIGIN
    own = urlsplit(origin).netloc if origin else host
    sockets = f" ws://{own} wss://{own}" if _HOST.fullmatch(own) else ""
    allowed = " ".join(("'self'", *scripts))
    return (
        f"default-src 'self'; script-src {allowed};"
        # A picture is shown while it is sent, and speech heard: `blob:`.
        " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:;"
        " font-src 'self' data:; media-src 'self' blob:;"
        f" connect-src 'self'{sockets};"
        " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
