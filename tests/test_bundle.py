"""The pages are built when what they are made of has changed, and only then."""

import subprocess
from pathlib import Path

import pytest

from chat_app import bundle


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Give a project of a few files, and write down the builds asked for instead of doing them."""
    for name in ("chat_app/page.py", "assets/page.css", "reflex.lock/package.json", "rxconfig.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    (tmp_path / ".web").mkdir()
    asked: list[list[str]] = []
    monkeypatch.setattr(bundle, "_ROOT", tmp_path)
    monkeypatch.setattr(bundle, "_STAMP", tmp_path / ".web" / "built-from")
    monkeypatch.setattr(bundle, "prepare_npm", lambda: None)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: asked.append(command))
    return asked


def test_the_first_start_builds_and_the_second_does_not(builds: list[list[str]]) -> None:
    bundle.build_where_needed()
    bundle.build_where_needed()
    assert len(builds) == 1


@pytest.mark.parametrize(
    "changed",
    [
        "chat_app/page.py",
        "assets/page.css",
        "reflex.lock/package.json",
        "rxconfig.py",
        "assets/new",
    ],
)
def test_a_change_builds_again(builds: list[list[str]], tmp_path: Path, changed: str) -> None:
    bundle.build_where_needed()
    (tmp_path / changed).write_text("changed")
    bundle.build_where_needed()
    assert len(builds) == 2


@pytest.mark.parametrize("made", ["chat_app/__pycache__/page.pyc", "assets/external/part.jsx"])
def test_what_a_start_leaves_behind_builds_nothing(
    builds: list[list[str]], tmp_path: Path, made: str
) -> None:
    bundle.build_where_needed()
    (tmp_path / made).parent.mkdir()
    (tmp_path / made).write_text("made")
    bundle.build_where_needed()
    assert len(builds) == 1


def test_a_failed_build_is_tried_again(
    builds: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    with monkeypatch.context() as broken:
        broken.setattr(subprocess, "run", fail)
        with pytest.raises(subprocess.CalledProcessError):
            bundle.build_where_needed()
    bundle.build_where_needed()
    assert len(builds) == 1
