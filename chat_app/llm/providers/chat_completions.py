"""What speaks OpenAI's chat completions, at whatever address and in whatever dialect.

What the figures mean (platform.openai.com/docs/api-reference/chat/object and the SDK's
`CompletionUsage`, read 2026-11-21): usage comes once, after the last delta, and only when asked
for; `prompt_tokens` includes cached tokens; `completion_tokens` includes reasoning (some that
speak this wire leave it out, and the total shows it). A cancelled stream reports nothing.
"""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import openai as sdk
from openai import AsyncOpenAI

from chat_app.errors import ProviderError, ProviderRejected, ProviderTimeout
from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import fields_of, first_of, list_of, text_of
from chat_app.llm.parts import Shown
from chat_app.llm.provider_table import ProviderRow
from chat_app.llm.providers import openai_voice as voice
from chat_app.llm.providers.chat_messages import messages_of, parameters_of
from chat_app.llm.providers.http import (
    TIMEOUT,
    UNREADABLE,
    map_fault,
    stream_events,
    told_error,
)
from chat_app.llm.providers.pictures import picture_of, request_of, usage_of
from chat_app.llm.providers.tool_calls import CallReader
from chat_app.llm.providers.transport import new_client
from chat_app.llm.providers.vectors import Embedded, vectors_of
from chat_app.llm.sound import Heard, Spoken
from chat_app.llm.testimony import Terms, Testimony
from chat_app.llm.types import (
    Audio,
    Delta,
    Event,
    Finish,
    FinishReason,
    Prompt,
    Task,
    ThinkingDelta,
)

TERMS = Terms(
    prompt=("prompt_tokens",),
    cached="prompt_tokens_details.cached_tokens",
    output="completion_tokens",
    thinking="completion_tokens_details.reasoning_tokens",
    total="total_tokens",
    thinking_is_output=True,
    audio="prompt_tokens_details.audio_tokens",
)
_REASONS = {
    "stop": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "content_filter": FinishReason.SAFETY,
}
"""Any other reason is an error, tool calls too where no tool was offered."""
_THOUGHTS = ("reasoning_content", "reasoning", "thinking")
"""What a delta's thinking is called: by DeepSeek, xAI and llama.cpp, by vLLM and OpenRouter, and by
others; some send it under two names (tests/llm/test_compatible.py). OpenAI tells none here."""
_KEEPS_NO_LIST = {404, 405, 501}
"""Statuses by which a provider says that it cannot be asked for its models."""
_FAULTS: dict[type[Exception], type[ProviderError]] = {
    sdk.APITimeoutError: ProviderTimeout,
    sdk.APIError: ProviderError,
    sdk.OpenAIError: ProviderRejected,
}
"""The SDK's errors that have no status."""


