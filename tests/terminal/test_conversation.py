"""The terminal client, as somebody uses it: on a terminal, in a pipe, over a line that breaks."""

import asyncio
import json
import re
import shlex
import stat
from pathlib import Path

import pytest

from chat_app.config import Settings
from chat_app.services.budgets.reconciliation import check_books
from tests.conftest import free_port
from tests.crash.conftest import StartServer
from tests.crash.conftest import start_server as start_server  # noqa: PLC0414 (a fixture)
from tests.fakes.openai import fake_openai
from tests.fakes.script import Reply
from tests.services.authenticators import App
from tests.terminal.conftest import (
    PASSWORD,
    PROMPT,
    Environment,
    Line,
    OpenTerminal,
    Owner,
    Pipe,
    command,
    signed_up,
)

ACCOUNT = r"(?P<charged>[\d,]+) tokens \(.*?\) · (≈? ?\$[\d.]+ · )?(?P<left>[\d,]+) left"


def script(owner: Owner) -> dict[str, str]:
    """Return the variables a script signs in with."""
    return {"TALLY_EMAIL": owner.email, "TALLY_PASSWORD": PASSWORD}


async def test_a_first_use_asks_who_one_is_and_streams_the_reply(
    open_terminal: OpenTerminal, owner: Owner, environment: Environment
) -> None:
    terminal = await open_terminal()
    await terminal.shows("E-mail:$")
    terminal.press(f"{owner.email}\r")
    await terminal.shows("Password:$")
    terminal.press(f"{PASSWORD}\r")
    await terminal.shows("New chat · 100,000 tokens left")
    await terminal.say("write 30 words")
    shown = await terminal.shows(f"The river takes .*?{ACCOUNT}")
    await terminal.say("/quit")

    assert await terminal.leaves() == 0
    assert PASSWORD not in terminal.text
    assert int(shown["charged"]) == await owner.used_tokens()
    assert int(shown["left"].replace(",", "")) == 100_000 - await owner.used_tokens()
    (kept,) = environment.kept
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert PASSWORD not in kept.read_text()


async def test_a_wrong_password_is_asked_for_again(
    open_terminal: OpenTerminal, owner: Owner
) -> None:
    terminal = await open_terminal("--email", owner.email)
    await terminal.shows("Password:$")
    terminal.press("wrong\r")
    await terminal.shows("E-mail or password is wrong\nPassword:$")
    terminal.press(f"{PASSWORD}\r")
    await terminal.shows("New chat")


async def test_a_second_factor_is_asked_for_after_the_password(
    open_terminal: OpenTerminal, pipe: Pipe, owner: Owner
) -> None:
    begun = await owner.http.post("/api/auth/second-factor", json={"password": PASSWORD})
    app = App(begun.json()["secret"])
    first = {"code": app.code()}
    assert (await owner.http.post("/api/auth/second-factor/confirm", json=first)).is_success
    terminal = await open_terminal("--email", owner.email)
    await terminal.shows("Password:$")
    terminal.press(f"{PASSWORD}\r")
    await terminal.shows("Code:$")
    terminal.press("000000\r")
    await terminal.shows("This code is wrong.*\nPassword:$")
    terminal.press(f"{PASSWORD}\r")
    await terminal.shows("Code:$")
    terminal.press(f"{app.code(1)}\r")
    await terminal.shows("New chat")
    ended = await pipe("Hello", "--email", owner.email, TALLY_PASSWORD=PASSWORD)
    assert ended.status == 0


async def test_a_script_with_a_key_needs_no_account_and_leaves_nothing_behind(
    pipe: Pipe, owner: Owner, environment: Environment
) -> None:
    made = (await owner.http.post("/api/keys", json={"name": "Script"})).json()
    ended = await pipe("write 30 words", TALLY_KEY=made["key"])
    assert (ended.status, ended.stderr.count(" left")) == (0, 1)
    (listed,) = (await owner.ask("/api/keys"))["keys"]
    assert listed["tokens_used"] == await owner.used_tokens() > 0
    assert environment.kept == []

    await owner.http.delete(f"/api/keys/{made['key_id']}")
    ended = await pipe("Hello", TALLY_KEY=made["key"], **script(owner))
    assert (ended.status, ended.stdout) == (1, "")
    assert ended.stderr == "This API key was revoked; make another one\n"


