"""The examples of docs/gateway.md, run as they stand there by the clients that they are for."""

import json
import subprocess
from pathlib import Path

import httpx
import pytest

from tests import doc_examples
from tests.clients.owner import signed_up
from tests.clients.packages import NODE_MODULES, environment, interpreter
from tests.doc_examples import MARK, Block
from tests.serving import Server

_PAGE = doc_examples.read("gateway.md")
_URL = "http://localhost:3000"
_KEY = "tk_the_key_that_you_were_shown"
_RUNS: dict[str, tuple[list[str | Path], str]] = {
    "sh": (["bash", "-euo", "pipefail", "-s"], f"echo; echo '{MARK}'"),
    "python": ([interpreter(".py"), "-"], f"print({MARK!r})"),
    "js": ([interpreter(".mjs"), "--input-type=module", "-"], f"console.log({MARK!r});"),
}
"""How the examples of a language are run, and how they print the mark."""
_PROGRAMS = sorted(
    {(each.section, each.language) for each in _PAGE if each.section and each.language in _RUNS}
)


def examples(section: str, language: str) -> list[Block]:
    """Return the examples of a section; those in the shell begin with what stands above all."""
    sections = {"", section} if language == "sh" else {section}
    return [each for each in _PAGE if each.section in sections and each.language == language]


@pytest.mark.parametrize(("section", "language"), _PROGRAMS)
def test_the_examples_run_as_they_stand(
    server: Server, tmp_path: Path, section: str, language: str
) -> None:
    with signed_up(server.url) as owner:
        key = owner.key(section)
        # Where a client keeps what it is told, and where ours finds `openai`.
        kept = {"HOME": str(tmp_path), "LLM_USER_PATH": str(tmp_path)}
        told = {"OPENAI_BASE_URL": f"{server.url}/v1", "OPENAI_API_KEY": key}
        command, say_mark = _RUNS[language]
        instead = {_URL: server.url, _KEY: key} if language == "sh" else {}
        done = subprocess.run(
            command,
            input=doc_examples.program(examples(section, language), say_mark, instead),
            cwd=NODE_MODULES.parent if language == "js" else tmp_path,
            env=environment(**kept, **told if language != "sh" else {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=500,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        assert owner.used()[section] > 0
    doc_examples.check_output(examples(section, language), done.stdout)


def test_what_zed_is_told_is_true(server: Server) -> None:
    (example,) = examples("Editors", "json")
    zed = json.loads(example.code)["language_models"]["openai_compatible"]["tally"]
    (model,) = zed["available_models"]
    with signed_up(server.url) as owner:
        address = zed["api_url"].replace(_URL, server.url)
        headers = {"Authorization": f"Bearer {owner.key('zed')}"}
        found = httpx.get(f"{address}/models/{model['name']}", headers=headers, timeout=60)
    assert found.json()["id"] == model["name"], found.text


def test_librechat_accepts_what_it_is_told() -> None:
    """Its own schema of the file, without the server, which no package has."""
    program = """
        import { text } from "node:stream/consumers";
        import { load } from "js-yaml";
        import { configSchema } from "librechat-data-provider";
        configSchema.strict().parse(load(await text(process.stdin)));
    """
    (example,) = examples("LibreChat", "yaml")
    subprocess.run(
        [interpreter(".mjs"), "--input-type=module", "--eval", program],
        input=example.code,
        cwd=NODE_MODULES.parent,
        text=True,
        check=True,
    )


def test_every_example_is_of_a_language_that_is_tried() -> None:
    others = [(each.section, each.language) for each in _PAGE if each.language not in _RUNS]
    assert others == [("Editors", "json"), ("LibreChat", "yaml")]
