"""The access table of docs/security.md, and the people and things that it is tried with.

Olga owns everything; she has let an editor and a viewer into her chats. Whatever is hers bears a
mark, so that a test sees it where it should not be.
"""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt

from chat_app.models import now
from tests.conftest import ROOT
from tests.devices import Device

PASSWORD = "correct horse"
PROOF = {"password": PASSWORD}
ORIGIN = "https://tally.example.org"
"""Where people see the server."""
KINDS = ("nobody", "key", "stranger", "viewer", "editor", "owner", "admin")
"""The columns of the table. A key is the owner's; an administrator is a stranger to the chat."""
MEMBERS = ("viewer", "editor")
MODELS = """
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
_PAGE = ROOT / "docs" / "security.md"
_HEAD = re.compile(r"\| (call|event) \| " + r" \| ".join(KINDS) + r" \|")


@dataclass(frozen=True)
class Row:
    """What the table says of one route or event."""

    name: str
    """Such as `GET /api/chats` or `ChatState.send`."""
    cells: dict[str, str]
    """What each kind of caller gets."""

    def __str__(self) -> str:
        return self.name


def rows(what: str) -> list[Row]:
    """Return the rows of all tables whose first column is called that: `call` or `event`."""
    found: list[Row] = []
    inside = False
    for line in _PAGE.read_text().splitlines():
        if not line.startswith("|"):
            inside = False
        elif head := _HEAD.fullmatch(line):
            inside = head[1] == what
        elif inside and not line.startswith("| ---"):
            name, *cells = (cell.strip().strip("`") for cell in line.strip("|").split("|"))
            assert len(cells) == len(KINDS), f"{name} has {len(cells)} cells"
            found.append(Row(name, dict(zip(KINDS, cells, strict=True))))
    return found


def settings_in(folder: Path) -> dict[str, str]:
    """Return the settings of a server that all calls of the table can be tried on."""
    catalogue = folder / "models.toml"
    catalogue.write_text((ROOT / "chat_app/llm/catalogue.toml").read_text() + MODELS)
    return {
        "CATALOGUE_FILE": str(catalogue),
        "DATABASE_URL": f"sqlite:///{folder}/chat.db",
        "RATE_LIMIT_PER_MINUTE": "0",
        "REPLY_CACHE_TTL_S": "0",
        "SIM_DELAY_MS": "0",
        "MAX_CHATS_PER_USER": "10000",
        "MAX_KEYS_PER_USER": "1000",
        "DEFAULT_TOKEN_LIMIT": "100000000",
        "PUBLIC_ORIGIN": ORIGIN,
        "MAIL_FROM": "tally@example.org",
        # Nobody is there: what is answered must not depend on it.
        "SMTP_URL": "smtp://127.0.0.1:9?starttls=off",
    }


class Cast:
    """One caller of each kind, signed in at a server."""

    def __init__(self, url: str, database: Path, admin: str) -> None:
        """Sign them up.

        Args:
            url: The server.
            database: Its SQLite file.
            admin: Access token of an administrator.
        """
        self.url = url
        self.database = database
        self._http = httpx.Client(base_url=url, timeout=60)
        self.tokens = {"nobody": ""}
        self.user_ids: dict[str, str] = {}
        self.emails: dict[str, str] = {}
        for kind in (*KINDS[2:], "somebody"):
            self.emails[kind] = f"{kind}-{uuid4().hex}@example.org"
            form = {"email": self.emails[kind], "password": PASSWORD}
            made = self._http.post("/api/auth/register", json=form).json()
            self._http.cookies.clear()
            self.tokens[kind] = made["access_token"]
            self.user_ids[kind] = made["user"]["user_id"]
        self.tokens["first"] = admin
        raised = {"role": "admin"}
        path = f"/api/admin/users/{self.user_ids['admin']}"
        assert self.call("first", "PATCH", path, json=raised).is_success
        self.tokens["key"] = self.made("owner", "POST", "/api/keys", json={"name": "CI"})["key"]

    def call(self, kind: str, method: str, path: str, **request: Any) -> httpx.Response:
        """Call as one of them and return the answer."""
        headers = dict(request.pop("headers", {}))
        if self.tokens[kind]:
            headers["Authorization"] = f"Bearer {self.tokens[kind]}"
        answer = self._http.request(method, path, headers=headers, **request)
        self._http.cookies.clear()
        return answer

    def made(self, kind: str, method: str, path: str, **request: Any) -> Any:
        """Call as one of them, who must succeed, and return what the answer says."""
        answer = self.call(kind, method, path, **request)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer.json()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def admit(self, chat_id: str) -> None:
        """Let the members into a chat of the owner."""
        for kind in MEMBERS:
            invited = {"email": self.emails[kind], "role": kind}
            self.made("owner", "POST", f"/api/chat/{chat_id}/members", json=invited)


class World:
    """Things of the owner, made when they are first named."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.mark = uuid4().hex
        """Stands in whatever the owner wrote."""
        self._things: dict[str, str] = {}

    def fill(self, text: Any) -> Any:
        """Return a body or path with the ids of things in the place of their names in braces."""
        match text:
            case str():
                return re.sub(r"\{(\w+)\}", lambda found: self[found[1]], text)
            case list():
                return [self.fill(each) for each in text]
            case dict():
                return {key: self.fill(value) for key, value in text.items()}
            case _:
                return text

    def __getitem__(self, name: str) -> str:
        if name not in self._things:
            self._things |= MAKERS[name](self)
        return self._things[name]

    def knows(self, name: str) -> bool:
        """Say whether a thing was made."""
        return name in self._things

    def own(self, method: str, path: str, **request: Any) -> Any:
        """Call as the owner, who must succeed."""
        return self.cast.made("owner", method, path, **request)

    def is_seen_in(self, text: str) -> bool:
        """Say whether something of the owner's stands in an answer."""
        return self.mark in text

    def state(self) -> Any:
        """Return what others must not have changed."""
        if not self.knows("chat_id"):
            return None
        chat = f"/api/chat/{self['chat_id']}"
        messages = self.cast.call("owner", "GET", f"{chat}/messages?branch=all")
        return self.cast.call("owner", "GET", chat).text, messages.text


