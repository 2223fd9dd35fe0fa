"""A browser's own EventSource: it reads a session, and comes back after a cut for nothing."""

from uuid import uuid4

import httpx
from playwright.sync_api import Browser, Page

from chat_app.services.accounts import SignedIn

LISTEN = """
(address) => new Promise((resolve) => {
  const heard = {ids: [], text: "", dones: 0, opened: 0};
  let source;
  const listen = (url) => {
    source = new EventSource(url);
    source.onopen = () => { heard.opened += 1; };
    source.onmessage = (event) => {
      const said = JSON.parse(event.data);
      heard.ids.push(event.lastEventId);
      if (said.type === "token") heard.text += said.content;
      if (said.type === "done" || said.type === "error") {
        heard.dones += 1;
        heard.tokens_used = said.tokens_used;
        source.close();
        resolve(heard);
      }
    };
  };
  listen(address);
})
"""


def begin(url: str, signed_up: SignedIn) -> str:
    started = httpx.post(
        url + "/api/chat/start",
        json={"modelId": "simulated", "prompt": "write 60 words"},
        headers={"Authorization": f"Bearer {signed_up.access_token}"},
        timeout=60,
    )
    assert started.status_code == 200, started.text
    return f"/api/chat/stream?sessionId={started.json()['sessionId']}"


def used(url: str, signed_up: SignedIn) -> int:
    usage = httpx.get(
        url + "/api/user/token-usage",
        headers={"Authorization": f"Bearer {signed_up.access_token}"},
        timeout=60,
    )
    return usage.json()["total_tokens_used"]


def test_an_event_source_reads_a_session_with_the_cookie(
    page: Page, app_url: str, signed_up: SignedIn
):
    address = begin(app_url, signed_up)
    page.goto(app_url + "/docs")
    heard = page.evaluate(LISTEN, address)
    assert len(heard["text"].split()) == 60
    assert heard["opened"] == heard["dones"] == 1
    assert heard["ids"] == sorted(heard["ids"], key=int)
    assert used(app_url, signed_up) == heard["tokens_used"]


def test_a_reconnect_of_an_event_source_goes_on_and_charges_nothing(
    page: Page, app_url: str, signed_up: SignedIn
):
    """The first answer is cut in mid-reply; the browser comes back by itself."""
    address = begin(app_url, signed_up)
    sent: list[str] = []

    def cut_the_first(route) -> None:
        sent.append(route.request.url)
        if len(sent) > 1:
            route.continue_()
            return
        with httpx.stream(
            "GET",
            app_url + address,
            headers={"Authorization": f"Bearer {signed_up.access_token}"},
            timeout=60,
        ) as response:
            part = b""
            for chunk in response.iter_bytes():
                part += chunk
                if part.count(b"\n\n") > 5:
                    break
            headers = {"content-type": response.headers["content-type"]}
        whole_events = part[: part.rindex(b"\n\n") + 2]
        route.fulfill(status=200, headers=headers, body=whole_events)

    page.route("**/api/chat/stream?*", cut_the_first)
    page.goto(app_url + "/docs")
    heard = page.evaluate(LISTEN, address)
    assert len(sent) == heard["opened"] == 2
    # Neither a word twice nor one lost: the browser said by itself where to go on.
    assert len(heard["text"].split()) == 60
    assert heard["ids"] == sorted(heard["ids"], key=int)
    assert heard["dones"] == 1
    assert used(app_url, signed_up) == heard["tokens_used"]
    chats = httpx.get(
        app_url + "/api/chats",
        headers={"Authorization": f"Bearer {signed_up.access_token}"},
        timeout=60,
    )
    assert [chat["message_count"] for chat in chats.json()["chats"]] == [2]


def test_an_event_source_that_nobody_closes_is_told_once_that_nothing_more_comes(
    browser: Browser, api_url: str
):
    """It comes back after the closing event, hears 204 and by the standard rests for good."""
    form = {"email": f"{uuid4().hex}@example.com", "password": "correct horse"}
    signed_up = httpx.post(f"{api_url}/api/auth/register", json=form, timeout=60).json()
    bearer = {"Authorization": f"Bearer {signed_up['access_token']}"}
    prompt = {"modelId": "simulated", "prompt": "write 12 words"}
    started = httpx.post(
        f"{api_url}/api/chat/start", json=prompt, headers=bearer, timeout=60
    ).json()
    address = f"/api/chat/stream?sessionId={started['sessionId']}&access_token="
    answers: list[int] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{api_url}/docs")
        page.on(
            "response",
            lambda answer: answers.append(answer.status) if address in answer.url else None,
        )
        heard = page.evaluate(
            """(address) => new Promise((resolve) => {
              const heard = [];
              const source = new EventSource(address);
              source.onmessage = (event) => heard.push(JSON.parse(event.data));
              source.onerror = () => {
                if (source.readyState === EventSource.CLOSED) resolve(heard);
              };
            })""",
            address + signed_up["access_token"],
        )
    assert answers == [200, 204]
    assert [said["type"] for said in heard].count("done") == 1
    assert "".join(said.get("content", "") for said in heard).count(" ") == 11
    usage = httpx.get(f"{api_url}/api/user/token-usage", headers=bearer, timeout=60).json()
    assert usage["total_tokens_used"] == heard[-1]["tokens_used"]
