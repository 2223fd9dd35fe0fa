"""A thousand calls of programs, on every wire, are charged what the vendors bill for them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
import openai
import pytest
from openai import AsyncOpenAI

from chat_app.config import Settings
from chat_app.db import database as open_database
from chat_app.llm.types import FinishReason, Text, Usage
from chat_app.services.budgets.reconciliation import check_books
from tests.crash.conftest import StartServer
from tests.crash.servers import Person
from tests.fakes.script import Call, Reply, Said, counted
from tests.llm.vendors import VENDORS, Vendor

CALLS = 1000
AT_ONCE = 20
WORDS = tuple(f"word{number} " for number in range(9))
HEARD = 5
"""Words that come before a line is cut, or a caller hangs up."""
ONE = (Call("call-1", "weather", ('{"city"', ': "Rome"}')),)
TWO = (*ONE, Call("call-2", "weather", ('{"city": ', '"Oslo"}')))
TOOL: Any = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Tells the weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


def asked(number: int) -> list[Any]:
    return [{"role": "user", "content": f"{number} is the number of this question"}]


def with_result(number: int) -> list[Any]:
    """A talk in which the tool was called, and has answered."""
    function = {"name": "weather", "arguments": '{"city": "Rome"}'}
    call = {"id": "call-1", "type": "function", "function": function}
    return [
        {"role": "system", "content": "Be brief."},
        *asked(number),
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call-1", "content": "21 degrees"},
    ]


def billed(number: int, *, output_tokens: int, thinking_tokens: int = 0) -> Usage:
    """What a vendor says of a call; each call has figures of its own."""
    prompt_tokens = 20 + number % 17
    return Usage(
        prompt_tokens=prompt_tokens,
        cached_tokens=number % 5,
        output_tokens=output_tokens,
        thinking_tokens=thinking_tokens,
        total_tokens=prompt_tokens + output_tokens + thinking_tokens,
    )


@dataclass(frozen=True)
class Kind:
    """A way that a call can go."""

    name: str
    answer: Callable[[int], Reply]
    """What the vendor does with the call of a number."""
    bill: Callable[[int], int]
    """What it bills for that."""
    messages: Callable[[int], list[Any]] = asked
    fields: dict[str, Any] = field(default_factory=dict)
    ends: str | None = "stop"
    """The finish reason that the caller is told; `None` where there is none."""


def reported(name: str, deltas: tuple[Said, ...] = WORDS, **more: Any) -> Kind:
    """A call that ends with the vendor's figures; these are the bill."""
    finish = more.pop("finish", FinishReason.STOP)
    ends = more.pop("ends", "stop")
    thinking = more.pop("thinking", 0)
    blocks = more.pop("blocks_prompt", False)

    def usage(number: int) -> Usage:
        output_tokens = 0 if blocks else 10 + number % 7
        return billed(number, output_tokens=output_tokens, thinking_tokens=thinking)

    def answer(number: int) -> Reply:
        return Reply(deltas=deltas, usage=usage(number), finish=finish, blocks_prompt=blocks)

    return Kind(name, answer, lambda number: usage(number).total_tokens or 0, ends=ends, **more)


def unreported(name: str, **script: Any) -> Kind:
    """A call that ends without a report; the vendor bills what it read and wrote, as it counts."""

    def bill(number: int) -> int:
        return counted(asked(number)[0]["content"], "".join(WORDS[:HEARD]))

    return Kind(name, lambda _: Reply(deltas=WORDS, usage=None, **script), bill, ends=None)


KINDS = [
    reported("text"),
    reported("thinking", thinking=33),
    reported("longest", finish=FinishReason.LENGTH, ends="length", fields={"max_tokens": 77}),
    reported(
        "tool", ONE, finish=FinishReason.TOOL_CALLS, ends="tool_calls", fields={"tools": [TOOL]}
    ),
    reported(
        "tools",
        ("Both. ", *TWO),
        finish=FinishReason.TOOL_CALLS,
        ends="tool_calls",
        fields={"tools": [TOOL]},
    ),
    reported("result", messages=with_result, fields={"tools": [TOOL]}),
    reported("blocked", blocks_prompt=True, finish=FinishReason.SAFETY, ends="content_filter"),
    unreported("cut", cut_after=HEARD),
    unreported("hung up", stall_after=HEARD),
    Kind(
        "refused",
        lambda _: Reply(fault="rate_limit", retry_after_seconds=30),
        lambda _: 0,
        ends=None,
    ),
]
ROUND = len(VENDORS) * len(KINDS)


