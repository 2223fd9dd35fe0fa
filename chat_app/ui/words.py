"""What the pages say: `say` where they are composed, `words_of` where their states answer."""

from typing import Any

import reflex as rx
from reflex.vars.base import VarData
from reflex.vars.object import LiteralObjectVar
from reflex_base.event.context import EventContext
from starlette.requests import cookie_parser

from chat_app.ui.parts import part
from chat_app.words import (
    LANGUAGE_COOKIE,
    LOCALE_COOKIE,
    ZONE_COOKIE,
    Words,
    variables_of,
    words_of_browser,
)

_YEAR_SECONDS = 365 * 24 * 60 * 60

NOTE_READER = f"""
(() => {{
  const note = (name, value) => document.cookie = `${{name}}=${{value}}; path=/; SameSite=Lax`;
  const language = document.documentElement.lang;
  note("{LOCALE_COOKIE}",
    navigator.languages.find((one) => one.split("-")[0] === language) ?? language);
  note("{ZONE_COOKIE}", Intl.DateTimeFormat().resolvedOptions().timeZone);
}})();
"""
"""Script for every page's head."""


class WordsPlugin(rx.plugins.Plugin):
    """Brings what reads the catalogues in the browser."""

    def get_frontend_dependencies(self, **_context):
        """Return the package: the runtime of Project Fluent, the same format as on the server."""
        return ("@fluent/bundle@0.19.1",)


def show_in(language: str) -> str:
    """Return the script that shows the page in a language; in the browser's where it is empty."""
    kept = f"max-age={_YEAR_SECONDS}" if language else "max-age=0"
    note = f'document.cookie = "{LANGUAGE_COOKIE}={language}; path=/; SameSite=Lax; {kept}";'
    return f"{note} location.reload();"


def say(message_id: str, **variables: Any) -> rx.Var[str]:
    """Return a message of the page in its reader's language, whichever that is.

    Args:
        message_id: Of the catalogue, as `composer-send`.
        variables: What it speaks of: each a var, a text or a number.

    Raises:
        ValueError: The message speaks of other things than were given.
        KeyError: There is no such message.
    """
    if variables_of(message_id) != variables.keys():
        wanted = ", ".join(sorted(variables_of(message_id))) or "nothing"
        raise ValueError(f"{message_id} speaks of {wanted}")
    given = LiteralObjectVar.create(variables) if variables else None
    arguments = f'"{message_id}"' + (f", {given!s}" if given is not None else "")
    return rx.Var(
        f"say({arguments})",
        _var_type=str,
        _var_data=VarData.merge(
            VarData(imports={part("words.js"): "say"}),
            given._get_all_var_data() if given is not None else None,
        ),
    )


def words_of(state: rx.State) -> Words:
    """Return the words of the reader whose event a state handles."""
    headers = state.router.headers
    return words_of_browser(cookie_parser(headers.cookie), headers.accept_language)


def words_of_event() -> Words:
    """Return the words of the reader whose event is being handled, where no state is at hand."""
    headers = EventContext.get().router_data.get("headers", {})
    cookies = cookie_parser(headers.get("cookie", ""))
    return words_of_browser(cookies, headers.get("accept-language", ""))


def cookie(cookies: str, name: str) -> str:
    """Return what one of a browser's cookies holds, or nothing."""
    # Python's own parser gives up at a cookie that it finds odd, and other apps set them, too.
    return cookie_parser(cookies).get(name, "")
