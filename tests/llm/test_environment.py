"""Nothing reaches a vendor from the environment but by our settings."""

import pytest

from chat_app.config import get_settings
from chat_app.llm.catalogue import find
from chat_app.llm.provider_table import PROVIDERS
from chat_app.llm.providers import get_provider
from chat_app.llm.stream import stream_reply
from chat_app.llm.types import Text
from tests.fakes.script import Fake
from tests.llm.prompts import question
from tests.llm.vendors import EVERY_VENDOR, Vendor

BEHIND_OUR_BACK = {
    "OPENAI_ORG_ID": "org-behind",
    "OPENAI_PROJECT_ID": "project-behind",
    "OPENAI_ADMIN_KEY": "admin-behind",
    "OPENAI_WEBHOOK_SECRET": "secret-behind",
    "OPENAI_CUSTOM_HEADERS": "X-Behind: behind\nAuthorization: Bearer behind",
    "ANTHROPIC_AUTH_TOKEN": "token-behind",
    "ANTHROPIC_CUSTOM_HEADERS": "X-Behind: behind\nX-Api-Key: behind",
    "ANTHROPIC_PROFILE": "behind",
}


async def ask(vendor: Vendor) -> None:
    async for _ in stream_reply(find(vendor.model_id), question()):
        pass
    await vendor.adapter().count(find(vendor.model_id), [Text("How are you?")])


@pytest.mark.parametrize("vendor", EVERY_VENDOR[1:], ids=lambda vendor: vendor.name)
async def test_no_header_comes_from_behind_the_settings(
    vendor: Vendor, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in BEHIND_OUR_BACK.items():
        monkeypatch.setenv(name, value)

    await ask(vendor)

    assert len(fake.headers) == (1 if vendor.counts is None else 2)
    for headers in fake.headers:
        assert "behind" not in str(headers)
        assert not {name for name in headers if "organization" in name or "project" in name}


async def test_a_key_and_an_address_are_taken_without_white_space(
    vendor: Vendor, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in vendor.settings(fake.endpoint).items():
        monkeypatch.setenv(name, f" {value}\r\n")
    get_settings.cache_clear()

    await ask(vendor)

    assert set(fake.keys) == {"key-of-the-test"}


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("empty", ["", " ", "\n"])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("openai", "https://api.openai.com/v1/"),
        ("xai", "https://api.x.ai/v1/"),
        ("anthropic", "https://api.anthropic.com"),
    ],
)
async def test_an_empty_address_is_the_vendors_own(
    monkeypatch: pytest.MonkeyPatch, name: str, address: str, empty: str
) -> None:
    from chat_app.llm.providers import close_providers

    monkeypatch.setenv(f"{name.upper()}_API_KEY", "any")
    monkeypatch.setenv(f"{name.upper()}_BASE_URL", empty)
    get_settings.cache_clear()

    client = get_provider(PROVIDERS[name])._client  # pyright: ignore

    assert str(client.base_url) == address
    await close_providers()
