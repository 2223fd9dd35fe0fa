"""The documentation page; its script and style come from this server, not from a foreign one."""

import hashlib
import re
from base64 import b64encode
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from chat_app.content_policy import policy

_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def add_docs(app: FastAPI) -> None:
    """Serve Swagger UI at `/docs`."""
    # fastapi-offline carries the files of Swagger UI 5, nothing else of it is used.
    app.mount("/docs/assets", StaticFiles(directory=str(files("fastapi_offline") / "static")))

    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=app.title,
        swagger_js_url="/docs/assets/swagger-ui-bundle.js",
        swagger_css_url="/docs/assets/swagger-ui.css",
        swagger_favicon_url="/docs/assets/favicon.png",
    ).body
    own = [
        f"'sha256-{b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in _SCRIPT.findall(page)
    ]

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        headers = {"Content-Security-Policy": policy(request.headers.get("host", ""), own)}
        return HTMLResponse(page, headers=headers)
