"""Finds the Chromium that the tests drive, or installs one: `python -m tests.browser`."""

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome")
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
        subprocess.run(["apt-get", "install", "--quiet", "--yes", "chromium"], check=True)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__" and not find():
    install()
