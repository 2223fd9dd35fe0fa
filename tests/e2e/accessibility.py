"""What axe says of a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe()
# Colours that are still fading in would be measured half-way; what has just come to the page may
# begin to fade in a frame later.
_AT_REST = """async () => {
  const moving = () => document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().iterations !== Infinity);
  const frames = () => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(done)));
  for (await frames(); moving().length; await frames())
    await Promise.allSettled(moving().map((each) => each.finished));
}"""


def serious_faults(page: Page) -> list[str]:
    """Return what breaks WCAG 2.2 AA seriously: rule, and the first element that does."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    page.evaluate(_AT_REST)
    violations = _axe.run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html']}"
        for each in violations
        if each["impact"] in {"serious", "critical"}
    ]
