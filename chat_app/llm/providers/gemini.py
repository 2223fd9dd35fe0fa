"""Gemini, over the async gRPC transport that `google-generativeai` installs.

What the vendor's figures mean (ai.google.dev/api/generate-content, read 2026-11-21):
`usage_metadata` is cumulative, the last one counts; `prompt_token_count` includes cached tokens;
`candidates_token_count` excludes thinking; `total_token_count` includes it. A figure that is not
told is a zero on this wire. This SDK's message has no field for thinking nor for the prompt of a
tool; they are read from what it does not know.

The SDK's own `GenerativeModel` costs five times the CPU of its generated transport, and does not
cancel upstream when it is closed; docs/adr/0004 has the figures and the way out of the SDK.
"""

import re
import warnings
from collections.abc import AsyncGenerator, Iterable
from typing import Any

import grpc
import structlog
from grpc import StatusCode, aio

from chat_app.config import get_settings
from chat_app.errors import ProviderError, ProviderRateLimited, ProviderRejected, ProviderTimeout
from chat_app.llm.providers.base import until_silent
from chat_app.llm.providers.refusals import (
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderOverloaded,
    ProviderQuotaExhausted,
    reason_in,
)
from chat_app.llm.testimony import Terms, Testimony, require_count
from chat_app.llm.types import ChatRequest, Delta, Finish, FinishReason, Role

with warnings.catch_warnings():
    # It says which Python it will need in 2027; constraints.txt decides that here.
    warnings.simplefilter("ignore", FutureWarning)
    from google.ai import generativelanguage_v1beta as wire
    from google.ai.generativelanguage_v1beta.services.generative_service.transports import (
        GenerativeServiceGrpcAsyncIOTransport as Transport,
    )
    from google.api_core.exceptions import from_grpc_error
    from google.protobuf.unknown_fields import UnknownFieldSet
    from google.rpc.error_details_pb2 import QuotaFailure, RetryInfo

_HOST = "generativelanguage.googleapis.com:443"
_THOUGHT_FIELD = 11
"""Of `Part`, in google/ai/generativelanguage/v1beta/content.proto (read 2026-11-21)."""
_UNKNOWN_FIGURES = {8: "tool_use_prompt_token_count", 10: "thoughts_token_count"}
"""Of `UsageMetadata`, in generative_service.proto beside it (read 2026-11-29)."""
_TERMS = Terms(
    prompt=("prompt_token_count", "tool_use_prompt_token_count"),
    cached="cached_content_token_count",
    output="candidates_token_count",
    thinking="thoughts_token_count",
    total="total_token_count",
    thinking_is_output=False,
)
_ROLES = {Role.USER: "user", Role.ASSISTANT: "model"}
_HARMS = (
    wire.HarmCategory.HARM_CATEGORY_HARASSMENT,
    wire.HarmCategory.HARM_CATEGORY_HATE_SPEECH,
    wire.HarmCategory.HARM_CATEGORY_SEXUALLY_EXPLICIT,
    wire.HarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT,
)
_THRESHOLDS = {
    "off": wire.SafetySetting.HarmBlockThreshold.OFF,
    "none": wire.SafetySetting.HarmBlockThreshold.BLOCK_NONE,
    "high": wire.SafetySetting.HarmBlockThreshold.BLOCK_ONLY_HIGH,
    "medium": wire.SafetySetting.HarmBlockThreshold.BLOCK_MEDIUM_AND_ABOVE,
    "low": wire.SafetySetting.HarmBlockThreshold.BLOCK_LOW_AND_ABOVE,
}
_Reason = wire.Candidate.FinishReason
_REASONS = {
    _Reason.STOP: FinishReason.STOP,
    _Reason.MAX_TOKENS: FinishReason.LENGTH,
    _Reason.SAFETY: FinishReason.SAFETY,
    _Reason.RECITATION: FinishReason.SAFETY,
    _Reason.BLOCKLIST: FinishReason.SAFETY,
    _Reason.PROHIBITED_CONTENT: FinishReason.SAFETY,
    _Reason.SPII: FinishReason.SAFETY,
    _Reason.IMAGE_SAFETY: FinishReason.SAFETY,
}
"""Any other reason, those of a newer API included, is an error of the provider."""
_FAULTS: dict[StatusCode, type[ProviderError]] = {
    StatusCode.RESOURCE_EXHAUSTED: ProviderRateLimited,
    StatusCode.DEADLINE_EXCEEDED: ProviderTimeout,
    StatusCode.ABORTED: ProviderError,
    StatusCode.CANCELLED: ProviderError,
    StatusCode.DATA_LOSS: ProviderError,
    StatusCode.INTERNAL: ProviderError,
    StatusCode.UNAVAILABLE: ProviderError,
    StatusCode.UNKNOWN: ProviderError,
    StatusCode.ALREADY_EXISTS: ProviderRejected,
    StatusCode.FAILED_PRECONDITION: ProviderRejected,
    StatusCode.INVALID_ARGUMENT: ProviderRejected,
    StatusCode.NOT_FOUND: ProviderModelUnknown,
    StatusCode.OUT_OF_RANGE: ProviderRejected,
    StatusCode.PERMISSION_DENIED: ProviderKeyRefused,
    StatusCode.UNAUTHENTICATED: ProviderKeyRefused,
    StatusCode.UNIMPLEMENTED: ProviderModelUnknown,
}
_OVERLOADED = re.compile(r"overloaded|high demand", re.IGNORECASE)
_LASTING = re.compile(r"per_?day|per_?month|depleted|spend|limit: 0\b", re.IGNORECASE)
"""What tells a quota that no wait of moments gives back: the names of a minute's and of a day's
differ by that, their messages do not (seen in public issue trackers, 2026-11-29)."""

