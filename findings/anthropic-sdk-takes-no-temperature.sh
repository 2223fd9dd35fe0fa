#!/usr/bin/env bash
# anthropic 2.11.0: `messages.create` has no argument `temperature` (nor `top_p`, `top_k`).
#
# One would expect what the SDK had since its beginning, and what OpenAI's and Google's SDKs have: a temperature is passed
# on, and a model that does not take it answers 400. Here the call itself is a TypeError, before anything is sent, whatever
# the model; an older model that takes a temperature gets one by `extra_body` alone.
#
# Seen on 2026-11-29:
#   TypeError: AsyncMessages.create() got an unexpected keyword argument 'temperature'
#   by extra_body: {"temperature": 0.5} reaches the wire
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q anthropic==2.11.0
"$folder/venv/bin/python" - <<'P'
import asyncio
import json
import sys

import anthropic

sent = []


async def answer(reader, writer):
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    sent.append(json.loads(await reader.readexactly(length)))
    body = json.dumps({
        "id": "m", "type": "message", "role": "assistant", "model": "m", "content": [],
        "stop_reason": "end_turn", "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }).encode()
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n")
    writer.write(b"content-length: %d\r\n\r\n%s" % (len(body), body))
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = "http://127.0.0.1:%d" % server.sockets[0].getsockname()[1]
    client = anthropic.AsyncAnthropic(api_key="any", base_url=address, max_retries=0)
    ask = {"model": "m", "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]}
    try:
        await client.messages.create(**ask, temperature=0.5)
        print("temperature is taken")
        return 1
    except TypeError as fault:
        print("TypeError:", fault)
        if "temperature" not in str(fault) or sent:
            return 1
    await client.messages.create(**ask, extra_body={"temperature": 0.5})
    print("by extra_body:", {"temperature": sent[0].get("temperature")}, "reaches the wire")
    return 0 if sent[0].get("temperature") == 0.5 else 1


sys.exit(asyncio.run(main()))
P
