#!/usr/bin/env bash
# granian 2.8.7: each open websocket keeps about 150 KB of the worker, though nothing is said on it; there is no option.
#
# One would expect some kilobytes, as elsewhere: the same bare app takes 17 KB a socket on
# uvicorn 0.54 with wsproto. The library below (tungstenite 0.30) has a read buffer of 128 KiB for each connection unless
# it is told another size, and Granian's command line has no option for it.
#
# Seen on 2026-11-29, runtime modes st and mt alike:
#   148 KB a websocket
set -euo pipefail
folder=$(mktemp -d) server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q granian==2.8.7
cat > "$folder/bare.py" <<'P'
async def app(scope, receive, send):
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
P
cat > "$folder/open.py" <<'P'
import asyncio
import sys
from pathlib import Path

ASK = (
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


async def connect(port):
    for _ in range(100):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        except OSError:
            await asyncio.sleep(0.1)
    writer.write(ASK)
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"\x81\x82\0\0\0\0hi")
    await reader.readexactly(4)
    return writer


def resident_kb(worker):
    return int(Path(f"/proc/{worker}/statm").read_text().split()[1]) * 4


async def main(port, server):
    first = [await connect(port) for _ in range(20)]
    (worker,) = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    before = resident_kb(worker)
    more = [await connect(port) for _ in range(200)]
    kb = (resident_kb(worker) - before) / len(more)
    print(f"{kb:.0f} KB a websocket")
    return 0 if first and kb > 100 else 1


sys.exit(asyncio.run(main(int(sys.argv[1]), sys.argv[2])))
P
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$folder"
"$folder/venv/bin/granian" --interface asginl --port "$port" bare:app >/dev/null 2>&1 &
server=$!
"$folder/venv/bin/python" open.py "$port" "$server"
