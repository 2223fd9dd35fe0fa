"""The pages are built when what they are made of has changed, and only then."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chat_app import bundle, steps
from chat_app.ui import languages, parts

UI = Path(parts.__file__).parent


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give a project of a few files, and write down the builds asked for instead of doing them."""
    for name in ("chat_app/page.py", "assets/page.css", "reflex.lock/package.json", "rxconfig.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    (tmp_path / ".web").mkdir()
    asked: list[str] = []
    monkeypatch.setattr(bundle, "_ROOT", tmp_path)
    monkeypatch.setattr(bundle, "_STAMP", tmp_path / ".web" / "built-from")
    monkeypatch.setattr(bundle, "prepare", lambda: None)
    monkeypatch.setattr(languages, "write_pages", lambda _: None)
    monkeypatch.setattr(steps, "run", lambda step, *_: asked.append(step))
    return asked


def test_the_first_start_builds_and_the_second_does_not(builds: list[str]) -> None:
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
def test_a_change_builds_again(builds: list[str], tmp_path: Path, changed: str) -> None:
    bundle.build_where_needed()
    (tmp_path / changed).write_text("changed")
    bundle.build_where_needed()
    assert len(builds) == 2


@pytest.mark.parametrize("made", ["chat_app/__pycache__/page.pyc", "assets/external/part.jsx"])
def test_what_a_start_leaves_behind_builds_nothing(
    builds: list[str], tmp_path: Path, made: str
) -> None:
    bundle.build_where_needed()
    (tmp_path / made).parent.mkdir()
    (tmp_path / made).write_text("made")
    bundle.build_where_needed()
    assert len(builds) == 1


def test_a_failed_build_is_tried_again(builds: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(step: str, *_: object) -> None:
        raise SystemExit(step)

    with monkeypatch.context() as broken:
        broken.setattr(steps, "run", fail)
        with pytest.raises(SystemExit):
            bundle.build_where_needed()
    bundle.build_where_needed()
    assert len(builds) == 1


def test_two_starts_at_once_build_once(builds: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def build(step: str, *_: object) -> None:
        builds.append(step)
        begun.set()
        may_end.wait()

    monkeypatch.setattr(steps, "run", build)
    with ThreadPoolExecutor(2) as starts:
        first = starts.submit(bundle.build_where_needed)
        begun.wait()
        second = starts.submit(bundle.build_where_needed)
        may_end.set()
        first.result()
        second.result()
    assert len(builds) == 1


def test_the_build_says_what_it_is_at(builds: list[str]) -> None:
    bundle.build_where_needed()
    assert "pages" in builds[0]


def test_every_file_of_ours_lies_where_the_build_looks_for_it(tmp_path: Path) -> None:
    left_behind = tmp_path / "external/chat_app/ui/old.js"
    left_behind.parent.mkdir(parents=True)
    left_behind.touch()

    parts.link_all(tmp_path)

    sources = "".join(file.read_text() for file in UI.rglob("*.py"))
    named = set(re.findall(r'= part\("(.+?)"\)', sources))
    assert len(named) >= 7
    for name in named:
        linked = tmp_path / parts.part(name).removeprefix("$/public/")
        assert linked.samefile(UI / name)
    assert not left_behind.exists()