async def test_files_go_with_the_next_message_and_with_no_other(
    open_terminal: OpenTerminal, owner: Owner, tmp_path: Path
) -> None:
    note = tmp_path / "tide.md"
    note.write_text("The tide turns at noon.")
    terminal = await open_terminal(**script(owner))
    await terminal.shows("/attach FILE brings one")
    await terminal.say(f"/attach {tmp_path / 'none.md'}")
    await terminal.shows(r"none\.md\s+cannot\s+be\s+read:\s+No\s+such\s+file")
    await terminal.say(f"/attach {note}")
    await terminal.shows("With your next message: tide.md")
    await terminal.say("write 5 words")
    await terminal.shows(" files .*? left")
    await terminal.say("write 6 words")
    await terminal.shows(f"The river .*?{ACCOUNT}")
    await terminal.say("/quit")
    assert await terminal.leaves() == 0

    asked = [each for each in await owner.latest_messages() if each["role"] == "user"]
    assert [[file["name"] for file in each["attachments"]] for each in asked] == [["tide.md"], []]


async def test_a_script_sends_a_file_along(pipe: Pipe, owner: Owner, tmp_path: Path) -> None:
    note = tmp_path / "tide.md"
    note.write_text("The tide turns at noon.")

    ended = await pipe("--attach", str(note), "What is this?", **script(owner))

    question, reply = await owner.latest_messages()
    assert (ended.status, ended.stdout) == (0, f"{reply['content']}\n")
    assert [file["name"] for file in question["attachments"]] == ["tide.md"]
    assert f"{reply['breakdown']['attachment_tokens']} files" in ended.stderr


async def test_a_script_with_a_wrong_password_is_refused(pipe: Pipe, owner: Owner) -> None:
    ended = await pipe("Hello", TALLY_EMAIL=owner.email, TALLY_PASSWORD="wrong")
    assert (ended.status, ended.stdout) == (1, "")
    assert ended.stderr == "E-mail or password is wrong\n"


async def test_a_pipe_gets_the_reply_alone_and_as_it_is(pipe: Pipe, owner: Owner) -> None:
    ended = await pipe("table and code", typed="Some text\n", **script(owner))

    question, reply = await owner.latest_messages()
    assert question["content"] == "Some text\n\n\ntable and code"
    assert ended.status == 0
    assert ended.stdout == f"{reply['content']}\n"
    assert "\x1b" not in ended.stderr
    assert re.search(ACCOUNT, ended.stderr)


async def test_a_kept_token_needs_no_password_and_goes_on_with_the_chat(
    pipe: Pipe, open_terminal: OpenTerminal, owner: Owner
) -> None:
    await pipe("/title River", **script(owner))
    await pipe("--continue", typed="write 5 words")
    (chat,) = (await owner.ask("/api/chats"))["chats"]
    assert chat["message_count"] == 4

    terminal = await open_terminal("--chat", chat["chat_id"], "--model", "simulated")
    await terminal.shows("River · simulated · [0-9,]+ tokens left")
    # What was said before is a key away.
    await terminal.shows(PROMPT)
    terminal.press("\x1b[A")
    await terminal.shows("› write 5 words$")
    terminal.press("\r")
    await terminal.shows(ACCOUNT)
    assert len(await owner.latest_messages()) == 6


