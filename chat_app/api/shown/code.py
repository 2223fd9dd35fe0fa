"""Code in the colours of its language."""

# Parts of Pygments come without types.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_LONGEST_CHARACTERS = 20_000
"""What is longer stays without colours: lexers are slow."""
_LONGEST_NAME = 30
_FORMATTER = HtmlFormatter(nowrap=True, classprefix="c-")


def language_of(info: str) -> str:
    """Return what a fence calls the language of its code."""
    return info.split(maxsplit=1)[0][:_LONGEST_NAME] if info.strip() else ""


def coloured(code: str, language: str) -> str:
    """Return code as HTML; in a language that nobody knows, as it is."""
    lexer = _lexer_of(language) if len(code) <= _LONGEST_CHARACTERS else None
    return str(highlight(code, lexer, _FORMATTER)) if lexer else escape(code)


@lru_cache(maxsize=64)
def _lexer_of(language: str) -> Lexer | None:
    """Return what reads a language; looking for one goes through hundreds."""
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None
