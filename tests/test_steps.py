"""Setting up says what it is doing while it does it, and what went wrong where it did."""

import os
import sys
from pathlib import Path

import pytest

from chat_app import packages, steps

COLLECTED = "Collecting fastapi==0.165.0 (from -r requirements.txt (line 4))\n"
FURTHER = "  Downloading fastapi-0.165.0.whl\nCollecting anyio>=4\n"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_EVERY_S", 0.01)


def test_a_long_step_says_how_far_it_is_and_nothing_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    # It goes on until somebody has heard of it, however quick the machine is.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    script = f"print('chatter', flush=True); open({str(pipe)!r}).read()"

    def how_far(said: str) -> str:
        if said == "chatter\n" and pipe.exists():
            pipe.write_text("heard")
            pipe.unlink()
        return "half way"

    steps.run("Painting", [sys.executable, "-c", script], how_far)

    step, *lines = capsys.readouterr().out.splitlines()
    assert step == "Painting"
    assert {line.split("s  ")[1] for line in lines} == {"half way"}


def test_a_step_that_fails_shows_all_that_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    script = "import sys; print('no paint'); print('at all', file=sys.stderr); sys.exit(3)"
    with pytest.raises(SystemExit, match="Painting"):
        steps.run("Painting", [sys.executable, "-c", script], lambda _: "")
    said = capsys.readouterr().out
    assert "no paint" in said
    assert "at all" in said


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "looking"),
        (COLLECTED, "found 1 packages, the last of them fastapi"),
        (COLLECTED + FURTHER, "found 2 packages, the last of them anyio"),
        (
            COLLECTED + "Installing collected packages: anyio, fastapi, uvloop\n",
            "unpacking 3 packages, 7 are there",
        ),
    ],
)
def test_pip_is_told_of_in_words(said: str, words: str) -> None:
    assert packages.how_far(said, installed=7) == words
