"""A refusal is told in words of its own, whichever way a vendor says it."""

from typing import Any

import pytest
from google.rpc.error_details_pb2 import ErrorInfo, QuotaFailure, RetryInfo
from grpc import StatusCode
from structlog.testing import capture_logs

from chat_app.errors import (
    ContentBlocked,
    ProviderError,
    ProviderRateLimited,
    ProviderRejected,
)
from chat_app.llm.catalogue import find
from chat_app.llm.providers.refusals import (
    ProviderContextExceeded,
    ProviderFileRefused,
    ProviderFileTooLarge,
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderOverloaded,
    ProviderParameterRefused,
    ProviderQuotaExhausted,
    ProviderRequestTooLarge,
)
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Text
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question
from tests.llm.vendors import VENDORS, Vendor

SECRET = "sk-secret-of-the-test"
BY_NAME = {vendor.name: vendor for vendor in VENDORS}


def openai(code: str | None, message: str = "x", kind: str = "invalid_request_error") -> Any:
    return {"error": {"message": f"{message} {SECRET}", "type": kind, "code": code}}


def anthropic(kind: str, message: str = "x") -> Any:
    return {"type": "error", "error": {"type": kind, "message": f"{message} {SECRET}"}}


def xai(message: str) -> Any:
    return {"code": "Client specified an invalid argument", "error": f"{message} {SECRET}"}


def quota(quota_id: str) -> QuotaFailure:
    return QuotaFailure(violations=[{"quota_id": quota_id}])


TOO_LONG = "The input token count (1193000) exceeds the maximum number of tokens allowed (1048576)."
SPENT = "You exceeded your current quota, please check your plan and billing details."
TEAM = "Your team t has either used all available credits or reached its monthly spending limit."
TPM = (
    "Rate limit reached for m on tokens per min (TPM). Please try again in 6s. You can increase "
    "your rate limit by adding a payment method at https://platform.openai.com/account/billing."
)

UNSUPPORTED = (
    "You uploaded an unsupported image. Please make sure your image is below 20 MB in size and is "
    "of one the following formats: ['png', 'jpeg', 'gif', 'webp']."
)
ONLY_SOME = "Invalid content type. image_url is only supported by certain models."
NO_ENDPOINT = "No endpoints found that support image input"
BAD, AT = "invalid_request_error", "messages.7.content.2.image.source.base64"
NOT_VALID = "messages.0.content.0.pdf.source.base64.data: The PDF specified was not valid."
LOCKED = "messages.0.content.0.pdf.source.base64.data: The PDF specified is password protected."
WIDE = "At least one of the image dimensions exceed max allowed size: 8000 pixels"
HEAVY = "image exceeds 5 MB maximum: 6218520 bytes > 5242880 bytes"
PAGES = "messages.0.content: A maximum of 100 PDF pages may be provided."

