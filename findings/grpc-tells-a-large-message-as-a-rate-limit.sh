#!/usr/bin/env bash
# grpcio 1.85.1: a message of more than 4 MB ends a call with RESOURCE_EXHAUSTED, the status that rate limits have.
#
# One would expect a status of its own, such as OUT_OF_RANGE, for a message that the reader's own channel does not take: nobody is
# over any quota. It is the receiving side's default (`grpc.max_receive_message_length`), so a client meets it when a server sends a
# picture, and a server's other callers do when they send one. Google's APIs say RESOURCE_EXHAUSTED for 429, so a client that waits
# and tries again, as it should then, asks three times for what can never come; only the words of the detail tell the two apart.
#
# Seen on 2026-11-30:
#   3 MB: OK
#   5 MB: RESOURCE_EXHAUSTED: Stream removed (CLIENT: Received message larger than max (5242880 vs. 4194304))
#   5 MB without a limit: OK
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q grpcio==1.85.1
cat >"$folder/look.py" <<'P'
import asyncio

import grpc

WITHOUT_LIMIT = (("grpc.max_receive_message_length", -1),)


async def answer(request, context):
    return bytes(int(request))


async def ask(port, size, options=()):
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}", options) as channel:
        try:
            await channel.unary_unary("/s.S/M")(str(size).encode())
        except grpc.aio.AioRpcError as fault:
            return f"{fault.code().name}: {fault.details()}"
        return "OK"


async def main():
    server = grpc.aio.server()
    method = grpc.unary_unary_rpc_method_handler(answer)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("s.S", {"M": method}),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    small, large = await ask(port, 3 * 2**20), await ask(port, 5 * 2**20)
    unlimited = await ask(port, 5 * 2**20, WITHOUT_LIMIT)
    await server.stop(None)
    print(f"3 MB: {small}\n5 MB: {large}\n5 MB without a limit: {unlimited}")
    assert small == unlimited == "OK", "what is small, or has no limit, is refused now"
    assert large.startswith("RESOURCE_EXHAUSTED") and "larger than max" in large, "it is told otherwise now"


asyncio.run(main())
P
"$folder/venv/bin/python" "$folder/look.py"
