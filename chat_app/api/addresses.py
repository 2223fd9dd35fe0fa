"""Which addresses of a server are the API's, and whose shapes are spoken there."""

import re

GATEWAY = "/v1"
"""Where programs made for OpenAI call; everything there answers in OpenAI's shapes."""
_OWN = "/api/"


def is_gateway(path: str) -> bool:
    """Say whether an address is spoken to as OpenAI's would be."""
    return path == GATEWAY or path.startswith(GATEWAY + "/")


def is_api(path: str) -> bool:
    """Say whether an address is for programs, not a page."""
    return path.startswith(_OWN) or is_gateway(path)


def without_secrets(path: str) -> str:
    """Return an address as a log may have it: whoever has that of a link may read what it shows."""
    return _OF_LINKS.sub(r"\1…", path)


_OF_LINKS = re.compile(r"^(/s/|/api/shares/)[^/]+")
IMPORTS = "/api/imports"
"""Where files of chats are sent to."""
FILES = "/api/files"
"""Where files are sent to, and read."""
TRANSCRIPTIONS = "/api/transcriptions"
"""Where recordings are sent to, to be written down."""
