#!/usr/bin/env bash
# requests-sse 0.5.3 sends a POST again by itself after a stream that ended cleanly.
#
# A reader would guess that iterating ends where the response does. It sends the same POST anew,
# with the last id as `Last-Event-ID`; a call that costs something is then paid twice. Seen:
# [None, '1']: two POSTs, the second with the id of the only event.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check requests-sse==0.5.3 requests==2.34.2
timeout 60 "$folder/venv/bin/python" - <<'P'
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from requests_sse import EventSource

posts = []


class Stream(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        posts.append(self.headers["Last-Event-ID"])
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"id: 1\ndata: whole\n\n")


server = HTTPServer(("127.0.0.1", 0), Stream)
Thread(target=server.serve_forever, daemon=True).start()
with EventSource(f"http://127.0.0.1:{server.server_port}/", method="POST", json={"pay": 1}) as events:
    heard = iter(events)
    next(heard)
    next(heard)  # One event was sent and the response ended: this one is of another POST.
print(posts)
assert posts == [None, "1"], "behaviour has changed"
P
