"""Schemathesis calls every operation of the OpenAPI document, well and badly, on a real server.

Where it made up a well-formed id, one that exists is put in its place in three cases of four, so
that calls get past 404.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
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
from chat_app.config.limits import MAX_TOKEN_LIMIT
from tests.api import ways_in
from tests.api.conftest import DOCUMENT, PASSWORD
from tests.conftest import ROOT
from tests.serving import Server, serving
from tests.sounds import wav_in_ascii


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
            # A PDF is made by a process of its own, whose start takes long on a busy machine.
            "request-timeout": 60,
            "generation": {"mode": "all", "deterministic": True},
            "phases": {"coverage": {"enabled": False}},
        }
    ),
)
CASES: Counter[str] = Counter()
"""Calls of each operation; 754 in all."""
SUCCEEDED: set[str] = set()
IDS = {
    *("message_id", "chat_id", "chatId", "before", "user_id", "sessionId", "org_id", "key_id"),
    *("link_id", "slug", "waiting_id"),
}


_EXPORTED = {
    "chat_id": "one",
    "title": "Brought along",
    "messages": [{"role": "user", "content": "Hello"}],
}
"""A chat as this app exports it, as far as it has to be."""


_SECOND_MODEL = """
[[models]]
model_id = "second"
provider = "simulated"
name = "Second"
tier = "BASIC"
context_window_tokens = 100_000
max_output_tokens = 8_192
input_usd = 0
cached_input_usd = 0
output_usd = 0
source = "the test"
as_of = 2026-11-29
"""
"""To be compared with the simulated one."""


@dataclass
class Caller:
    """Somebody signed in, and what exists that they can name."""

    http: httpx.Client
    email: str
    people: list[str]
    is_admin: bool
    guest: str
    """The id of somebody whom they may let into chats: `guest@example.org`."""
    chats: list[str] = field(default_factory=list)
    questions: dict[str, list[str]] = field(default_factory=dict)
    replies: dict[str, list[str]] = field(default_factory=dict)
    sessions: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
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
        file = {"file": ("a.txt", uuid4().hex)}
        self.files.append(self.json("POST", "/api/files", files=file)["file_id"])
        prompt = {"modelId": "simulated", "prompt": "And then?", "chatId": chat_id}
        self.sessions.append(self.json("POST", "/api/chat/start", json=prompt)["sessionId"])


def sign_up(server: Server, name: str) -> httpx.Client:
    """Make an account and return its client."""
    http = httpx.Client(base_url=server.url, timeout=60)
    account = {"email": f"{name}@example.org", "password": PASSWORD}
    made = http.post("/api/auth/register", json=account)
    assert made.status_code == 201, made.text
    http.cookies.clear()
    http.headers["Authorization"] = f"Bearer {made.json()['access_token']}"
    return http


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve for the whole module; afterwards the books must balance."""
    folder = tmp_path_factory.mktemp("conformance")
    catalogue = folder / "models.toml"
    catalogue.write_text((ROOT / "chat_app/llm/catalogue.toml").read_text() + _SECOND_MODEL)
    with serving(
        folder,
        CATALOGUE_FILE=str(catalogue),
        RATE_LIMIT_PER_MINUTE="0",
        REPLY_CACHE_TTL_S="0",
        SIM_DELAY_MS="0",
        SESSION_TTL_S="3600",
        MAX_CHATS_PER_USER="1000",
        MAX_KEYS_PER_USER="1000",
        DEFAULT_TOKEN_LIMIT=str(MAX_TOKEN_LIMIT),
        **ways_in.MAIL,
    ) as server:
        yield server
        books = server.command("check-books")
    assert books.returncode == 0, books.stderr
    if len(CASES) == len(list(schema.get_all_operations())):
        assert CASES.keys() == SUCCEEDED, "an operation never got past its refusals"


