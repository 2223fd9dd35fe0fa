"""Schemathesis calls every operation of the OpenAPI document, well and badly, on a real server.

Where it made up a well-formed id, one that exists is put in its place in three cases of four, so
that calls get past 404.
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest
import schemathesis
from hypothesis import settings
from schemathesis import Case, GenerationMode, Response
from schemathesis.core.parameters import ParameterLocation

from chat_app.api.addresses import GATEWAY
from chat_app.services.budgets.ledger import MAX_TOKEN_LIMIT
from tests.api.conftest import DOCUMENT, PASSWORD
from tests.serving import Server, serving


def document() -> dict[str, Any]:
    """Return the document with the schema of an event where schemathesis looks for it."""
    document = deepcopy(DOCUMENT)
    for methods in document["paths"].values():
        for operation in methods.values():
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    if "x-itemSchema" in content:
                        content["schema"] = content.pop("x-itemSchema")
    return document


schema = schemathesis.openapi.from_dict(
    document(),
    config=schemathesis.Config.from_dict(
        {
            "seed": 3,
            "generation": {"mode": "all", "deterministic": True},
            "phases": {"coverage": {"enabled": False}},
        }
    ),
)
CASES: Counter[str] = Counter()
"""Calls of each operation; 754 in all."""
SUCCEEDED: set[str] = set()
IDS = {"message_id", "chat_id", "chatId", "before", "user_id", "sessionId", "org_id", "key_id"}


@dataclass
class Caller:
    """Somebody signed in, and what exists that they can name."""

    http: httpx.Client
    email: str
    people: list[str]
    is_admin: bool
    chats: list[str] = field(default_factory=list)
    questions: dict[str, list[str]] = field(default_factory=dict)
    replies: dict[str, list[str]] = field(default_factory=dict)
    sessions: list[str] = field(default_factory=list)
    key: str = ""
    """Of a program that the caller runs."""

    def json(self, method: str, path: str, **request: Any) -> Any:
        """Call and return the answer."""
        answer = self.http.request(method, path, **request)
        assert answer.is_success, answer.text
        return answer.json()

    def talk(self) -> None:
        """Make a chat with two exchanges and a session."""
        chat_id = self.json("POST", "/api/chat", json={"message": "Hello"})["chat_id"]
        self.json("POST", "/api/chat", json={"message": "And now?", "chat_id": chat_id})
        found = self.json("GET", f"/api/chat/{chat_id}/messages")["messages"]
        self.chats.append(chat_id)
        for role, known in (("user", self.questions), ("assistant", self.replies)):
            known[chat_id] = [each["message_id"] for each in found if each["role"] == role]
        prompt = {"modelId": "simulated", "prompt": "And then?", "chatId": chat_id}
        self.sessions.append(self.json("POST", "/api/chat/start", json=prompt)["sessionId"])


def sign_up(server: Server, name: str) -> httpx.Client:
    """Make an account and return its client."""
    http = httpx.Client(base_url=server.url, timeout=30)
    account = {"email": f"{name}@example.org", "password": PASSWORD}
    made = http.post("/api/auth/register", json=account)
    assert made.status_code == 201, made.text
    http.cookies.clear()
    http.headers["Authorization"] = f"Bearer {made.json()['access_token']}"
    return http


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve for the whole module; afterwards the books must balance."""
    with serving(
        tmp_path_factory.mktemp("conformance"),
        RATE_LIMIT_PER_MINUTE="0",
        REPLY_CACHE_TTL_S="0",
        SIM_DELAY_MS="0",
        MAX_CHATS_PER_USER="1000",
        MAX_KEYS_PER_USER="1000",
        DEFAULT_TOKEN_LIMIT=str(MAX_TOKEN_LIMIT),
    ) as server:
        yield server
        books = server.command("check-books")
    assert books.returncode == 0, books.stderr
    if len(CASES) == len(list(schema.get_all_operations())):
        assert CASES.keys() == SUCCEEDED, "an operation never got past its refusals"


@pytest.fixture(scope="module")
def callers(server: Server) -> Iterator[dict[str, Caller]]:
    """Sign up an administrator, a user, and somebody for the administrator to change."""
    clients = {name: sign_up(server, name) for name in ("admin", "user", "other")}
    other_id = clients["other"].get("/api/auth/me").json()["user_id"]
    made = {
        name: Caller(clients[name], f"{name}@example.org", [other_id], name == "admin")
        for name in ("admin", "user")
    }
    for caller in made.values():
        caller.key = caller.json("POST", "/api/keys", json={"name": "Conformance"})["key"]
        for _ in range(3):
            caller.talk()
    yield made
    for http in clients.values():
        http.close()