log = structlog.get_logger()


class Gemini:
    """Speaks to Google's Gemini API; see `Provider`."""

    def __init__(self) -> None:
        settings = get_settings()
        key = settings.GEMINI_API_KEY.get_secret_value() if settings.GEMINI_API_KEY else ""
        self._channel = _open_channel(settings.GEMINI_API_ENDPOINT or _HOST)
        # Typed as plain functions; they are grpc's callables, which take metadata.
        transport: Any = Transport(channel=self._channel)
        self._generate, self._count = transport.stream_generate_content, transport.count_tokens
        self._key = ("x-goog-api-key", key)
        self._safety = [
            wire.SafetySetting(category=harm, threshold=_THRESHOLDS[settings.GEMINI_SAFETY])
            for harm in _HARMS
        ]

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta | Finish, None]:
        """Stream the reply; see `Provider.stream`."""
        call = self._generate(self._request(request), metadata=self._metadata(request.model))
        reason = None
        testimony = Testimony(request.model, _TERMS)
        try:
            async for chunk in until_silent(aiter(call), testimony):
                plain = _plain(chunk)
                if plain.prompt_feedback.block_reason:
                    reason = FinishReason.SAFETY
                for candidate in plain.candidates[:1]:
                    if text := _text(candidate):
                        testimony.text_came()
                        yield Delta(text)
                    if candidate.finish_reason:
                        reason = _REASONS.get(candidate.finish_reason, FinishReason.ERROR)
                if plain.HasField("usage_metadata"):
                    testimony.hear(_report(plain.usage_metadata))
                testimony.has_ended = reason is not None
        except aio.AioRpcError as fault:
            # What breaks after the reply's own end took nothing from it.
            if reason is None:
                raise _map_error(fault) from fault
        finally:
            call.cancel()
        if reason is None:
            raise ProviderError("The model's provider cut the reply off")
        yield Finish(reason, testimony.usage())

    async def count(self, model_id: str, text: str) -> int | None:
        """Return the vendor's count; see `Provider.count`."""
        request = wire.CountTokensRequest(
            model=f"models/{model_id}", contents=[_content(Role.USER, text)]
        )
        try:
            answer = await self._count(request, metadata=self._metadata(model_id))
        except aio.AioRpcError as fault:
            raise _map_error(fault) from fault
        return require_count(model_id, "total_tokens", _plain(answer).total_tokens)

    async def close(self) -> None:
        """Close the channel and with it every call."""
        await self._channel.close()

    def _request(self, request: ChatRequest) -> wire.GenerateContentRequest:
        prompt = [_content(earlier.role, earlier.text) for earlier in request.history]
        system = request.system_prompt
        return wire.GenerateContentRequest(
            model=f"models/{request.model}",
            system_instruction=_content(Role.USER, system) if system else None,
            contents=[*prompt, _content(Role.USER, request.message)],
            safety_settings=self._safety,
            generation_config={"max_output_tokens": request.max_output_tokens},
        )

    def _metadata(self, model_id: str) -> Iterable[tuple[str, str]]:
        return (self._key, ("x-goog-request-params", f"model=models/{model_id}"))


