"""Gemini, by gRPC and with the messages that `google-generativeai` installs.

The SDK's own `GenerativeModel` costs five times the CPU of its generated transport, and does not
cancel upstream when it is closed; docs/adr/0004 has the figures and the way out of the SDK, and
docs/adr/0048 why the calls are made here.
"""

from array import array
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from operator import ge
from typing import Any

import structlog
from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet
from grpc import aio

from chat_app.config import get_settings
from chat_app.errors import ContentBlocked, ProviderError
from chat_app.llm.catalogue import Model
from chat_app.llm.parts import Shown
from chat_app.llm.provider_table import ProviderRow
from chat_app.llm.providers import gemini_messages as wire
from chat_app.llm.providers.base import NoTranscriptions, last_word
from chat_app.llm.providers.gemini_contents import (
    arguments_of,
    content_of,
    contents_of,
    embed_requests_of,
    generation_config_of,
    signature_of,
    system_of,
    tool_config_of,
    tools_of,
)
from chat_app.llm.providers.gemini_faults import map_error
from chat_app.llm.providers.gemini_speech import speech_of, speech_request_of
from chat_app.llm.providers.gemini_usage import TERMS, Figures, figures_of, report_of
from chat_app.llm.providers.grpc_calls import Channel, Metadata
from chat_app.llm.providers.tool_calls import new_call_id
from chat_app.llm.providers.vectors import Embedded, of_length_1, whole
from chat_app.llm.sound import Spoken
from chat_app.llm.testimony import Testimony, require_count
from chat_app.llm.types import (
    Delta,
    Event,
    Finish,
    FinishReason,
    PictureDelta,
    Prompt,
    Role,
    ThinkingDelta,
    ToolCallDelta,
    Usage,
)

_ADDRESS = "https://generativelanguage.googleapis.com"
_THOUGHT_FIELD = 11
"""Of `Part`, in google/ai/generativelanguage/v1beta/content.proto (read 2026-11-21)."""
_THOUGHT_TAG = bytes([_THOUGHT_FIELD << 3])
"""What stands before it on the wire. A chunk without it needs no look at fields that the SDK does
not know, which costs more than reading its text; one with it may have it in its text."""
_Reason = wire.FinishReason
_REASONS = {
    _Reason.STOP: FinishReason.STOP,
    _Reason.MAX_TOKENS: FinishReason.LENGTH,
    _Reason.SAFETY: FinishReason.SAFETY,
    _Reason.RECITATION: FinishReason.SAFETY,
    _Reason.BLOCKLIST: FinishReason.SAFETY,
    _Reason.PROHIBITED_CONTENT: FinishReason.SAFETY,
    _Reason.SPII: FinishReason.SAFETY,
    _Reason.IMAGE_SAFETY: FinishReason.SAFETY,
    14: FinishReason.SAFETY,  # IMAGE_PROHIBITED_CONTENT, which this SDK does not know
    17: FinishReason.SAFETY,  # IMAGE_RECITATION, likewise
}
"""Any other reason, those of a newer API included, is an error of the provider."""
log = structlog.get_logger()


