"""Sign-in by a company's identity provider, in a real browser and at a real provider."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import free_port
from tests.e2e.accessibility import serious_faults
from tests.e2e.conftest import serving
from tests.sign_on.openid import CLIENT_ID, CLIENT_SECRET, OpenIdProvider


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIdProvider]:
    provider = OpenIdProvider(tmp_path_factory.mktemp("provider"), free_port(), free_port())
    provider.knows("ada", email="ada@acme.example", email_verified=True, name="Ada Lovelace")
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def app_url(
    app_settings: dict[str, str],
    provider: OpenIdProvider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    settings = app_settings | {
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('company')}/chat.db",
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_NAME": "Acme",
        "PORT": str(provider.app_port),
    }
    with serving(settings, tmp_path_factory.mktemp("log") / "company.log"):
        # As the provider knows it.
        yield provider.app


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A browser nobody has signed in with, here or at the provider."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def come_in(visitor: Page) -> None:
    """Go by the button to the provider, and sign in there."""
    visitor.get_by_role("link", name="Sign in with Acme").click()
    visitor.locator("input[name=login]").fill("ada")
    visitor.locator("input[name=password]").fill("whatever")
    visitor.get_by_role("button", name="Sign-in").click()


def test_the_button_leads_to_the_provider_and_back_to_the_page_asked_for(
    visitor: Page, app_url: str
):
    visitor.goto(app_url + "/usage")
    expect(visitor.get_by_role("link", name="Sign in with Acme")).to_be_visible()
    assert serious_faults(visitor) == []
    come_in(visitor)
    expect(visitor).to_have_url(app_url + "/usage")
    visitor.goto(app_url + "/")
    expect(visitor.get_by_role("navigation", name="Chats")).to_contain_text("No chats yet")
    expect(visitor.get_by_text("Ada Lovelace", exact=True)).to_be_visible()
    visitor.goto(app_url + "/settings")
    expect(visitor.get_by_role("table", name="Sessions")).to_contain_text("identity provider")


def test_signing_out_ends_the_sign_in_at_the_provider_as_well(visitor: Page, app_url: str):
    visitor.goto(app_url + "/login")
    come_in(visitor)
    expect(visitor).to_have_url(app_url + "/")
    # What is clicked before the page lives is not heard.
    expect(visitor.get_by_role("navigation", name="Chats")).to_contain_text("No chats yet")
    visitor.get_by_role("button", name="Sign out").click()
    visitor.get_by_role("button", name="Yes, sign me out").click()
    expect(visitor).to_have_url(app_url + "/login")
    visitor.get_by_role("link", name="Sign in with Acme").click()
    expect(visitor.locator("input[name=login]")).to_be_visible()
