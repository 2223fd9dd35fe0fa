"""HEAD, OPTIONS and wrong methods: the same for every address of the API."""

import re
from typing import Any

import httpx
from uuid_utils.compat import uuid7

from tests.api.conftest import DOCUMENT, Person, refused

PATHS: dict[str, dict[str, Any]] = DOCUMENT["paths"]
OF_EACH_ANSWER = {"x-request-id", "date", "ratelimit", "transfer-encoding"}
QUERIES = {
    "/api/chat/history": {"chatId": "{chat_id}"},
    "/api/chat/{chat_id}/events": {"seconds": "0"},
}
"""What a GET cannot do without, or would go on for ever without."""


def allowed(path: str) -> set[str]:
    methods = {method.upper() for method in PATHS[path]} | {"OPTIONS"}
    return methods | {"HEAD"} if "GET" in methods else methods


def head(response: httpx.Response) -> dict[str, str]:
    return {name: told for name, told in response.headers.items() if name not in OF_EACH_ANSWER}


async def test_every_get_answers_head_without_a_body(ada: Person) -> None:
    chat_id = await ada.new_chat()
    known = {"chat_id": chat_id, "message_id": await ada.say(chat_id), "model_id": "simulated"}
    known |= {name: str(uuid7()) for name in ("user_id", "import_id")}
    sent = await ada.http.post("/api/files", files={"file": ("a.txt", b"Hello")})
    known["file_id"] = sent.json()["file_id"]
    for path in (path for path, methods in PATHS.items() if "get" in methods):
        query = {name: told.format(**known) for name, told in QUERIES.get(path, {}).items()}
        address = path.format_map(known)

        got = await ada.http.get(address, params=query)
        asked = await ada.http.head(address, params=query)

        assert (asked.status_code, asked.content) == (got.status_code, b""), path
        if not path.endswith("/metrics"):
            assert head(asked) == head(got), path


async def test_the_head_of_a_refusal_has_its_status(nobody: httpx.AsyncClient) -> None:
    assert (await nobody.head("/api/chats")).status_code == 401
    assert (await nobody.head("/api/nope")).status_code == 404
    assert (await nobody.head("/docs")).status_code == 200
    assert (await nobody.head("/openapi.json")).status_code == 200


async def test_every_address_says_what_it_allows(nobody: httpx.AsyncClient) -> None:
    for path in PATHS:
        address = re.sub(r"{\w+}", str(uuid7()), path)
        answer = await nobody.options(address)
        assert (answer.status_code, answer.content) == (204, b""), path
        assert set(answer.headers["allow"].split(", ")) == allowed(path), path
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"} - allowed(path):
            refusal = await nobody.request(method, address)
            assert refusal.status_code == 405, (method, path, refusal.text)
            assert refusal.headers["allow"] == answer.headers["allow"]
            if path.startswith("/v1/"):
                # In OpenAI's shape, which the tests there look at.
                assert list(refusal.json()) == ["error"]
            else:
                refused(refusal, 405, "METHOD_NOT_ALLOWED")


async def test_no_address_allows_nothing(nobody: httpx.AsyncClient) -> None:
    refused(await nobody.options("/api/nope"), 404, "NOT_FOUND")
