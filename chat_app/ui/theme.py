"""The look: product name, palettes, scales, and what every page has in its head.

Style sheets and parts use only the variables made here; a test holds the palettes to WCAG 2.2 AA.
"""

import reflex as rx

from chat_app.ui.session import NOTE_UTC_OFFSET

PRODUCT = "Tally"
"""Name of the product, as people see it."""

STYLESHEETS = [
    "/css/base.css",
    "/css/parts.css",
    "/css/shell.css",
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
# first paint, so that no page flashes in the wrong colours.
_APPLY_COLOUR_MODE = """
(() => {
  const chosen = localStorage.getItem("theme");
  const dark = chosen === "dark" ||
    (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.add(dark ? "dark" : "light");
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
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


def _rule(selector: str, tokens: dict[str, str]) -> str:
    return selector + "{" + "".join(f"--{name}:{value};" for name, value in tokens.items()) + "}"


def head() -> list[rx.Component]:
    """Return what every page has in its head: the variables and the colour mode."""
    variables = _rule(":root", LIGHT | SCALES) + _rule(":root.dark", DARK)
    return [
        rx.el.style(variables),
        rx.el.script(_APPLY_COLOUR_MODE + NOTE_UTC_OFFSET + _KEEP_INPUT_METHODS_KEYS),
        rx.el.meta(name="viewport", content="width=device-width, initial-scale=1"),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
    ]


def mark() -> rx.Component:
    """Return the product's mark: four strokes and a fifth across."""
    return rx.el.img(src="/favicon.svg", alt="", width="24", height="24")


def toaster() -> rx.Component:
    """Return the place where toasts appear."""
    return rx.toast.provider(position="top-center", rich_colors=False, duration=6000)
