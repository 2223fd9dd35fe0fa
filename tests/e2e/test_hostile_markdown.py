"""What a model writes must not run, send, frame, restyle or leave the page."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

BEACON = "https://127.0.0.1:9/beacon"

HOSTILE = f"""Text before.

<script>window.hacked = 1</script>

<img src="{BEACON}?img" onerror="window.hacked = 1">

<iframe srcdoc="<script>parent.hacked = 1</script>"></iframe>

<svg onload="window.hacked = 1"><a href="javascript:window.hacked=1"><text>x</text></a></svg>

<style>body {{ display: none }} @import url({BEACON}?css);</style>

<form action="{BEACON}?form"><input name="a"><button>Go</button></form>

<base href="{BEACON}/">

<link rel="stylesheet" href="{BEACON}?link">

<meta http-equiv="refresh" content="0;url={BEACON}?meta">

<object data="{BEACON}?object"></object> <embed src="{BEACON}?embed">

<details ontoggle="window.hacked = 1" open>x</details>

<sub onclick="window.hacked = 1">x</sub> <kbd style="position:fixed">x</kbd>
<details><summary id="main">x</summary>

<br onclick="window.hacked = 1"><sup>2</sup>

</details>

[script link](javascript:window.hacked=1) [cased](JaVaScRiPt:window.hacked=1)
[entity](&#106;avascript:window.hacked=1) [tab](java\tscript:window.hacked=1)
[data link](data:text/html,<script>opener.hacked=1</script>) [vb](vbscript:x)
[own page](/api/auth/logout) [protocol relative](//127.0.0.1:9/beacon)

<javascript:window.hacked=1>

![picture]({BEACON}?markdown) ![data](data:image/svg+xml,<svg/onload=window.hacked=1>)

![reference][r]

[r]: {BEACON}?reference

$\\href{{javascript:window.hacked=1}}{{x}}$ $\\includegraphics{{{BEACON}?tex}}$
$\\htmlStyle{{position:fixed}}{{x}}$ $\\rule{{100000em}}{{100000em}}$

$$\\def\\a{{\\a\\a}}\\a$$

```html"><img src=x onerror=window.hacked=1>
<script>window.hacked = 1</script>
```

[good link](https://example.org/page) and the end.
"""


@pytest.fixture
def hostile(page: Page, app_url: str, seed) -> Page:
    chat_id: UUID = seed([("Say something evil", HOSTILE)])
    page.asked = []  # type: ignore[attr-defined]
    page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
    page.goto(f"{app_url}/chat/{chat_id}")
    expect(page.get_by_role("article", name="Assistant")).to_contain_text("and the end.")
    return page


def test_no_script_runs_and_no_request_leaves(hostile: Page, app_url: str):
    hostile.get_by_text("script link").click()
    hostile.wait_for_load_state("networkidle")
    assert hostile.evaluate("window.hacked") is None
    outside = [url for url in hostile.asked if not url.startswith((app_url, "ws", "data:"))]  # type: ignore[attr-defined]
    assert outside == []


def test_no_element_of_the_models_choosing_reaches_the_page(hostile: Page):
    reply = hostile.get_by_role("article", name="Assistant")
    for tag in ("script", "iframe", "style", "form", "base", "link", "meta", "object", "embed"):
        assert reply.locator(f".tk-prose {tag}").count() == 0, tag
    assert reply.locator(".tk-prose img").count() == 0
    assert reply.locator(".tk-prose input").count() == 0
    handlers = reply.locator(".tk-prose").evaluate(
        "box => [...box.querySelectorAll('*')].flatMap(e => [...e.attributes])"
        ".filter(a => /^on/i.test(a.name) || /javascript:/i.test(a.value)).map(a => a.name)"
    )
    assert handlers == []


def test_a_tag_that_is_drawn_has_no_attribute_of_the_models(hostile: Page):
    drawn = hostile.get_by_role("article", name="Assistant").locator(
        ".tk-prose :is(br, sub, sup, kbd, details, summary)"
    )
    elements = drawn.evaluate_all("all => all.map(e => [e.localName, ...e.getAttributeNames()])")
    assert elements == [["details", "dir"], ["summary"], ["sup"]]


def test_only_links_to_other_sites_survive_and_they_carry_nothing_along(hostile: Page):
    links = hostile.get_by_role("article", name="Assistant").locator(".tk-prose a")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://example.org/page")
    expect(links).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(links).to_have_attribute("target", "_blank")


def test_a_formula_cannot_cover_the_page(hostile: Page):
    widest = hostile.locator(".tk-prose").last.evaluate(
        "box => Math.max(...[...box.querySelectorAll('.katex *')]"
        ".map(e => Math.max(e.getBoundingClientRect().height, 0)))"
    )
    assert widest < 1000


def test_a_picture_is_fetched_only_after_a_click(hostile: Page):
    button = hostile.get_by_role("button", name="Load image from 127.0.0.1:9: picture")
    with hostile.expect_request(f"{BEACON}?markdown") as asked:
        button.click()
    assert not asked.value.headers.get("referer")
