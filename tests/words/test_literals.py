"""No page has words of its own: all of them are in the catalogue."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.words.literals import in_javascript, in_python

UI = ROOT / "chat_app" / "ui"
BROWSERS = {"Edge", "Edg", "Opera", "Firefox", "Chrome", "Safari", "Python", "Android", "Windows"}
NAMES = {
    "middleware.py": {"Cookie"},
    "theme.py": {"Tally"},
    "settings/places_state.py": BROWSERS | {"Linux"},
    "settings/issued_key.jsx": {"curl", "Python"},
    "chat/diagram.jsx": {"mermaid"},
    "settings/import_chats.jsx": {"Claude", "HuggingFace chat-ui", "Tally"},
}
"""Names, which are the same in every language."""


def files(*kinds: str) -> list[Path]:
    return sorted(file for file in UI.rglob("*") if file.suffix in kinds)


def known(file: Path) -> set[str]:
    return NAMES.get(str(file.relative_to(UI)), set())


@pytest.mark.parametrize("file", files(".py"), ids=lambda file: str(file.relative_to(UI)))
def test_a_module_of_the_pages_has_no_words_of_its_own(file: Path) -> None:
    assert set(in_python(file)) - known(file) == set()


@pytest.mark.parametrize("file", files(".js", ".jsx"), ids=lambda file: str(file.relative_to(UI)))
def test_a_script_has_no_words_of_its_own(file: Path) -> None:
    assert set(in_javascript(file)) - known(file) == set()


def test_words_that_stand_in_a_source_are_found(tmp_path: Path) -> None:
    module, script = tmp_path / "page.py", tmp_path / "part.jsx"
    module.write_text(
        '"""A page."""\nbutton("Save", aria_label=f"Delete {name} now", class_name="big red")\n'
    )
    script.write_text(
        '<p title="Close" className="big red">Nothing here</p>; const why = "It went wrong";'
        " /* The <b>usual</b> */"
    )
    assert sorted(in_python(module)) == ["Delete", "Save"]
    assert sorted(in_javascript(script)) == ["Close", "It went wrong", "Nothing here"]
