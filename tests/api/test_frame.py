"""What holds for every route: the one envelope, headers, sizes, request ids, the document."""

import json
import logging
import re

import pytest
from fastapi import FastAPI, Response

from chat_app.api.app import create_app
from tests.api.conftest import DOCUMENT, refused

SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def guarded(response) -> None:
    for name, value in SECURITY.items():
        assert response.headers[name] == value
    assert "geolocation=()" in response.headers["permissions-policy"]
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/api/nope", "/api", "/api/", "/api/chat/x/y/z", "/nope"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_an_unknown_address_is_answered_in_the_envelope(nobody, method, path):
    response = await nobody.request(method, path)
    refused(response, 404, "NOT_FOUND")
    guarded(response)


async def test_a_wrong_method_is_refused_in_the_envelope(nobody):
    response = await nobody.request("DELETE", "/api/health")
    refused(response, 405, "METHOD_NOT_ALLOWED")
    guarded(response)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"{", "not valid JSON"),
        (b"", "JSON object"),
        (b"[]", "JSON object"),
        (b'{"title": 1}', "`title`"),
        (b'{"title": "\\u0000"}', "NUL"),
        (b'{"title": "\\ud800"}', "Unicode"),
        (b'{"pinned": "perhaps"}', "`pinned`"),
        (b'{"titel": "x"}', "`titel`"),
        (b'{"title": 7, "a": 1, "b": {"c": 2}}', "`a`, `b`"),
        (b'{"\\ud800": 1}', "JSON"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[" * 60_000, "not valid JSON"),
    ],
)
async def test_a_body_that_makes_no_sense_is_refused_in_words(ada, body, complaint):
    chat_id = await ada.new_chat()
    response = await ada.http.patch(
        f"/api/chat/{chat_id}", content=body, headers={"Content-Type": "application/json"}
    )
    assert complaint in refused(response, 400, "INVALID_REQUEST")


BODIES = [
    (method.upper(), path)
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
    if method != "get" and path.startswith("/api/")
]
"""Of `/v1`, whose bodies are OpenAI's, the tests there speak."""
FILES = {("POST", f"/api/{name}") for name in ("imports", "files", "transcriptions")}
"""Calls whose body is a file."""


def address_of(path: str, **ids: str) -> str:
    """Return the path with these ids, and with one of no meaning wherever it names another."""
    names = re.findall(r"{(\w+)", path)
    return path.format_map(dict.fromkeys(names, "01939d64-0000-7000-8000-000000000000") | ids)


WITH_FIELDS = [call for call in BODIES if call not in FILES]


async def test_an_unknown_field_is_named_by_every_call(ada):
    chat_id = await ada.new_chat()
    reply_id = await ada.say(chat_id)
    known = {"chat_id": chat_id, "message_id": reply_id, "user_id": ada.user["user_id"]}
    for method, path in WITH_FIELDS:
        address = address_of(path, **known)
        response = await ada.http.request(method, address, json={"token_limt": 5})
        assert response.status_code == 400, (method, path, response.text)
        assert "`token_limt`" in refused(response, 400, "INVALID_REQUEST"), (method, path)
        assert (await ada.http.get(f"/api/chat/{chat_id}")).json()["message_count"] == 2


SIGNED_IN = [
    (method.upper(), path)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if (method.upper(), path) in BODIES and operation.get("security")
]


async def test_who_is_calling_is_asked_before_what_the_body_says(nobody, ada):
    chat_id = await ada.new_chat()
    for method, path in SIGNED_IN:
        address = address_of(path, chat_id=chat_id)
        for body in (b"{", b"\xff\xfe", b"[" * 60_000, b'{"token_limt": 5}', b"[1]"):
            request = {"content": body, "headers": {"Content-Type": "application/json"}}
            answer = await nobody.request(method, address, **request)
            assert answer.status_code == 401, (method, path, answer.text)
            refused(answer, 401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 200), (b"{}", 200), (b"null", 200), (b"[1]", 400), (b"{", 400), (b"[" * 60_000, 400)],
)
async def test_a_call_without_a_body_takes_none(ada, body, status):
    restore = f"/api/chat/{await ada.new_chat()}/restore"
    assert (await ada.http.post(restore, content=body)).status_code == status


@pytest.mark.parametrize(("body", "status"), [(b"", 200), (b"{}", 200), (b"[1]", 400), (b"{", 400)])
async def test_a_body_may_be_left_out_where_it_says_so(ada, body, status):
    stop = f"/api/chat/{await ada.new_chat()}/stop"
    headers = {"Content-Type": "application/json"}
    assert (await ada.http.post(stop, content=body, headers=headers)).status_code == status


async def test_private_answers_are_stored_by_nobody(ada):
    for path in ("/api/auth/me", "/api/chats", "/api/nope"):
        assert (await ada.http.get(path)).headers["cache-control"] == "no-store"
    assert "cache-control" not in (await ada.http.get("/docs")).headers


