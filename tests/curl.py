"""Brings curl, which docs/clients.md speaks of, where it is missing: `python -m tests.curl`."""

import os
import shutil
import subprocess


def may_install() -> bool:
    """Return whether this is Debian, and ours."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


if __name__ == "__main__" and not shutil.which("curl") and may_install():
    subprocess.run(["apt-get", "update", "--quiet"], check=True)
    subprocess.run(["apt-get", "install", "--quiet", "--yes", "curl"], check=True)
