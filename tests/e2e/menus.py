"""Going through an open menu by keyboard."""

from playwright.sync_api import Locator, Page, expect


def go_down_to(page: Page, name: str) -> Locator:
    """Press the arrow key until an entry has the focus, and return it.

    Letters would do as well, unless the machine pauses between two of them: after a second, the
    next one begins a new search.
    """
    entry = page.get_by_role("menuitem", name=name, exact=True)
    for each in page.locator("[role=menuitem]:not([data-disabled])").all():
        expect(each).to_be_focused()
        if entry.evaluate("entry => entry === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    expect(entry).to_be_focused()
    return entry
