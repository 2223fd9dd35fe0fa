"""The palettes hold WCAG 2.2 AA: 4.5:1 for text, 3:1 for what marks a control."""

import pytest

from chat_app.ui.theme import DARK, LIGHT

TEXT = [
    ("text", "bg"),
    ("text", "surface"),
    ("text", "sunken"),
    ("text", "hover"),
    ("muted", "bg"),
    ("muted", "surface"),
    ("muted", "sunken"),
    ("muted", "hover"),
    ("accent-text", "bg"),
    ("accent-text", "surface"),
    ("accent-text", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("warning", "warning-soft"),
    ("warning", "sunken"),
    ("danger", "danger-soft"),
    ("danger", "surface"),
    ("on-danger", "danger"),
    ("on-danger", "danger-hover"),
    ("bg", "text"),
    *(
        (f"person-{colour}", behind)
        for colour in range(1, 13)
        for behind in ("bg", "surface", "sunken", "hover")
    ),
]
MARKS = [("line-strong", "surface"), ("line-strong", "bg"), ("accent", "bg"), ("accent", "surface")]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(palette: dict[str, str], front: str, back: str):
    assert contrast(palette[front], palette[back]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), MARKS)
def test_controls_can_be_told_from_what_is_behind(palette: dict[str, str], front: str, back: str):
    assert contrast(palette[front], palette[back]) >= 3


def test_both_palettes_have_the_same_names():
    assert LIGHT.keys() == DARK.keys()
