"""Anthropic, by its messages.

What the vendor's figures mean (the SDK's `Usage` and `MessageDeltaUsage`, read 2026-11-21):
`message_start` reports the prompt, `message_delta` the output, each cumulative; what the former
says of the output, a token or so, is no bill. `input_tokens` leaves out what was read from or
written to a cache; `output_tokens` includes thinking. A count is of the text as a message, with the
few tokens the vendor puts around it.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import anthropic as sdk
import httpx2
from anthropic import AsyncAnthropic
from anthropic.types import MessageParam

from chat_app.config import get_settings
from chat_app.errors import ProviderError, ProviderRejected, ProviderTimeout
from chat_app.llm.providers.base import until_silent
from chat_app.llm.providers.http import (
    TIMEOUT,
    UNREADABLE,
    fields_of,
    map_fault,
    read_events,
    text_of,
    told_error,
)
from chat_app.llm.testimony import Terms, Testimony, require_count
from chat_app.llm.types import ChatRequest, Delta, Finish, FinishReason, Role

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
"""Any other reason is an error: tools are not offered."""
_FAULTS: dict[type[Exception], type[ProviderError]] = {
    sdk.APITimeoutError: ProviderTimeout,
    sdk.APIError: ProviderError,
    sdk.AnthropicError: ProviderRejected,
}
"""The SDK's errors that have no status."""


class Anthropic:
    """Speaks to Anthropic; see `Provider`."""

    def __init__(self) -> None:
        settings = get_settings()
        key = settings.ANTHROPIC_API_KEY
        self._client = AsyncAnthropic(
            api_key=key.get_secret_value() if key else "",
            base_url=settings.ANTHROPIC_BASE_URL,
            max_retries=0,
            timeout=TIMEOUT,
        )

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta | Finish, None]:
        """Stream the reply; see `Provider.stream`."""
        reason = None
        testimony = Testimony(request.model, _TERMS)
        try:
            async with (
                self._client.messages.with_streaming_response.create(
                    model=request.model,
                    system=request.system_prompt or sdk.omit,
                    messages=_messages(request),
                    max_tokens=request.max_output_tokens,
                    stream=True,
                ) as response,
                aclosing(read_events(response.iter_bytes())) as events,
            ):
                async for event in until_silent(events, testimony):
                    if text := _text(event):
                        testimony.text_came()
                        yield Delta(text)
                    match event.get("type"):
                        case "message_start":
                            message = fields_of(event.get("message"))
                            testimony.hear(message.get("usage"), _TERMS.prompt)
                        case "message_delta":
                            testimony.hear(event.get("usage"))
                            reason = reason or _reason(fields_of(event.get("delta")))
                        case "error" if reason is None:
                            raise told_error("anthropic", event)
                    testimony.has_ended = reason is not None
        except (sdk.AnthropicError, httpx2.HTTPError, *UNREADABLE) as fault:
            # What breaks after the reply's own end took nothing from it.
            if reason is None:
                raise map_fault("anthropic", fault, _FAULTS) from fault
        if reason is None:
            raise ProviderError("The model's provider cut the reply off")
        yield Finish(reason, testimony.usage())

    async def count(self, model_id: str, text: str) -> int | None:
        """Return the vendor's count; see `Provider.count`."""
        try:
            answer = await self._client.messages.count_tokens(
                model=model_id, messages=[{"role": "user", "content": text}]
            )
            return require_count(model_id, "input_tokens", answer.input_tokens)
        except (sdk.AnthropicError, *UNREADABLE) as fault:
            raise map_fault("anthropic", fault, _FAULTS) from fault

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _messages(request: ChatRequest) -> list[MessageParam]:
    messages: list[MessageParam] = []
    for earlier in request.history:
        if earlier.role is Role.USER:
            messages.append({"role": "user", "content": earlier.text})
        elif messages:
            # The vendor wants the user to speak first; a cut history may begin with a reply.
            messages.append({"role": "assistant", "content": earlier.text})
    messages.append({"role": "user", "content": request.message})
    return messages


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


def _reason(delta: dict[str, Any]) -> FinishReason | None:
    said = delta.get("stop_reason")
    return _REASONS.get(said, FinishReason.ERROR) if isinstance(said, str) and said else None
