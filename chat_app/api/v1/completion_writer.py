"""Writes a reply as OpenAI's chat completions do, whole or chunk by chunk.

Shapes by the SDK's `ChatCompletion` and `ChatCompletionChunk` (openai 3.52, read 2026-11-29). Text
is encoded by hand, without a model per chunk.
"""

import json
from typing import Any

from chat_app.api.v1.conversation import call_id_to_send
from chat_app.api.v1.envelope import as_json
from chat_app.api.v1.exchanges import Exchange, is_cut
from chat_app.errors import ChatAppError
from chat_app.llm.types import FinishReason, ToolCall, Usage
from chat_app.services.broker import CallPiece, End, Heard, Piece

_FINISHES = {
    FinishReason.STOP: "stop",
    FinishReason.LENGTH: "length",
    FinishReason.BUDGET: "length",
    FinishReason.TOOL_CALLS: "tool_calls",
    FinishReason.SAFETY: "content_filter",
}
"""Faults and stops are told otherwise."""
_DONE = b"data: [DONE]\n\n"
_QUOTED = json.JSONEncoder(ensure_ascii=False).encode
"""Of a text; `json.dumps` takes ten times as long, and there are a hundred texts in a reply."""


def completion_of(exchange: Exchange, end: End) -> bytes:
    """Return a whole reply."""
    has_words = bool(end.text) or not end.calls
    message: dict[str, Any] = {
        "role": "assistant",
        "content": end.text if has_words else None,
        "refusal": None,
    }
    if end.calls:
        message["tool_calls"] = [_call(call) for call in end.calls]
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": _FINISHES[end.finish_reason],
    }
    head = {
        "id": exchange.name("chatcmpl").replace("_", "-"),
        "object": "chat.completion",
        "created": exchange.created,
        "model": exchange.model_id,
    }
    return _json(head | {"choices": [choice], "usage": usage_of(end.usage)})


class ChunkWriter:
    """Writes a reply chunk by chunk; see `Writer`."""

    def __init__(self, exchange: Exchange, *, tells_usage: bool) -> None:
        head = {
            "id": exchange.name("chatcmpl").replace("_", "-"),
            "object": "chat.completion.chunk",
            "created": exchange.created,
            "model": exchange.model_id,
        }
        self._head = b"data: " + _json(head)[:-1]
        self._tells_usage = tells_usage
        usage = b',"usage":null' if tells_usage else b""
        self._before = self._head + b',"choices":[{"index":0,"delta":'
        self._after = b',"logprobs":null,"finish_reason":null}]' + usage + b"}\n\n"
        self._before_text, self._after_text = self._before + b'{"content":', b"}" + self._after

    def open(self, first: Heard) -> bytes:
        """Write who speaks."""
        content = None if isinstance(first, CallPiece) else ""
        return self._chunk({"role": "assistant", "content": content, "refusal": None})

    def piece(self, piece: Piece) -> bytes:
        """Write text."""
        return self._before_text + _QUOTED(piece.text).encode() + self._after_text

    def call(self, piece: CallPiece) -> bytes:
        """Write a piece of a call; its first one says what is called."""
        delta = piece.delta
        told: dict[str, Any] = {"index": delta.index}
        function = {"arguments": delta.arguments}
        if delta.name:
            told |= {"id": call_id_to_send(delta.call_id, delta.signature), "type": "function"}
            function = {"name": delta.name} | function
        return self._chunk({"tool_calls": [told | {"function": function}]})

    def end(self, end: End) -> bytes:
        """Write why it ended and, where asked for, what was used."""
        reason = json.dumps(_FINISHES[end.finish_reason]).encode()
        cut = b',"cut":"budget"' if is_cut(end) else b""
        closing = b'{},"logprobs":null,"finish_reason":' + reason + b"}]"
        if not self._tells_usage:
            return self._before + closing + cut + b"}\n\n" + _DONE
        usage = b',"choices":[],"usage":' + _json(usage_of(end.usage))
        closing += b',"usage":null}\n\n'
        return self._before + closing + self._head + usage + cut + b"}\n\n" + _DONE

    def fault(self, error: ChatAppError) -> bytes:
        """Write what went wrong, and nothing after it."""
        return b"data: " + _json(as_json(error)) + b"\n\n"

    def _chunk(self, delta: dict[str, Any]) -> bytes:
        return self._before + _json(delta) + self._after


def usage_of(usage: Usage) -> dict[str, Any]:
    """Return what was used, in OpenAI's words."""
    thinking_tokens = usage.thinking_tokens or 0
    prompt_tokens = usage.prompt_tokens or 0
    completion_tokens = (usage.output_tokens or 0) + thinking_tokens
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": usage.total_tokens or prompt_tokens + completion_tokens,
        "prompt_tokens_details": {"cached_tokens": usage.cached_tokens or 0, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": thinking_tokens,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def _call(call: ToolCall) -> dict[str, Any]:
    return {
        "id": call_id_to_send(call.call_id, call.signature),
        "type": "function",
        "function": {"name": call.name, "arguments": call.arguments},
    }


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
