"""Anthropic, by its messages.

What the vendor's figures mean (the SDK's `Usage` and `MessageDeltaUsage`, read 2026-11-21):
`message_start` reports the prompt, `message_delta` the output, each cumulative; what the former
says of the output, a token or so, is no bill. `input_tokens` leaves out what was read from or
written to a cache; `output_tokens` includes thinking. A count is of the text as a message, with the
few tokens the vendor puts around it.
"""

from collections.abc import AsyncGenerator

import anthropic as sdk
import httpx2
import structlog
from anthropic import AsyncAnthropic
from anthropic.types import MessageParam

from chat_app.config import get_settings
from chat_app.errors import ProviderError, ProviderRateLimited, ProviderRejected, ProviderTimeout
from chat_app.llm.providers.http import TIMEOUT, UNREADABLE, EventReader, retry_after_seconds
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
    sdk.RateLimitError: ProviderRateLimited,
    sdk.APITimeoutError: ProviderTimeout,
    sdk.RequestTimeoutError: ProviderTimeout,
    sdk.APIConnectionError: ProviderError,
    sdk.InternalServerError: ProviderError,
    sdk.APIResponseValidationError: ProviderError,
    sdk.APIStatusError: ProviderRejected,
    sdk.APIError: ProviderError,
    sdk.AnthropicError: ProviderRejected,
    httpx2.TimeoutException: ProviderTimeout,
    httpx2.HTTPError: ProviderError,
    **dict.fromkeys(UNREADABLE, ProviderError),
}
"""The most special class that fits decides; those that are not the SDK's come from reading."""
_STREAM_FAULTS = {"rate_limit_error": ProviderRateLimited, "timeout_error": ProviderTimeout}
"""Faults told inside a stream; any other is the vendor's own."""

log = structlog.get_logger()


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
        events = EventReader()
        try:
            async with self._client.messages.with_streaming_response.create(
                model=request.model,
                system=request.system_prompt or sdk.omit,
                messages=_messages(request),
                max_tokens=request.max_output_tokens,
                stream=True,
            ) as response:
                async for chunk in response.iter_bytes():
                    for event in events.feed(chunk):
                        match event["type"]:
                            case "content_block_delta":
                                if text := event["delta"].get("text"):
                                    testimony.text_came()
                                    yield Delta(text)
                            case "message_start":
                                testimony.hear(event["message"].get("usage"), _TERMS.prompt)
                            case "message_delta":
                                testimony.hear(event.get("usage"))
                                said = event["delta"].get("stop_reason")
                                reason = _REASONS.get(said, FinishReason.ERROR)
                            case "error":
                                kind = _STREAM_FAULTS.get(event["error"]["type"], ProviderError)
                                raise kind(retry_after_seconds=None)
        except (sdk.AnthropicError, httpx2.HTTPError, *UNREADABLE) as fault:
            raise _map_error(fault) from fault
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
            raise _map_error(fault) from fault

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


def _map_error(fault: Exception) -> ProviderError:
    """Return our error for one of the SDK's; the vendor's words stay out of logs."""
    log.warning("anthropic.fault", kind=type(fault).__name__)
    kind = next(_FAULTS[each] for each in type(fault).__mro__ if each in _FAULTS)
    headers = fault.response.headers if isinstance(fault, sdk.APIStatusError) else {}
    return kind(retry_after_seconds=retry_after_seconds(headers))
