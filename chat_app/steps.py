"""Says what a long step of the setting up is at, every few seconds, in place of all its output.

It needs nothing but the standard library: packages are such a step.
"""

import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_EVERY_S = 4


def run(step: str, command: Sequence[str | Path], how_far: Callable[[str], str]) -> None:
    """Run a command to its end, in the folder of the project.

    Args:
        step: What it does, in a few words.
        command: What to run.
        how_far: Takes all that the command has said and returns what it is at.

    Raises:
        SystemExit: It failed; all that it said was shown.
    """
    print(step, flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "output"
        with file.open("w") as output:
            process = subprocess.Popen(command, cwd=_ROOT, stdout=output, stderr=subprocess.STDOUT)
        while _runs(process):
            at = how_far(file.read_text(errors="replace"))
            print(f"{time.monotonic() - started:5.0f} s  {at}", flush=True)
        if process.returncode:
            print(file.read_text(errors="replace"), flush=True)
            raise SystemExit(f"{step}: this did not work; what was said of it stands above")


def _runs(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_EVERY_S)
    except subprocess.TimeoutExpired:
        return True
    return False
