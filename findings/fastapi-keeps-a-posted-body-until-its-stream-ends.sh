#!/usr/bin/env bash
# FastAPI 0.165.0 (Starlette 1.10.0): what was posted stays in memory, twice, until the streamed answer ends.
#
# A chat posts a long prompt once and hears the reply for a minute. The endpoint below returns a stream that
# refers to nothing of the request, so its body might be expected to go as the stream begins. FastAPI waits for
# the response in the frame that holds the `Request`, which keeps the bytes and what they were read as. Seen, of
# a body of 8 MB while the stream runs: 16 MB; once it has ended: 0 MB.
# What leaves the layers before it streams does not pay for it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fastapi==0.165.0 starlette==1.10.0
"$folder/venv/bin/python" - <<'P'
import asyncio
import gc
import json
import tracemalloc

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

MB = 10**6
app = FastAPI()
kept = {}


class Asked(BaseModel):
    prompt: str


def measure(moment: str) -> None:
    gc.collect()
    kept[moment] = round((tracemalloc.get_traced_memory()[0] - before) / MB)


@app.post("/ask")
async def ask(asked: Asked) -> StreamingResponse:
    length = len(asked.prompt)

    async def reply():
        await asyncio.sleep(0)
        measure("while the stream runs")
        yield f"data: {length}\n\n"

    return StreamingResponse(reply(), media_type="text/event-stream")


def scope(body: bytes) -> dict:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    return {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1",
        "method": "POST", "scheme": "http", "path": "/ask", "raw_path": b"/ask", "root_path": "",
        "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }


async def call(size: int) -> None:
    body = json.dumps({"prompt": "a" * size}).encode()
    waiting = [{"type": "http.request", "body": body, "more_body": False}]
    asked = scope(body)
    del body

    async def receive():
        return waiting.pop() if waiting else await asyncio.Event().wait()

    async def send(message):
        pass

    await app(asked, receive, send)


async def main() -> None:
    global before
    await call(10)  # What is made once is no part of it.
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    await call(8 * MB)
    measure("once it has ended")


before = 0
tracemalloc.start()
asyncio.run(main())
for moment, megabytes in kept.items():
    print(f"{moment}: {megabytes} MB")
if kept != {"while the stream runs": 16, "once it has ended": 0}:
    raise SystemExit("behaviour has changed")
P
