#!/usr/bin/env bash
# openai 3.52.0 with its `DefaultAioHttpClient` (aiohttp 3.14.5): a server that closes the connection raises `APITimeoutError`.
#
# One would expect what the SDK raises over its usual client, `APIConnectionError`, as nothing timed out: the answer is there
# within milliseconds, and no time-out is set at all. Its copy of httpx-aiohttp takes every `aiohttp.ClientConnectionError`
# for a `ConnectTimeout` ("Server disconnected" is one), and the SDK makes `APITimeoutError` of that. Whoever tells time-outs
# from cut connections, as for trying again, gets it wrong. anthropic 2.11.0 carries the same transport with that line mended.
#
# Seen on 2026-11-29:
#   the usual client: APIConnectionError
#   DefaultAioHttpClient: APITimeoutError, Request timed out.
#   anthropic's DefaultAioHttpClient: APIConnectionError
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q openai==3.52.0 anthropic==2.11.0 aiohttp==3.14.5
"$folder/venv/bin/python" - <<'P'
import asyncio
import sys

import anthropic
import openai


async def hang_up(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.close()


async def fault_of(client, create):
    ask = {"model": "m", "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]}
    try:
        await create(client)(**ask)
    except (openai.OpenAIError, anthropic.AnthropicError) as fault:
        return fault
    finally:
        await client.close()


async def main():
    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    address = "http://127.0.0.1:%d" % server.sockets[0].getsockname()[1]
    form = {"api_key": "any", "base_url": address, "max_retries": 0, "timeout": None}
    aio, other = openai.DefaultAioHttpClient(), anthropic.DefaultAioHttpClient()
    usual = await fault_of(openai.AsyncOpenAI(**form), lambda c: c.chat.completions.create)
    odd = await fault_of(
        openai.AsyncOpenAI(**form, http_client=aio), lambda c: c.chat.completions.create
    )
    mended = await fault_of(
        anthropic.AsyncAnthropic(**form, http_client=other), lambda c: c.messages.create
    )
    print("the usual client:", type(usual).__name__)
    print(f"DefaultAioHttpClient: {type(odd).__name__}, {odd}")
    print("anthropic's DefaultAioHttpClient:", type(mended).__name__)
    told = [isinstance(each, openai.APITimeoutError) for each in (usual, odd)]
    return 0 if told == [False, True] and not isinstance(mended, anthropic.APITimeoutError) else 1


sys.exit(asyncio.run(main()))
P
