"""The pages as the browser gets them, built anew only when what they are made of changes.

Reflex compiles and builds at every start, which takes 4 to 17 seconds and grows with every page.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_SOURCES = ("chat_app", "assets", "reflex.lock", "rxconfig.py")
_STAMP = _ROOT / ".web" / "built-from"
"""Holds the digest of what the present build was made of; goes away with the build."""


def build_where_needed() -> None:
    """Build the pages unless the last build was made of the same files.

    Raises:
        subprocess.CalledProcessError: The build failed; it has said why.
    """
    digest = _digest()
    if _STAMP.exists() and _STAMP.read_text() == digest:
        return
    forget()
    prepare_npm()
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    subprocess.run(command, cwd=_ROOT, check=True)
    _STAMP.write_text(digest)


def prepare_npm() -> None:
    """Have npm, which Reflex calls, use its own registry and leave our lock file as it is.

    Reflex would ask two registries of its own choice which is nearer.
    """
    npm = Path(sys.executable).with_name("npm")
    asked = subprocess.run(
        [npm, "config", "get", "registry"], capture_output=True, text=True, check=True
    )
    os.environ["NPM_CONFIG_REGISTRY"] = asked.stdout.strip()
    os.environ["NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED"] = "true"


def forget() -> None:
    """Have the next start build the pages anew."""
    _STAMP.unlink(missing_ok=True)


def _digest() -> str:
    digest = hashlib.sha256(version("reflex").encode())
    for path in sorted(_files()):
        digest.update(f"{_inside(path)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for source in _SOURCES:
        path = _ROOT / source
        if path.is_file():
            yield path
        # Reflex links what components bring along into assets/external.
        yield from (
            file
            for file in path.rglob("*")
            if file.is_file() and not {"__pycache__", "external"}.intersection(_inside(file).parts)
        )


def _inside(path: Path) -> Path:
    return path.relative_to(_ROOT)