def _open_channel(endpoint: str) -> aio.Channel:
    """Open a channel to `http://host:port` without TLS, to anything else with it."""
    scheme, _, address = endpoint.rpartition("://")
    address = address.rstrip("/")
    if scheme == "http":
        return aio.insecure_channel(address)
    address = address if ":" in address else f"{address}:443"
    return aio.secure_channel(address, grpc.ssl_channel_credentials())


def _content(role: Role, text: str) -> wire.Content:
    return wire.Content(role=_ROLES[role], parts=[wire.Part(text=text)])


def _text(candidate: Any) -> str:
    return "".join(part.text for part in candidate.content.parts if not _is_thought(part))


def _is_thought(part: Any) -> bool:
    """Say whether a part is thinking: `thought`, which this SDK's message does not know."""
    unknown = UnknownFieldSet(part)
    return any(field.field_number == _THOUGHT_FIELD and field.data for field in unknown)


def _plain(message: Any) -> Any:
    """Return a message without the SDK's wrapping; grpc hands out `None` for what it cannot read.

    Raises:
        ProviderError: It could not be read.
    """
    if message is None:
        log.warning("gemini.fault", code="UNREADABLE", reason=None)
        raise ProviderError
    return type(message).pb(message)


def _report(plain: Any) -> dict[str, Any]:
    """Return the figures of a usage message by their names."""
    known = {name: getattr(plain, name, 0) for name in _TERMS.all}
    unknown = {
        _UNKNOWN_FIGURES[field.field_number]: field.data
        for field in UnknownFieldSet(plain)
        if field.field_number in _UNKNOWN_FIGURES
    }
    return known | unknown


def _map_error(fault: aio.AioRpcError) -> ProviderError:
    """Return our error for one of gRPC's; what the vendor says of the prompt stays out of logs."""
    rich, code = from_grpc_error(fault), fault.code()
    log.warning("gemini.fault", code=code.name, status=rich.code, reason=rich.reason)
    waits = (each.retry_delay for each in rich.details if isinstance(each, RetryInfo))
    wait = next(waits, None)
    kind = _kind(code, f"{rich.reason} {fault.details()}", rich.details)
    return kind(retry_after_seconds=wait.seconds + wait.nanos / 1e9 if wait else None)


def _kind(code: StatusCode, said: str, details: Iterable[Any]) -> type[ProviderError]:
    """Tell the many reasons of some codes apart, by what was said with them."""
    match code:
        case StatusCode.UNAVAILABLE if _OVERLOADED.search(said):
            return ProviderOverloaded
        case StatusCode.RESOURCE_EXHAUSTED:
            quotas = [str(each) for each in details if isinstance(each, QuotaFailure)]
            is_lasting = _LASTING.search(" ".join([said, *quotas]))
            return ProviderQuotaExhausted if is_lasting else ProviderRateLimited
        case StatusCode.INVALID_ARGUMENT | StatusCode.FAILED_PRECONDITION:
            return reason_in(said) or _FAULTS[code]
        case _:
            return _FAULTS[code]
