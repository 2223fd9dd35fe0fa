"""The Markdown of shown pages: what is drawn, and that nothing else ever is."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_app.api.shown.markdown import drawn
from chat_app.words import words_for

WORDS = words_for("en")


def html(text: str) -> str:
    return drawn(text, WORDS, "a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title", '<h3 dir="auto">Title</h3>'),
        ("###### Small", '<h6 dir="auto">Small</h6>'),
        ("~~gone~~ **so** *it* is", "<s>gone</s> <strong>so</strong> <em>it</em> is"),
        ("H<sub>2</sub>O<BR/>x", "H<sub>2</sub>O<br>x"),
        ("press <kbd>K</kbd", "press <kbd>K&lt;/kbd</kbd>"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("<sub class='x'>", "&lt;sub class='x'&gt;"),
        ("costs $5 and $10", "costs $5 and $10"),
        (r"\(a<b\)", "<mo>&lt;</mo>"),
        (r"$\text{if a<b & c}$", "<mtext>if&nbsp;a&lt;b&nbsp;&amp;&nbsp;c</mtext>"),
        (r"$\frac{1}{$", '<code class="formula" dir="ltr">\\frac{1}{</code>'),
        (r"$\def\a{\a\a}\a$", "\\def\\a{\\a\\a}\\a</code>"),
        ("\\[\nx\n\\]", '<math display="block"><mrow><mi>x</mi></mrow></math>'),
        ("$$\nx\n$$", '<math display="block"><mrow><mi>x</mi></mrow></math>'),
        ("\\begin{align}\na&=b\n\\end{align}", "<mtable"),
        ("- [x] done", '<span class="box" role="img" aria-label="Done">☑</span> done'),
        ("- [ ] open", '<li class="task"><span class="box" role="img" aria-label="To do">☐'),
        ("|a|b|\n|-|-:|\n|1|2|", '<td class="right">2</td>'),
        ("- أولًا\n- ثانيًا", '<ul dir="rtl">'),
        ("- 1\n- one", '<ul dir="ltr">'),
        ("> שלום", '<blockquote dir="rtl">'),
        ("```python\nx = 1\n```", '<figcaption>python</figcaption><pre tabindex="0"'),
        ("```python\nx = 1\n```", '<span class="c-mi">1</span>'),
        ("```nobody-knows <it>\n<b>\n```", "<code>&lt;b&gt;</code>"),
        ("```mermaid\ngraph TD\n```", "<figcaption>mermaid</figcaption>"),
        ("a[^n]\n\n[^n]: Note", 'href="#fn-a-1"'),
        ("a[^n]\n\n[^n]: Note", '<li id="fn-a-1" class="footnote-item">'),
        ("<details><summary>*More*</summary>\n\nin it\n\n</details>", "<em>More</em></summary>"),
        ("text\n<details>\nin it", '<p dir="auto">text</p>\n<details>'),
        (
            "<think>hm</think>yes",
            '<details class="thought"><summary>Thinking</summary>hm</details>',
        ),
        ("see https://e.org/a_b.", '<a href="https://e.org/a_b" target="_blank"'),
        ("![a cat](https://e.org/c.png)", ">Picture on e.org: a cat</a>"),
        ("![](https://e.org/c.png)", ">Picture on e.org</a>"),
        ("![a cat](/api/files/x)", "<em>a cat</em>"),
        ("*a* " * 201, "*a* " * 200),
    ],
)
def test_what_is_drawn(text: str, expected: str):
    assert expected in html(text)


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "vbscript:x"),
        *(
            "data:text/html,x",
            "/api/auth/logout",
            "//e.org/x",
            "#main",
            "ftp://e.org",
            "java\tscript:x",
        ),
    ],
)
def test_only_addresses_of_other_sites_are_links(address: str):
    assert "<a" not in html(f"[words](<{address}>)")
    assert "words" in html(f"[words](<{address}>)")


def test_a_link_carries_nothing_along():
    (link,) = re.findall(r"<a [^>]*>", html('[x](https://e.org "t\\" onclick=\\"x")'))
    assert link == (
        '<a href="https://e.org" title="https://e.org" target="_blank"'
        ' rel="noopener noreferrer nofollow ugc">'
    )


def test_a_formula_takes_no_more_than_it_may():
    wide = html(r"$\hspace{99999em}x\hspace{2em}$")
    assert "99999" not in wide
    assert 'width="2em"' in wide


_NAMES = """
p br hr h3 h4 h5 h6 ul ol li blockquote strong em s sub sup kbd details summary a code pre span
section figure figcaption div table thead tbody tr th td math mrow mi mn mo ms mtext mspace mfrac
msqrt mroot mstyle mpadded mphantom menclose msub msup msubsup munder mover munderover
mmultiscripts mtable mtr mtd
"""
ALLOWED = set(_NAMES.split())
PIECES = st.sampled_from(
    [
        *(
            "<script>",
            "</script>",
            "<img src=x onerror=x>",
            "<svg/onload=x>",
            "<style>",
            "</style>",
        ),
        *("<!--", "-->", "<![CDATA[", "]]>", "<math>", "</math>", "<mtext>", "<annotation-xml>"),
        *(
            "<sub>",
            "</sub>",
            "<details>",
            "</details>",
            "<summary>",
            "</summary>",
            "<think>",
            "<br>",
        ),
        *("$", "$$", r"\(", r"\)", r"\[", r"\]", r"\text{", "}", r"\begin{align}", r"\end{align}"),
        *("\n", "\n\n", "> ", "- ", "1. ", "- [x] ", "|a|b|\n|-|-|\n", "```html\n", "```", "    "),
        *(
            "[a](",
            ")",
            "](javascript:x)",
            "![a](https://e.org/",
            "<javascript:x>",
            "[^n]",
            "[^n]: ",
        ),
        *(
            '"',
            "'",
            "`",
            "**",
            "~~",
            "&lt;",
            "&#x3c;",
            "\\",
            "\0",
            "\ud7ff",
            "\u202e",
            "א",
            "x",
            "{",
        ),
        *(
            "</article>",
            "</div>",
            "</body>",
            "<p>",
            "onclick=x",
            "style=x",
            "<a href=x>",
            "#",
            "---",
        ),
    ]
)


class _Reader(HTMLParser):
    """Holds what it reads to the list, and to be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        for name, value in attrs:
            assert not name.startswith(("on", "style", "src"))
            if name == "href":
                assert re.match(r"https?://|mailto:|#fn", value or "", re.IGNORECASE)
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_whatever_is_written_only_what_is_allowed_leaves_closed_and_harmless(text: str):
    reader = _Reader()
    reader.feed(html(text))
    reader.close()
    assert reader.open == []