def plan(number: int) -> tuple[Vendor, Kind, bool]:
    """Return whom a call asks, how it goes, and whether it is streamed."""
    vendor = VENDORS[number % len(VENDORS)]
    kind = KINDS[number // len(VENDORS) % len(KINDS)]
    return vendor, kind, kind.ends is None or number // ROUND % 2 == 0


def answering(vendor: Vendor, bills: dict[str, int]) -> Callable[[Any], Reply]:
    """Return what a vendor does: it bills, and goes the way of the call."""

    def answer(request: Any) -> Reply:
        question = vendor.read(request).prompt.messages[0].parts[0]
        assert isinstance(question, Text)
        number = int(question.text.split()[0])
        _, kind, _ = plan(number)
        bills[f"{vendor.name} {kind.name}"] += kind.bill(number)
        return kind.answer(number)

    return answer


@asynccontextmanager
async def vendors(bills: dict[str, int]) -> AsyncIterator[dict[str, str]]:
    """Run all vendors; give the settings of a server that asks them."""
    settings: dict[str, str] = {}
    async with AsyncExitStack() as stack:
        for vendor in VENDORS:
            fake = await stack.enter_async_context(vendor.open())
            fake.answer = answering(vendor, bills)
            settings |= vendor.settings(fake.endpoint)
        yield settings


async def go(program: AsyncOpenAI, number: int) -> None:
    """Make a call and hear it as far as it goes; what is told must be what is billed."""
    vendor, kind, is_streamed = plan(number)
    call: Any = {"model": vendor.model_id, "messages": kind.messages(number)} | kind.fields
    if not is_streamed:
        whole = await program.chat.completions.create(**call)
        assert whole.choices[0].finish_reason == kind.ends
        assert whole.usage
        assert whole.usage.total_tokens == kind.bill(number)
        return
    heard, ends, told = "", None, None
    try:
        chunks = await program.chat.completions.create(
            **call, stream=True, stream_options={"include_usage": True}
        )
        async for chunk in chunks:
            for choice in chunk.choices:
                heard += choice.delta.content or ""
                ends = choice.finish_reason or ends
            told = chunk.usage or told
            if kind.name == "hung up" and heard == "".join(WORDS[:HEARD]):
                await chunks.close()
                break
    except openai.APIError:
        assert kind.name in {"cut", "refused"}
    assert ends == kind.ends
    if ends:
        assert told
        assert told.total_tokens == kind.bill(number)


async def used_by_key(http: httpx.AsyncClient) -> dict[str, int]:
    """Return what was charged to each key, once nothing is held any more."""
    with anyio.fail_after(60):
        while (await http.get("/api/user/token-usage")).json()["reserved_tokens"]:
            await anyio.sleep(0.05)
    listed = (await http.get("/api/keys", params={"limit": 100})).raise_for_status()
    return {key["name"]: key["tokens_used"] for key in listed.json()["keys"]}


@pytest.mark.settings(MAX_KEYS_PER_USER=100, DEFAULT_TOKEN_LIMIT=10**8)
async def test_the_charges_of_a_thousand_calls_are_the_bills_of_the_vendors(
    database_settings: Settings, start_server: StartServer
) -> None:
    bills: dict[str, int] = defaultdict(int)
    async with vendors(bills) as settings, AsyncExitStack() as stack:
        # On a slow machine, too, the vendors count what they are not heard to bill.
        server = await start_server(**settings, COUNT_TIMEOUT_S="60")
        ada = await Person.register(server.url, "ada")
        http = await stack.enter_async_context(ada.client(server.url))
        await http.patch(f"/api/admin/users/{ada.user_id}", json={"tier": "ENTERPRISE"})
        programs: dict[str, AsyncOpenAI] = {}
        for name in (f"{vendor.name} {kind.name}" for vendor in VENDORS for kind in KINDS):
            made = await http.post("/api/keys", json={"name": name, "token_limit": 10**7})
            program = AsyncOpenAI(
                base_url=f"{server.url}/v1", api_key=made.json()["key"], max_retries=0
            )
            programs[name] = await stack.enter_async_context(program)
        numbers = iter(range(CALLS))

        async def take_turns() -> None:
            for number in numbers:
                vendor, kind, _ = plan(number)
                await go(programs[f"{vendor.name} {kind.name}"], number)

        await asyncio.gather(*(take_turns() for _ in range(AT_ONCE)))
        used = await used_by_key(http)

    assert used == bills
    async with open_database(database_settings):
        assert await check_books() == []
