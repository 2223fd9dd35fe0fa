"""What a vendor's fault means to us: by its code or its words, else by its status.

Vendors have few statuses for many reasons, and some give the reason in words alone: xAI answers a
wrong key with 400 and spent credit with 403, Anthropic spent credit with 400, OpenAI with 429 (seen
in public issue trackers, 2026-11-29). What they say is looked at here and goes no further: it may
hold keys and prompts.
"""

import re
from typing import Any, TypeVar

from chat_app.errors import (
    ContentBlocked,
    ProviderError,
    ProviderRateLimited,
    ProviderRejected,
    ProviderTimeout,
)
from chat_app.llm.json_shapes import fields_of


class ProviderOverloaded(ProviderError):
    """The provider has more to do than it can (503, 529); worth another try."""

    message = "The model's provider is overloaded; try again in a moment or choose another model"


class ProviderQuotaExhausted(ProviderRateLimited):
    """What this server may spend at the provider is spent: no wait of moments helps."""

    message = (
        "This server's quota or credit at the model's provider is used up; choose another model, "
        "or ask an administrator to look at its plan and billing there"
    )

    def __init__(self, message: str | None = None, *, retry_after_seconds: float | None = None):
        super().__init__(message, retry_after_seconds=retry_after_seconds or 3600)


class ProviderKeyRefused(ProviderRejected):
    """The provider does not take the key, or the key may not do this."""

    message = "The model's provider refused this server's key; an administrator should check it"


class ProviderModelUnknown(ProviderRejected):
    """The provider has no such model, or nothing is at its address."""

    message = (
        "The model's provider does not know this model, or its address is wrong; choose another "
        "one, or ask an administrator to check the catalogue"
    )


class ProviderContextExceeded(ProviderRejected):
    """Prompt and reply are longer than the model's window."""

    message = (
        "This conversation is longer than the model's context length; shorten the message, begin "
        "a new chat or choose a model with a larger window"
    )


class ProviderRequestTooLarge(ProviderRejected):
    """The provider takes no request of this size."""

    message = (
        "The request is larger than the model's provider takes; shorten the message or begin a "
        "new chat"
    )


class ProviderFileRefused(ProviderRejected):
    """The provider cannot read a picture, a document or a recording, or the model takes none."""

    message = (
        "The model's provider could not read a file of this conversation: it may be damaged, "
        "locked or of a kind it does not take. Remove the file or choose another model"
    )


class ProviderFileTooLarge(ProviderRejected):
    """A file has more bytes, pixels or pages than the provider takes, or there are too many."""

    message = (
        "A file of this conversation is larger than the model's provider takes, or there are too "
        "many; send fewer or smaller ones, or choose another model"
    )


class ProviderParameterRefused(ProviderRejected):
    """The model does not take a parameter that every request has, or its value."""

    message = (
        "The model does not take one of the parameters it is sent; choose another one, or ask an "
        "administrator to check its limits in the catalogue"
    )
    field: str | None = None
    """What OpenAI's chat completions call the parameter, where the vendor named one."""


_SERVER_FAULT = 500
_LONGEST_LOOK = 2000
"""Characters of what a vendor says that are looked at."""
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")

