"""OpenAI, by its chat completions.

What the vendor's figures mean (platform.openai.com/docs/api-reference/chat/object and the SDK's
`CompletionUsage`, read 2026-11-21): usage comes once, after the last delta, and only when asked
for; `prompt_tokens` includes cached tokens; `completion_tokens` includes reasoning (some that
speak this wire leave it out, and the total shows it). A count is of the text as a message, with
the few tokens the vendor puts around it. A cancelled stream reports nothing.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import httpx2
import openai as sdk
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam
from pydantic import SecretStr

from chat_app.config import get_settings
from chat_app.errors import ProviderError, ProviderRejected, ProviderTimeout
from chat_app.llm.providers.base import until_silent
from chat_app.llm.providers.http import (
    TIMEOUT,
    UNREADABLE,
    fields_of,
    first_of,
    map_fault,
    read_events,
    text_of,
    told_error,
)
from chat_app.llm.testimony import Terms, Testimony, require_count
from chat_app.llm.types import ChatRequest, Delta, Finish, FinishReason, Role

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
"""Any other reason is an error: tools are not offered."""
_FAULTS: dict[type[Exception], type[ProviderError]] = {
    sdk.APITimeoutError: ProviderTimeout,
    sdk.APIError: ProviderError,
    sdk.OpenAIError: ProviderRejected,
}
"""The SDK's errors that have no status."""


class OpenAI:
    """Speaks to OpenAI; see `Provider`."""

    name = "openai"
    terms = TERMS

    def __init__(self) -> None:
        settings = get_settings()
        self._client = open_client(settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta | Finish, None]:
        """Stream the reply; see `Provider.stream`."""
        reason = None
        testimony = Testimony(request.model, self.terms)
        try:
            async with (
                self._client.chat.completions.with_streaming_response.create(
                    model=request.model,
                    messages=_messages(request),
                    max_completion_tokens=request.max_output_tokens,
                    stream=True,
                    stream_options={"include_usage": True},
                ) as response,
                aclosing(read_events(response.iter_bytes())) as events,
            ):
                async for event in until_silent(events, testimony):
                    if (error := event.get("error")) and reason is None:
                        raise told_error(self.name, error)
                    choice = first_of(event.get("choices"))
                    delta = fields_of(choice.get("delta"))
                    refusal = text_of(delta.get("refusal"))
                    if text := text_of(delta.get("content")) or refusal:
                        testimony.text_came()
                        yield Delta(text)
                    said = FinishReason.SAFETY if refusal else _reason(choice)
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

    async def count(self, model_id: str, text: str) -> int | None:
        """Return the vendor's count; see `Provider.count`."""
        try:
            answer = await self._client.responses.input_tokens.count(model=model_id, input=text)
            return require_count(model_id, "input_tokens", answer.input_tokens)
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise self._error(fault) from fault

    def _error(self, fault: Exception) -> ProviderError:
        return map_fault(self.name, fault, _FAULTS)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def open_client(key: SecretStr | None, base_url: str | None) -> AsyncOpenAI:
    """Return a client that leaves retries and silence to `llm.stream`."""
    return AsyncOpenAI(
        api_key=key.get_secret_value() if key else "",
        base_url=base_url,
        max_retries=0,
        timeout=TIMEOUT,
    )


def _messages(request: ChatRequest) -> list[ChatCompletionMessageParam]:
    messages: list[ChatCompletionMessageParam] = []
    if request.system_prompt:
        messages.append({"role": "system", "content": request.system_prompt})
    for earlier in request.history:
        if earlier.role is Role.USER:
            messages.append({"role": "user", "content": earlier.text})
        else:
            messages.append({"role": "assistant", "content": earlier.text})
    messages.append({"role": "user", "content": request.message})
    return messages


def _reason(choice: dict[str, Any]) -> FinishReason | None:
    said = choice.get("finish_reason")
    return _REASONS.get(said, FinishReason.ERROR) if isinstance(said, str) and said else None