CASES: list[tuple[str, tuple[Any, ...], type[ProviderError]]] = [
    ("openai", (401, openai("invalid_api_key")), ProviderKeyRefused),
    ("openai", (403, openai(None)), ProviderKeyRefused),
    ("openai", (404, openai("model_not_found")), ProviderModelUnknown),
    ("openai", (404, b"<html>not here</html>"), ProviderModelUnknown),
    ("openai", (400, openai("context_length_exceeded")), ProviderContextExceeded),
    ("openai", (400, openai("unsupported_parameter")), ProviderParameterRefused),
    ("openai", (400, openai("unsupported_value")), ProviderParameterRefused),
    ("openai", (400, openai(None, "max_tokens is too large: 9")), ProviderParameterRefused),
    ("openai", (400, openai("content_filter")), ContentBlocked),
    ("openai", (413, b"<html>too large</html>"), ProviderRequestTooLarge),
    ("openai", (400, openai("invalid_image_format", UNSUPPORTED)), ProviderFileRefused),
    ("openai", (400, openai("sanitizer_server_error", UNSUPPORTED)), ProviderFileRefused),
    ("openai", (400, openai("image_parse_error", "The image failed.")), ProviderFileRefused),
    ("openai", (400, openai(None, "Invalid MIME type. Only images.")), ProviderFileRefused),
    ("openai", (400, openai(None, ONLY_SOME)), ProviderFileRefused),
    ("openai", (404, openai(None, NO_ENDPOINT)), ProviderFileRefused),
    ("openai", (400, openai("image_too_large", "Image is too large.")), ProviderFileTooLarge),
    ("openai", (400, openai(None, "Too many images in request: 600.")), ProviderFileTooLarge),
    ("openai", (429, openai("insufficient_quota", SPENT)), ProviderQuotaExhausted),
    ("openai", (429, openai("rate_limit_exceeded", TPM)), ProviderRateLimited),
    ("openai", (429, openai("x", "Request too large for m on TPM")), ProviderRequestTooLarge),
    ("openai", (503, openai(None)), ProviderOverloaded),
    ("openai", (500, openai(None, SPENT)), ProviderError),
    ("openai", (400, b"[1]"), ProviderRejected),
    ("openai", (400, b""), ProviderRejected),
    ("xai", (400, xai("Failed to decode image buffer")), ProviderFileRefused),
    ("xai", (400, xai("Incorrect API key provided: na***ys.")), ProviderKeyRefused),
    ("xai", (403, xai(TEAM)), ProviderQuotaExhausted),
    ("xai", (429, xai(TEAM)), ProviderQuotaExhausted),
    ("xai", (404, xai("The model grok does not exist")), ProviderModelUnknown),
    ("xai", (400, xai("This model's maximum prompt length is 7")), ProviderContextExceeded),
    ("xai", (400, xai("Argument not supported on this model: x")), ProviderParameterRefused),
    ("xai", (403, xai("Content violates usage guidelines.")), ContentBlocked),
    ("anthropic", (401, anthropic("authentication_error")), ProviderKeyRefused),
    ("anthropic", (402, anthropic("billing_error")), ProviderQuotaExhausted),
    (
        "anthropic",
        (400, anthropic("invalid_request_error", "Your credit balance is too low")),
        ProviderQuotaExhausted,
    ),
    ("anthropic", (404, anthropic("not_found_error", "model: m")), ProviderModelUnknown),
    (
        "anthropic",
        (400, anthropic("invalid_request_error", "prompt is too long: 9 tokens > 8 maximum")),
        ProviderContextExceeded,
    ),
    (
        "anthropic",
        (400, anthropic("invalid_request_error", "max_tokens: 9 > 8, which is the maximum")),
        ProviderParameterRefused,
    ),
    ("anthropic", (413, anthropic("request_too_large")), ProviderRequestTooLarge),
    ("anthropic", (400, anthropic(BAD, "Could not process image")), ProviderFileRefused),
    ("anthropic", (400, anthropic(BAD, "Could not process PDF")), ProviderFileRefused),
    ("anthropic", (400, anthropic(BAD, NOT_VALID)), ProviderFileRefused),
    ("anthropic", (400, anthropic(BAD, LOCKED)), ProviderFileRefused),
    ("anthropic", (400, anthropic(BAD, f"{AT}: {WIDE}")), ProviderFileTooLarge),
    ("anthropic", (400, anthropic(BAD, f"{AT}: {HEAVY}")), ProviderFileTooLarge),
    ("anthropic", (400, anthropic(BAD, PAGES)), ProviderFileTooLarge),
    ("anthropic", (429, anthropic("rate_limit_error")), ProviderRateLimited),
    ("anthropic", (529, anthropic("overloaded_error")), ProviderOverloaded),
    ("anthropic", (400, anthropic("invalid_request_error")), ProviderRejected),
    (
        "gemini",
        (StatusCode.INVALID_ARGUMENT, f"API key not valid. {SECRET}", ErrorInfo(reason="x")),
        ProviderKeyRefused,
    ),
    ("gemini", (StatusCode.PERMISSION_DENIED, "x"), ProviderKeyRefused),
    ("gemini", (StatusCode.NOT_FOUND, "models/m is not found"), ProviderModelUnknown),
    ("gemini", (StatusCode.INVALID_ARGUMENT, TOO_LONG), ProviderContextExceeded),
    (
        "gemini",
        (StatusCode.INVALID_ARGUMENT, "Request payload size exceeds the limit: 9 bytes"),
        ProviderRequestTooLarge,
    ),
    (
        "gemini",
        (StatusCode.RESOURCE_EXHAUSTED, "SERVER: Received message larger than max (9 vs. 4)"),
        ProviderRequestTooLarge,
    ),
    (
        "gemini",
        (StatusCode.RESOURCE_EXHAUSTED, SPENT, quota("GenerateRequestsPerDayPerProject")),
        ProviderQuotaExhausted,
    ),
    (
        "gemini",
        (StatusCode.RESOURCE_EXHAUSTED, SPENT, quota("TokensPerMinute"), RetryInfo()),
        ProviderRateLimited,
    ),
    *[
        ("gemini", (StatusCode.INVALID_ARGUMENT, said), ProviderFileRefused)
        for said in (
            "Unable to process input image. Please retry or report.",
            "The document has no pages.",
            "Unsupported MIME type: image/gif",
            "Provided image is not valid.",
            "inline_data.mime_type: MIME type must be image/png, image/jpeg or image/webp.",
            "Audio input modality is not supported by this model",
        )
    ],
    ("gemini", (StatusCode.UNAVAILABLE, "The model is overloaded."), ProviderOverloaded),
    ("gemini", (StatusCode.INVALID_ARGUMENT, "x"), ProviderRejected),
]
FINAL = (ProviderRejected, ProviderQuotaExhausted, ContentBlocked)


