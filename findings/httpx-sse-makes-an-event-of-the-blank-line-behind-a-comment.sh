#!/usr/bin/env bash
# httpx-sse 0.4.3 makes an empty event of the blank line behind a comment, once an id was seen.
#
# The standard (HTML, 9.2.6, "dispatch the event") dispatches nothing where the data buffer is empty.
# This decoder only skips a block in which event, data, id and retry are all empty, and the id stays
# from before. Seen for `id: 7`, `data: a`, a keep-alive comment, `data: b`: ['a', '', 'b'].
# A program that reads each event as JSON fails at the first keep-alive.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check httpx==0.28.1 httpx-sse==0.4.3
"$folder/venv/bin/python" - <<'P'
import httpx
from httpx_sse import EventSource

stream = b"id: 7\ndata: a\n\n: keep-alive\n\ndata: b\n\n"
response = httpx.Response(200, headers={"Content-Type": "text/event-stream"}, content=stream)
heard = [event.data for event in EventSource(response).iter_sse()]
print(heard)
assert heard == ["a", "", "b"], "behaviour has changed"
P
