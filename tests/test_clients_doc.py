"""The examples for programs in docs/clients.md, run as they stand there."""

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Any

from tests import doc_examples
from tests.doc_examples import MARK
from tests.terminal.conftest import Line, Owner, breaking_line, signed_up

PAGE = doc_examples.read("clients.md")
LANGUAGES = ("sh", "python", "js")


def examples(language: str) -> list[doc_examples.Block]:
    return [each for each in PAGE if each.language == language]


def instead(url: str, owner: Owner) -> dict[str, str]:
    return {"http://localhost:3000": url, "me@example.org": owner.email}


async def run(program: str, folder: Path, *command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate(program.encode())
    assert process.returncode == 0, printed.decode()
    return printed.decode()


async def said(owner: Owner) -> list[dict[str, Any]]:
    """Return every message of somebody; what was charged for them must be what is booked."""
    messages: list[dict[str, Any]] = []
    for chat in (await owner.ask("/api/chats"))["chats"]:
        messages += (await owner.ask(f"/api/chat/{chat['chat_id']}/messages"))["messages"]
    assert await owner.used_tokens() == sum(each["tokens_consumed"] for each in messages)
    return messages


async def test_the_shell_examples_run_as_they_stand(api_url: str, tmp_path: Path) -> None:
    assert shutil.which("curl"), "the examples need curl; install it and run this again"
    async with signed_up(api_url) as owner:
        program = doc_examples.program(
            examples("sh"), f"echo; echo '{MARK}'", instead(api_url, owner)
        )
        printed = await run(program, tmp_path, "bash", "-euo", "pipefail", "-s")
        messages = await said(owner)

    doc_examples.check_output(examples("sh"), printed)
    assert [each["content"] for each in messages].count("write 90 words") == 1
    assert [each["content"] for each in messages].count("write 7 words") == 1


async def test_the_python_examples_run_as_they_stand_and_mend_a_cut(
    api_url: str, tmp_path: Path
) -> None:
    async with signed_up(api_url) as owner, breaking_line(api_url) as line:
        # The first stream is let through; the second is cut before its first byte, and again.
        line.cuts = [Line.WHOLE, 0, 1500]
        program = doc_examples.program(
            examples("python"), f"print({MARK!r})", instead(line.url, owner)
        )
        printed = await run(program, tmp_path, sys.executable, "-")
        messages = await said(owner)

    doc_examples.check_output(examples("python"), printed)
    assert printed.count("[RemoteProtocolError]") + printed.count("[ReadError]") == 2
    assert [each["content"] for each in messages].count("write 90 words") == 1
    assert [each["status"] for each in messages].count("stopped") == 1


def test_every_example_is_of_a_language_that_is_run() -> None:
    assert {each.language for each in PAGE} == set(LANGUAGES)
