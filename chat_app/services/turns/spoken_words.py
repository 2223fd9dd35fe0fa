"""A reply as one would read it out: its words without the marks of Markdown, code left out.

`ui/chat/spoken.js` does the same for the browser's own voices.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from chat_app.words import Words

_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FORMULA = re.compile(r"\$\$.+?\$\$|\\\[.+?\\\]", re.DOTALL)
_ADDRESS = re.compile(r"https?://(?:www\.)?([^/\s?#]+)\S*")
_PAUSES = {"th_close": ", ", "td_close": ", ", "hardbreak": "\n", "softbreak": " "}
_reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def spoken_words(text: str, words: Words) -> str:
    """Return what is read aloud of a reply; empty where there is nothing to be said.

    Args:
        text: The reply.
        words: In which is said that there is code, or a formula.
    """
    text = _THOUGHTS.sub("", text)
    text = _FORMULA.sub(lambda _: f" {words.say('read-aloud-formula')} ", text)
    told = "".join(_told(_reader.parse(text), words))
    lines = (" ".join(line.split()).strip(", ") for line in told.splitlines())
    said = "\n".join(filter(None, lines))
    return said if any(map(str.isalnum, said)) else ""


def _told(tokens: Sequence[Token], words: Words) -> list[str]:
    told: list[str] = []
    for token in tokens:
        match token.type:
            case "fence" | "code_block":
                told.append(f"\n{words.say('read-aloud-code')}\n")
            case "inline":
                told += _told(token.children or (), words)
            case "text":
                told.append(_ADDRESS.sub(r"\1", token.content))
            case "code_inline" | "image":
                told.append(token.content)
            case _:
                is_over = token.block and token.nesting <= 0
                told.append(_PAUSES.get(token.type, "\n" if is_over else ""))
    return told
