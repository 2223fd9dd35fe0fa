"""The clients' own packages, which `make test` installs apart from ours."""

import os
from pathlib import Path

from tests.conftest import KNOWN_VARIABLES, ROOT

NODE_MODULES = Path(__file__).parent / "node_modules"
_BIN = ROOT / ".venv" / "clients" / "bin"
_NODE_BIN = ROOT / ".venv" / "bin"
_PATH = os.pathsep.join(map(str, [_BIN, NODE_MODULES / ".bin", _NODE_BIN]))
_QUIET = {
    # Nobody is asked outside: for prices, for news of a release, for statistics.
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "CONTINUE_TELEMETRY_ENABLED": "0",
}


def interpreter(suffix: str) -> Path:
    """Return what runs programs of a kind."""
    return {".py": _BIN / "python", ".mjs": _NODE_BIN / "node"}[suffix]


def environment(**more: str) -> dict[str, str]:
    """Return the variables that a client runs with: none of ours, and its commands are found."""
    others = {name: each for name, each in os.environ.items() if name not in KNOWN_VARIABLES}
    return others | _QUIET | {"PATH": f"{_PATH}{os.pathsep}{os.environ['PATH']}"} | more
