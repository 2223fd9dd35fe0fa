"""Lets one build of the pages serve at any address."""

import reflex as rx

_STATE_JS = "utils/state.js"
_FIXED = "new URL(url_str);"
_OF_THE_PAGE = "new URL(new URL(url_str).pathname, globalThis.location?.origin ?? url_str);"


class SameOriginPlugin(rx.plugins.Plugin):
    """Has the browser open its websocket where the page came from.

    Reflex 0.10 bakes the server's address, port included, into the build (`getBackendURL`, read
    2026-11-21): behind a proxy or on another port the pages would call a server that is not there.
    """

    def pre_compile(self, **context):
        """Ask for the change."""
        context["add_modify_task"](_STATE_JS, _at_the_origin_of_the_page)


def _at_the_origin_of_the_page(script: str) -> str:
    changed = script.replace(_FIXED, _OF_THE_PAGE)
    if _OF_THE_PAGE not in changed:
        raise RuntimeError(f"{_STATE_JS} of this version of Reflex is not the one known")
    return changed