@pytest.fixture
def vendor(request: pytest.FixtureRequest) -> Vendor:
    return BY_NAME[request.param]


@pytest.mark.parametrize(("vendor", "answer", "kind"), CASES, indirect=["vendor"])
async def test_a_refusal_has_its_own_words_and_tries(
    vendor: Vendor, fake: Fake, answer: tuple[Any, ...], kind: type[ProviderError]
) -> None:
    fake.script(Reply(answer=answer))

    with capture_logs() as logs, pytest.raises(ProviderError) as refusal:
        async for _ in stream_reply(find(vendor.model_id), question()):
            pass

    assert type(refusal.value) is kind
    assert refusal.value.message == kind.message
    assert len(fake.requests) == (1 if issubclass(kind, FINAL) else 3)
    assert SECRET not in str(logs)
    assert all(isinstance(line["status"], int) for line in logs if "fault" in line["event"])
    with pytest.raises(kind):
        await vendor.adapter().count(find(vendor.model_id), [Text("text")])


ODD_COUNTS = [b"", b"null", b"[]", b'"x"', b"7", b"{}", b"<html>", b'{"input_tokens": null}']


@pytest.mark.parametrize("body", [*ODD_COUNTS, b'{"token_ids": {}}', b"\xff", b"[" * 9999])
@pytest.mark.parametrize("vendor", ["openai", "anthropic", "xai"], indirect=True)
async def test_a_count_of_any_shape_raises_nothing_but_ours(
    vendor: Vendor, fake: Fake, body: bytes
) -> None:
    fake.script(Reply(answer=(200, body)))

    with pytest.raises(ProviderError):
        await vendor.adapter().count(find(vendor.model_id), [Text("text")])


@pytest.mark.parametrize(
    ("vendor", "event", "kind"),
    [
        ("openai", openai("context_length_exceeded"), ProviderContextExceeded),
        ("openai", openai("insufficient_quota", kind="insufficient_quota"), ProviderQuotaExhausted),
        ("openai", {"error": "broken"}, ProviderError),
        ("openai", {"error": [1]}, ProviderError),
        ("anthropic", anthropic("billing_error"), ProviderQuotaExhausted),
        ("anthropic", anthropic("overloaded_error"), ProviderOverloaded),
        ("anthropic", {"type": "error"}, ProviderError),
        ("anthropic", {"type": "error", "error": None}, ProviderError),
    ],
    indirect=["vendor"],
)
async def test_an_error_told_in_the_stream_has_its_own_words_too(
    vendor: Vendor, fake: Fake, event: Any, kind: type[ProviderError]
) -> None:
    fake.script(Reply(wire=(event,)))

    with pytest.raises(ProviderError) as refusal:
        async for _ in stream_reply(find(vendor.model_id), question()):
            pass

    assert type(refusal.value) is kind


NAMED: list[tuple[str, tuple[Any, ...], str | None]] = [
    ("openai", (400, openai("unsupported_parameter") | {"param": "stop"}), None),
    (
        "openai",
        (400, {"error": {"code": "unsupported_value", "param": "temperature", "message": "x"}}),
        "temperature",
    ),
    ("openai", (400, openai("unsupported_parameter", "'logit' is not supported")), None),
    (
        "anthropic",
        (400, anthropic("invalid_request_error", "`top_p` is deprecated for this model.")),
        "top_p",
    ),
    (
        "anthropic",
        (
            400,
            anthropic(
                "invalid_request_error", "output_config.effort: Extra inputs are not permitted"
            ),
        ),
        "reasoning_effort",
    ),
    (
        "xai",
        (400, xai("Argument not supported on this model: presencePenalty")),
        "presence_penalty",
    ),
    (
        "gemini",
        (
            StatusCode.INVALID_ARGUMENT,
            "Unknown name \"thinkingLevel\" at 'generation_config'",
        ),
        "reasoning_effort",
    ),
]


@pytest.mark.parametrize(("vendor", "answer", "field"), NAMED, indirect=["vendor"])
async def test_a_parameter_that_the_vendor_names_is_named(
    vendor: Vendor, fake: Fake, answer: tuple[Any, ...], field: str | None
) -> None:
    fake.script(Reply(answer=answer))

    with pytest.raises(ProviderParameterRefused) as refusal:
        async for _ in stream_reply(find(vendor.model_id), question()):
            pass

    assert refusal.value.field == field
    assert field is None or f" {field} " in refusal.value.message
    assert SECRET not in refusal.value.message