async def test_a_token_that_died_is_asked_for_anew(
    pipe: Pipe, open_terminal: OpenTerminal, owner: Owner, environment: Environment
) -> None:
    await pipe("/help", **script(owner))
    terminal = await open_terminal()
    await terminal.shows(PROMPT)
    (kept,) = environment.kept
    token = json.loads(kept.read_text())["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert (await owner.http.post("/api/auth/logout", headers=headers)).is_success

    await terminal.say("write 5 words")
    await terminal.shows("Password:$")
    terminal.press(f"{PASSWORD}\r")
    await terminal.shows(ACCOUNT)
    assert (await pipe("write 1 words")).status == 0

    token = json.loads(environment.kept[0].read_text())["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert (await owner.http.post("/api/auth/logout", headers=headers)).is_success
    assert (await pipe("--sign-out")).status == 0
    assert environment.kept == []


async def test_signing_out_ends_the_token(
    pipe: Pipe, owner: Owner, environment: Environment
) -> None:
    await pipe("/help", **script(owner))
    token = json.loads(environment.kept[0].read_text())["access_token"]

    assert (await pipe("--sign-out")).status == 0

    assert environment.kept == []
    refused = await owner.http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})
    assert refused.status_code == 401
    assert (await pipe("--sign-out")).status == 0
    ended = await pipe("Hello")
    assert ended.status == 2
    assert "Not signed in" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("cuts", [[1500], [0], [1500, 900, 0, 1200]])
async def test_a_line_that_breaks_loses_nothing_and_costs_nothing(
    pipe: Pipe, line: Line, owner: Owner, cuts: list[int]
) -> None:
    """Cut in the middle, before the server's first byte came through, and time and again."""
    line.cuts = [*cuts]
    ended = await pipe("write 120 words", url=line.url, **script(owner))

    question, reply = await owner.latest_messages()
    assert line.streams == len(cuts) + 1
    assert ended.stderr.count("reconnecting…") == len(cuts)
    assert ended.status == 0
    assert ended.stdout == f"{reply['content']}\n"
    assert len(reply["content"].split()) == 120
    assert question["content"] == "write 120 words"
    assert await owner.used_tokens() == reply["tokens_consumed"]


async def test_a_break_is_mended_on_the_terminal(
    pipe: Pipe, open_terminal: OpenTerminal, line: Line, owner: Owner
) -> None:
    line.cuts = [1500]
    terminal = await open_terminal(url=line.url, **script(owner))
    await terminal.say("write 200 words")
    shown = await terminal.shows(f"write 200 words\n(?P<reply>.*?)\n{ACCOUNT}")
    assert "reconnecting…".encode() in terminal.raw
    assert "reconnecting" not in terminal.text
    _, reply = await owner.latest_messages()
    assert shown["reply"].split() == reply["content"].split()


async def test_a_reply_begun_elsewhere_is_joined(open_terminal: OpenTerminal, owner: Owner) -> None:
    elsewhere = await open_terminal(**script(owner))
    await elsewhere.say("write 500 words")
    await elsewhere.shows("The river")
    terminal = await open_terminal("--continue", **script(owner))
    await terminal.shows("write 500 words · simulated · .* left.*The river")
    terminal.press("\x03")
    shown = await terminal.shows(f"stopped · {ACCOUNT}\n\n{PROMPT}")
    await elsewhere.shows(f"{ACCOUNT}\n\n{PROMPT}")
    assert int(shown["charged"]) == await owner.used_tokens()


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_ctrl_c_stops_the_model_and_pays_for_what_came(
    open_terminal: OpenTerminal, database: Settings, start_server: StartServer
) -> None:
    async with fake_openai() as fake:
        fake.script(Reply(tuple(f"word{n} " for n in range(40)), stall_after=20))
        server = await start_server(OPENAI_API_KEY="k", OPENAI_BASE_URL=f"{fake.endpoint}/v1")
        async with signed_up(server.url) as owner:
            model = ("--model", "gpt-6-luna")
            terminal = await open_terminal(*model, url=server.url, **script(owner))
            await terminal.say("Count")
            await terminal.shows("word19")
            terminal.press("\x03")
            shown = await terminal.shows(f"word19\nstopped · {ACCOUNT}")
            await fake.cancelled.wait()
            _, reply = await owner.latest_messages()
            charged = await owner.used_tokens()

    assert reply["status"] == "stopped"
    assert reply["content"].split() == [f"word{n}" for n in range(20)]
    assert int(shown["charged"]) == reply["tokens_consumed"] == charged
    assert await check_books() == []
    # Back at the prompt: once more drops what is typed, on an empty line it leaves.
    await terminal.shows(PROMPT)
    terminal.press("half a thought")
    await terminal.shows("half a thought$")
    await terminal.interrupt(f"half a thought\n\n{PROMPT}")
    terminal.press("\x03")
    assert await terminal.leaves() == 0


