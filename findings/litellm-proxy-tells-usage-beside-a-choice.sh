#!/usr/bin/env bash
# litellm 1.108.7, its proxy: the chunk that tells the usage of a stream has a choice, an empty one, where OpenAI's has none.
#
# One would expect `"choices": []`, as OpenAI's API documents for `stream_options.include_usage` and as the vendor behind the
# proxy sends it here; litellm as a library passes that on unchanged. Through the proxy it becomes `[{"index": 0, "delta": {}}]`.
# Programs that take a chunk without choices for the one with the figures, as OpenAI's own examples do, never see them.
#
# Seen on 2026-11-29:
#   the vendor's: []
#   the proxy's: [{'index': 0, 'delta': {}}]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "litellm[proxy]==1.108.7"
cd "$folder"
LITELLM_LOCAL_MODEL_COST_MAP=True LITELLM_LOG=ERROR timeout 180 "$folder/venv/bin/python" - "$folder" <<'P'
import json
import socket
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.request import Request, urlopen

folder = Path(sys.argv[1])
head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
CHUNKS = [
    head | {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}, "finish_reason": None}]},
    head | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
    head | {"choices": [], "usage": usage},
]


class Vendor(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for chunk in CHUNKS:
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_):
        pass


def usage_chunk(url):
    body = {"model": "m", "stream": True, "stream_options": {"include_usage": True}}
    body["messages"] = [{"role": "user", "content": "Hi"}]
    headers = {"Content-Type": "application/json", "Authorization": "Bearer sk-any"}
    with urlopen(Request(f"{url}/v1/chat/completions", json.dumps(body).encode(), headers)) as answer:
        lines = [line[6:] for line in answer.read().decode().splitlines() if line.startswith("data: {")]
    return next(chunk for chunk in map(json.loads, lines) if chunk.get("usage"))


server = HTTPServer(("127.0.0.1", 0), Vendor)
Thread(target=server.serve_forever, daemon=True).start()
vendor = f"http://127.0.0.1:{server.server_port}"
model = {"model": "openai/m", "api_base": f"{vendor}/v1", "api_key": "any"}
config = {"model_list": [{"model_name": "m", "litellm_params": model}], "general_settings": {"master_key": "sk-any"}}
(folder / "config.yaml").write_text(json.dumps(config))
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
command = [folder / "venv/bin/litellm", "--config", "config.yaml", "--host", "127.0.0.1", "--port", str(port)]
proxy = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    while True:
        try:
            urlopen(f"http://127.0.0.1:{port}/health/liveliness")
            break
        except URLError:
            assert proxy.poll() is None, "the proxy did not start"
            time.sleep(0.5)
    told = usage_chunk(vendor)["choices"], usage_chunk(f"http://127.0.0.1:{port}")["choices"]
finally:
    proxy.terminate()
print("the vendor's:", told[0])
print("the proxy's:", told[1])
assert told == ([], [{"index": 0, "delta": {}}]), "behaviour has changed"
P
