"""The calls of the API that a conversation needs."""

from pathlib import Path
from typing import Any, Self

import httpx2

_TIMEOUT = httpx2.Timeout(10, read=40)
"""Seconds; a stream says `: ping` every 15, so a silent line is a dead one."""
_MOST_CHATS = 200


class Refused(Exception):
    """The server will not do it, and says why."""

    def __init__(self, message: str, code: str = "", status: int = 0):
        self.message, self.code, self.status = message, code, status
        super().__init__(message)


class SignIn(Exception):
    """Nobody is signed in, and nobody is there to be asked."""


def checked(response: httpx2.Response) -> httpx2.Response:
    """Return a response that is a success.

    Raises:
        Refused: It is none, in the server's words.
    """
    if response.is_success:
        return response
    response.read()
    try:
        told = response.json()
        raise Refused(told["message"], told["code"], response.status_code)
    except (ValueError, KeyError, TypeError):
        address = response.request.url.copy_with(path="/", query=None)
        raise Refused(
            f"{address} does not answer like Tally (HTTP {response.status_code})",
            status=response.status_code,
        ) from None


class Server:
    """A server, and somebody who is signed in there."""

    def __init__(self, url: str, access: httpx2.Auth):
        self.http = httpx2.Client(base_url=url, auth=access, timeout=_TIMEOUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.http.close()

    def remaining_tokens(self) -> int:
        """Return what is left of the budget."""
        return self._ask("GET", "/api/user/token-usage")["remaining_tokens"]

    def new_chat(self, model: str | None) -> dict[str, Any]:
        """Make a chat."""
        return self._ask("POST", "/api/chats", {"model": model})

    def chat(self, chat_id: str) -> dict[str, Any]:
        """Return a chat."""
        return self._ask("GET", f"/api/chat/{chat_id}")

    def latest_chat(self) -> dict[str, Any] | None:
        """Return the chat that was talked in last; pinned ones come first in the list."""
        chats = self._ask("GET", f"/api/chats?limit={_MOST_CHATS}")["chats"]
        return max(chats, key=lambda chat: chat["updated_at"], default=None)

    def choose_model(self, chat_id: str, model: str) -> dict[str, Any]:
        """Talk to another model in a chat."""
        return self._ask("PATCH", f"/api/chat/{chat_id}", {"model": model})

    def delete_chat(self, chat_id: str) -> None:
        """Delete a chat."""
        self._ask("DELETE", f"/api/chat/{chat_id}")

    def messages(self, chat_id: str) -> list[dict[str, Any]]:
        """Return the latest messages, oldest first."""
        return self._ask("GET", f"/api/chat/{chat_id}/messages")["messages"]

    def send_file(self, path: Path) -> dict[str, Any]:
        """Send a file, to go with a message.

        Raises:
            OSError: It cannot be read.
        """
        with path.open("rb") as file:
            sent = self.http.post("/api/files", files={"file": (path.name, file)})
        return checked(sent).json()

    def stop(self, chat_id: str) -> None:
        """Stop the reply that is being written, if there is one."""
        self._ask("POST", f"/api/chat/{chat_id}/stop")

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return checked(self.http.request(method, path, json=body)).json()
