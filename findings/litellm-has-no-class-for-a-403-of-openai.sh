#!/usr/bin/env bash
# litellm 1.110.2: a 403 of an OpenAI-compatible server raises its catch-all `APIError`, not its `PermissionDeniedError`.
#
# One would expect the class that litellm documents for 403 and derives from `openai.PermissionDeniedError`, as it raises it
# for Anthropic, Gemini and others, and as 401, 404, 429 and 500 of the same server raise their own. `except
# openai.PermissionDeniedError`, which works with the SDK beneath, catches nothing; only `status_code` still tells.
#
# Seen on 2026-11-29:
#   401: AuthenticationError, an openai.AuthenticationError
#   403: APIError 403, no openai.PermissionDeniedError
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
import openai

litellm.suppress_debug_info = True
status = 0


class Refusing(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"error": {"message": "No", "type": "refused", "param": None, "code": None}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def raised():
    try:
        litellm.completion(
            model="openai/any",
            api_base=f"http://127.0.0.1:{server.server_port}",
            api_key="any",
            messages=[{"role": "user", "content": "Hi"}],
        )
    except openai.APIError as fault:
        print(f"{status}: {type(fault).__name__}")
        return fault


server = HTTPServer(("127.0.0.1", 0), Refusing)
Thread(target=server.serve_forever, daemon=True).start()
status = 401
assert isinstance(raised(), openai.AuthenticationError), "behaviour has changed"
status = 403
fault = raised()
assert not isinstance(fault, openai.PermissionDeniedError), "behaviour has changed"
assert type(fault) is litellm.APIError and fault.status_code == 403, "behaviour has changed"
P
