"""Writes a reply as OpenAI's Responses API does, whole or event by event.

Shapes and order of the events by the SDK's `Response` and `ResponseStreamEvent` (openai 3.52, read
2026-11-29). A message ends when a call begins; calls, whose pieces may alternate, with the reply.
"""

import json
from typing import Any

from chat_app.api.v1.conversation import call_id_to_send
from chat_app.api.v1.envelope import as_json
from chat_app.api.v1.exchanges import Exchange, is_cut
from chat_app.api.v1.schemas.responses_asked import ResponseIn
from chat_app.errors import ChatAppError
from chat_app.llm.types import FinishReason, ToolCallDelta, Usage
from chat_app.services.broker import CallPiece, End, Heard, Piece

_REASONS = {
    FinishReason.LENGTH: "max_output_tokens",
    FinishReason.BUDGET: "max_output_tokens",
    FinishReason.SAFETY: "content_filter",
}
"""Why a reply is not whole."""


def response_of(exchange: Exchange, asked: ResponseIn, end: End) -> bytes:
    """Return a whole reply."""
    writer = ResponseWriter(exchange, asked)
    writer.open(end)
    if end.text or not end.calls:
        writer.piece(Piece(0, end.text))
    for index, call in enumerate(end.calls):
        whole = ToolCallDelta(index, call.arguments, call.call_id, call.name, call.signature)
        writer.call(CallPiece(0, whole))
    writer.end(end)
    return _json(writer.response)


class ResponseWriter:
    """Writes a reply event by event; see `Writer`."""

    def __init__(self, exchange: Exchange, asked: ResponseIn) -> None:
        self.response: dict[str, Any] = _begun(exchange, asked)
        """The reply so far; its items are whole once they end."""
        self._exchange = exchange
        self._sequence = 0
        self._text: list[str] = []
        self._message: dict[str, Any] | None = None
        """The message that is being written."""
        self._calls: dict[int, tuple[dict[str, Any], list[str]]] = {}
        """Calls that are being written, and the pieces of their arguments."""

    def open(self, first: Heard) -> bytes:  # noqa: ARG002
        """Write that it begins."""
        response = {"response": self.response}
        created, going_on = "response.created", "response.in_progress"
        return self._event(created, response) + self._event(going_on, response)

    def piece(self, piece: Piece) -> bytes:
        """Write text."""
        before = b"" if self._message else self._open_message()
        assert self._message  # noqa: S101 (it was opened)
        self._text.append(piece.text)
        place = self._place(self._message) | {"content_index": 0}
        delta: dict[str, Any] = place | {"delta": piece.text, "logprobs": []}
        return before + self._event("response.output_text.delta", delta)

    def call(self, piece: CallPiece) -> bytes:
        """Write a piece of a call."""
        delta = piece.delta
        before = self._close_message("completed")
        if delta.index not in self._calls:
            before += self._open_call(delta)
        item, arguments = self._calls[delta.index]
        arguments.append(delta.arguments)
        if not delta.arguments:
            return before
        told = self._place(item) | {"delta": delta.arguments}
        return before + self._event("response.function_call_arguments.delta", told)

    def end(self, end: End) -> bytes:
        """Write the end of its items, and of itself."""
        reason = _REASONS.get(end.finish_reason)
        status = "incomplete" if reason else "completed"
        closed = self._close_message(status)
        for index in sorted(self._calls):
            closed += self._close_call(*self._calls[index], status)
        self.response |= {"status": status, "usage": usage_of(end.usage)}
        if reason:
            self.response["incomplete_details"] = {"reason": reason}
        if is_cut(end):
            self.response["cut"] = "budget"
        return closed + self._event(f"response.{status}", {"response": self.response})

    def fault(self, error: ChatAppError) -> bytes:
        """Write what went wrong, and nothing after it."""
        told = as_json(error)
        # OpenAI's SDKs raise what has an `error`; the event's own fields are those of its type.
        own = {name: told["error"][name] for name in ("code", "message", "param")}
        return self._event("error", own | told)

    def _open_message(self) -> bytes:
        self._message = self._add_item("msg", type="message", role="assistant", content=[])
        self._text = []
        place = self._place(self._message) | {"content_index": 0, "part": _part("")}
        return self._added(self._message) + self._event("response.content_part.added", place)

    def _close_message(self, status: str) -> bytes:
        item, self._message = self._message, None
        if item is None:
            return b""
        text = "".join(self._text)
        place = self._place(item) | {"content_index": 0}
        done = self._event("response.output_text.done", place | {"text": text, "logprobs": []})
        done += self._event("response.content_part.done", place | {"part": _part(text)})
        item |= {"status": status, "content": [_part(text)]}
        return done + self._done(item)

    def _open_call(self, delta: ToolCallDelta) -> bytes:
        call_id = call_id_to_send(delta.call_id, delta.signature)
        told = {"call_id": call_id, "name": delta.name, "arguments": ""}
        item = self._add_item("fc", type="function_call", **told)
        self._calls[delta.index] = item, []
        return self._added(item)

    def _close_call(self, item: dict[str, Any], arguments: list[str], status: str) -> bytes:
        whole = {"arguments": "".join(arguments)}
        done = self._event("response.function_call_arguments.done", self._place(item) | whole)
        item |= whole | {"status": status}
        return done + self._done(item)

    def _add_item(self, kind: str, **fields: Any) -> dict[str, Any]:
        output = self.response["output"]
        item = {"id": f"{self._exchange.name(kind)}_{len(output)}", "status": "in_progress"}
        output.append(item | fields)
        return output[-1]

    def _place(self, item: dict[str, Any]) -> dict[str, Any]:
        output = self.response["output"]
        return {"item_id": item["id"], "output_index": output.index(item)}

    def _added(self, item: dict[str, Any]) -> bytes:
        where = self._place(item)["output_index"]
        return self._event("response.output_item.added", {"output_index": where, "item": item})

    def _done(self, item: dict[str, Any]) -> bytes:
        where = self._place(item)["output_index"]
        return self._event("response.output_item.done", {"output_index": where, "item": item})

    def _event(self, kind: str, content: dict[str, Any]) -> bytes:
        told = {"type": kind, "sequence_number": self._sequence} | content
        self._sequence += 1
        return f"event: {kind}\n".encode() + b"data: " + _json(told) + b"\n\n"


