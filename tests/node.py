"""Tests of our scripts, run by Node's own test runner."""

import shutil
import subprocess
import sys
from pathlib import Path

NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or "node"


def pass_tests(script: Path) -> None:
    """Run the tests in a script; what it said stands in the failure."""
    run = subprocess.run(
        [NODE, "--test", "--test-force-exit", "--no-warnings", script],
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
