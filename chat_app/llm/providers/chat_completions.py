"""What speaks OpenAI's chat completions, at whatever address and in whatever dialect.

What the figures mean (platform.openai.com/docs/api-reference/chat/object and the SDK's
`CompletionUsage`, read 2026-11-21): usage comes once, after the last delta, and only when asked
for; `prompt_tokens` includes cached tokens; `completion_tokens` includes reasoning (some that
speak this wire leave it out, and the total shows it). A cancelled stream reports nothing.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import httpx2
import openai as sdk
from openai import AsyncOpenAI

from chat_app.errors import ProviderError, ProviderRejected, ProviderTimeout
from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import fields_of, first_of, list_of, text_of
from chat_app.llm.parts import Shown
from chat_app.llm.provider_table import ProviderRow
from chat_app.llm.providers.base import until_silent
from chat_app.llm.providers.chat_messages import messages_of, parameters_of
from chat_app.llm.providers.http import (
    TIMEOUT,
    UNREADABLE,
    map_fault,
    read_events,
    told_error,
)
from chat_app.llm.providers.tool_calls import CallReader
from chat_app.llm.testimony import Terms, Testimony
from chat_app.llm.types import Delta, Event, Finish, FinishReason, Prompt

TERMS = Terms(
    prompt=("prompt_tokens",),
    cached="prompt_tokens_details.cached_tokens",
    output="completion_tokens",
    thinking="completion_tokens_details.reasoning_tokens",
    total="total_tokens",
    thinking_is_output=True,
)
_REASONS = {
    "stop": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "content_filter": FinishReason.SAFETY,
}
"""Any other reason is an error, tool calls too where no tool was offered."""
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
            timeout=TIMEOUT,
        )
        # Without a key no header is sent, though the SDK insists on one.
        self._headers: dict[str, str | sdk.Omit] = {} if key else {"Authorization": sdk.omit}
        # Typed by a field each; which are sent depends on the dialect.
        self._create: Any = self._client.chat.completions.with_streaming_response.create

    async def stream(self, model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:
        """Stream the reply; see `Provider.stream`."""
        reason = None
        testimony = Testimony(model.model_id, self.terms)
        calls = CallReader() if prompt.parameters.tools else None
        request = self._request(model, prompt)
        try:
            async with (
                self._create(**request) as response,
                aclosing(read_events(response.iter_bytes())) as events,
            ):
                async for event in until_silent(events, testimony):
                    if (error := event.get("error")) and reason is None:
                        raise told_error(self._row.name, error)
                    choice = first_of(event.get("choices"))
                    delta = fields_of(choice.get("delta"))
                    refusal = text_of(delta.get("refusal"))
                    if text := text_of(delta.get("content")) or refusal:
                        testimony.text_came()
                        yield Delta(text)
                    if calls and (told := delta.get("tool_calls")):
                        for piece in filter(None, map(calls.read, list_of(told))):
                            testimony.text_came()
                            yield piece
                    said = FinishReason.SAFETY if refusal else _reason(choice, calls)
                    reason = reason or said
                    testimony.hear(event.get("usage"))
                    testimony.has_ended = reason is not None
        except (sdk.OpenAIError, httpx2.HTTPError, *UNREADABLE) as fault:
            # What breaks after the reply's own end took nothing from it.
            if reason is None:
                raise self._error(fault) from fault
        if reason is None:
            raise ProviderError("The model's provider cut the reply off")
        yield Finish(reason, testimony.usage())

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
            "messages": messages_of(model, prompt, dialect.takes),
            dialect.longest_reply: prompt.parameters.max_output_tokens,
            "stream": True,
            "extra_headers": self._headers,
        }
        if dialect.asks_for_usage:
            asked["stream_options"] = {"include_usage": True}
        return asked | parameters_of(prompt)

    def _error(self, fault: Exception) -> ProviderError:
        return map_fault(self._row.name, fault, _FAULTS)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _reason(choice: dict[str, Any], calls: CallReader | None) -> FinishReason | None:
    said = choice.get("finish_reason")
    if not isinstance(said, str) or not said:
        return None
    if calls and (said == "tool_calls" or (said == "stop" and calls.has_any)):
        return FinishReason.TOOL_CALLS
    return _REASONS.get(said, FinishReason.ERROR)