class ChatCompletions:
    """Speaks to one provider by chat completions, in the dialect of its row; see `Provider`."""

    terms = TERMS

    def __init__(self, row: ProviderRow) -> None:
        """Open a client that leaves retries and silence to `llm.stream`."""
        self._row = row
        key = row.key()
        self._client = AsyncOpenAI(
            api_key=key or "none",
            base_url=row.current_address(),
            max_retries=0,
            http_client=new_client(TIMEOUT),
        )
        # Without a key no header is sent, though the SDK insists on one.
        self._headers: dict[str, str | sdk.Omit] = {} if key else {"Authorization": sdk.omit}

    def stream(self, model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:
        """Stream the reply; see `Provider.stream`."""
        if model.task is Task.IMAGE:
            return self._draw(model, prompt)
        request = self._request(model, prompt)
        testimony = Testimony(model.model_id, self.terms)
        reader = _Reader(self._row.name, testimony, has_tools=bool(prompt.parameters.tools))
        return stream_events(self._row.name, lambda: self._ask(request), reader, _FAULTS)

    async def _ask(self, request: dict[str, Any]) -> sdk.AsyncStream[object]:
        # `chat.completions.create` looks for its types' aliases in each part of a request: a third
        # of what sending it costs.
        return await self._client.post(
            "/chat/completions",
            body=request,
            options={"headers": self._headers},
            cast_to=object,
            stream=True,
            stream_cls=sdk.AsyncStream[object],
        )

    async def _draw(self, model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:
        try:
            answer = await self._client.post(
                "/images/generations",
                body=request_of(model, prompt),
                options={"headers": self._headers},
                cast_to=dict[str, Any],
            )
            picture, usage = picture_of(answer), usage_of(model, answer)
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise self._error(fault) from fault
        yield picture
        yield Finish(FinishReason.STOP, usage)

    async def embed(self, model: Model, texts: Sequence[str], dimensions: int | None) -> Embedded:
        """Return texts as vectors; see `Provider.embed`."""
        request: dict[str, Any] = {
            "model": model.wire_name,
            "input": list(texts),
            "encoding_format": "base64",
        }
        if dimensions:
            request["dimensions"] = dimensions
        try:
            answer = await self._client.post(
                "/embeddings",
                body=request,
                options={"headers": self._headers},
                cast_to=dict[str, Any],
            )
            vectors = vectors_of(answer["data"], len(texts))
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise self._error(fault) from fault
        testimony = Testimony(model.model_id, self.terms, prompts=len(texts))
        testimony.hear(answer.get("usage"), only=("prompt_tokens", "total_tokens"))
        return Embedded(vectors, testimony.usage())

    async def transcribe(self, model: Model, sound: Audio, language: str) -> Heard:
        """Return what is said in a recording; see `Provider.transcribe`."""
        try:
            return await voice.transcribe(self._client, self._headers, model, sound, language)
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise self._error(fault) from fault

    async def speak(self, model: Model, text: str) -> Spoken:
        """Return a text read aloud; see `Provider.speak`."""
        try:
            return await voice.speak(self._client, self._headers, model, text)
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise self._error(fault) from fault

    async def count(self, model: Model, parts: Sequence[Shown]) -> int | None:  # noqa: ARG002
        """Return none: chat completions cannot count."""
        return None

    async def models(self) -> frozenset[str] | None:
        """Return what models the provider has; see `Provider.models`."""
        try:
            listed = self._client.models.list(extra_headers=self._headers)
            return frozenset([model.id async for model in listed])
        except sdk.APIStatusError as fault:
            if fault.status_code in _KEEPS_NO_LIST:
                return None
            raise self._error(fault) from fault
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise self._error(fault) from fault

    def _request(self, model: Model, prompt: Prompt) -> dict[str, Any]:
        dialect = self._row.dialect
        asked: dict[str, Any] = {
            "model": model.wire_name,
            "messages": messages_of(prompt),
            dialect.longest_reply: prompt.parameters.max_output_tokens,
            "stream": True,
        }
        if dialect.asks_for_usage:
            asked["stream_options"] = {"include_usage": True}
        return asked | parameters_of(prompt.parameters)

    def _error(self, fault: Exception) -> ProviderError:
        return map_fault(self._row.name, fault, _FAULTS)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


class _Reader:
    """Reads the chunks of a reply; see `ReplyReader`."""

    def __init__(self, vendor: str, testimony: Testimony, *, has_tools: bool) -> None:
        self._vendor = vendor
        self._calls = CallReader() if has_tools else None
        self.testimony = testimony
        self.reason: FinishReason | None = None

    def read(self, event: dict[str, Any]) -> list[Event]:
        if (error := event.get("error")) and self.reason is None:
            raise told_error(self._vendor, error)
        events: list[Event] = []
        choice = first_of(event.get("choices"))
        delta = fields_of(choice.get("delta"))
        refusal = text_of(delta.get("refusal"))
        if text := text_of(delta.get("content")) or refusal:
            events.append(Delta(text))
        elif thought := _thought(delta):
            events.append(ThinkingDelta(thought))
        if self._calls:
            events += filter(None, map(self._calls.read, list_of(delta.get("tool_calls"))))
        if events and not isinstance(events[-1], ThinkingDelta):
            self.testimony.text_came()
        if self.reason is None:
            self.reason = FinishReason.SAFETY if refusal else self._reason(choice)
        self.testimony.hear(event.get("usage"))
        return events

    def _reason(self, choice: dict[str, Any]) -> FinishReason | None:
        said = choice.get("finish_reason")
        if not isinstance(said, str) or not said:
            return None
        calls = self._calls
        if calls and (said == "tool_calls" or (said == "stop" and calls.has_any)):
            return FinishReason.TOOL_CALLS
        return _REASONS.get(said, FinishReason.ERROR)


def _thought(delta: dict[str, Any]) -> str:
    """Return what a delta tells of thinking, if it comes from one who does."""
    return next((text for name in _THOUGHTS if (text := text_of(delta.get(name)))), "")
