"""Runs the cases of a client, each with a key of its own, and prints what each was told.

On stdin comes JSON: the server's `url`, and `keys`, a case each. On stdout goes a line of JSON for
each case: `tokens`, the total that the client was told, `null` where it could not be told; or
`fault`, what went wrong.
"""

import asyncio
import inspect
import json
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MODEL = "simulated"
VECTORS = "simulated-embedding"
QUESTION = "write 12 words"
WORDS = "The river takes its time through the valley and nobody hurries it."
PARAMETERS = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "unit": {"enum": ["C", "F"]}},
    "required": ["city", "unit"],
    "additionalProperties": False,
}
"""Of a tool that tells the weather."""


@dataclass(frozen=True)
class Gateway:
    """Where to call, and as whom."""

    url: str
    """The base URL that clients want, with `/v1`."""
    key: str


_cases: dict[str, Callable[[Gateway], Any]] = {}


def case(run: Callable[[Gateway], Any]) -> Callable[[Gateway], Any]:
    """Add a case, by the name of its function; it returns the tokens that it was told."""
    _cases[run.__name__] = run
    return run


def main() -> None:
    """Run all that were asked for."""
    order = json.load(sys.stdin)
    for name, key in order["keys"].items():
        try:
            tokens = _cases[name](Gateway(order["url"], key))
            if inspect.iscoroutine(tokens):
                tokens = asyncio.run(tokens)
            told = {"tokens": tokens}
        except Exception:
            told = {"fault": traceback.format_exc()}
        print(json.dumps({"case": name} | told), flush=True)
