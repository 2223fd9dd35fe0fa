"""A talk as clients of OpenAI tell it, on its way to a prompt.

OpenAI's wire has no place for what some vendors give with a call and want back with it: it travels
in the id of the call, which every client sends back as it was.
"""

import binascii
import re
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace

from chat_app.api.v1.refusals import InvalidField
from chat_app.llm.types import (
    Image,
    Parameters,
    Part,
    Prompt,
    PromptMessage,
    Role,
    Text,
    ToolCall,
    ToolResult,
)

_PICTURE = re.compile(r"data:(image/[a-z0-9.+-]+);base64,", re.IGNORECASE)
_SIGNED = "__signed__"
"""Stands between a call's id and what its vendor gave with it."""


def picture(url: str, field: str) -> Image:
    """Return the picture that a `data:` URL holds.

    Raises:
        InvalidField: It is the address of something else, which nobody fetches.
    """
    head = _PICTURE.match(url)
    if not head:
        raise InvalidField(
            field,
            "must be a data: URL of a picture, as in data:image/png;base64,…;"
            " this server fetches nothing",
        )
    try:
        content = b64decode(url[head.end() :], validate=True)
    except (binascii.Error, ValueError) as fault:
        raise InvalidField(field, "holds no valid base64") from fault
    if not content:
        raise InvalidField(field, "holds nothing")
    return Image(head[1].lower(), content)


def call_id_to_send(call_id: str, signature: bytes) -> str:
    """Return the id by which a client knows a call, with what the vendor wants back in it."""
    if not signature:
        return call_id
    return call_id + _SIGNED + urlsafe_b64encode(signature).decode().rstrip("=")


def call_id_sent(sent: str) -> tuple[str, bytes]:
    """Return a call's id and what the vendor gave with it; see `call_id_to_send`."""
    call_id, mark, signature = sent.partition(_SIGNED)
    try:
        padded = signature + "=" * (-len(signature) % 4)
        return call_id, urlsafe_b64decode(padded) if mark else b""
    except (binascii.Error, ValueError):
        return sent, b""


class Conversation:
    """Gathers what was said, in order, and checks that each call has its result."""

    def __init__(self) -> None:
        self._system: list[str] = []
        self._messages: list[PromptMessage] = []
        self._open_calls: dict[str, str] = {}
        """Calls without a result: their ids as sent, and what was called."""

    def tell(self, text: str) -> None:
        """Add what the model is told before all else."""
        if text:
            self._system.append(text)

    def ask(self, parts: list[Part], field: str) -> None:
        """Add what the user says; nothing at all is passed over.

        Raises:
            InvalidField: A call before has no result.
        """
        self._require_results(field)
        if parts := _without_blanks(parts):
            self._messages.append(PromptMessage(Role.USER, tuple(parts)))

    def answer(self, parts: list[Part]) -> None:
        """Add what the model said; what it said just before belongs to the same reply."""
        self._append(Role.ASSISTANT, _without_blanks(parts))

    def call(self, sent_id: str, name: str, arguments: str, field: str) -> None:
        """Add a call to what the model said.

        Raises:
            InvalidField: Another one has this id and no result yet.
        """
        if sent_id in self._open_calls:
            raise InvalidField(field, "another call has this id")
        self._open_calls[sent_id] = name
        call_id, signature = call_id_sent(sent_id)
        self._append(Role.ASSISTANT, [ToolCall(call_id, name, arguments, signature)])

    def result(self, sent_id: str, content: str, field: str) -> None:
        """Add what a called tool answered; results in a row are one message.

        Raises:
            InvalidField: No such call waits for one.
        """
        name = self._open_calls.pop(sent_id, None)
        if name is None:
            raise InvalidField(field, "no call with this id waits for a result")
        self._append(Role.USER, [ToolResult(call_id_sent(sent_id)[0], name, content)])

    def prompt(self, parameters: Parameters, field: str) -> Prompt:
        """Return all that was said as a prompt.

        Raises:
            InvalidField: Nothing was said.
        """
        self._require_results(field)
        if not self._messages and self._system:
            # Whoever tells a model nothing else asks this of it.
            self._messages.append(PromptMessage(Role.USER, (Text(self._system.pop()),)))
        if not self._messages:
            raise InvalidField(field, "has no words, so there is nothing to be answered")
        return Prompt("\n\n".join(self._system), tuple(self._messages), parameters)

    def _require_results(self, field: str) -> None:
        if self._open_calls:
            named = ", ".join(call_id[:60] for call_id in self._open_calls)
            raise InvalidField(field, f"each call needs its result first; missing for {named}")

    def _append(self, role: Role, parts: list[Part]) -> None:
        last = self._messages[-1] if self._messages else None
        if not parts:
            return
        if last and last.role is role and _goes_on(last, role):
            self._messages[-1] = replace(last, parts=(*last.parts, *parts))
        else:
            self._messages.append(PromptMessage(role, tuple(parts)))


def _goes_on(message: PromptMessage, role: Role) -> bool:
    return role is Role.ASSISTANT or isinstance(message.parts[-1], ToolResult)


def _without_blanks(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part != Text("")]
