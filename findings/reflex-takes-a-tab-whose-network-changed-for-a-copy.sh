#!/usr/bin/env bash
# reflex 0.10.1: a tab that comes back over a new connection, while the server has not noticed that its old one is dead, is taken for a copy of the tab.
#
# One would expect it to be the same tab, with the state that it had: a phone that changes from one network to another leaves its connection without a word, and
# is back within a second, while the server hears of the end when a ping is not answered (two minutes and more by default). Reflex gives it another name instead
# ("new_token"), as it does for a tab that a person copied, and with the name an empty state: what stood in the page's forms and dialogs is gone. No
# answer of the old connection is waited for.
#
# Seen on 2026-11-30 (the first tab is stopped as a process, as a phone without a network says nothing; it is the same tab that comes again):
#   first: kept its name
#   again: given another name
set -euo pipefail
folder=$(mktemp -d)
trap 'kill -9 $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q reflex==0.10.1 python-socketio==5.18.1 aiohttp==3.14.5 uvicorn==0.54.0
mkdir -p "$folder/app/page"
cd "$folder/app"
cat > rxconfig.py <<'P'
import reflex as rx

config = rx.Config(app_name="page", telemetry_enabled=False)
P
touch page/__init__.py
cat > page/page.py <<'P'
import reflex as rx


class State(rx.State):
    name: str = ""


app = rx.App()
P
cat > serve.py <<'P'
import socket

import uvicorn
from reflex_base.environment import environment

environment.REFLEX_SKIP_COMPILE.set(True)
from page.page import app

with socket.socket() as listener:
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    with open("port", "w") as told:
        told.write(f"{listener.getsockname()[1]}\n")
    uvicorn.Server(uvicorn.Config(app(), log_level="error")).run(sockets=[listener])
P
cat > tab.py <<'P'
import asyncio
import sys

import socketio


async def main(who, port):
    tab = socketio.AsyncClient(reconnection=False)
    renamed = asyncio.Event()

    async def new_token(_):
        renamed.set()

    tab.on("new_token", new_token, namespace="/_event")
    await tab.connect(
        f"http://127.0.0.1:{port}?token=the-tab",
        namespaces=["/_event"],
        socketio_path="_event",
        transports=["websocket"],
    )
    try:
        await asyncio.wait_for(renamed.wait(), 5)
        said = "given another name"
    except TimeoutError:
        said = "kept its name"
    with open(who, "w") as told:
        told.write(f"{who}: {said}\n")
    await tab.wait()


asyncio.run(main(*sys.argv[1:]))
P
until_there() { for _ in $(seq 600); do [ -s "$1" ] && return; sleep 0.1; done; echo "no $1" >&2; exit 1; }
"$folder/venv/bin/python" serve.py >server.log 2>&1 &
until_there port
for who in first again; do
  "$folder/venv/bin/python" tab.py "$who" "$(cat port)" >"$who.log" 2>&1 &
  until_there "$who"
  kill -STOP $!
done
cat first again
grep -q "first: kept its name" first && grep -q "again: given another name" again
