"""The scripts that stand in the built pages themselves, as a content policy names them.

React Router and we write some into each page, and one into the frame where diagrams are drawn, in
which the page's policy holds as well. Each is named by its digest, so that no other one runs.
"""

import hashlib
import re
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

_PAGES = Path(__file__).parents[2] / ".web" / "build" / "client"
_FRAME = Path(__file__).parent / "chat" / "diagram_frame.js"
_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_EVALUATED = "'unsafe-eval'"
"""Reflex 0.10.1 has the page evaluate what the server sends for toasts and `call_script` (`eval` in
its state.js): words of ours, in messages of the websocket, which only this server can write."""


def sources() -> tuple[str, ...]:
    """Return what pages may run beside the files of this server."""
    try:
        built_at = (_PAGES / "index.html").stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    return _sources(built_at)


@lru_cache(maxsize=1)
def _sources(_built_at: int) -> tuple[str, ...]:
    found = {_FRAME.read_bytes()} | {
        script for page in _PAGES.rglob("*.html") for script in _SCRIPT.findall(page.read_bytes())
    }
    digests = sorted(b64encode(hashlib.sha256(each).digest()).decode() for each in found)
    return (_EVALUATED, *(f"'sha256-{each}'" for each in digests))