@pytest.fixture(scope="module")
def callers(server: Server) -> Iterator[dict[str, Caller]]:
    """Sign up an administrator, a user, and somebody for the administrator to change."""
    clients = {name: sign_up(server, name) for name in ("admin", "user", "other", "guest")}
    other_id, guest_id = (
        clients[name].get("/api/auth/me").json()["user_id"] for name in ("other", "guest")
    )
    made = {
        name: Caller(clients[name], f"{name}@example.org", [other_id], name == "admin", guest_id)
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


def let_in(caller: Caller) -> dict[str, str]:
    """Let the guest into a chat, and return both."""
    chat_id = caller.json("POST", "/api/chats", json={})["chat_id"]
    guest = {"email": "guest@example.org", "role": "viewer"}
    caller.json("POST", f"/api/chat/{chat_id}/members", json=guest)
    return {"chat_id": chat_id, "user_id": caller.guest}


def share(caller: Caller) -> dict[str, str]:
    """Make a link to a chat, and return what names both."""
    chat_id = caller.json("POST", "/api/chat", json={"message": "Hello"})["chat_id"]
    link = caller.json("POST", f"/api/chat/{chat_id}/share", json={})
    slug = link["url"].rpartition("/")[2]
    return {"chat_id": chat_id, "link_id": link["link_id"], "slug": slug}


def wait_in_line(caller: Caller) -> dict[str, str]:
    """Say more in a shared chat than can be answered at once, and return what waits last."""
    chat_id = let_in(caller)["chat_id"]
    for number in range(4):
        message = {"message": f"{number}: write 3000 words"}
        # Who hangs up is answered all the same.
        with caller.http.stream("POST", f"/api/chat/{chat_id}/message", json=message) as taken:
            assert taken.is_success, taken.read()
    line = caller.json("GET", f"/api/chat/{chat_id}/queue")["queue"]
    return {"chat_id": chat_id, "waiting_id": line[-1]["waiting_id"]}


MADE_FOR_PATHS: dict[str, Callable[[Caller], dict[str, Any]]] = {
    "{prompt_id}": lambda caller: caller.json(
        "POST", "/api/prompts", json={"name": uuid4().hex, "content": "Hello"}
    ),
    "{project_id}": lambda caller: caller.json("POST", "/api/folders", json={"name": "Website"}),
    "{import_id}": lambda caller: caller.json("POST", "/api/imports", json=[_EXPORTED]),
    "{key_id}": lambda caller: caller.json("POST", "/api/keys", json={"name": "CI"}),
    "{file_id}": lambda caller: caller.json(
        "POST", "/api/files", files={"file": ("a.txt", uuid4().hex)}
    ),
    "{link_id}": share,
    "{slug}": share,
    "{waiting_id}": wait_in_line,
}
"""Makes what a call with such an id in its path uses up."""


def make_for(name: str, path: str, caller: Caller) -> dict[str, Any]:
    """Make what a call is to use up, and return the values that name it."""
    is_of_member = name in {"update_member", "remove_member"}
    made: dict[str, Any] = let_in(caller) if is_of_member else {}
    if name == "delete_chat":
        made["chat_id"] = caller.json("POST", "/api/chats", json={})["chat_id"]
    if name in {"continue_reply", "quote_continuation"}:
        made["chat_id"] = caller.json("POST", "/api/chats", json={})["chat_id"]
        short = {"parameters": {"max_output_tokens": 8}}
        caller.json("PATCH", f"/api/chat/{made['chat_id']}", json=short)
        long = {"message": "write 50 words", "chat_id": made["chat_id"]}
        made["message_id"] = caller.json("POST", "/api/chat", json=long)["message_id"]
    if name == "compare_models":
        made["models"] = ["simulated", "second"]
    if name in {"create_prompt", "update_prompt"}:
        made["name"] = f"/prompt-{uuid4().hex}"
    if name == "place_chats":
        # Where they are already: others go on using them.
        made |= {"chat_ids": caller.chats[:2], "deleted": False, "archived": False}
    for named, make in MADE_FOR_PATHS.items():
        if named in path:
            thing = make(caller)
            made |= {key: thing[key] for key in thing if f"{{{key}}}" in path}
    if caller.is_admin and "{org_id}" in path:
        org = {"name": f"Org {uuid4()}"}
        made["org_id"] = caller.json("POST", "/api/admin/orgs", json=org)["org_id"]
    if caller.is_admin:
        made |= newcomer_for(name, path, caller)
    return made


def newcomer_for(name: str, path: str, caller: Caller) -> dict[str, str]:
    """Make an account that an administrator's call is to use up, and return what names it."""
    made: dict[str, str] = {}
    newcomer = {"email": f"{uuid4()}@example.org"}
    if path.endswith(("/close", "/reopen")):
        made["user_id"] = caller.json("POST", "/api/admin/users", json=newcomer)["user_id"]
    if path.endswith("/reopen"):
        caller.json("POST", f"/api/admin/users/{made['user_id']}/close")
    if name == "set_password":
        link = caller.json("POST", "/api/admin/users", json=newcomer)["password_link"]
        made["token"] = link.partition("#token=")[2]
    return made


def token_for(name: str, caller: Caller) -> str:
    """Return the token that a call is made with: one of its own where the call kills it."""
    if name not in {"logout", "close_account"}:
        return caller.http.headers["Authorization"]
    address, email = "/api/auth/login", caller.email
    if name == "close_account":
        # Of somebody who is needed for nothing else.
        address, email = "/api/auth/register", f"{uuid4()}@example.org"
    token = caller.json("POST", address, json={"email": email, "password": PASSWORD})
    caller.http.cookies.clear()
    return f"Bearer {token['access_token']}"


def name_what_exists(case: Case, caller: Caller) -> dict[str, str]:
    """Put ids that exist in the place of made-up ones, and return the headers to call with."""
    chance = zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode())
    name = case.operation.definition.raw["operationId"]
    headers = {"Authorization": token_for(name, caller)}
    if case.path.startswith(GATEWAY):
        headers["Authorization"] = f"Bearer {caller.key}"

    def pick(some: list[str]) -> str:
        return some[chance // 4 % len(some)]

    chat_id = pick(caller.chats)
    is_edit = name == "edit_message" or (
        name == "quote_anew"
        and isinstance(case.body, dict)
        and case.body.get("message") is not None
    )
    messages = caller.questions if is_edit else caller.replies
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
        "attachments": [pick(caller.files)],
        # Calls and their results, tools and their choice have to fit each other.
        "messages": [{"role": "user", "content": "Hello"}],
        "input": "Hello",
        "tools": [],
        "dimensions": 8,
        "tool_choice": "auto",
        "models": ["simulated"],
        "expires_at": "2999-12-31T23:59:59Z",
        "branch": "current",
    }
    valid |= make_for(name, case.path, caller)
    if case.path.startswith(ways_in.PATHS):
        ways_in.tidy_up(caller.json)
        valid |= ways_in.make_for(name, caller.json, caller.email)
    if name == "import_chats" and is_well_formed(case, ParameterLocation.BODY):
        # No schema tells what other apps write.
        case.media_type, case.body = "application/json", [_EXPORTED]
    if name == "send_file" and is_well_formed(case, ParameterLocation.BODY):
        # No schema tells which bytes are a file that is taken.
        case.body = {"file": "Hello"}
    if name == "transcribe" and is_well_formed(case, ParameterLocation.BODY):
        case.body = {"file": wav_in_ascii()}
    if not (isinstance(case.body, dict) and case.body.get("attachments")):
        del valid["attachments"]
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
    if name == "hear_chat" and is_well_formed(case, ParameterLocation.QUERY):
        # Without it the stream has no end.
        case.query["seconds"] = 0
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
