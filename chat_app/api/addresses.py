"""Which addresses of a server are the API's, and whose shapes are spoken there."""

GATEWAY = "/v1"
"""Where programs made for OpenAI call; everything there answers in OpenAI's shapes."""
_OWN = "/api/"


def is_gateway(path: str) -> bool:
    """Say whether an address is spoken to as OpenAI's would be."""
    return path == GATEWAY or path.startswith(GATEWAY + "/")


def is_api(path: str) -> bool:
    """Say whether an address is for programs, not a page."""
    return path.startswith(_OWN) or is_gateway(path)