def usage_of(usage: Usage) -> dict[str, Any]:
    """Return what was used, in the Responses API's words."""
    thinking_tokens = usage.thinking_tokens or 0
    input_tokens = usage.prompt_tokens or 0
    output_tokens = (usage.output_tokens or 0) + thinking_tokens
    return {
        "input_tokens": input_tokens,
        "input_tokens_details": {
            "cached_tokens": usage.cached_tokens or 0,
            "cache_write_tokens": 0,
        },
        "output_tokens": output_tokens,
        "output_tokens_details": {"reasoning_tokens": thinking_tokens},
        "total_tokens": usage.total_tokens or input_tokens + output_tokens,
    }


def _begun(exchange: Exchange, asked: ResponseIn) -> dict[str, Any]:
    echoed = asked.model_dump(by_alias=True, exclude_unset=True, mode="json")
    reasoning = asked.reasoning
    return {
        "id": exchange.name("resp"),
        "object": "response",
        "created_at": exchange.created,
        "status": "in_progress",
        "error": None,
        "incomplete_details": None,
        "instructions": asked.instructions,
        "max_output_tokens": asked.max_output_tokens,
        "metadata": asked.metadata or {},
        "model": exchange.model_id,
        "output": [],
        "parallel_tool_calls": asked.parallel_tool_calls is not False,
        "previous_response_id": None,
        "reasoning": {"effort": reasoning.effort if reasoning else None, "summary": None},
        "store": False,
        "temperature": 1.0 if asked.temperature is None else asked.temperature,
        "text": {"format": {"type": "text"}} | (echoed.get("text") or {}),
        "tool_choice": echoed.get("tool_choice") or "auto",
        "tools": [
            {"description": None, "parameters": None, "strict": None} | tool
            for tool in echoed.get("tools") or ()
        ],
        "top_p": 1.0 if asked.top_p is None else asked.top_p,
        "truncation": "disabled",
        "usage": None,
    }


def _part(text: str) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