@pytest.mark.settings(RATE_LIMIT_PER_MINUTE=4)
async def test_a_limit_is_told_while_there_is_room_and_when_there_is_none(ada, nobody):
    for left in (3, 2, 1, 0, 0):
        response = await ada.http.get("/api/chats")
        assert response.headers["ratelimit-policy"] == '"requests";q=4;w=60'
        policy, remaining, reset = response.headers["ratelimit"].split(";")
        assert (policy, remaining) == ('"requests"', f"r={left}")
        assert 1 <= int(reset.removeprefix("t=")) <= 60
    refused(response, 429, "RATE_LIMITED")
    assert f"t={response.headers['retry-after']}" == reset
    assert "ratelimit" not in (await nobody.get("/api/health")).headers


async def test_a_limit_of_failures_is_told_where_it_counts(nobody, ada):
    account = {"email": "ada@example.com", "password": "not it at all"}
    for left in (4, 3, 2, 1, 0, 0):
        response = await nobody.post("/api/auth/login", json=account)
        assert response.headers["ratelimit-policy"] == '"sign-in";q=5;w=900'
        assert f'"sign-in";r={left};' in response.headers["ratelimit"]
    refused(response, 429, "RATE_LIMITED")


@pytest.mark.parametrize(
    ("path", "headers", "complaint"),
    [
        ("messages?before=x", {}, "`before`: "),
        ("messages?limit=0", {}, "`limit`: "),
        (
            "message/01939d64-0000-7000-8000-000000000000/stream",
            {"Last-Event-ID": "-1"},
            "`Last-Event-ID`: ",
        ),
    ],
)
async def test_a_parameter_that_makes_no_sense_is_named(ada, path, headers, complaint):
    chat_id = await ada.new_chat()
    response = await ada.http.get(f"/api/chat/{chat_id}/{path}", headers=headers)
    assert refused(response, 400, "INVALID_REQUEST").startswith(complaint)


async def pieces(size: int):
    for _ in range(size // 1000):
        yield b" " * 1000


@pytest.mark.parametrize("size", [70_000, 900_000])
@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_64_kib_is_refused_whether_its_length_is_told_or_not(ada, size, chunked):
    content = pieces(size) if chunked else b" " * size
    response = await ada.http.post("/api/chats", content=content)
    refused(response, 413, "PAYLOAD_TOO_LARGE")
    guarded(response)


async def test_a_body_of_64_kib_is_read(ada):
    body = json.dumps({"title": "t"}).encode()
    body += b" " * (64 * 1024 - len(body))
    headers = {"Content-Type": "application/json"}
    assert (await ada.http.post("/api/chats", content=body, headers=headers)).status_code == 201


async def test_a_request_id_of_the_caller_is_kept_when_it_is_harmless(nobody):
    for given, kept in (("abc-123_XY.z", True), ("a b", False), ("x" * 200, False)):
        response = await nobody.get("/api/health", headers={"X-Request-Id": given})
        assert (response.headers["x-request-id"] == given) is kept


async def test_a_fault_of_ours_is_logged_under_its_request_id_and_not_shown(caplog):
    from starlette.testclient import TestClient

    app: FastAPI = create_app()

    async def broken(_request: object) -> Response:
        raise RuntimeError("the secret reason")

    app.router.add_route("/broken", broken)
    app.router.routes.insert(0, app.router.routes.pop())
    with caplog.at_level(logging.ERROR), TestClient(app) as client:
        response = client.get("/broken")
    assert response.status_code == 500
    assert response.json()["code"] == "INTERNAL_ERROR"
    assert "secret" not in response.text
    guarded(response)


async def test_health_and_readiness_answer_anybody(nobody):
    assert (await nobody.get("/api/health")).json() == {"status": "ok"}
    ready = await nobody.get("/api/ready")
    assert ready.json() == {"status": "ready", "checks": ["database", "provider", "background"]}


@pytest.mark.settings(REDIS_URL="redis://127.0.0.1:1/0")
def test_it_is_not_ready_without_its_redis(database_settings):
    from starlette.testclient import TestClient

    from chat_app.db import database

    with TestClient(create_app(lambda _app: database(database_settings))) as client:
        response = client.get("/api/ready")
    assert "Redis" in refused(response, 503, "MODEL_UNAVAILABLE")


@pytest.mark.settings(DEFAULT_MODEL="gemini-3.8-flash")
async def test_it_is_not_ready_when_its_default_model_has_no_key(nobody):
    assert "key" in refused(await nobody.get("/api/ready"), 503, "MODEL_UNAVAILABLE")


async def test_the_docs_load_nothing_from_elsewhere(nobody):
    page = await nobody.get("/docs")
    assert page.status_code == 200
    assert "http" not in page.text.replace("http://www.w3.org", "")
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
        assert f"/docs/assets/{asset}" in page.text
        assert (await nobody.get(f"/docs/assets/{asset}")).status_code == 200