def _chat(world: World) -> dict[str, str]:
    """A chat with an exchange whose reply was cut short, so that it can go on."""
    made = world.own("POST", "/api/chats", json={"title": world.mark})
    chat_id = made["chat_id"]
    short = {"parameters": {"max_output_tokens": 8}, "system_prompt": world.mark}
    world.own("PATCH", f"/api/chat/{chat_id}", json=short)
    asked = {"message": f"write 50 words {world.mark}", "chat_id": chat_id}
    reply = world.own("POST", "/api/chat", json=asked)
    found = world.own("GET", f"/api/chat/{chat_id}/messages")["messages"]
    (question,) = (each["message_id"] for each in found if each["role"] == "user")
    world.cast.admit(chat_id)
    return {"chat_id": chat_id, "message_id": reply["message_id"], "question_id": question}


def _made(
    name: str, path: str, kind: str = "owner", **request: Any
) -> Callable[[World], dict[str, str]]:
    """Return a maker of a thing by one call; `name` is what the answer calls it."""

    def make(world: World) -> dict[str, str]:
        filled = {key: world.fill(value) for key, value in request.items()}
        return {name: world.cast.made(kind, "POST", path, **filled)[name]}

    return make


def _file(world: World) -> dict[str, str]:
    file = {"file": (f"{world.mark}.txt", world.mark)}
    return {"file_id": world.own("POST", "/api/files", files=file)["file_id"]}


def _link(world: World) -> dict[str, str]:
    made = world.own("POST", f"/api/chat/{world['chat_id']}/share", json={})
    return {"link_id": made["link_id"], "slug": made["url"].rpartition("/")[2]}


def _link_with_a_file(world: World) -> dict[str, str]:
    asked = {"message": world.mark, "attachments": [world["file_id"]]}
    chat_id = world.own("POST", "/api/chat", json=asked)["chat_id"]
    made = world.own("POST", f"/api/chat/{chat_id}/share", json={})
    return {"slug_of_file": made["url"].rpartition("/")[2]}


