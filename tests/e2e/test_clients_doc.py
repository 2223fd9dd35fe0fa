"""The examples for browsers in docs/clients.md, run in one: its own fetch, its own EventSource."""

from uuid import uuid4

import httpx
from playwright.sync_api import Browser

from tests import doc_examples
from tests.doc_examples import MARK

PASSWORD = "correct horse"


def test_the_browser_examples_run_as_they_stand(browser: Browser, api_url: str) -> None:
    email = f"{uuid4().hex}@example.com"
    with httpx.Client(base_url=api_url, timeout=60) as http:
        signed_up = http.post("/api/auth/register", json={"email": email, "password": PASSWORD})
        assert signed_up.status_code == 201
        examples = [each for each in doc_examples.read("clients.md") if each.language == "js"]
        program = doc_examples.program(
            examples, f"console.log({MARK!r});", {"me@example.org": email}
        )
        printed: list[str] = []
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{api_url}/docs")
            page.on("console", lambda line: printed.append(f"{line.text}\n"))
            page.evaluate(f"async () => {{ {program} }}")
        token = signed_up.json()["access_token"]
        usage = http.get("/api/user/token-usage", headers={"Authorization": f"Bearer {token}"})
        listed = http.get("/api/chats", headers={"Authorization": f"Bearer {token}"})

    doc_examples.check_output(examples, "".join(printed))
    (chat,) = listed.json()["chats"]
    assert chat["message_count"] == 4
    assert usage.json()["total_tokens_used"] == chat["tokens_consumed"]
