"""OpenAI, by its chat completions.

What the vendor's figures mean (platform.openai.com/docs/api-reference/chat/object and the SDK's
`CompletionUsage`, read 2026-11-21): usage comes once, after the last delta, and only when asked
for; `prompt_tokens` includes cached tokens; `completion_tokens` includes reasoning (some that
speak this wire leave it out, and the total shows it). A count is of the text as a message, with
the few tokens the vendor puts around it. A cancelled stream reports nothing.
"""

from collections.abc import AsyncGenerator

import httpx2
import openai as sdk
import structlog
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam
from pydantic import SecretStr

from chat_app.config import get_settings
from chat_app.errors import ProviderError, ProviderRateLimited, ProviderRejected, ProviderTimeout
from chat_app.llm.providers.http import TIMEOUT, UNREADABLE, EventReader, retry_after_seconds
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
    sdk.RateLimitError: ProviderRateLimited,
    sdk.APITimeoutError: ProviderTimeout,
    sdk.APIConnectionError: ProviderError,
    sdk.InternalServerError: ProviderError,
    sdk.APIResponseValidationError: ProviderError,
    sdk.APIStatusError: ProviderRejected,
    sdk.APIError: ProviderError,
    sdk.OpenAIError: ProviderRejected,
    httpx2.TimeoutException: ProviderTimeout,
    httpx2.HTTPError: ProviderError,
    **dict.fromkeys(UNREADABLE, ProviderError),
}
"""The most special class that fits decides; those that are not the SDK's come from reading."""
_STREAM_FAULTS = {"rate_limit_exceeded": ProviderRateLimited}
"""Faults told inside a stream, by their code; any other is the vendor's own."""

log = structlog.get_logger()


class OpenAI:
    """Speaks to OpenAI; see `Provider`."""

    terms = TERMS

    def __init__(self) -> None:
        settings = get_settings()
        self._client = open_client(settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta | Finish, None]:
        """Stream the reply; see `Provider.stream`."""
        reason = None
        testimony = Testimony(request.model, self.terms)
        events = EventReader()
        try:
            async with self._client.chat.completions.with_streaming_response.create(
                model=request.model,
                messages=_messages(request),
                max_completion_tokens=request.max_output_tokens,
                stream=True,
                stream_options={"include_usage": True},
            ) as response:
                async for chunk in response.iter_bytes():
                    for event in events.feed(chunk):
                        if error := event.get("error"):
                            kind = _STREAM_FAULTS.get(error.get("code"), ProviderError)
                            raise kind(retry_after_seconds=None)
                        for choice in event.get("choices", ())[:1]:
                            delta = choice["delta"]
                            if delta.get("refusal"):
                                reason = FinishReason.SAFETY
                            if text := delta.get("content") or delta.get("refusal"):
                                testimony.text_came()
                                yield Delta(text)
                            if choice.get("finish_reason") and not reason:
                                reason = _REASONS.get(choice["finish_reason"], FinishReason.ERROR)
                        testimony.hear(event.get("usage"))
        except (sdk.OpenAIError, httpx2.HTTPError, *UNREADABLE) as fault:
            raise map_error(fault) from fault
        if reason is None:
            raise ProviderError("The model's provider cut the reply off")
        yield Finish(reason, testimony.usage())

    async def count(self, model_id: str, text: str) -> int | None:
        """Return the vendor's count; see `Provider.count`."""
        try:
            answer = await self._client.responses.input_tokens.count(model=model_id, input=text)
            return require_count(model_id, "input_tokens", answer.input_tokens)
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise map_error(fault) from fault

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


def map_error(fault: Exception) -> ProviderError:
    """Return our error for one of the SDK's; the vendor's words stay out of logs."""
    log.warning("openai.fault", kind=type(fault).__name__, code=getattr(fault, "code", None))
    kind = next(_FAULTS[each] for each in type(fault).__mro__ if each in _FAULTS)
    headers = fault.response.headers if isinstance(fault, sdk.APIStatusError) else {}
    return kind(retry_after_seconds=retry_after_seconds(headers))
