"""The end of a server whose pages are open."""

from contextlib import closing
from pathlib import Path

import httpx
from playwright.sync_api import Browser, expect

from chat_app.services.accounts import COOKIE_NAME
from tests.conftest import free_port
from tests.e2e.conftest import PASSWORD, serving


def test_open_tabs_do_not_hold_it_up(
    browser: Browser, app_settings: dict[str, str], tmp_path: Path
) -> None:
    own = {"DATABASE_URL": f"sqlite:///{tmp_path}/chat.db", "PORT": str(free_port())}
    log = tmp_path / "app.log"
    with closing(browser.new_context()) as context:
        # A reply that takes minutes, if it is let.
        with serving(app_settings | own | {"SIM_DELAY_MS": "500"}, log) as url:
            account = {"email": "admin@example.com", "password": PASSWORD}
            token = httpx.post(url + "/api/auth/login", json=account, timeout=60).json()[
                "access_token"
            ]
            context.add_cookies([{"name": COOKIE_NAME, "value": token, "url": url}])
            pages = [context.new_page() for _ in range(3)]
            for page in pages:
                page.goto(url + "/")
            pages[0].get_by_role("textbox", name="Message").fill("write 500 words")
            pages[0].get_by_role("button", name="Send").click()
            expect(pages[0].get_by_role("button", name="Stop")).to_be_visible()
        # `serving` has seen it end by itself; the reply it was busy with is not what it says last.
        expect(pages[0].get_by_role("article", name="Assistant")).to_be_visible()
    said = log.read_text()
    assert "exchange.settled" in said
    assert "Traceback" not in said
