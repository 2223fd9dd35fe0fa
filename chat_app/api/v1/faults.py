"""What ended an exchange, as an error of this face."""

from chat_app.errors import (
    ChatAppError,
    ContextLengthExceeded,
    InternalError,
    InvalidRequest,
    KeyRefused,
    ProviderError,
    ProviderRateLimited,
    ProviderRejected,
    ProviderTimeout,
    StreamFailed,
)
from chat_app.llm.providers.refusals import (
    ProviderContextExceeded,
    ProviderKeyRefused,
    ProviderModelUnknown,
)
from chat_app.llm.types import FinishReason
from chat_app.services.broker import End

_KINDS: dict[str, type[ChatAppError]] = {
    kind.code: kind
    for kind in (KeyRefused, ProviderError, ProviderRateLimited, ProviderTimeout, StreamFailed)
}
_OPERATORS = (ProviderKeyRefused, ProviderModelUnknown)
"""Refusals that whoever asks can do nothing about."""


def fault_in(end: End) -> ChatAppError | None:
    """Return what ended a reply, if it is more than a reason to finish."""
    if end.error:
        return as_told(end.error)
    if end.error_code:
        return _KINDS.get(end.error_code, InternalError)(end.error_message)
    if end.finish_reason is FinishReason.CANCELLED:
        return StreamFailed("The reply was stopped")
    return None


def as_told(error: ChatAppError) -> ChatAppError:
    """Return an error as the one who asked is to hear it.

    They bring the whole prompt: what a vendor refuses it for is theirs to mend.
    """
    if isinstance(error, ProviderContextExceeded):
        return ContextLengthExceeded(error.message)
    if isinstance(error, ProviderRejected) and not isinstance(error, _OPERATORS):
        refusal = InvalidRequest(error.message)
        refusal.field = error.field
        return refusal
    return error
