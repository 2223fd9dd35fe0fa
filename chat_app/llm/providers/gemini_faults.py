"""What a fault of Gemini means to us: its status, and its words where that is not enough."""

import re
import warnings
from collections.abc import Iterable
from typing import Any, cast

import structlog
from google.protobuf.message import DecodeError
from grpc import StatusCode, aio

from chat_app.errors import ProviderError, ProviderRateLimited, ProviderRejected, ProviderTimeout
from chat_app.llm.providers.refusals import (
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderOverloaded,
    ProviderQuotaExhausted,
    ProviderRequestTooLarge,
    error_of,
    reason_in,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)
    from google.api_core import exceptions
    from google.rpc.error_details_pb2 import QuotaFailure, RetryInfo

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

_TOO_LONG = re.compile(r"message larger than max", re.IGNORECASE)
"""gRPC's own words, under the status of rate limits, where one side takes no message so long."""

log = structlog.get_logger()


def map_error(fault: aio.AioRpcError) -> ProviderError:
    """Return our error for one of gRPC's; what the vendor says of the prompt stays out of logs."""
    code, kinds = fault.code(), cast("Any", exceptions)
    try:
        rich = kinds.from_grpc_error(fault)
    except (DecodeError, ValueError):
        # Its details are none, or of another fault.
        rich = kinds.from_grpc_status(code, fault.details())
    log.warning("gemini.fault", code=code.name, status=rich.code, reason=rich.reason)
    waits = (each.retry_delay for each in rich.details if isinstance(each, RetryInfo))
    wait = next(waits, None)
    said = f"{rich.reason} {fault.details()}"
    wait_seconds = wait.seconds + wait.nanos / 1e9 if wait else None
    return error_of(_kind(code, said, rich.details), said, wait_seconds)


def _kind(code: StatusCode, said: str, details: Iterable[Any]) -> type[ProviderError]:
    """Tell the many reasons of some codes apart, by what was said with them."""
    match code:
        case StatusCode.UNAVAILABLE if _OVERLOADED.search(said):
            return ProviderOverloaded
        case StatusCode.RESOURCE_EXHAUSTED if _TOO_LONG.search(said):
            return ProviderRequestTooLarge
        case StatusCode.RESOURCE_EXHAUSTED:
            quotas = [str(each) for each in details if isinstance(each, QuotaFailure)]
            is_lasting = _LASTING.search(" ".join([said, *quotas]))
            return ProviderQuotaExhausted if is_lasting else ProviderRateLimited
        case StatusCode.INVALID_ARGUMENT | StatusCode.FAILED_PRECONDITION:
            return reason_in(said) or _FAULTS[code]
        case _:
            return _FAULTS[code]
