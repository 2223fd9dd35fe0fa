"""The pages as the browser gets them, built anew only when what they are made of changes.

Reflex compiles and builds at every start, which takes 4 to 17 seconds and grows with every page.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from chat_app import steps
from chat_app.ui import parts

_ROOT = Path(__file__).parent.parent
_SOURCES = ("chat_app", "assets", "reflex.lock", "rxconfig.py")
_STAMP = _ROOT / ".web" / "built-from"
"""Holds the digest of what the present build was made of; goes away with the build."""


def build_where_needed() -> None:
    """Build the pages unless the last build was made of the same files.

    Two servers of one checkout may start at once: the second waits for the first one's build.

    Raises:
        SystemExit: The build failed; it has said why.
    """
    with _alone():
        digest = _digest()
        if _STAMP.exists() and _STAMP.read_text() == digest:
            return
        forget()
        prepare()
        command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
        steps.run("Building the pages; later starts use them as they are", command, _how_far)
        # It brings Reflex, which a start that builds nothing does without here.
        from chat_app.ui import languages

        languages.write_pages(_ROOT / ".web" / "build" / "client")
        _STAMP.write_text(digest)


@contextmanager
def _alone() -> Iterator[None]:
    folder = os.open(_ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _how_far(said: str) -> str:
    # Reflex tells of the first half when it has done it, and then of nothing until the end.
    return "fetching and bundling JavaScript" if "Compiling:" in said else "writing them as React"


def prepare() -> None:
    """Lay out our own files, and have npm, which Reflex calls, use its own registry.

    Reflex would ask two registries of its own choice which is nearer, and npm change our lock file.
    """
    parts.link_all(_ROOT / "assets")
    npm = Path(sys.executable).with_name("npm")
    asked = subprocess.run(
        [npm, "config", "get", "registry"], capture_output=True, text=True, check=True
    )
    os.environ["NPM_CONFIG_REGISTRY"] = asked.stdout.strip()
    os.environ["NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED"] = "true"
    # What the lock file names does not change: no need to ask whether the cache is out of date.
    os.environ["NPM_CONFIG_PREFER_OFFLINE"] = "true"
    os.environ["NPM_CONFIG_AUDIT"] = os.environ["NPM_CONFIG_FUND"] = "false"


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
        # In assets/external are links to what is counted where it lies.
        yield from (
            file
            for file in path.rglob("*")
            if file.is_file() and not {"__pycache__", "external"}.intersection(_inside(file).parts)
        )


def _inside(path: Path) -> Path:
    return path.relative_to(_ROOT)
