"""Anthropic, by its messages.

What the vendor's figures mean (the SDK's `Usage` and `MessageDeltaUsage`, read 2026-11-21):
`message_start` reports the prompt, `message_delta` the output, each cumulative; what the former
says of the output, a token or so, is no bill. `input_tokens` leaves out what was read from or
written to a cache; `output_tokens` includes thinking. A count is of the text as a message, with the
few tokens the vendor puts around it.
"""

from collections.abc import AsyncGenerator, Sequence
from functools import partial
from typing import Any

import anthropic as sdk
from anthropic import AsyncAnthropic

from chat_app.errors import ProviderError, ProviderRejected, ProviderTimeout
from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import fields_of, text_of
from chat_app.llm.parts import Shown
from chat_app.llm.provider_table import ProviderRow
from chat_app.llm.providers.anthropic_messages import content_of, messages_of, parameters_of
from chat_app.llm.providers.base import NoSpeech, NoTranscriptions
from chat_app.llm.providers.http import (
    TIMEOUT,
    UNREADABLE,
    map_fault,
    stream_events,
    told_error,
)
from chat_app.llm.providers.tool_calls import new_call_id
from chat_app.llm.providers.transport import new_client
from chat_app.llm.providers.vectors import Embedded
from chat_app.llm.testimony import Terms, Testimony, require_count
from chat_app.llm.types import (
    Audio,
    Delta,
    Event,
    FinishReason,
    Prompt,
    ThinkingDelta,
    ToolCallDelta,
)

_TERMS = Terms(
    prompt=("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"),
    cached="cache_read_input_tokens",
    output="output_tokens",
    thinking="output_tokens_details.thinking_tokens",
    total=None,
    thinking_is_output=True,
)
_REASONS = {
    "end_turn": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.LENGTH,
    "refusal": FinishReason.SAFETY,
}
"""Any other reason is an error, the use of tools too where none was offered."""
_FAULTS: dict[type[Exception], type[ProviderError]] = {
    sdk.APITimeoutError: ProviderTimeout,
    sdk.APIError: ProviderError,
    sdk.AnthropicError: ProviderRejected,
}
"""The SDK's errors that have no status."""


class Anthropic(NoTranscriptions, NoSpeech):
    """Speaks to Anthropic; see `Provider`."""

    def __init__(self, row: ProviderRow) -> None:
        self._client = AsyncAnthropic(
            api_key=row.key() or "",
            base_url=row.current_address(),
            max_retries=0,
            http_client=new_client(TIMEOUT),
        )

        # Typed by a field each; which are sent depends on the prompt.
        self._create: Any = self._client.messages.create

    def stream(self, model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:
        """Stream the reply; see `Provider.stream`."""
        request = {"messages": messages_of(prompt)} | parameters_of(model, prompt)
        ask = partial(self._create, model=model.wire_name, stream=True, **request)
        reader = _Reader(model, has_tools=bool(prompt.parameters.tools))
        return stream_events("anthropic", ask, reader, _FAULTS)

    async def embed(self, model: Model, texts: Sequence[str], dimensions: int | None) -> Embedded:  # noqa: ARG002
        """Refuse: the vendor makes no vectors."""
        raise ProviderRejected

    async def count(self, model: Model, parts: Sequence[Shown]) -> int | None:
        """Return the vendor's count; see `Provider.count`. It takes no audio."""
        if any(isinstance(part, Audio) for part in parts):
            return None
        content: Any = content_of(parts)
        try:
            answer = await self._client.messages.count_tokens(
                model=model.wire_name, messages=[{"role": "user", "content": content}]
            )
            return require_count(model.model_id, "input_tokens", answer.input_tokens)
        except (sdk.AnthropicError, *UNREADABLE) as fault:
            raise map_fault("anthropic", fault, _FAULTS) from fault

    async def models(self) -> frozenset[str] | None:
        """Return none: the count call tells."""
        return None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


class _Reader:
    """Reads the events of a reply; see `ReplyReader`."""

    def __init__(self, model: Model, *, has_tools: bool) -> None:
        self._calls = _CallReader() if has_tools else None
        self.testimony = Testimony(model.model_id, _TERMS)
        self.reason: FinishReason | None = None

    def read(self, event: dict[str, Any]) -> list[Event]:
        events: list[Event] = []
        if text := _text(event):
            events.append(Delta(text))
        elif self._calls and (piece := self._calls.read(event)):
            events.append(piece)
        if events:
            self.testimony.text_came()
        elif thought := _thought(event):
            events.append(ThinkingDelta(thought))
        match event.get("type"):
            case "message_start":
                message = fields_of(event.get("message"))
                self.testimony.hear(message.get("usage"), _TERMS.prompt)
            case "message_delta":
                self.testimony.hear(event.get("usage"))
                self.reason = self.reason or self._reason(fields_of(event.get("delta")))
            case "error" if self.reason is None:
                raise told_error("anthropic", event)
            case _:
                pass
        return events

    def _reason(self, delta: dict[str, Any]) -> FinishReason | None:
        said = delta.get("stop_reason")
        if not isinstance(said, str) or not said:
            return None
        if self._calls and said == "tool_use":
            return FinishReason.TOOL_CALLS
        return _REASONS.get(said, FinishReason.ERROR)


class _CallReader:
    """Numbers the calls of a reply, which the vendor numbers among all blocks of it."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._begun: set[int] = set()

    def read(self, event: dict[str, Any]) -> ToolCallDelta | None:
        """Return the piece of a call in an event; `None` where it is none."""
        block = event.get("index")
        if not isinstance(block, int):
            return None
        match event.get("type"), fields_of(event.get("content_block")), self._numbers.get(block):
            case "content_block_start", {"type": "tool_use", "id": str(id_), "name": str(name)}, _:
                number = self._numbers[block] = len(self._numbers)
                return ToolCallDelta(number, "", id_ or new_call_id(), name)
            case "content_block_delta", _, int(number):
                piece = fields_of(event.get("delta")).get("partial_json")
                if isinstance(piece, str) and piece:
                    self._begun.add(number)
                    return ToolCallDelta(number, piece)
            case "content_block_stop", _, int(number) if number not in self._begun:
                # A call without arguments comes without a piece of them.
                return ToolCallDelta(number, "{}")
            case _:
                pass
        return None


def _thought(event: dict[str, Any]) -> str:
    """Return what an event tells of thinking: a piece of it, or what its block begins with."""
    match event.get("type"):
        case "content_block_delta":
            thought = fields_of(event.get("delta")).get("thinking")
        case "content_block_start":
            thought = fields_of(event.get("content_block")).get("thinking")
        case _:
            return ""
    return thought if isinstance(thought, str) else ""


def _text(event: dict[str, Any]) -> str:
    """Return the text of an event; most have it in a delta, some where a block or all begins."""
    match event.get("type"):
        case "content_block_delta":
            return text_of(event.get("delta"))
        case "content_block_start":
            return text_of(event.get("content_block"))
        case "message_start":
            return text_of(fields_of(event.get("message")).get("content"))
        case _:
            return ""
