#!/usr/bin/env bash
# Authlib 1.9.10 does not form-encode id and secret of a client for HTTP Basic.
#
# RFC 6749, 2.3.1 (read 2026-11-30): "The client identifier is encoded using the application/x-www-form-urlencoded
# encoding algorithm […] and the encoded value is used as the username; the client password is encoded using the same
# algorithm". A provider that keeps to it decodes what it gets, so a secret with % or + is another one there:
# `50%25off` sent as it is becomes `50%off`. Whoever has such a secret uses client_secret_post.
#
# Seen 2026-11-30, Authlib 1.9.10 with httpx2 2.16.2, Python 3.11:
#   sent:   tally:50%25off+5
#   wanted: tally:50%2525off%2B5
# Ends with 1 if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "Authlib==1.9.10" "httpx2==2.16.2"
"$folder/venv/bin/python" - <<'PY'
import asyncio
from base64 import b64decode
from urllib.parse import quote_plus

import httpx2
from authlib.integrations.httpx_client import AsyncOAuth2Client

CLIENT, SECRET = "tally", "50%25off+5"
sent = []


def answer(request):
    sent.append(b64decode(request.headers["authorization"].removeprefix("Basic ")).decode())
    return httpx2.Response(200, json={"access_token": "a", "token_type": "bearer"})


async def fetch():
    transport = httpx2.MockTransport(answer)
    async with AsyncOAuth2Client(
        CLIENT, SECRET, token_endpoint_auth_method="client_secret_basic", transport=transport
    ) as client:
        await client.fetch_token("https://login.example.org/token", code="c")


asyncio.run(fetch())
wanted = f"{quote_plus(CLIENT)}:{quote_plus(SECRET)}"
print("sent:  ", sent[0])
print("wanted:", wanted)
assert sent[0] == f"{CLIENT}:{SECRET}" != wanted, "it is encoded now, as RFC 6749 wants it"
PY
