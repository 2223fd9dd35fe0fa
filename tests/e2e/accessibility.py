"""What axe says of a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe()


def serious_faults(page: Page) -> list[str]:
    """Return what breaks WCAG 2.2 AA seriously: rule, and the first element that does."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    # Colours that are still fading in would be measured half-way.
    page.evaluate(
        "Promise.allSettled(document.getAnimations()"
        ".filter((each) => each.effect.getComputedTiming().iterations !== Infinity)"
        ".map((each) => each.finished))"
    )
    violations = _axe.run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html']}"
        for each in violations
        if each["impact"] in {"serious", "critical"}
    ]
