#!/usr/bin/env bash
# openai 3.52.0: an `error` event of a streamed response is not raised, unless it also has an object `error`.
#
# One would expect what chat completions do: `data: {"error": {...}}` in a stream is raised as an APIError. The Responses API has
# an event of its own type for it (`ResponseErrorEvent`: type "error", code, message), and that is handed to the program like
# any piece of text: who only looks for deltas takes a reply that failed for one that ended.
#
# Seen on 2026-11-29:
#   chat completions, {"error": {...}}: raised APIError: it broke
#   responses, {"type": "error", "message"}: handed on as ResponseErrorEvent
#   responses, the same with "error": {...}: raised APIError: it broke
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q openai==3.52.0
"$folder/venv/bin/python" - <<'P'
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import openai

FAULT = {"message": "it broke", "type": "server_error", "param": None, "code": "server_error"}
EVENT = {"type": "error", "sequence_number": 0, "message": "it broke", "code": "server_error", "param": None}
event = {}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        kind = f"event: {event['type']}\n" if "type" in event else ""
        self.wfile.write(f"{kind}data: {json.dumps(event)}\n\n".encode())

    def log_message(self, *_: object) -> None:
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
Thread(target=server.serve_forever, daemon=True).start()
client = openai.OpenAI(base_url=f"http://127.0.0.1:{server.server_port}/v1", api_key="x", max_retries=0)


def hear(ask, told: dict) -> str:
    global event
    event = told
    try:
        return "handed on as " + ", ".join(type(each).__name__ for each in ask())
    except openai.APIError as fault:
        return f"raised {type(fault).__name__}: {fault.message}"


def chat():
    return client.chat.completions.create(model="m", messages=[{"role": "user", "content": "a"}], stream=True)


def responses():
    return client.responses.create(model="m", input="a", stream=True)


said = {
    'chat completions, {"error": {...}}': hear(chat, {"error": FAULT}),
    'responses, {"type": "error", "message"}': hear(responses, EVENT),
    'responses, the same with "error": {...}': hear(responses, EVENT | {"error": FAULT}),
}
for name, what in said.items():
    print(f"{name}: {what}")
expected = ["raised APIError: it broke", "handed on as ResponseErrorEvent", "raised APIError: it broke"]
sys.exit(0 if list(said.values()) == expected else 1)
P
