"""Puts packages into the virtual environment: `python -m chat_app.packages requirements.txt`.

Versions are those of the `constraints.txt` that stands beside the file.

It is pip, whose settings (an index, a proxy, certificates) hold as they do everywhere else; a
quicker installer would read none of them. Only its compiling is left to `compileall`, which takes
all processors: what is not compiled now would be at every start where Python may write no bytecode.
"""

import re
import sys
import sysconfig
from pathlib import Path

from chat_app import steps

_ROOT = Path(__file__).parent.parent
_SITE = Path(sysconfig.get_path("purelib"))
_PIP = (
    *(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-compile"),
    *("--progress-bar", "off", "--no-color"),
)
_COMPILE = (sys.executable, "-m", "compileall", "-q", "-j", "0", _SITE, _ROOT / "chat_app")
_FOUND = re.compile(r"^Collecting ([\w.-]+)", re.MULTILINE)
_UNPACKING = "Installing collected packages: "


def install(requirements: str) -> None:
    """Install what a file of requirements asks for.

    Raises:
        SystemExit: It failed; pip has said why.
    """
    constraints = (_ROOT / requirements).with_name("constraints.txt")
    steps.run(
        f"Installing the packages of {requirements}",
        [*_PIP, "--constraint", constraints, "--requirement", requirements],
        lambda said: how_far(said, sum(1 for _ in _SITE.glob("*.dist-info"))),
    )
    steps.run("Compiling them", _COMPILE, lambda _: "still compiling")


def how_far(said: str, installed: int) -> str:
    """Return in words what pip is at.

    Args:
        said: Its output so far.
        installed: Packages that are there.
    """
    for line in said.splitlines():
        if line.startswith(_UNPACKING):
            packages = line.count(",") + 1
            return f"unpacking {packages} packages, {installed} are there"
    found = _FOUND.findall(said)
    return f"found {len(found)} packages, the last of them {found[-1]}" if found else "looking"


if __name__ == "__main__":
    install(*sys.argv[1:])
