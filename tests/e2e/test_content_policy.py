"""Every page works under its content policy, which lets no script run that we did not write."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Page, expect

from chat_app.words import LANGUAGE_COOKIE

_INJECT = """
const script = document.createElement("script");
script.textContent = "window.ran = true";
document.body.append(script);
const image = document.createElement("img");
document.body.append(image);
image.setAttribute("onerror", "window.ran = true");
image.src = "/nowhere.png";
"""
_REPORTS = """
window.refused = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
  window.refused.push([effectiveDirective, blockedURI, sample].join(" ")));
"""


def script_sources(response: Any) -> str:
    policy = response.headers["content-security-policy"]
    return next(part for part in policy.split(";") if part.strip().startswith("script-src"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_of_any_page_is_refused_and_nothing_else_runs(
    admin_page: Page, app_url: str, seed: Callable[..., UUID], language: str
) -> None:
    page = admin_page
    page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": app_url}])
    page.add_init_script(_REPORTS)
    for path in (
        *("/", "/usage", "/settings", "/admin", "/admin/users", "/admin/audit", "/admin/feedback"),
        *("/login", "/register", "/set-password", "/forgot-password", "/nowhere"),
    ):
        response = page.goto(app_url + path)
        assert response
        assert "'unsafe-inline'" not in script_sources(response)
        assert "'sha256-" in script_sources(response)
        expect(page.get_by_role("heading").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.refused") == [], path
    # From its cache, a browser shows a page under the headers of "not modified".
    page.goto(app_url + "/usage")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.refused") == []
    page.evaluate(_INJECT)
    page.wait_for_function("window.refused.length >= 2")
    assert page.evaluate("window.ran") is None


def test_a_conversation_with_mathematics_diagrams_and_code_breaks_no_rule_of_it(
    page: Page, app_url: str, seed: Callable[..., UUID]
) -> None:
    text = "$$\\frac{a}{b}$$\n\n```mermaid\ngraph TD; A-->B\n```\n\n```python\nprint(1)\n```"
    chat_id = seed([("Hello", text)])
    page.add_init_script(_REPORTS)
    page.goto(f"{app_url}/chat/{chat_id}")
    expect(page.locator(".katex").first).to_be_visible()
    expect(page.get_by_role("img").first).to_be_visible()
    page.get_by_role("textbox", name="Message").fill("And now?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="Assistant")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.refused") == []


def test_the_documentation_runs_its_own_script_alone(page: Page, app_url: str) -> None:
    page.add_init_script(_REPORTS)
    response = page.goto(app_url + "/docs")
    assert response
    assert "unsafe" not in script_sources(response)
    expect(page.get_by_role("heading", name="Tally API")).to_be_visible()
    assert page.evaluate("window.refused") == []


def test_what_is_no_page_lets_no_script_run(app_url: str) -> None:
    assert "unsafe" not in script_sources(httpx.get(app_url + "/api/health", timeout=60))
