"""What lies beside the pages, scripts, styles and words: how the build finds them."""

import shutil
from pathlib import Path

from chat_app.words import SOURCE, file_of

_HERE = Path(__file__).parent
_KINDS = {".css", ".js", ".jsx", ".ftl"}
_OURS = "external/chat_app"
"""In the folder of assets, which Reflex copies into the build; what is `external` is no source."""


def part(path: str) -> str:
    """Return what a component imports a file by.

    `rx.asset` would do it, and link the file as well, but it reads the source of all its callers up
    to the interpreter's first line: 30 ms a file at every start (Reflex 0.10, seen 2026-11-29).
    """
    return f"$/public/{_OURS}/ui/{path}"


def link_all(assets: Path) -> None:
    """Put a link to each file into the folder of assets, and let go of what was there."""
    shutil.rmtree(assets / _OURS, ignore_errors=True)
    for file in (*_HERE.rglob("*"), file_of(SOURCE)):
        if file.suffix in _KINDS:
            link = assets / _OURS / file.relative_to(_HERE.parent)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(file)
