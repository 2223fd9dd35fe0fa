"""Calls as tests make them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from google.protobuf.wrappers_pb2 import BytesValue
from grpc import aio

from chat_app.llm.providers.grpc_calls import Channel
from tests.llm.grpc_calls.servers import METHOD

LONG_BYTES = 20 * 2**20
"""More than fits into any window."""


@asynccontextmanager
async def channel_to(port: int, scheme: str = "http") -> AsyncIterator[Channel]:
    channel = Channel(f"{scheme}://localhost:{port}")
    yield channel
    await channel.close()


async def hear(channel: Channel, said: bytes = b"") -> list[bytes]:
    async with channel.calling(METHOD, BytesValue(value=said), ()) as call:
        return [message async for message in call]


async def fault(channel: Channel, said: bytes = b"") -> aio.AioRpcError:
    with pytest.raises(aio.AioRpcError) as raised:
        await hear(channel, said)
    return raised.value