def is_well_formed(case: Case, location: ParameterLocation) -> bool:
    """Say whether schemathesis meant this part of a request to be taken."""
    part = case.meta and case.meta.components.get(location)
    return part is None or part.mode is GenerationMode.POSITIVE


def name_what_exists(case: Case, caller: Caller) -> dict[str, str]:
    """Put ids that exist in the place of made-up ones, and return the headers to call with."""
    chance = zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode())
    headers = {"Authorization": caller.http.headers["Authorization"]}
    if case.path.startswith(GATEWAY):
        headers["Authorization"] = f"Bearer {caller.key}"
    name = case.operation.definition.raw["operationId"]
    if name == "logout":
        account = {"email": caller.email, "password": PASSWORD}
        token = caller.json("POST", "/api/auth/login", json=account)["access_token"]
        caller.http.cookies.clear()
        headers["Authorization"] = f"Bearer {token}"

    def pick(some: list[str]) -> str:
        return some[chance // 4 % len(some)]

    chat_id = pick(caller.chats)
    messages = caller.questions if name == "edit_message" else caller.replies
    valid: dict[str, Any] = {
        "model": "simulated-embedding" if name == "create_embeddings" else "simulated",
        "model_id": "simulated",
        "modelId": "simulated",
        "from": "2026-01-01",
        "to": "2026-12-31",
        "email": caller.email if name == "login" else f"{chance % 25}@example.org",
        "password": PASSWORD,
        "current": PASSWORD,
        "new": PASSWORD,
        "token_limit": 1000,
        "message_id": pick(messages[chat_id]),
        "chat_id": chat_id,
        "chatId": chat_id,
        "before": pick(caller.questions[chat_id]),
        "user_id": pick(caller.people),
        "sessionId": pick(caller.sessions),
        # Calls and their results, tools and their choice have to fit each other.
        "messages": [{"role": "user", "content": "Hello"}],
        "input": "Hello",
        "tools": [],
        "dimensions": 8,
        "tool_choice": "auto",
        "models": ["simulated"],
        "expires_at": "2999-12-31T23:59:59Z",
    }
    if name == "delete_chat":
        valid["chat_id"] = caller.json("POST", "/api/chats", json={})["chat_id"]
    if "{key_id}" in case.path:
        valid["key_id"] = caller.json("POST", "/api/keys", json={"name": "CI"})["key_id"]
    if caller.is_admin and "{org_id}" in case.path:
        org = {"name": f"Org {uuid4()}"}
        valid["org_id"] = caller.json("POST", "/api/admin/orgs", json=org)["org_id"]
    if caller.is_admin and name == "set_password":
        newcomer = {"email": f"{uuid4()}@example.org"}
        link = caller.json("POST", "/api/admin/users", json=newcomer)["password_link"]
        valid["token"] = link.partition("#token=")[2]
    if chance % 4 == 0:
        valid = {key: value for key, value in valid.items() if key not in IDS}
    for location, part in (
        (ParameterLocation.PATH, case.path_parameters),
        (ParameterLocation.QUERY, case.query),
        (ParameterLocation.BODY, case.body),
    ):
        if isinstance(part, dict) and is_well_formed(case, location):
            part.update({key: valid[key] for key in part.keys() & valid.keys()})
            part.pop("cursor", None)
    if is_well_formed(case, ParameterLocation.HEADER):
        case.headers.pop("x-org-id", None)
    return headers


def check_code(response: Response, case: Case) -> None:
    """Require that the route tells of this status, and of the code if it is an error."""
    told = case.operation.definition.raw["responses"].get(str(response.status_code))
    assert told, f"{response.status_code} is not documented"
    if response.status_code >= 400:
        examples = told["content"]["application/json"]["examples"].values()
        codes = {fault_of(example["value"])["code"] for example in examples}
        assert fault_of(response.json())["code"] in codes


def fault_of(body: dict[str, Any]) -> dict[str, Any]:
    """Return what a refusal says, in whichever of the two shapes."""
    return body.get("error", body)


@pytest.mark.parametrize("who", ["admin", "user"])
@schema.parametrize()
@settings(max_examples=10, derandomize=True)
def test_every_operation_keeps_its_word(
    case: Case, who: str, callers: dict[str, Caller], server: Server
) -> None:
    headers = name_what_exists(case, callers[who])
    CASES[case.operation.label] += 1
    response = case.call_and_validate(base_url=server.url, headers=headers)
    check_code(response, case)
    if response.status_code < 300:
        SUCCEEDED.add(case.operation.label)