def _guest(world: World) -> dict[str, str]:
    guest = {"email": world.cast.emails["somebody"], "role": "viewer"}
    world.own("POST", world.fill("/api/chat/{chat_id}/members"), json=guest)
    return {"guest_id": world.cast.user_ids["somebody"]}


def _waiting(world: World) -> dict[str, str]:
    """Leave something in the line of the owner's chat that was refused, so that it stays there."""
    waiting_id, chat_id = uuid4().hex, UUID(world.fill("{chat_id}")).hex
    owner_id = UUID(world.cast.user_ids["owner"]).hex
    moment = now().strftime("%Y-%m-%d %H:%M:%S.%f")
    with sqlite3.connect(world.cast.database, timeout=60) as connection:
        connection.execute(
            "INSERT INTO waiting_send (waiting_id, chat_id, user_id, kind, question_id, reply_id,"
            " content, models, via, refused_code, refused_message, created_at)"
            " VALUES (?, ?, ?, 'send', ?, ?, ?, '[]', 'api', 'FORBIDDEN', '', ?)",
            (waiting_id, chat_id, owner_id, uuid4().hex, uuid4().hex, world.mark, moment),
        )
    return {"waiting_id": str(UUID(waiting_id))}


def _password_link(world: World) -> dict[str, str]:
    newcomer = {"email": f"{uuid4().hex}@example.org"}
    made = world.cast.made("admin", "POST", "/api/admin/users", json=newcomer)
    return {"link_token": made["password_link"].partition("#token=")[2]}


def passkey_of(cast: Cast, kind: str) -> tuple[Device, str]:
    """Give somebody a passkey; return the device that has it, and its id."""
    asked = cast.made(kind, "POST", "/api/auth/passkeys/options", json=PROOF)
    device = Device(ORIGIN)
    answer = {"ticket": asked["ticket"], "credential": device.make(asked["options"])}
    kept = cast.made(kind, "POST", "/api/auth/passkeys", json=answer | {"name": "Phone"})
    return device, kept["passkey_id"]


def _sign_in(world: World) -> dict[str, str]:
    form = {"email": world.cast.emails["owner"], "password": PASSWORD}
    made = world.cast.made("nobody", "POST", "/api/auth/login", json=form)
    claims = jwt.decode(made["access_token"], options={"verify_signature": False})
    return {"session_id": claims["jti"]}


def _named(*names: str) -> dict[str, Callable[[World], dict[str, str]]]:
    return dict.fromkeys(names, _chat)


MAKERS: dict[str, Callable[[World], dict[str, str]]] = {
    **_named("chat_id", "message_id", "question_id"),
    "mark": lambda world: {"mark": world.mark},
    "new": lambda _: {"new": uuid4().hex},
    "owner_email": lambda world: {"owner_email": world.cast.emails["owner"]},
    "user_id": lambda world: {"user_id": world.cast.user_ids["somebody"]},
    "guest_id": _guest,
    "file_id": _file,
    **dict.fromkeys(("link_id", "slug"), _link),
    "slug_of_file": _link_with_a_file,
    "link_token": _password_link,
    "session_id": _sign_in,
    "passkey_id": lambda world: {"passkey_id": passkey_of(world.cast, "owner")[1]},
    "key_id": _made("key_id", "/api/keys", json={"name": "{mark}"}),
    "prompt_id": _made("prompt_id", "/api/prompts", json={"name": "p{mark}", "content": "{mark}"}),
    "project_id": _made("project_id", "/api/folders", json={"name": "{mark}"}),
    "org_id": _made("org_id", "/api/admin/orgs", "admin", json={"name": "{mark}"}),
    "waiting_id": _waiting,
    "import_id": _made(
        "import_id",
        "/api/imports",
        json=[
            {
                "chat_id": "{new}",
                "title": "{mark}",
                "messages": [{"role": "user", "content": "{mark}"}],
            }
        ],
    ),
    "sessionId": _made(
        "sessionId",
        "/api/chat/start",
        json={"modelId": "simulated", "prompt": "{mark}", "chatId": "{chat_id}"},
    ),
}
"""How to make what paths and bodies name in braces, all by the owner unless it says otherwise."""
