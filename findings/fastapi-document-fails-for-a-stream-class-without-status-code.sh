#!/usr/bin/env bash
# FastAPI 0.165.0 (Starlette 1.10.0): the OpenAPI document fails for a response class of one's own that
# has no `status_code` parameter.
#
# A stream for server-sent events is naturally a `Response` of one's own, whose constructor takes what it
# streams. Requests to such a route work. `app.openapi()` looks for the default of a parameter called
# `status_code` in the class's signature and, where there is none, uses a name that was never set. Seen:
# `UnboundLocalError: cannot access local variable 'status_code' where it is not associated with a value`,
# so one route takes the whole document, and /docs with it, away.
# A parameter `status_code: int = 200` that nobody passes is enough.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fastapi==0.165.0 starlette==1.10.0 httpx2==2.16.2
"$folder/venv/bin/python" - <<'P'
from fastapi import FastAPI
from starlette.responses import Response
from starlette.testclient import TestClient


class Plain(Response):
    media_type = "text/event-stream"

    def __init__(self, content: bytes = b""):
        super().__init__(content)


class WithStatus(Plain):
    def __init__(self, content: bytes = b"", status_code: int = 200):
        super().__init__(content)


def served_with(kind):
    app = FastAPI()

    @app.get("/events", response_class=kind)
    def events() -> Response:
        return kind(b"data: hello\n\n")

    assert TestClient(app).get("/events").text == "data: hello\n\n"
    return app


try:
    served_with(Plain).openapi()
except UnboundLocalError as fault:
    print(f"without: {fault}")
else:
    raise SystemExit("behaviour has changed")
paths = served_with(WithStatus).openapi()["paths"]
print("with:", list(paths["/events"]["get"]["responses"]))
P
