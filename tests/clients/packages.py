"""The clients' own packages, which `make test` installs apart from ours."""

import os
from pathlib import Path

from chat_app.config import Settings
from tests.conftest import ROOT

BIN = ROOT / ".venv" / "clients" / "bin"
_NODE = ROOT / ".venv" / "bin" / "node"


def interpreter(program: str) -> Path:
    """Return what runs a program."""
    return _NODE if program.endswith(".mjs") else BIN / "python"


def environment(**more: str) -> dict[str, str]:
    """Return the variables that a client runs with: none of ours, and nobody is called outside."""
    others = {
        name: value for name, value in os.environ.items() if name not in Settings.model_fields
    }
    quiet = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "PYDANTIC_DISABLE_PLUGINS": "__all__"}
    return others | quiet | more