class Gemini(NoTranscriptions):
    """Speaks to Google's Gemini API; see `Provider`."""

    def __init__(self, row: ProviderRow) -> None:
        self._channel = Channel(row.current_address() or _ADDRESS)
        self._key = ("x-goog-api-key", row.key() or "")
        self._safety = wire.safety_settings(get_settings().GEMINI_SAFETY)

    def stream(self, model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:
        """Stream the reply; see `Provider.stream`."""
        request = self._request(model, prompt)
        return self._replies(model, request, has_tools=bool(prompt.parameters.tools))

    async def _replies(
        self, model: Model, request: Any, *, has_tools: bool
    ) -> AsyncGenerator[Event, None]:
        reader = _Reader(model, has_tools=has_tools)
        try:
            async with self._channel.calling(wire.GENERATE, request, self._head(model)) as chunks:
                async for chunk in chunks:
                    for event in reader.read(chunk):
                        yield event
                    if reader.reason:
                        break
                while (chunk := await last_word(chunks)) is not None:
                    for event in reader.read(chunk):
                        yield event
        except aio.AioRpcError as fault:
            # What breaks after the reply's own end took nothing from it.
            if reader.reason is None:
                raise map_error(fault) from fault
        if reader.reason is None:
            raise ProviderError("The model's provider cut the reply off")
        yield Finish(reader.reason, reader.usage())

    async def embed(self, model: Model, texts: Sequence[str], dimensions: int | None) -> Embedded:
        """Return texts as vectors; see `Provider.embed`. The vendor does not tell usage."""
        told: list[Any] = []
        try:
            for request in embed_requests_of(model, texts, dimensions):
                answer = await self._channel.ask(wire.EMBED, request, self._head(model))
                told += _meant(wire.BatchEmbedContentsResponse, answer).embeddings
            # Only the longest come with length 1.
            vectors = whole([of_length_1(array("f", each.values)) for each in told], len(texts))
        except aio.AioRpcError as fault:
            raise map_error(fault) from fault
        except ValueError as fault:
            raise _unreadable() from fault
        return Embedded(vectors, None)

    async def speak(self, model: Model, text: str) -> Spoken:
        """Return a text read aloud; see `Provider.speak`."""
        events = self._replies(model, speech_request_of(model, text), has_tools=False)
        pieces: list[PictureDelta] = []
        finish = Finish(FinishReason.ERROR)
        async with aclosing(events):
            async for event in events:
                if isinstance(event, PictureDelta):
                    pieces.append(event)
                elif isinstance(event, Finish):
                    finish = event
        if finish.reason is FinishReason.SAFETY:
            raise ContentBlocked
        return speech_of(pieces, finish.usage)

    async def count(self, model: Model, parts: Sequence[Shown]) -> int | None:
        """Return the vendor's count; see `Provider.count`."""
        request = wire.CountTokensRequest(
            model=f"models/{model.wire_name}", contents=[content_of(Role.USER, parts)]
        )
        try:
            answer = await self._channel.ask(wire.COUNT, request, self._head(model))
        except aio.AioRpcError as fault:
            raise map_error(fault) from fault
        tokens = _meant(wire.CountTokensResponse, answer).total_tokens
        return require_count(model.model_id, "total_tokens", tokens)

    async def models(self) -> frozenset[str] | None:
        """Return none: the count call tells."""
        return None

    async def close(self) -> None:
        """Close the connections and with them every call."""
        await self._channel.close()

    def _request(self, model: Model, prompt: Prompt) -> Any:
        return wire.GenerateContentRequest(
            model=f"models/{model.wire_name}",
            system_instruction=system_of(prompt),
            contents=contents_of(model, prompt),
            tools=tools_of(prompt.parameters),
            tool_config=tool_config_of(prompt.parameters),
            safety_settings=self._safety,
            generation_config=generation_config_of(model, prompt.parameters),
        )

    def _head(self, model: Model) -> Metadata:
        return (self._key, ("x-goog-request-params", f"model=models/{model.wire_name}"))


class _Reader:
    """Reads the chunks of a reply."""

    def __init__(self, model: Model, *, has_tools: bool) -> None:
        self._has_tools = has_tools
        self._calls = 0
        self._testimony = Testimony(model.model_id, TERMS)
        self._told: Figures | None = None
        """The latest report. It comes with each chunk, and says all that those before it said if
        nothing in it shrank: then they need not be heard."""
        self._has_new_text = False
        """Whether text came since it was heard."""
        self.reason: FinishReason | None = None
        """Why the reply ended, once it has."""

    def read(self, data: bytes) -> list[Event]:
        """Return what a chunk holds.

        Raises:
            ProviderError: It is no message.
        """
        chunk = _meant(wire.GenerateContentResponse, data)
        if chunk.prompt_feedback.block_reason:
            self.reason = FinishReason.SAFETY
        events: list[Event] = []
        if candidates := chunk.candidates:
            candidate = candidates[0]
            for part in candidate.content.parts:
                if event := self._event(part, may_be_thought=_THOUGHT_TAG in data):
                    events.append(event)
            if candidate.finish_reason:
                self.reason = _REASONS.get(candidate.finish_reason, FinishReason.ERROR)
                if self._calls and self.reason is FinishReason.STOP:
                    self.reason = FinishReason.TOOL_CALLS
        told = figures_of(chunk.usage_metadata) if chunk.HasField("usage_metadata") else None
        if self._told and not (told and all(map(ge, told, self._told))):
            self._hear()
        if events and not isinstance(events[-1], ThinkingDelta):
            self._has_new_text = True
        self._told = told or self._told
        return events

    def usage(self) -> Usage | None:
        """Return what can be true of all that was reported."""
        self._hear()
        return self._testimony.usage()

    def _hear(self) -> None:
        if self._has_new_text:
            self._testimony.text_came()
            self._has_new_text = False
        self._testimony.hear(self._told and report_of(self._told))
        self._told = None

    def _event(self, part: Any, *, may_be_thought: bool) -> Event | None:
        if may_be_thought and _is_thought(part):
            return ThinkingDelta(part.text) if part.text else None
        if text := part.text:
            return Delta(text)
        match part.WhichOneof("data"):
            case "function_call" if self._has_tools:
                call, number = part.function_call, self._calls
                self._calls += 1
                call_id, signature = call.id or new_call_id(), signature_of(part)
                return ToolCallDelta(number, arguments_of(call), call_id, call.name, signature)
            case "inline_data":
                return PictureDelta(part.inline_data.mime_type, part.inline_data.data)
            case _:
                return None


def _is_thought(part: Any) -> bool:
    return any(each.field_number == _THOUGHT_FIELD and each.data for each in UnknownFieldSet(part))


def _meant(kind: Any, data: bytes) -> Any:
    try:
        return kind.FromString(data)
    except DecodeError as fault:
        raise _unreadable() from fault


def _unreadable() -> ProviderError:
    log.warning("gemini.fault", code="UNREADABLE", reason=None)
    return ProviderError()
