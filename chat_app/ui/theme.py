"""The look: product name, palettes, scales, and what every page has in its head.

Style sheets and parts use only the variables made here; a test holds the palettes to WCAG 2.2 AA.
"""

import reflex as rx

from chat_app.ui.words import NOTE_READER, say

PRODUCT = "Tally"
"""Name of the product, as people see it."""

STYLESHEETS = [
    "/css/base.css",
    "/css/parts.css",
    "/css/shell.css",
    "/css/palette.css",
    "/css/auth.css",
    "/css/settings.css",
    "/css/figures.css",
]
"""Style sheets of every page, in `assets/`: elements, shared parts, then one for each feature."""

LIGHT = {
    "bg": "#fdfcfa",
    "surface": "#ffffff",
    "sunken": "#f5f3ee",
    "hover": "#ece9e2",
    "line": "#e6e2d9",
    "line-strong": "#8c877b",
    "text": "#1d1c19",
    "muted": "#635f56",
    "accent": "#0d6b4d",
    "accent-hover": "#09543c",
    "accent-text": "#0b6247",
    "accent-soft": "#e1f1e9",
    "on-accent": "#ffffff",
    "warning": "#855300",
    "warning-soft": "#fbf0d9",
    "danger": "#b3261e",
    "danger-hover": "#8f1d17",
    "danger-soft": "#fcebe9",
    "on-danger": "#ffffff",
    "person-1": "#9a3130",
    "person-2": "#8f4100",
    "person-3": "#775403",
    "person-4": "#596106",
    "person-5": "#106e20",
    "person-6": "#046b53",
    "person-7": "#00686c",
    "person-8": "#056484",
    "person-9": "#2757a8",
    "person-10": "#5c48a2",
    "person-11": "#7c3b8b",
    "person-12": "#913266",
    "scrim": "rgb(29 28 25 / 0.4)",
    "shadow-small": "0 1px 2px rgb(29 28 25 / 0.06)",
    "shadow-large": "0 0 0 1px rgb(29 28 25 / 0.06), 0 12px 32px rgb(29 28 25 / 0.14)",
}
"""Colours by day: warm paper, ink, and the green of ledgers."""

DARK = {
    "bg": "#181816",
    "surface": "#22211e",
    "sunken": "#121210",
    "hover": "#2c2b27",
    "line": "#34332e",
    "line-strong": "#7d796e",
    "text": "#eeece6",
    "muted": "#aaa69b",
    "accent": "#4fc792",
    "accent-hover": "#6fd6a8",
    "accent-text": "#62d09f",
    "accent-soft": "#183328",
    "on-accent": "#06251a",
    "warning": "#ecb953",
    "warning-soft": "#37290f",
    "danger": "#ff9184",
    "danger-hover": "#ffaba1",
    "danger-soft": "#3d1e1a",
    "on-danger": "#310a06",
    "person-1": "#fda199",
    "person-2": "#f9a779",
    "person-3": "#e5b562",
    "person-4": "#bbc76d",
    "person-5": "#8ed28f",
    "person-6": "#67d6b2",
    "person-7": "#4dd4db",
    "person-8": "#65cbf9",
    "person-9": "#98bffe",
    "person-10": "#bcb2fe",
    "person-11": "#dfa5ec",
    "person-12": "#f69fc8",
    "scrim": "rgb(0 0 0 / 0.6)",
    "shadow-small": "0 1px 2px rgb(0 0 0 / 0.4)",
    "shadow-large": "0 0 0 1px rgb(255 255 255 / 0.07), 0 12px 32px rgb(0 0 0 / 0.55)",
}
"""The same by night."""

SCALES = {
    "font": '"Inter Variable", ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif',
    "mono": 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace',
    "text-xs": "0.75rem",
    "text-s": "0.8125rem",
    "text-m": "0.875rem",
    "text-l": "1rem",
    "text-xl": "1.25rem",
    "text-2xl": "1.625rem",
    **{f"space-{step}": f"{step * 4}px" for step in (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)},
    "radius-s": "6px",
    "radius-m": "10px",
    "radius-l": "16px",
    "radius-full": "999px",
    "quick": "120ms ease",
    "smooth": "220ms cubic-bezier(0.2, 0.8, 0.2, 1)",
}
"""Type, 4-px spacing, radii and motion; the same by day and night."""

# Reflex keeps the choice under `theme` and applies it after hydration; this does so before the
# first paint, so that no page flashes in the wrong colours. Likewise whether the sidebar is hidden.
_APPLY_COLOUR_MODE = """
(() => {
  const chosen = localStorage.getItem("theme");
  const dark = chosen === "dark" ||
    (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.add(dark ? "dark" : "light");
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  document.documentElement.dataset.sidebar = localStorage.getItem("sidebar") ?? "";
})();
"""

# An Enter or Escape that belongs to an input method (Chinese, Japanese, Korean …) takes or drops a
# word there. Nothing of ours may hear it, before React's and Radix's listeners at the document.
# Safari ends the composition before that key is told: then only its code, 229, says so (WebKit
# bug 165004, read 2026-11-29).
_KEEP_INPUT_METHODS_KEYS = """
addEventListener("keydown", (event) => {
  if (!event.isComposing && event.keyCode !== 229) return;
  event.stopImmediatePropagation();
  if (["Enter", "Escape"].includes(event.key)) event.preventDefault();
}, true);
"""

# An Escape that closes the list of a choice is over with that: the dialog around it stays. Chromium
# tells the page of that key all the same where the list is in our clothes (156, seen 2026-11-29).
_LET_ESCAPE_CLOSE_A_LIST = """
if (CSS.supports("selector(select:open)")) addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector("select:open")) {
    event.stopImmediatePropagation();
  }
}, true);
"""

# The worker knows the language of the page it keeps by its own address.
_BE_READY_OFFLINE = """
if ("serviceWorker" in navigator) {
  addEventListener("load", () => {
    const language = document.documentElement.lang;
    navigator.serviceWorker.register("/service-worker.js?language=" + language).catch(() => {});
  });
}
"""


def _rule(selector: str, tokens: dict[str, str]) -> str:
    return selector + "{" + "".join(f"--{name}:{value};" for name, value in tokens.items()) + "}"


def head() -> list[rx.Component]:
    """Return what every page has in its head: the variables and the colour mode."""
    variables = _rule(":root", LIGHT | SCALES) + _rule(":root.dark", DARK)
    return [
        rx.el.style(variables),
        *(
            rx.el.meta(
                name="theme-color",
                content=palette["bg"],
                media=f"(prefers-color-scheme: {scheme})",
            )
            for scheme, palette in (("light", LIGHT), ("dark", DARK))
        ),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(rel="apple-touch-icon", href="/icons/apple-180.png"),
        rx.el.script(
            _APPLY_COLOUR_MODE
            + NOTE_READER
            + _KEEP_INPUT_METHODS_KEYS
            + _LET_ESCAPE_CLOSE_A_LIST
            + _BE_READY_OFFLINE
        ),
        rx.el.meta(name="viewport", content="width=device-width, initial-scale=1"),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
    ]


def mark() -> rx.Component:
    """Return the product's mark: four strokes and a fifth across."""
    return rx.el.img(src="/favicon.svg", alt="", width="24", height="24")


def page_title(message_id: str) -> rx.Var[str]:
    """Return the title of a page's tab: what the page is, and the product."""
    return rx.Var.create(f"{say(message_id)} · {PRODUCT}")


def toaster() -> rx.Component:
    """Return the place where toasts appear."""
    return rx.toast.provider(position="bottom-right", rich_colors=False, duration=6000)
