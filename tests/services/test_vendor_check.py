"""What an operator learns of the vendors on the first day."""

import asyncio
import os
import sys

import pytest

from chat_app.api.schemas.vendors import checked_vendor
from chat_app.config import get_settings
from chat_app.services.admin import vendor_check
from chat_app.services.admin.vendor_check import VendorCheck, check_vendors
from chat_app.ui.admin.vendors import vendor_row
from chat_app.words import words_for
from tests.clock import pass_time
from tests.fakes.script import Fake, Reply

KEY = "key-of-the-test"


async def checks() -> dict[str, VendorCheck]:
    return {check.provider: check for check in await check_vendors()}


async def test_each_vendor_tells_count_bill_cost_and_time(fakes: dict[str, Fake]) -> None:
    found = await checks()

    assert set(found) == {"gemini", "openai", "anthropic", "xai", "compatible"}
    for check in found.values():
        assert check.ok
        assert check.reachable
        assert check.models[check.model_id] == ""
        assert (check.billed_prompt_tokens, check.billed_total_tokens) == (12, 15)
        assert bool(check.counted_tokens) is (check.provider != "compatible")
        assert check.cost_micro_usd is not None
        assert check.first_text_ms is not None
        assert checked_vendor(check).model_dump()["ok"] is True
        assert vendor_row(check, words_for("en"))["troubles"] == []
    assert len(fakes["openai"].requests) == 1
    assert "yes" in "\n".join(vendor_check.as_lines(found.values()))


@pytest.mark.parametrize(
    ("reply", "reachable", "words"),
    [
        (Reply(fault="bad_key", fault_message=KEY), True, "refused this server's key"),
        (Reply(fault="unknown_model"), True, "does not know this model"),
        (Reply(fault="server"), False, "had a fault"),
        (Reply(deltas=()), True, "without an answer"),
        (Reply(usage=None), True, "without a bill"),
    ],
    ids=["key", "model", "server", "no answer", "no bill"],
)
async def test_each_failure_is_told_in_words_and_takes_nothing_from_the_others(
    fakes: dict[str, Fake], reply: Reply, reachable: bool, words: str
) -> None:
    fakes["openai"].script(reply)

    found = await checks()

    assert not found["openai"].ok
    assert found["openai"].reachable is reachable
    assert words in found["openai"].trouble
    assert KEY not in "\n".join(vendor_check.as_lines(found.values()))
    assert all(check.ok for name, check in found.items() if name != "openai")


async def test_a_model_that_a_provider_of_the_catalogue_does_not_have_is_told(
    fakes: dict[str, Fake],
) -> None:
    fakes["compatible"].models = ("another",)

    check = (await checks())["compatible"]

    assert (check.ok, check.reachable, check.trouble) == (False, True, "")
    assert "does not know this model" in check.models["llama3.2:3b"]


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_a_provider_without_a_list_of_models_is_judged_by_its_reply(
    fakes: dict[str, Fake], status: int
) -> None:
    fakes["compatible"].models = status

    check = (await checks())["compatible"]

    assert (check.ok, check.reachable) == (True, True)


async def test_without_a_list_a_reply_that_fails_still_fails_the_check(
    fakes: dict[str, Fake],
) -> None:
    fakes["compatible"].models = 404
    fakes["compatible"].script(Reply(fault="server"))

    check = (await checks())["compatible"]

    assert (check.ok, check.trouble) == (False, "The model's provider had a fault")


async def test_a_vendor_that_does_not_answer_holds_nobody_up(
    fakes: dict[str, Fake],
) -> None:
    fakes["xai"].script(Reply(stall_after=0))
    fakes["xai"].may_count.clear()
    checking = asyncio.create_task(checks())
    await fakes["xai"].called.wait()

    pass_time(vendor_check._LONGEST_S)

    found = await checking

    assert "in time" in found["xai"].trouble
    assert not found["xai"].reachable


@pytest.mark.usefixtures("settings")
async def test_without_a_key_nobody_is_asked() -> None:
    assert await check_vendors() == []


@pytest.mark.parametrize(("fault", "code"), [(None, 0), ("bad_key", 1)])
async def test_the_command_says_it_by_its_exit_code(
    fakes: dict[str, Fake], fault: None, code: int
) -> None:
    fakes["anthropic"].script(Reply(fault=fault, fault_message=KEY))
    get_settings()

    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "chat_app.cli", "check-vendors"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ,
    )
    output, _ = await command.communicate()

    assert command.returncode == code
    assert KEY not in output.decode()
    for name in ("gemini", "openai", "anthropic", "xai", "compatible"):
        assert name in output.decode()
