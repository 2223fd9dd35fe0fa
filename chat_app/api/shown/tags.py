"""Which elements and attributes leave the server in what somebody wrote: these and no others."""

import re

import nh3

_WORDS = (
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "s"),
    *("sub", "sup", "kbd", "details", "summary", "a", "code", "pre", "span", "section"),
    *("figure", "figcaption", "div", "table", "thead", "tbody", "tr", "th", "td"),
)
_FORMULAS = (
    *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot"),
    *("mstyle", "mpadded", "mphantom", "menclose", "msub", "msup", "msubsup", "munder", "mover"),
    *("munderover", "mmultiscripts", "mtable", "mtr", "mtd"),
)
_OF_FORMULAS = {
    *("display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "form"),
    *("separator", "largeop", "movablelimits", "accent", "accentunder", "notation"),
    *("columnalign", "rowspacing", "columnspacing", "rowlines", "columnlines", "linethickness"),
    *("lspace", "rspace", "minsize", "maxsize", "width", "height", "depth", "voffset"),
}
_SIZES = {"lspace", "rspace", "minsize", "maxsize", "width", "height", "depth", "voffset"}
_SMALL = re.compile(r"[+-]?(\d{1,2}(\.\d{1,6})?|\.\d{1,6})(em|ex|pt|px|mu)?")
"""What a formula may take: none grows over the page."""


def cleaned(html: str) -> str:
    """Return some HTML with what is allowed of it, and every element closed."""
    return _CLEANER.clean(html)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name in _SIZES and not _SMALL.fullmatch(value):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags={*_WORDS, *_FORMULAS},
    attributes={
        "a": {"href", "title", "target", "id", "class", "aria-label", "role"},
        "code": {"class", "dir"},
        "details": {"class"},
        "div": {"class", "dir", "tabindex", "role", "aria-label"},
        "figure": {"class"},
        "li": {"id", "class"},
        "ol": {"start", "dir", "class"},
        "pre": {"tabindex", "role", "aria-label", "dir"},
        "section": {"class"},
        "span": {"class", "role", "aria-label"},
        "sup": {"class"},
        **{tag: {"dir"} for tag in ("p", "h3", "h4", "h5", "h6", "blockquote")},
        **{tag: {"class"} for tag in ("th", "td")},
        "ul": {"dir", "class"},
        **dict.fromkeys(_FORMULAS, _OF_FORMULAS),
    },
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
    strip_comments=True,
)
