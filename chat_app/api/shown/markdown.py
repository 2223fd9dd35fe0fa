"""The Markdown of a message as HTML: what `ui/chat/markdown.jsx` draws, without a script.

What a model writes is hostile input. No HTML is read, but for a few tags without attributes; only
links to other sites are links, and nothing is fetched: a picture of another site is a link to it.
Whatever comes of it goes through a list of what is allowed (`tags.py`).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from chat_app.api.shown import code, formulas, tags
from chat_app.words import Words

_DEEPEST = 20
"""Quotes and lists in one another."""
_MOST_MARKS = 400
"""In one paragraph, heading or cell, from which on it is shown as it is: nothing else would be
quick."""
_MOST_TAGS = 200
"""Of a message; those that come later are the text that they are."""
_MARKS = re.compile(r"[*_~\[\]!<$\\`]")
_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_PICTURE = re.compile(r"https://", re.IGNORECASE)
_NOTE = re.compile(r"#fn")
_TAG = re.compile(r"<(/?)(br|sub|sup|kbd|details|summary|think|thinking)\s*/?>", re.IGNORECASE)
_HOLDER = re.compile(r"</?(details|summary|think|thinking)\s*>", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\]\s")
_BRACKETS = {"(": (r"\)", False), "[": (r"\]", True)}
_TURNED = {"paragraph_open", "heading_open"}
"""What takes its direction from its own text."""
_HOLDERS = {"bullet_list_open", "ordered_list_open", "blockquote_open", "table_open"}
"""What holds such: the side of the whole is that of its first letter."""
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_LARGEST_HEADING = 3
"""The page has its name and those who speak above."""
_SMALLEST_HEADING = 6


def drawn(text: str, words: Words, own: str) -> str:
    """Return a message as HTML that is safe to put into a page.

    Args:
        text: In Markdown.
        words: The reader's.
        own: What its ids begin with, so that two messages may have notes of the same name.
    """
    return tags.cleaned(_MARKDOWN.render(text, {"docId": own, "words": words}))


def _reader() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": 100})
    markdown.enable(["table", "strikethrough", "linkify"])
    if markdown.linkify:
        # A name with a dot is a file as often as a place.
        only_whole: dict[str, bool] = {"fuzzy_link": False, "fuzzy_email": False}
        markdown.linkify.set(only_whole)  # pyright: ignore[reportUnknownMemberType] (untyped)
    # Bad ones are taken away where all are looked at, and their words stay.
    markdown.validateLink = lambda _url: True  # pyright: ignore[reportAttributeAccessIssue]
    footnote_plugin(markdown)
    dollarmath_plugin(markdown, allow_space=False, allow_digits=False, double_inline=True)
    amsmath_plugin(markdown)
    markdown.inline.ruler.before("escape", "brackets", _read_brackets)
    markdown.inline.ruler.before("autolink", "tag", _read_tag)
    markdown.block.ruler.before(
        "blockquote", "holder", _read_holder, {"alt": ["paragraph", "blockquote", "list", "table"]}
    )
    markdown.core.ruler.before("inline", "plain", _keep_plain)
    markdown.core.ruler.push("pages", _fit_page)
    for name, rule in _RULES.items():
        markdown.add_render_rule(name, rule)
    return markdown


def _read_brackets(state: StateInline, silent: bool) -> bool:
    r"""Read a formula in `\(…\)` or `\[…\]`."""
    opening = state.src[state.pos : state.pos + 2]
    if not opening.startswith("\\") or opening[1:] not in _BRACKETS:
        return False
    closing, is_block = _BRACKETS[opening[1]]
    end = state.src.find(closing, state.pos + 2, state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("math_block" if is_block else "math_inline", "math", 0)
        token.content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _read_tag(state: StateInline, silent: bool) -> bool:
    """Read one of the few tags that are drawn."""
    found = _TAG.match(state.src, state.pos, state.posMax)
    if not found or state.env.get("tags", 0) >= _MOST_TAGS:
        return False
    if not silent:
        state.env["tags"] = state.env.get("tags", 0) + 1
        token = state.push("tag", "", 0)
        token.content, token.markup = found[2].lower(), found[1]
    state.pos = found.end()
    return True


def _read_holder(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read a line that begins with a tag that holds blocks; it is no part of a paragraph."""
    if state.is_code_block(start):
        return False
    first, last = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if not _HOLDER.match(state.src, first, last):
        return False
    if not silent:
        state.line = start + 1
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = state.src[first:last], [start, start + 1], []
    return True


def _keep_plain(state: StateCore) -> None:
    """Keep what is all marks from being read: that would take the square of its length."""
    for token in state.tokens:
        if token.type == "inline" and len(_MARKS.findall(token.content)) > _MOST_MARKS:
            token.type = "plain"


