"""One build of the pages serves at any address."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from chat_app.ui.same_origin import SameOriginPlugin


def changed(script: str) -> str:
    """Return what the plugin makes of Reflex's script."""
    tasks: dict[str, Callable[[str], str]] = {}
    context: dict[str, Any] = {"add_modify_task": tasks.__setitem__}
    SameOriginPlugin().pre_compile(**context)
    return tasks["utils/state.js"](script)


def test_the_websocket_goes_where_the_page_came_from() -> None:
    template = files("reflex_base") / ".templates" / "web" / "utils" / "state.js"
    script = changed(template.read_text())
    assert "globalThis.location?.origin" in script
    assert changed(script) == script


def test_another_reflex_stops_the_build() -> None:
    with pytest.raises(RuntimeError, match="Reflex"):
        changed("export const getBackendURL = 1")
