"""The parts of the conversation that need no browser, run by Node's own test runner."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE = shutil.which("node", path=str(Path(sys.executable).parent))


@pytest.mark.parametrize("script", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_the_script_passes(script: Path):
    run = subprocess.run(
        [NODE or "node", "--test", "--test-force-exit", "--no-warnings", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