_FILE = r"(input[_ ])?(image|picture|pdf|document|file|audio)s?(_url|_data)?( data| file)?"
"""What vendors call a file; in front of a reason for a refusal."""
_REASONS: dict[type[ProviderError], str] = {
    ContentBlocked: r"content_?filter|content_policy|content management policy|content filtering "
    r"policy|usage guidelines|prohibited_content|moderation_blocked",
    ProviderQuotaExhausted: r"insufficient_quota|exceeded your current quota|billing_error|"
    r"billing_not_active|billing[ _]hard[ _]limit|credit[ _]balance|all available credits|"
    r"out of credits|credits are depleted|insufficient (credits|balance)|spend(ing)?[ _]limit",
    ProviderContextExceeded: r"context_length|context length|context window|context limit|"
    r"prompt is too long|maximum prompt length|input token count|input is too long|"
    r"string_above_max_length|maximum context",
    ProviderFileTooLarge: rf"{_FILE}\b.{{0,60}}(too (large|big|long|many)|exceeds? |maximum)|"
    rf"(too many|maximum of \d+) (pdf )?({_FILE}|pages)|{_FILE}_too_large|pdf_?pages|"
    r"image dimensions exceed",
    ProviderFileRefused: r"(could not|unable to|cannot|failed to) (process|decode|parse|read) "
    rf"(the |this |your )?{_FILE}|(unsupported|invalid|malformed|corrupt(ed)?|damaged)"
    rf"[ _]({_FILE}|mime[ _]?type|base64|media[ _]?type)|{_FILE}_(parse|format|decode)|"
    rf"{_FILE}s? (you (uploaded|provided|specified) )?(specified )?(is|was|are) "
    r"(not valid|invalid|empty|corrupt|password|encrypted|not supported)|"
    r"document has no pages|mime type must be|password[ -]protected|"
    rf"(not|only) support(s|ed)?\b.{{0,40}}{_FILE}|support(s|ing)? {_FILE}|"
    rf"{_FILE}[a-z_ ]{{0,20}} (is|are) (only|not) supported",
    ProviderRequestTooLarge: r"request[ _]too[ _]large|body_too_large|payload size exceeds|"
    r"request entity too large",
    ProviderModelUnknown: r"model_not_found|deploymentnotfound|unknown_url|not_found_error|"
    r"models?\b.{0,100}(does not exist|not found)",
    ProviderKeyRefused: r"api[ _]key|authentication_error|permission_error|permission_denied|"
    r"invalid x-api-key",
    ProviderParameterRefused: r"(unsupported|unknown|invalid)_(parameter|value)|"
    r"(unsupported|unknown|unrecognized) (parameter|request argument|name)|"
    r"argument not supported|extra inputs are not permitted|max(_completion|_output)?_tokens|"
    r"not support(ed)? (the |this )?(parameter|argument)|"
    r"is (deprecated|not supported) (for|by|on|with) (this|the) model",
}
"""What tells that a request will not do, in the order in which it is looked for."""
_STATUSES: dict[int, type[ProviderError]] = {
    401: ProviderKeyRefused,
    402: ProviderQuotaExhausted,
    403: ProviderKeyRefused,
    404: ProviderModelUnknown,
    405: ProviderModelUnknown,
    408: ProviderTimeout,
    413: ProviderRequestTooLarge,
    429: ProviderRateLimited,
    503: ProviderOverloaded,
    529: ProviderOverloaded,
}
"""529 is Anthropic's own."""
_FIELDS: dict[str, str] = {
    "reasoning_effort": r"reasoning[._ ]?effort|output_config\.effort|thinking_?level",
    "response_format": r"response_?format|output_config\.format|response_?(json_)?schema",
    "parallel_tool_calls": r"parallel_tool_calls|disable_parallel_tool_use",
    "tool_choice": r"tool_?choice|function_?calling_?config",
    "presence_penalty": r"presence_?penalty",
    "frequency_penalty": r"frequency_?penalty",
    "temperature": r"\btemperature\b",
    "top_p": r"\btop_?p\b",
    "seed": r"\bseed\b",
    "stop": r"\bstop(_?sequences)?\b",
    "tools": r"\b(tools|input_schema|function_?declarations)\b",
}
"""What vendors call parameters, by the names of OpenAI's chat completions; the longest reply is no
caller's choice, for the catalogue bounds it."""
_Found = TypeVar("_Found", type[ProviderError], str)
_KINDS: dict[type[ProviderError], str] = {
    ProviderRateLimited: r"rate_limit|too_many_requests",
    ProviderTimeout: r"timeout_error",
    ProviderOverloaded: r"overloaded|unavailable|at capacity",
    ProviderRejected: r"invalid_request|invalid_prompt",
}
"""What tells a fault inside a stream, which has no status."""


def error_for(
    status: int | None, said: str, retry_after_seconds: float | None = None
) -> ProviderError:
    """Return our error for what a vendor answered.

    Args:
        status: The HTTP status; `None` for a fault told inside a stream.
        said: Its code, type and message, where it gave any.
        retry_after_seconds: How long it asks to wait.
    """
    return error_of(_kind(status, said), said, retry_after_seconds)


def error_of(
    kind: type[ProviderError], said: str, retry_after_seconds: float | None = None
) -> ProviderError:
    """Return an error of a kind; where a parameter was refused, by the name that was said."""
    field = _search(_FIELDS, said) if kind is ProviderParameterRefused else None
    if field is None:
        return kind(retry_after_seconds=retry_after_seconds)
    error = ProviderParameterRefused(
        f"The model does not take {field} as it was sent; leave it out, change it or choose "
        "another model"
    )
    error.field = field
    return error


def _kind(status: int | None, said: str) -> type[ProviderError]:
    if status and status >= _SERVER_FAULT:
        return _STATUSES.get(status, ProviderError)
    if found := reason_in(said):
        return found
    if status:
        return _STATUSES.get(status, ProviderRejected)
    return _search(_KINDS, said) or ProviderError


def reason_in(said: str) -> type[ProviderError] | None:
    """Return why a request will not do; `None` where what was said does not tell."""
    return _search(_REASONS, said)


def words_of(error: Any) -> str:
    """Return what a vendor's error, JSON of any shape, says that could tell its reason."""
    if not isinstance(error, dict):
        return str(error)
    fields = fields_of(error)
    inner = fields.get("error")
    if isinstance(inner, dict):
        return words_of(inner)
    told = (fields.get(name) for name in ("code", "type", "param", "message", "detail"))
    return " ".join(str(each) for each in (*told, inner) if each)


def name_of(error: Any) -> str | None:
    """Return the code or type of a vendor's error, for the log, where it is a name."""
    fields = fields_of(error)
    fields = fields_of(fields.get("error")) or fields
    for name in (fields.get("code"), fields.get("type")):
        if isinstance(name, str) and _IDENTIFIER.fullmatch(name):
            return name
    return None


def _search(table: dict[_Found, str], said: str) -> _Found | None:
    said = said[:_LONGEST_LOOK]
    found = (kind for kind, pattern in table.items() if re.search(pattern, said, re.IGNORECASE))
    return next(found, None)
