"""The packages of the pages are those whose types `make lint` checks against."""

import json

import pytest
import reflex as rx

from chat_app.ui.chat.components import Talk
from chat_app.ui.components.charts import Bars
from chat_app.ui.components.fields import day_input
from tests.conftest import ROOT


@pytest.mark.parametrize("part", [Talk.create(), Bars.create(), day_input()], ids=type)
def test_types_are_those_of_the_packages_in_the_pages(part: rx.Component) -> None:
    checked = json.loads((ROOT / "lint" / "package.json").read_text())["dependencies"]
    used = dict(name.rsplit("@", 1) for name in part.lib_dependencies)
    only_styles = {"katex"}
    assert {name: checked.get(name) for name in used if name not in only_styles} == {
        name: version for name, version in used.items() if name not in only_styles
    }


def test_no_lock_file_names_a_host() -> None:
    for folder in ("lint", "reflex.lock"):
        assert '"resolved"' not in (ROOT / folder / "package-lock.json").read_text()
