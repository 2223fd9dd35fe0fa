"""Brings curl where it is missing and we may: `python -m tests.curl`."""

import os
import shutil
import subprocess
import sys


def install() -> None:
    """Install Debian's package."""
    if os.geteuid() or not shutil.which("apt-get"):
        sys.exit("The examples in docs/clients.md need curl; install it and run this again.")
    subprocess.run(["apt-get", "update", "--quiet"], check=True)
    subprocess.run(["apt-get", "install", "--quiet", "--yes", "curl"], check=True)


if __name__ == "__main__" and not shutil.which("curl"):
    install()
