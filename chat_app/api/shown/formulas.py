"""Formulas as MathML, which browsers draw by themselves."""

import re
from html import escape, unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml import exceptions
from latex2mathml.converter import Converter

_LONGEST_CHARACTERS = 4000
_MACROS = re.compile(r"\\(?:[egx]?def|let|(?:re)?newcommand|providecommand)\b")
"""What may grow without end: a few macros of macros are millions of signs."""
_ENTITY = re.compile(r"&#x[0-9A-Fa-f]{2,6};")
_FAULTS: tuple[type[Exception], ...] = (
    *(
        each
        for each in vars(exceptions).values()
        if isinstance(each, type) and issubclass(each, Exception)
    ),
    *(AttributeError, LookupError, RuntimeError, StopIteration, TypeError, ValueError),
)
"""What latex2mathml 3.81.1 raises of formulas that are none (tried with 40 000, 2026-11-30)."""


def drawn(latex: str, *, is_block: bool) -> str:
    """Return a formula as MathML; one that cannot be read as the text it is."""
    source = latex.strip()
    math = None
    if len(source) <= _LONGEST_CHARACTERS and not _MACROS.search(source):
        math = _read(source, is_block=is_block)
    if math is None:
        return f'<code class="formula" dir="ltr">{escape(source)}</code>'
    for each in math.iter():
        # The library writes signs as entities, and what stands in `\text` as it is; written by it,
        # `<` would begin a tag.
        if each.text:
            each.text = _ENTITY.sub(lambda found: unescape(found[0]), each.text)
    return tostring(math, encoding="unicode")


def _read(latex: str, *, is_block: bool) -> Element | None:
    try:
        return Converter(display="block" if is_block else "inline").convert_to_element(latex)
    except _FAULTS:
        return None