def _fit_page(state: StateCore) -> None:
    """Fit what was read to the page: headings below its own, directions, tasks, links."""
    for place, token in enumerate(state.tokens):
        if token.type in _TURNED:
            token.attrSet("dir", "auto")
        elif token.type in _HOLDERS:
            token.attrSet("dir", _side(islice(state.tokens, place + 1, None), token.level))
        if align := str(token.attrGet("style") or "").removeprefix("text-align:"):
            # A list of what is allowed lets no style through.
            token.attrs = {"class": align}
        if token.type in {"heading_open", "heading_close"}:
            size = min(int(token.tag[1]) + _LARGEST_HEADING - 1, _SMALLEST_HEADING)
            token.tag = f"h{size}"
        if token.type == "inline" and token.children:
            _require_far(token.children)
            _mark_task(state.tokens, place, token.children)


def _side(following: Iterable[Token], level: int) -> str:
    """Return which way a holder runs: where its first letter does."""
    for token in following:
        if token.level <= level:
            break
        for sign in token.content if token.type == "inline" else "":
            if side := _STRONG.get(unicodedata.bidirectional(sign)):
                return side
    return "auto"


def _require_far(children: Sequence[Token]) -> None:
    """Leave of a link to anywhere but another site its words alone."""
    kept: list[bool] = []
    for token in children:
        if token.type == "link_open":
            href = str(token.attrGet("href") or "")
            is_far = bool(_LINK.match(href))
            kept.append(is_far)
            if is_far:
                token.attrSet("target", "_blank")
                token.attrSet("title", href)
            else:
                token.tag, token.attrs = "span", {}
        elif token.type == "link_close" and not kept.pop():
            token.tag = "span"


def _mark_task(tokens: Sequence[Token], place: int, children: list[Token]) -> None:
    """Make the box of a task of the sign that an item begins with."""
    before = [each.type for each in tokens[max(0, place - 2) : place]]
    found = _TASK.match(children[0].content) if children[0].type == "text" else None
    if not found or before != ["list_item_open", "paragraph_open"]:
        return
    children[0].content = children[0].content[found.end() :]
    children.insert(0, Token("task", "", 0, content=found[1].lower()))
    tokens[place - 2].attrSet("class", "task")


def _formula(_: RendererHTML, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
    is_block = tokens[at].type != "math_inline"
    return formulas.drawn(tokens[at].content, is_block=is_block)


def _tag(_: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, env: Any) -> str:
    name, is_end = tokens[at].content, bool(tokens[at].markup)
    if name == "br":
        return "<br>"
    if name in {"think", "thinking"}:
        thinking = f"<summary>{escape(env['words'].say('reply-thinking'))}</summary>"
        return "</details>" if is_end else f'<details class="thought">{thinking}'
    return f"</{name}>" if is_end else f"<{name}>"


def _plain(_: RendererHTML, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
    return escape(tokens[at].content)


def _task(_: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Any) -> str:
    is_done = tokens[at].content == "x"
    said = env["words"].say("reply-task-done" if is_done else "reply-task-open")
    sign = "☑" if is_done else "☐"
    return f'<span class="box" role="img" aria-label="{escape(said)}">{sign}</span> '


def _fence(_: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Any) -> str:
    language = code.language_of(tokens[at].info)
    named = f"<figcaption>{escape(language)}</figcaption>" if language else ""
    said = escape(env["words"].say("shown-code"))
    lines = code.coloured(tokens[at].content.removesuffix("\n"), language)
    return (
        f'<figure class="code">{named}'
        f'<pre tabindex="0" role="group" aria-label="{said}" dir="ltr"><code>{lines}</code></pre>'
        "</figure>"
    )


def _picture(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any
) -> str:
    token, words = tokens[at], env["words"]
    source = str(token.attrGet("src") or "")
    what = renderer.renderInlineAsText(token.children or [], options, env)
    if not _PICTURE.match(source):
        return f"<em>{escape(what)}</em>" if what else ""
    try:
        host = urlsplit(source).hostname or ""
    except ValueError:
        host = ""
    host = host or words.say("reply-other-site")
    said = (
        words.say("shown-picture-of", what=what, host=host)
        if what
        else words.say("shown-picture", host=host)
    )
    return f'<a class="far" target="_blank" href="{escape(source)}">{escape(said)}</a>'


def _table_open(_: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Any) -> str:
    said, side = escape(env["words"].say("shown-table")), tokens[at].attrGet("dir")
    return f'<div class="table" dir="{side}" tabindex="0" role="group" aria-label="{said}"><table>'


def _table_close(_: RendererHTML, *_rest: Any) -> str:
    return "</table></div>"


_RULES = {
    "math_inline": _formula,
    "math_inline_double": _formula,
    "math_block": _formula,
    "math_block_label": _formula,
    "amsmath": _formula,
    "tag": _tag,
    "plain": _plain,
    "task": _task,
    "fence": _fence,
    "code_block": _fence,
    "image": _picture,
    "table_open": _table_open,
    "table_close": _table_close,
}
_MARKDOWN = _reader()
