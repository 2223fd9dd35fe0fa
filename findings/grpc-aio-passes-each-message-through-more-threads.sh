#!/usr/bin/env bash
# grpcio 1.85.1: each message of a stream read with `grpc.aio` passes through threads of gRPC's event engine on its way.
#
# One would expect one thread beside the event loop, the one that grpc.aio starts to wait for completions, as it was before
# clients got the event engine. Now threads of a pool read the socket and hand the message to that one, which wakes the loop:
# on a small machine a stream of 100 messages costs a third more CPU than with `GRPC_EXPERIMENTS=-event_engine_client`. The
# variable is read when grpc is imported: set later, even before the first channel, it does nothing and nothing says so.
#
# Seen on 2026-11-29 (switches of the event engine's threads for each message of one stream, 10 ms apart):
#   as it comes: 3.4
#   set after the import: 3.4
#   set before the import: 0.6
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q grpcio==1.85.1
cat >"$folder/server.py" <<'P'
import asyncio

import grpc


async def stream(request, context):
    for _ in range(200):
        await asyncio.sleep(0.01)
        yield b"word"


async def main():
    server = grpc.aio.server()
    method = grpc.unary_stream_rpc_method_handler(stream)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("s.S", {"M": method}),))
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    await server.start()
    await server.wait_for_termination(60)


asyncio.run(main())
P
cat >"$folder/client.py" <<'P'
import asyncio
import glob
import os
import sys

port, when = sys.argv[1:]
if when == "before":
    os.environ["GRPC_EXPERIMENTS"] = "-event_engine_client"
import grpc

if when == "after":
    os.environ["GRPC_EXPERIMENTS"] = "-event_engine_client"


def switches():
    found = 0
    for path in glob.glob("/proc/self/task/*/status"):
        lines = dict(line.split(":\t", 1) for line in open(path) if ":\t" in line)
        if lines["Name"].startswith("event_engine"):
            found += int(lines["voluntary_ctxt_switches"])
    return found


async def main():
    async with grpc.aio.insecure_channel("127.0.0.1:" + port) as channel:
        messages = channel.unary_stream("/s.S/M")(b"")
        await messages.read()
        before = switches()
        for _ in range(199):
            await messages.read()
        print(round((switches() - before) / 199, 1))


asyncio.run(main())
P
"$folder/venv/bin/python" "$folder/server.py" >"$folder/port" & server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
until [ -s "$folder/port" ]; do sleep 0.1; done
run() { env -u GRPC_EXPERIMENTS "$folder/venv/bin/python" "$folder/client.py" "$(cat "$folder/port")" "$1"; }
as_it_comes=$(run never) after=$(run after) before=$(run before)
printf 'as it comes: %s\nset after the import: %s\nset before the import: %s\n' "$as_it_comes" "$after" "$before"
python3 -c "import sys; a, b, c = map(float, sys.argv[1:]); sys.exit(not (c < a / 2 and c < b / 2))" \
  "$as_it_comes" "$after" "$before"
