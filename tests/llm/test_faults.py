"""Every fault an HTTP SDK can raise becomes one of our errors, and the right one."""

from importlib import import_module
from typing import Any

import aiohttp
import httpx2
import pytest

from chat_app.errors import (
    ProviderError,
    ProviderRateLimited,
    ProviderRejected,
    ProviderTimeout,
)
from chat_app.llm.providers import http
from chat_app.llm.providers.http import UNREADABLE, map_fault, retry_after_seconds
from chat_app.llm.providers.refusals import ProviderKeyRefused

SDKS = {"openai": "OpenAIError", "anthropic": "AnthropicError"}
ADAPTERS = {"openai": "chat_completions", "anthropic": "anthropic"}
SILENT = 408


@pytest.fixture(params=SDKS)
def sdk(request: pytest.FixtureRequest) -> Any:
    return import_module(request.param)


@pytest.fixture
def kinds(sdk: Any) -> dict[type[Exception], type[ProviderError]]:
    return import_module(f"chat_app.llm.providers.{ADAPTERS[sdk.__name__]}")._FAULTS


def test_every_status_has_its_error(
    sdk: Any, kinds: dict[type[Exception], type[ProviderError]]
) -> None:
    client = getattr(sdk, "AsyncOpenAI", None) or sdk.AsyncAnthropic
    client = client(api_key="any")
    for status in range(400, 600):
        response = httpx2.Response(status, request=httpx2.Request("POST", "http://127.0.0.1"))
        fault = client._make_status_error("x", body={}, response=response)
        error = map_fault("vendor", fault, kinds)
        if status == 429:
            assert type(error) is ProviderRateLimited
        elif status >= 500:
            assert not isinstance(error, ProviderRejected | ProviderRateLimited | ProviderTimeout)
        elif status in {401, 403}:
            assert type(error) is ProviderKeyRefused
        elif status == SILENT:
            assert type(error) is ProviderTimeout
        else:
            assert not isinstance(error, ProviderKeyRefused)
            assert isinstance(error, ProviderRejected | ProviderRateLimited)


def test_every_exception_of_the_sdk_and_its_transport_is_mapped(
    sdk: Any, kinds: dict[type[Exception], type[ProviderError]]
) -> None:
    roots = (getattr(sdk, SDKS[sdk.__name__]), httpx2.HTTPError, aiohttp.ClientError, *UNREADABLE)
    for root in roots:
        for kind in [root, *root.__subclasses__()]:
            assert any(each in http._FAULTS | kinds for each in kind.__mro__)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3),
        ("0.25", 0.25),
        ("-1", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("Mon, 01 Jan 9999999999 00:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert retry_after_seconds({"retry-after": header}) == seconds


def test_retry_after_may_be_in_milliseconds() -> None:
    assert retry_after_seconds({"retry-after-ms": "250", "retry-after": "1"}) == 0.25


def test_no_retry_after_is_none() -> None:
    assert retry_after_seconds({}) is None
