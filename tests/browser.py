"""Finds the Chromium that the tests drive, or installs one: `python -m tests.browser`."""

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first has no window and nothing of one: half the CPU of a whole browser."""
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find() -> str | None:
    """Return the browser to start; `None` leaves it to Playwright's own, where it has one."""
    chosen = os.environ.get("CHROMIUM_PATH")
    return chosen or next(filter(None, map(shutil.which, _NAMES)), None)


def install() -> None:
    """Bring a browser: Debian's package where we may, else Playwright's own."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "--quiet"], check=True)
        subprocess.run(["apt-get", "install", "--quiet", "--yes", _NAMES[0]], check=True)
    else:
        playwright = [sys.executable, "-m", "playwright"]
        subprocess.run([*playwright, "install", _NAMES[0]], check=True)


if __name__ == "__main__" and not find():
    install()
