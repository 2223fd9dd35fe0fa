"""What a link shows, as HTML: the whole page, or why there is none."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from cachetools import LRUCache
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from chat_app.api.shown import markdown
from chat_app.llm import catalogue
from chat_app.llm.types import Role
from chat_app.models import File, FileKind, MessageStatus
from chat_app.services.chats.attachments import AttachedFile
from chat_app.services.shares import Shown, ShownMessage
from chat_app.words import DIRECTIONS, Words

_HERE = Path(__file__).parent
_STYLE = (_HERE / "page.css").read_text()
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; img-src 'self'; media-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of these pages: no script, and nothing from elsewhere."""
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_replies: LRUCache[tuple[str, str, str], str] = LRUCache(16 * 1024 * 1024, getsizeof=len)
"""Replies that were drawn lately, up to so many characters: figures, dates and names may differ
from reader to reader, and drawing is what takes long. One thread at a time has to do with it."""
_ENDINGS = {MessageStatus.STOPPED: "shown-stopped", MessageStatus.PARTIAL: "shown-cut"}


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class _File:
    address: str
    name: str
    facts: str
    picture: bool
    sound: bool
    width: int | None
    height: int | None
    is_file: bool = True


@dataclass(frozen=True, slots=True)
class _Message:
    is_question: bool
    who: str
    model: str
    parts: Sequence[_Text | _File]
    ending: str
    cost: str


def page(shown: Shown, said: str, words: Words, *, is_signed_in: bool) -> str:
    """Return the page.

    Args:
        shown: The link.
        said: What `said_on` made.
        words: The reader's.
        is_signed_in: Whether the reader could go on in a chat of their own at once.
    """
    link = shown.link
    return _TEMPLATES.get_template("page.html").render(
        **_frame(link.title or words.say("shown-untitled"), words),
        shown=shown,
        # The name may run against the sentence.
        by=_with_name(words, shown.owner_name),
        taken=words.say("shown-taken", moment=words.moment(link.taken_at)),
        taken_at=link.taken_at.isoformat(),
        is_signed_in=is_signed_in,
        said=Markup(said),  # noqa: S704 (it is made below, by a template that escapes)
    )


def refusal(title: str, why: str, words: Words, back: str = "") -> str:
    """Return a page that says why it shows nothing.

    Args:
        title: In short.
        why: In words.
        words: The reader's.
        back: Where one can go from there; nowhere where it is empty.
    """
    return _TEMPLATES.get_template("page.html").render(
        **_frame(title, words), refusal=why, back=back
    )


def said_on(
    shown: Shown, said: Sequence[ShownMessage], names: dict[UUID, str], words: Words
) -> str:
    """Return what stands on the page; it takes some milliseconds a message, so call it in a thread.

    Args:
        shown: The link.
        said: Its messages.
        names: What those are called who wrote them.
        words: The reader's.
    """
    called = _called(shown, said, names, words)
    costs = shown.link.include_costs
    return _TEMPLATES.get_template("said.html").render(
        words=words,
        said=[
            _Message(
                is_question=each.role is Role.USER,
                who=called[each.author_id]
                if each.role is Role.USER
                else words.say("shown-assistant"),
                model=_model(each) if each.role is Role.ASSISTANT else "",
                parts=list(_parts(shown, number, each, words)),
                ending=words.say(_ENDINGS[each.status]) if each.status in _ENDINGS else "",
                cost=_cost([each], words) if costs else "",
            )
            for number, each in enumerate(said)
        ],
        total=_cost(said, words) if costs else "",
    )


def _frame(title: str, words: Words) -> dict[str, object]:
    return {
        "words": words,
        "direction": DIRECTIONS[words.language],
        "title": title,
        "style": Markup(_STYLE),  # noqa: S704 (a file of ours)
    }


def _with_name(words: Words, name: str) -> Markup:
    sentence = escape(words.say("shown-by", name="\0"))
    return Markup(sentence.replace("\0", f"<bdi>{escape(name)}</bdi>"))  # noqa: S704 (escaped)


def _called(
    shown: Shown, said: Sequence[ShownMessage], names: dict[UUID, str], words: Words
) -> dict[UUID, str]:
    """Return what each author is called on the page; the owner alone by name, unless all are."""
    authors = dict.fromkeys(each.author_id for each in said if each.role is Role.USER)
    others = [each for each in authors if each != shown.link.user_id]
    if shown.link.include_names:
        called = {each: names.get(each, "") or words.say("shown-someone") for each in others}
    elif len(others) == 1:
        called = {others[0]: words.say("shown-someone")}
    else:
        called = {
            each: words.say("shown-one-of-several", number=number)
            for number, each in enumerate(others, 1)
        }
    return called | {shown.link.user_id: shown.owner_name}


def _model(message: ShownMessage) -> str:
    known = catalogue.catalogue().get(message.model)
    return known.name if known else message.model


def _parts(
    shown: Shown, number: int, message: ShownMessage, words: Words
) -> Iterator[_Text | _File]:
    for place, part in enumerate(message.parts):
        if isinstance(part, AttachedFile):
            yield _file(shown, part.file, words)
        elif message.role is Role.USER:
            yield _Text(part)
        else:
            yield _Text(Markup(_prose(part, words, f"{number}-{place}")))  # noqa: S704 (cleaned)


def _prose(text: str, words: Words, own: str) -> str:
    """Return a reply as HTML, drawn once for all readers of a language."""
    key = (text, words.language, own)
    if (html := _replies.get(key)) is None:
        html = markdown.drawn(text, words, own)
        if len(html) <= _replies.maxsize:
            _replies[key] = html
    return html


def _file(shown: Shown, file: File, words: Words) -> _File:
    return _File(
        address=f"/s/{quote(shown.link.slug)}/files/{file.file_id}",
        name=file.name,
        facts=words.size(file.size_bytes),
        picture=file.kind is FileKind.IMAGE,
        sound=file.kind is FileKind.AUDIO,
        width=file.width,
        height=file.height,
    )


def _cost(said: Sequence[ShownMessage], words: Words) -> str:
    charged = [each for each in said if each.tokens is not None]
    if not charged:
        return ""
    tokens = words.say("receipt-tokens", count=sum(each.tokens or 0 for each in charged))
    cost = sum(each.cost_micro_usd for each in charged)
    estimated = sum(each.estimated_micro_usd for each in charged)
    return f"{tokens} · {words.money(cost, estimated)}"