async def test_ctrl_c_ends_a_command_that_was_to_say_one_thing(
    open_terminal: OpenTerminal, owner: Owner
) -> None:
    terminal = await open_terminal("write 2000 words", **script(owner))
    await terminal.shows("The river")
    terminal.press("\x03")
    await terminal.shows(f"stopped · {ACCOUNT}")
    assert await terminal.leaves() == 130
    _, reply = await owner.latest_messages()
    assert reply["status"] == "stopped"


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_what_a_model_says_never_commands_the_terminal(
    open_terminal: OpenTerminal, pipe: Pipe, database: Settings, start_server: StartServer
) -> None:
    hostile = (
        "a\x1b[2Jb \x1b]52;c;aGk=\x07 \x1b]8;;http://evil.test\x1b\\c\x1b]8;;\x1b\\ \x9b31m",
        " d\x08\x7f &#27;[31m &#13;e [bank](https://evil.test/%1b)\n\n```\x1b[31m\n\x1b[0;31mred\n```\n",
        "\n| \x1b[5m |\n| --- |\n| \x1bc |\n\nعربي שלום 你好 👍🏽 \u202etxt.exe",
    )
    async with fake_openai() as fake:
        fake.script(Reply(hostile))
        server = await start_server(OPENAI_API_KEY="k", OPENAI_BASE_URL=f"{fake.endpoint}/v1")
        model = ("--model", "gpt-6-luna")
        async with signed_up(server.url) as owner:
            piped = await pipe(*model, "Hi", url=server.url, **script(owner))
        terminal = await open_terminal(*model, url=server.url)
        await terminal.say("Hi")
        await terminal.shows(ACCOUNT)

    forbidden = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")
    assert not forbidden.search(piped.stdout)
    assert "a␛[2Jb ␛]52;c;aGk=␇" in piped.stdout
    assert "عربي שלום 你好 👍🏽" in piped.stdout
    # What the terminal got are colours and moves of our own making.
    own = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
    rest = own.sub(b"", terminal.raw).decode()
    assert not re.search(r"[\x00-\x06\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", rest)
    assert not any(text in terminal.raw for text in (b"\x1b[2J", b"\x1b]", b"\x1bc", b"\x1b[5m"))
    assert "a␛[2Jb" in terminal.text
    assert "bank (https://evil.test/%1b)" in terminal.text
    assert "עברית" not in terminal.text
    assert "שלום" in rest


@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_a_fault_says_what_was_kept_and_paid(
    pipe: Pipe, database_settings: Settings, start_server: StartServer
) -> None:
    async with fake_openai() as fake:
        fake.script(Reply(("Half ", "a", "reply"), cut_after=2))
        server = await start_server(OPENAI_API_KEY="k", OPENAI_BASE_URL=f"{fake.endpoint}/v1")
        async with signed_up(server.url) as owner:
            ended = await pipe("-m", "gpt-6-luna", "Hi", url=server.url, **script(owner))
            _, reply = await owner.latest_messages()

    assert (ended.status, ended.stdout) == (1, "Half a\n")
    assert reply["status"] == "partial"
    told, account = ended.stderr.splitlines()
    assert told == "The model's provider had a fault"
    assert account.startswith(f"{reply['tokens_consumed']} tokens (")


