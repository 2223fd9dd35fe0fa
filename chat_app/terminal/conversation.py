"""A conversation: what is typed goes to the server as it is, what comes is shown and priced."""

import readline
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from chat_app.terminal.replies import Reply, receive, stop
from chat_app.terminal.screen import Screen
from chat_app.terminal.server import Refused, Server

_PROMPT = "\n› "
_QUIT = "/quit"
_ATTACH = "/attach"
_PARTS = {
    "user_tokens": "question",
    "attachment_tokens": "files",
    "history_tokens": "history",
    "ai_tokens": "reply",
    "system_tokens": "system",
    "overhead_tokens": "overhead",
}
_MICRO = 1_000_000


class Conversation:
    """One chat in the terminal; a new one is made with the first message."""

    def __init__(self, server: Server, screen: Screen, model: str | None):
        self._server = server
        self._screen = screen
        self._model = model
        self._chat: dict[str, Any] | None = None
        self._has_messages = False
        self._running: Reply | None = None
        self._attached: list[dict[str, Any]] = []
        """Files that go with the next message."""

    def open(self, chat: dict[str, Any]) -> None:
        """Go on with a chat."""
        self._chat = chat
        self._has_messages = True
        if self._model:
            self._chat = self._server.choose_model(chat["chat_id"], self._model)

    def introduce(self) -> None:
        """Say where one is; what is being written there is shown next."""
        left = f"{self._server.remaining_tokens():,} tokens left"
        if self._chat is None:
            commands = f"/help lists commands, {_ATTACH} FILE brings one, {_QUIT} leaves"
            self._screen.note(f"New chat · {left} · {commands}")
            return
        title = self._chat["title"] or "Untitled"
        self._screen.note(f"{title} · {self._chat['model']} · {left}")
        said = self._server.messages(self._chat["chat_id"])
        for message in said:
            if message["role"] == "user":
                readline.add_history(message["content"])
        if said and said[-1]["status"] == "streaming":
            self._running = Reply(self._chat["chat_id"], message_id=said[-1]["message_id"])

    def say(self, text: str) -> bool:
        """Send a message and show the reply; return whether it came to its own end.

        Raises:
            Refused: The server will not answer.
            httpx2.TransportError: It is away.
            KeyboardInterrupt: The reply was stopped, which was shown.
        """
        if self._chat is None:
            self._chat = self._server.new_chat(self._model)
        sent = tuple(file["file_id"] for file in self._attached)
        return self._receive(Reply(self._chat["chat_id"], text, sent))

    def attach(self, path: Path) -> None:
        """Send a file that goes with the next message.

        Raises:
            Refused: The server will not have it.
            httpx2.TransportError: It is away.
        """
        try:
            self._attached.append(self._server.send_file(path))
        except OSError as fault:
            raise Refused(f"{path} cannot be read: {fault.strerror}") from fault
        names = ", ".join(file["name"] for file in self._attached)
        self._screen.note(f"With your next message: {names}")

    def run(self) -> None:
        """Talk until there is nothing more to say."""
        if running := self._running:
            self._try(lambda: self._receive(running))
        for text in _typed(self._screen):
            command, _, name = text.partition(" ")
            if command == _ATTACH:
                path = Path(name.strip()).expanduser()
                self._try(lambda path=path: self.attach(path))
            else:
                self._try(lambda text=text: self.say(text))

    def close(self, *, delete: bool) -> None:
        """Leave no chat behind that is not wanted, or that was made for nothing."""
        if self._chat and (delete or not self._has_messages):
            self._server.delete_chat(self._chat["chat_id"])

    def _try(self, exchange: Callable[[], object]) -> None:
        try:
            exchange()
        except KeyboardInterrupt:
            return
        except Refused as refused:
            self._screen.note(refused.message, "red")
        except httpx2.TransportError as fault:
            self._screen.note(f"The server cannot be reached: {fault}", "red")

    def _receive(self, reply: Reply) -> bool:
        had_messages, self._has_messages = self._has_messages, True
        try:
            with self._screen.reply() as paper, _interrupted(lambda: stop(self._server, reply)):
                receive(
                    self._server,
                    reply,
                    grown=lambda: paper.show(reply.text),
                    cut=lambda: paper.wait("reconnecting…"),
                )
        except Refused:
            self._has_messages = had_messages or bool(reply.message_id)
            raise
        finally:
            if reply.message_id and reply.attachments:
                # They are in the chat now, whatever becomes of the reply.
                self._attached.clear()
        end = reply.end or {}
        if end["type"] == "error":
            self._screen.note(end["message"], "red")
            end["tokens_used"], end["breakdown"] = self._charge(reply)
        self._screen.note(_account(end, self._server.remaining_tokens(), reply.is_stopping))
        if reply.is_stopping:
            raise KeyboardInterrupt
        return end["type"] == "done"

    def _charge(self, reply: Reply) -> tuple[int, dict[str, Any] | None]:
        """Return what a reply cost whose stream did not say."""
        for message in self._server.messages(reply.chat_id):
            if message["message_id"] == reply.message_id:
                return message["tokens_consumed"], message["breakdown"]
        return 0, None


def _account(end: dict[str, Any], remaining_tokens: int, is_stopped: bool) -> str:
    parts = ["stopped"] if is_stopped else []
    cost = f"{end['tokens_used']:,} tokens"
    breakdown = end["breakdown"] or {}
    if end.get("cached"):
        cost += " (from the cache)"
    elif end["tokens_used"] and breakdown:
        named = (f"{breakdown[key]:,} {name}" for key, name in _PARTS.items() if breakdown[key])
        waived = breakdown["waived_tokens"]
        cost += f" ({' + '.join(named)}{f' − {waived:,} waived' if waived else ''})"
    parts.append(cost)
    if breakdown.get("cost_micro_usd"):
        about = "≈ " if breakdown["cost_method"] == "estimated" else ""
        parts.append(f"{about}${breakdown['cost_micro_usd'] / _MICRO:.6f}")
    parts.append(f"{remaining_tokens:,} left")
    if end.get("history_dropped"):
        parts.append(f"{end['history_dropped']} earlier messages did not fit")
    return " · ".join(parts)


def _typed(screen: Screen) -> Iterator[str]:
    """Yield what is typed, until Ctrl+D, `/quit`, or Ctrl+C where nothing is typed."""
    # Python switches it off; with it, lines that are pasted are one message.
    readline.parse_and_bind("set enable-bracketed-paste on")
    while True:
        try:
            text = input(_PROMPT).strip()
        except EOFError:
            screen.note("")
            return
        except KeyboardInterrupt:
            screen.note("")
            if readline.get_line_buffer().strip():
                continue
            return
        if text == _QUIT:
            return
        if text:
            yield text


@contextmanager
def _interrupted(call: Callable[[], None]) -> Generator[None, None, None]:
    """Make the first Ctrl+C a call, so that no piece is lost to it; the second one interrupts."""

    def first(*_signal: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        call()

    before = signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
