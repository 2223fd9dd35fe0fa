"""What is shown of a reply: nothing that a terminal obeys, and blocks that stay as they are."""

import io
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from chat_app.terminal.screen import (
    _Block,  # pyright: ignore[reportPrivateUsage]
    blocks,
    harmless,
)

SIGNS = [
    "a",
    " ",
    "- ",
    "1. ",
    "```",
    "~~~",
    "    ",
    "> ",
    "# ",
    "|",
    "---",
    "===",
    "[a]: b",
    "<div>",
    "\t",
    "* ",
]
PIECES = st.sampled_from([*SIGNS, "\n", "\n\n", "| a | b |\n", "|---|---|\n"])


@given(st.text())
def test_no_character_is_obeyed_and_every_other_one_stays(text: str) -> None:
    shown = harmless(text)
    assert not any(
        unicodedata.category(each) == "Cc" or "\u202a" <= each <= "\u202e"
        for each in shown
        if each not in "\n\t"
    )
    assert len(shown) == len(text.replace("\r", ""))
    assert harmless(shown) == shown


@given(st.lists(PIECES, max_size=40))
def test_a_block_that_is_finished_stays_as_it_is(pieces: list[str]) -> None:
    whole, tail = "".join(pieces), ""
    finished: list[str] = []
    for piece in pieces:
        *more, tail = blocks(tail + piece)
        finished += more
    assert "\n".join([*finished, tail]) == whole
    assert written([*finished, *blocks(tail)]) == written(blocks(whole))


def test_nothing_of_a_reply_is_left_out_as_markup() -> None:
    console = Console(file=io.StringIO(), width=60)
    console.print(_Block("3~5, 100~200 H<sub>2</sub>O<br>x\n\n<think>\nhm\n</think>"))
    said = console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]
    assert "3~5, 100~200 H<sub>2</sub>O<br>x" in said
    assert "<think> hm </think>" in said


def written(sources: list[str]) -> list[str]:
    return [source.strip("\n") for source in sources if source.strip()]
