"""The examples of pages of docs/: in each language they make one program, from top to bottom."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.conftest import ROOT

_OUTPUT = "text"
_SHOWN_ONLY = "console"
"""A person's session, which tests/terminal plays."""
MARK = "~~~ next block ~~~"
_HEADING_OR_FENCE = re.compile(r"^## ([^\n]*)$|^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass
class Block:
    """An example and what stands below it as its output."""

    section: str
    """The heading above it; empty above the first."""
    language: str
    code: str
    output: str = ""


def read(page: str) -> list[Block]:
    """Return all examples of a page in order."""
    blocks: list[Block] = []
    section = ""
    for heading, language, content in _HEADING_OR_FENCE.findall((ROOT / "docs" / page).read_text()):
        if heading:
            section = heading
        elif language == _OUTPUT:
            assert blocks, "an output stands above every example"
            assert not blocks[-1].output, "an example has two outputs"
            blocks[-1].output = content
        elif language != _SHOWN_ONLY:
            blocks.append(Block(section, language, content))
    return blocks


def program(examples: Sequence[Block], say_mark: str, instead: Mapping[str, str]) -> str:
    """Return the program that examples of one language make.

    Args:
        examples: Of one language, in order.
        say_mark: The statement that prints `MARK`.
        instead: What to write for words that stand in them.
    """
    code = f"\n{say_mark}\n".join(each.code for each in examples)
    for placeholder, written in instead.items():
        assert placeholder in code
        code = code.replace(placeholder, written)
    return code


def check_output(examples: Sequence[Block], printed: str) -> None:
    """Compare what each example printed with what stands below it."""
    outputs = printed.split(f"{MARK}\n")
    assert len(outputs) == len(examples), printed
    for example, output in zip(examples, outputs, strict=True):
        pattern = ".*".join(map(re.escape, example.output.strip().split("…")))
        assert re.fullmatch(pattern, output.strip(), re.DOTALL), (
            f"{example.code}\nprinted\n{output}\nbut the page says\n{example.output}"
        )
