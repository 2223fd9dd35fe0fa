"""The parts of the conversation that need no browser."""

import re
from pathlib import Path

import pytest

from chat_app.errors import MAX_MESSAGE_CHARACTERS
from chat_app.services.prompt_library import COMMANDS
from chat_app.words import words_for
from tests.conftest import ROOT
from tests.node import pass_tests

HERE = Path(__file__).parent


@pytest.mark.parametrize("script", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_the_script_passes(script: Path):
    pass_tests(script)


def test_the_page_counts_to_the_longest_message_of_the_server():
    script = (ROOT / "chat_app/ui/chat/characters.js").read_text()
    assert f"const LONGEST = {MAX_MESSAGE_CHARACTERS};" in script


def test_the_page_knows_the_commands_of_the_server():
    script = (ROOT / "chat_app/ui/components/commands.js").read_text()
    told = re.findall(r'{ name: "(\w+)"(.*)}', script)
    assert [(name, "takes:" in more) for name, more in told] == [
        (each.name, bool(each.takes(words_for("en")))) for each in COMMANDS
    ]
