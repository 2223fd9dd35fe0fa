"""`make demo-client`: streams from a server, and says in words what is missing."""

import os
import subprocess
import sys

import pytest

from tests.clients.owner import signed_up
from tests.conftest import ROOT, free_port


def demo(**settings: str) -> subprocess.CompletedProcess[str]:
    """Run it with these variables and none of a developer's."""
    others = {name: each for name, each in os.environ.items() if not name.startswith("TALLY_")}
    return subprocess.run(
        [sys.executable, "-m", "examples.demo_client"],
        cwd=ROOT,
        env=others | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_prints_the_reply_and_what_was_charged(api_url: str) -> None:
    with signed_up(api_url) as owner:
        done = demo(TALLY_URL=api_url, TALLY_KEY=owner.key("demo"))
        used = owner.used()["demo"]
    assert done.returncode == 0, done.stderr
    reply, _, charged = done.stdout.strip().rpartition("\n\n")
    assert "simulated model" in reply
    assert charged == f"simulated charged {used} tokens"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "Put an API key into TALLY_KEY"),
        ({"TALLY_KEY": "tk_nobody's"}, "Nobody answers at"),
    ],
)
def test_it_says_what_is_missing(settings: dict[str, str], said: str) -> None:
    done = demo(TALLY_URL=f"http://127.0.0.1:{free_port()}", **settings)
    assert done.returncode == 1
    assert done.stderr.startswith(said)


@pytest.mark.parametrize("key", ["tk_nobody's", "no key at all"])
def test_it_says_why_a_key_is_refused(api_url: str, key: str) -> None:
    done = demo(TALLY_URL=api_url, TALLY_KEY=key)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{api_url} refused (401): ")
