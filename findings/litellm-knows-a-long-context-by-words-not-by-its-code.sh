#!/usr/bin/env bash
# litellm 1.110.2 (openai 3.57.0): a 400 with the code `context_length_exceeded` raises its plain `BadRequestError`.
#
# One would expect `ContextWindowExceededError`, which its fallbacks to longer models wait for: the code is the field that
# OpenAI's API tells this by, and litellm's list of what to look for has `"code": "context_length_exceeded"`. But it looks in
# the text of the SDK's exception, into which openai 3 puts the message alone, so that line never matches. What does match is
# a sentence: with "This model's maximum context length is" in the message, and even with another code, the right class is
# raised. A server that words its own errors must quote OpenAI's.
#
# Seen on 2026-11-29:
#   context_length_exceeded, "Too long: send less" -> BadRequestError
#   context_length_exceeded, "This model's maximum context length is 8 tokens" -> ContextWindowExceededError
#   another_code, "This model's maximum context length is 8 tokens" -> ContextWindowExceededError
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check litellm==1.110.2 openai==3.57.0
LITELLM_LOCAL_MODEL_COST_MAP=True timeout 120 "$folder/venv/bin/python" - <<'P'
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import litellm

litellm.suppress_debug_info = True
WORDS = "This model's maximum context length is 8 tokens"
error = {}


class Refusing(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"error": {"type": "invalid_request_error", "param": "messages"} | error}).encode()
        self.send_response(400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Refusing)
Thread(target=server.serve_forever, daemon=True).start()
raised = []
for code, message in [("context_length_exceeded", "Too long: send less"), ("context_length_exceeded", WORDS), ("another_code", WORDS)]:
    error.update(code=code, message=message)
    try:
        litellm.completion(
            model="openai/any",
            api_base=f"http://127.0.0.1:{server.server_port}",
            api_key="any",
            messages=[{"role": "user", "content": "Hi"}],
        )
    except litellm.BadRequestError as fault:
        raised.append(type(fault).__name__)
        print(f"{code}, {message!r} -> {raised[-1]}")
assert raised == ["BadRequestError", "ContextWindowExceededError", "ContextWindowExceededError"], "behaviour has changed"
P
