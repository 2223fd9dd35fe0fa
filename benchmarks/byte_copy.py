"""The least a streaming server can do: copy a reply to its caller, and nothing else."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

_WORDS = 100
_PAUSE_S = 0.02


def app() -> FastAPI:
    """Return an app of one route."""
    bare = FastAPI()

    @bare.post("/copy")
    async def copy() -> StreamingResponse:
        return StreamingResponse(_events(), media_type="text/event-stream")

    return bare


async def _events() -> AsyncIterator[bytes]:
    for number in range(1, _WORDS + 1):
        await asyncio.sleep(_PAUSE_S)
        yield b"id: %d\ndata: fishermen \n\n" % (number * 10)
    yield b'id: 1000\ndata: {"done": true, "tokens_used": 208}\n\n'
