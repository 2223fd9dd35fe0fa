"""Lets one build of the pages serve at any address; websockets are for the signed in."""

import reflex as rx

_STATE_JS = "utils/state.js"
_FIXED = "new URL(url_str);"
_OF_THE_PAGE = "new URL(new URL(url_str).pathname, globalThis.location?.origin ?? url_str);"

GUARDED = frozenset({"", "usage", "settings", "admin", "chat"})
"""How the addresses of pages begin that are for the signed in."""
_BY_COOKIE = """export const isBackendDisabled = () => {
  const cookie = document.cookie
    .split("; ")
    .find((row) => row.startsWith("backend-enabled="));
  return cookie !== undefined && cookie.split("=")[1] == "false";
};"""
_BY_PAGE = f"""export const isBackendDisabled = () =>
  !{sorted(GUARDED)}.includes(globalThis.location?.pathname.split("/")[1] ?? "");"""
_CHANGES = {_FIXED: _OF_THE_PAGE, _BY_COOKIE: _BY_PAGE}


class SameOriginPlugin(rx.plugins.Plugin):
    """Has the browser open its websocket where the page came from, on pages for the signed in.

    The server has none for anybody else (`sockets.py`), so other pages do not ask for one.

    Reflex 0.10 bakes the server's address, port included, into the build (`getBackendURL`, read
    2026-11-21): behind a proxy or on another port the pages would call a server that is not there.
    """

    def pre_compile(self, **context):
        """Ask for the change."""
        context["add_modify_task"](_STATE_JS, _changed)


def _changed(script: str) -> str:
    for known, wanted in _CHANGES.items():
        script = script.replace(known, wanted)
        if wanted not in script:
            raise RuntimeError(f"{_STATE_JS} of this version of Reflex is not the one known")
    return script