async def test_nobody_reading_is_no_traceback(
    environment: Environment, api_url: str, owner: Owner
) -> None:
    words = shlex.join(command("write 3000 words"))
    process = await asyncio.create_subprocess_exec(
        *("bash", "-c", f"{words} | head -c 5; exit ${{PIPESTATUS[0]}}"),
        env=environment.of(api_url, **script(owner)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    stdout, stderr = await process.communicate()
    assert (process.returncode, stdout, stderr) == (1, b"The r", b"")


async def test_a_refusal_is_in_the_words_of_the_server(
    pipe: Pipe, owner: Owner, open_terminal: OpenTerminal
) -> None:
    ended = await pipe("x" * 5001, **script(owner))
    assert (ended.status, ended.stdout) == (1, "")
    assert ended.stderr == "Message must be between 1 and 5000 characters\n"
    # Nothing was said in the chat that was made for it.
    assert (await owner.ask("/api/chats"))["chats"] == []

    terminal = await open_terminal("--model", "gpt-6-luna")
    await terminal.say("Hello")
    await terminal.shows(f"This model is not set up on this server; choose another one\n\n{PROMPT}")


@pytest.mark.settings(DEFAULT_TOKEN_LIMIT=200)
@pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
async def test_an_empty_budget_says_so(
    pipe: Pipe, database_settings: Settings, start_server: StartServer
) -> None:
    server = await start_server()
    async with signed_up(server.url) as owner:
        assert (await pipe("write 150 words", url=server.url, **script(owner))).status == 0
        refused = await pipe("--continue", "more", url=server.url)
        chat_id = (await owner.ask("/api/chats"))["chats"][0]["chat_id"]
        told = await owner.http.post(f"/api/chat/{chat_id}/message", json={"message": "more"})

    assert told.json()["code"] == "TOKEN_LIMIT_EXCEEDED"
    assert (refused.status, refused.stdout) == (1, "")
    assert refused.stderr == f"{told.json()['message']}\n"


async def test_a_server_that_is_not_there_is_one_line(pipe: Pipe) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    ended = await pipe("Hello", url=url, TALLY_EMAIL="a@example.com", TALLY_PASSWORD=PASSWORD)
    assert (ended.status, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"Cannot reach {url}: ")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "status"),
    [((), 2), (("--url", "ftp://example.com", "Hi"), 2), (("--chat", "none", "Hi"), 1)],
)
async def test_the_status_tells_what_went_wrong(
    pipe: Pipe, owner: Owner, words: tuple[str, ...], status: int
) -> None:
    ended = await pipe(*words, **script(owner))
    assert ended.status == status
    assert "Traceback" not in ended.stderr


async def test_a_temporary_chat_leaves_nothing(pipe: Pipe, owner: Owner) -> None:
    ended = await pipe("--temporary", "write 5 words", **script(owner))
    assert ended.stdout == "The river takes its time\n"
    assert (await owner.ask("/api/chats"))["chats"] == []
    assert await owner.used_tokens() > 0


async def test_pasted_lines_are_one_message(
    pipe: Pipe, open_terminal: OpenTerminal, owner: Owner
) -> None:
    terminal = await open_terminal(**script(owner))
    await terminal.shows(PROMPT)
    assert b"\x1b[?2004h" in terminal.raw
    terminal.press("\x1b[200~first line\rsecond line ünïcödé عربي\x1b[201~")
    await terminal.shows("second line")
    terminal.press("\r")
    await terminal.shows(ACCOUNT)
    question, _ = await owner.latest_messages()
    assert question["content"] == "first line\nsecond line ünïcödé عربي"


async def test_a_reply_longer_than_the_screen_is_whole_and_scrolls(
    open_terminal: OpenTerminal, owner: Owner
) -> None:
    terminal = await open_terminal(size=(50, 8), **script(owner))
    await terminal.say("write 300 words")
    shown = await terminal.shows(f"write 300 words\n(?P<reply>.*?)\n{ACCOUNT}")
    _, reply = await owner.latest_messages()
    assert shown["reply"].split() == reply["content"].split()


async def test_what_is_typed_during_a_reply_waits_for_the_prompt(
    open_terminal: OpenTerminal, owner: Owner
) -> None:
    terminal = await open_terminal(**script(owner))
    await terminal.say("write 150 words")
    await terminal.shows("The river")
    terminal.press("/title Typed ahead\r")
    await terminal.shows(f"{ACCOUNT}.*new name.*0 tokens.*{PROMPT}")
    first = re.search(f"write 150 words\n(.*?)\n{ACCOUNT}", terminal.text, re.DOTALL)
    assert first
    assert len(first[1].split()) == 150
