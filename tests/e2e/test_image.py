"""What the Dockerfile puts into the image serves from a root that is read-only."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, free_port
from tests.e2e.conftest import wait_until_it_answers, without_settings

_COPIED = re.compile(r"^COPY --from=build (.+) \S+$", re.MULTILINE)
_RUN = re.compile(r'^ENTRYPOINT \["python", (.+)\]\nCMD \["(.+)"\]$', re.MULTILINE)


@pytest.fixture
def image(app_url: str, tmp_path: Path) -> Path:
    """Lay out what the last stage copies from the first, for nobody to write in.

    `app_url` has built the pages.
    """
    image = tmp_path / "app"
    image.mkdir()
    copied = " ".join(_COPIED.findall((ROOT / "Dockerfile").read_text())).split()
    assert "/app/.web/build" in copied
    for each in (path.removeprefix("/app/") for path in copied):
        (image / each).parent.mkdir(parents=True, exist_ok=True)
        if each == ".venv":
            (image / each).symlink_to(ROOT / ".venv", target_is_directory=True)
        elif (ROOT / each).is_dir():
            shutil.copytree(ROOT / each, image / each, symlinks=True)
        else:
            shutil.copy(ROOT / each, image / each)
    return image


@pytest.fixture
def served(image: Path, tmp_path: Path) -> Iterator[str]:
    """Run the image's command as somebody who may write into the data folder alone."""
    data = tmp_path / "data"
    data.mkdir()
    for path in (image, *image.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o555)
    words = re.search(_RUN, (ROOT / "Dockerfile").read_text())
    assert words
    command = [*re.findall(r'"(.+?)"', words[1]), words[2]]
    # Root may write anywhere, unless that is taken from it.
    harmless = ["setpriv", "--bounding-set", "-dac_override,-fowner", "--inh-caps", "-all"]
    port = free_port()
    url, log = f"http://localhost:{port}", tmp_path / "log"
    own = {"DATABASE_URL": f"sqlite:///{data}/chat.db", "PORT": str(port)}
    own |= {"HOME": str(tmp_path / "nowhere"), "PYTHONDONTWRITEBYTECODE": "1"}
    with log.open("w") as output:
        server = subprocess.Popen(
            [*(harmless if os.geteuid() == 0 else []), sys.executable, *command],
            cwd=image,
            env=without_settings() | own,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_it_answers(url, server, log)
        yield url
    finally:
        server.terminate()
        ended = server.wait(20)
        for path in (image, *image.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
    assert ended == 0


def test_the_image_serves_pages_and_replies_from_a_root_that_nobody_writes_in(served: str) -> None:
    with httpx.Client(base_url=served, timeout=60) as http:
        page = http.get("/login")
        account = {"email": "ada@example.com", "password": "correct horse"}
        made = http.post("/api/auth/register", json=account)
        reply = http.post("/api/chat", json={"message": "write 3 words"})
    assert page.headers["content-type"].startswith("text/html")
    assert made.status_code == 201
    assert reply.json()["tokens_used"]
