"""The examples of docs/clients.md: in each language they make one program, from top to bottom."""

import re
from dataclasses import dataclass

from tests.conftest import ROOT

LANGUAGES = ("sh", "python", "js")
_OUTPUT = "text"
_SHOWN_ONLY = "console"
"""A person's session, which tests/terminal plays."""
MARK = "~~~ next block ~~~"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass
class Block:
    """An example and what stands below it as its output."""

    language: str
    code: str
    output: str = ""


def read() -> list[Block]:
    """Return all examples in order."""
    blocks: list[Block] = []
    for language, content in _FENCE.findall((ROOT / "docs" / "clients.md").read_text()):
        if language == _OUTPUT:
            assert blocks, "an output stands above every example"
            assert not blocks[-1].output, "an example has two outputs"
            blocks[-1].output = content
        elif language != _SHOWN_ONLY:
            assert language in LANGUAGES, f"no test runs a block of {language or 'no language'}"
            blocks.append(Block(language, content))
    return blocks


def program(language: str, say_mark: str, **instead: str) -> str:
    """Return the program that the examples of a language make.

    Args:
        language: One of `LANGUAGES`.
        say_mark: The statement that prints `MARK`.
        instead: What to write for the `url` and the `email` of the examples.
    """
    code = f"\n{say_mark}\n".join(each.code for each in read() if each.language == language)
    for name, written in {"url": "http://localhost:3000", "email": "me@example.org"}.items():
        if name in instead:
            assert written in code
            code = code.replace(written, instead[name])
    return code


def check_output(language: str, printed: str) -> None:
    """Compare what each example printed with what stands below it."""
    examples = [each for each in read() if each.language == language]
    outputs = printed.split(f"{MARK}\n")
    assert len(outputs) == len(examples)
    for example, output in zip(examples, outputs, strict=True):
        pattern = ".*".join(map(re.escape, example.output.strip().split("…")))
        assert re.fullmatch(pattern, output.strip(), re.DOTALL), (
            f"{example.code}\nprinted\n{output}\nbut the page says\n{example.output}"
        )
