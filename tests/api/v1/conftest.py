"""Programs that pay by keys, and the SDK that they speak with."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from openai import AsyncOpenAI
from sqlmodel import col, select

from chat_app.db import reading, transaction
from chat_app.models import ApiKey, Turn
from chat_app.services.accounts import keys
from tests.api.conftest import NewPerson, Person

HELLO: list[Any] = [{"role": "user", "content": "Hello"}]
CHAT = "/v1/chat/completions"
WEATHER: Any = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Tells the weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


@dataclass
class Program:
    """A program with a key of somebody's."""

    sdk: AsyncOpenAI
    http: httpx.AsyncClient
    secret: str
    key_id: UUID
    owner: Person

    async def ask(self, **fields: Any) -> httpx.Response:
        """Ask for a chat completion in so many words."""
        return await self.http.post(CHAT, json={"model": "simulated", "messages": HELLO} | fields)


NewProgram = Callable[..., Awaitable[Program]]


@pytest.fixture
async def new_program(server: str, new_person: NewPerson) -> AsyncIterator[NewProgram]:
    """Return a function that makes a program, of somebody new unless told whose."""
    rooms: list[Program] = []

    async def _new_program(owner: Person | None = None, **fields: Any) -> Program:
        owner = owner or await new_person(f"owner{len(rooms)}")
        secret = keys.new_secret()
        key = ApiKey(
            user_id=UUID(owner.user["user_id"]),
            name="A program",
            prefix=keys.shown_part(secret),
            key_sha256=keys.digest_of(secret),
            **fields,
        )
        async with transaction() as session:
            session.add(key)
        sdk = AsyncOpenAI(base_url=f"{server}/v1", api_key=secret, max_retries=0)
        headers = {"Authorization": f"Bearer {secret}"}
        http = httpx.AsyncClient(base_url=server, headers=headers, timeout=60)
        rooms.append(Program(sdk, http, secret, key.key_id, owner))
        return rooms[-1]

    yield _new_program
    for program in rooms:
        await program.sdk.close()
        await program.http.aclose()


@pytest.fixture
async def program(new_program: NewProgram) -> Program:
    """Give a program of somebody who may ask for every model."""
    return await new_program()


def refused_as_openai(
    response: httpx.Response, status: int, code: str, param: str | None = None
) -> str:
    """Check OpenAI's one shape of errors and return what a person reads."""
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert body.keys() == {"error"}, body
    assert body["error"].keys() == {"message", "type", "param", "code"}
    told = body["error"]
    assert (response.status_code, told["code"], told["param"]) == (status, code, param), body
    assert told["message"]
    assert ("retry-after" in response.headers) == (status in {429, 503})
    return told["message"]


async def exchanges_of(program: Program) -> list[Turn]:
    """Return what the books hold of a program, the oldest first."""
    async with reading() as session:
        found = await session.exec(
            select(Turn).where(Turn.key_id == program.key_id).order_by(col(Turn.turn_id))
        )
        return list(found)
