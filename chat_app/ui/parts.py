"""The JavaScript and the styles that lie beside the pages: how the build finds them."""

import shutil
from pathlib import Path

_HERE = Path(__file__).parent
_KINDS = {".css", ".js", ".jsx"}
_PUBLIC = "external/chat_app/ui"
"""In the folder of assets, which Reflex copies into the build; what is `external` is no source."""


def part(path: str) -> str:
    """Return what a component imports a file by.

    `rx.asset` would do it, and link the file as well, but it reads the source of all its callers up
    to the interpreter's first line: 30 ms a file at every start (Reflex 0.10, seen 2026-11-29).
    """
    return f"$/public/{_PUBLIC}/{path}"


def link_all(assets: Path) -> None:
    """Put a link to each file into the folder of assets, and let go of what was there."""
    shutil.rmtree(assets / _PUBLIC, ignore_errors=True)
    for file in _HERE.rglob("*"):
        if file.suffix in _KINDS:
            link = assets / _PUBLIC / file.relative_to(_HERE)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(file)
