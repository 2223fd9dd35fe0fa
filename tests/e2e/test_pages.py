"""The pages beside the conversation on four screens, by day and night, in a real browser."""

from typing import Literal
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from chat_app.models import Complaint, Reaction, User, now
from chat_app.services import chats
from tests.callers import by
from tests.e2e.accessibility import serious_faults
from tests.services.exchanges import settled_exchange

WIDTHS_PX = (360, 768, 1440, 1920)
TABLES = {
    "/usage": "Ledger",
    "/settings": "API keys",
    "/admin": "Usage",
    "/admin/users": "Users",
    "/admin/feedback": "Feedback",
    "/admin/audit": "Audit",
}
# What is wider than its place, or stands outside of the window.
_TOO_WIDE = """() => [...document.querySelectorAll("main, main .table-frame, main td, main th")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => {
    const box = each.getBoundingClientRect();
    const unseen = box.width <= 1 && box.height <= 1;
    return !unseen && (box.right > innerWidth + 1 || each.scrollWidth > each.clientWidth + 1);
  })
  .map((each) => each.outerHTML.slice(0, 200))"""


@pytest.fixture
def spent(in_app, signed_up) -> None:
    """Somebody with a long address has used models of long names, a lot of them."""
    for model in ("gpt-6.1-terra", "claude-sonnet-5.5"):
        chat_id = in_app(settled_exchange(signed_up.user, 208, model=model, cost_micro_usd=4200))
        in_app(_dislike(signed_up.user, chat_id))


async def _dislike(user: User, chat_id: UUID) -> None:
    reply = (await chats.messages(user, chat_id, branch="all"))[-1].message
    words = "Far too long, and the address https://example.org/a-page-with-a-long-name is not there"
    await chats.react(
        by(user), chat_id, reply.message_id, Reaction.DISLIKE, tuple(Complaint), words
    )


@pytest.mark.usefixtures("spent")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_is_accessible_at_every_width(
    admin_page: Page, app_url: str, scheme: Literal["light", "dark"]
):
    admin_page.emulate_media(color_scheme=scheme)
    made = admin_page.request.post(app_url + "/api/keys", data={"name": "Editor on my laptop"})
    assert made.status == 201
    for path, table in TABLES.items():
        admin_page.goto(app_url + path)
        expect(admin_page.get_by_role("heading", level=1)).to_have_count(1)
        shown = admin_page.get_by_role("table", name=table, exact=True)
        expect(shown.get_by_role("row").nth(1)).to_be_visible()
        for width in WIDTHS_PX:
            admin_page.set_viewport_size({"width": width, "height": 900})
            expect(admin_page.get_by_role("main")).to_be_visible()
            # Rows become cards in the frame after the one that was too narrow for them.
            admin_page.wait_for_function(f"({_TOO_WIDE})().length === 0")
            assert serious_faults(admin_page) == [], (path, width)


@pytest.mark.usefixtures("spent")
def test_a_row_is_a_card_where_its_columns_have_no_room(admin_page: Page, app_url: str):
    admin_page.set_viewport_size({"width": 360, "height": 740})
    admin_page.goto(app_url + "/admin/users")
    table = admin_page.get_by_role("table", name="Users")
    card = table.get_by_role("row").nth(1)
    expect(card).to_be_visible()
    columns = table.get_by_role("columnheader").all_inner_texts()
    # Usage comes first, and the names of the columns stand beside the figures.
    assert columns.index("Used") == 1
    used = card.get_by_role("cell").first
    assert len({cell.evaluate("e => e.offsetTop") for cell in card.get_by_role("cell").all()}) > 1
    assert "Used" in used.evaluate("e => getComputedStyle(e, '::before').content")
    header = table.get_by_role("columnheader", name="Used")
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    admin_page.set_viewport_size({"width": 1440, "height": 900})
    expect(header).to_be_in_viewport()
    assert len({cell.evaluate("e => e.offsetTop") for cell in card.get_by_role("cell").all()}) == 1


@pytest.mark.usefixtures("spent")
def test_the_token_budget_is_a_bar_on_the_usage_page_of_a_phone(page: Page, app_url: str):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(app_url + "/usage")
    bar = page.get_by_role("progressbar", name="Token budget")
    expect(bar).to_be_in_viewport()
    expect(bar).to_have_attribute("aria-valuetext", "416 of 1,000,000 tokens used, 0 reserved")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-02-02&to=2026-02-01", "must not be after the last"),
        ("from=2026-02-31", "has a day that is none"),
        ("from=2001-01-01&to=2026-01-01", "more than ten years"),
        ("from=1801-01-01&to=1801-01-01", "has a day that is none"),
        ("group_by=colour", "no such grouping"),
    ],
)
def test_an_address_that_makes_no_sense_is_told_in_a_persons_words(
    admin_page: Page, app_url: str, query: str, words: str
):
    admin_page.goto(f"{app_url}/admin?{query}")
    alert = admin_page.get_by_role("alert")
    expect(alert).to_contain_text(words)
    expect(alert).not_to_contain_text("`")
    # The way out is not closed.
    expect(admin_page.get_by_label("From", exact=True)).to_be_enabled()


def test_a_chart_of_nothing_says_so(admin_page: Page, app_url: str):
    admin_page.goto(app_url + "/admin?from=2001-01-01&to=2001-01-02")
    expect(admin_page.get_by_text("Nothing was used in these days.")).to_be_visible()


@pytest.mark.usefixtures("spent")
def test_a_chart_of_one_day_is_no_wall(admin_page: Page, app_url: str, signed_up):
    today = now().date()
    admin_page.goto(f"{app_url}/admin?from={today}&to={today}&user={signed_up.user.email}")
    bar = admin_page.locator(".recharts-bar-rectangle path").first
    expect(bar).to_be_visible()
    assert 20 < bar.evaluate("e => e.getBoundingClientRect().width") < 60
    marks = admin_page.locator(".recharts-yAxis-tick-labels text, .recharts-yAxis text")
    assert set(marks.all_text_contents()) >= {"0", "100", "500"}
