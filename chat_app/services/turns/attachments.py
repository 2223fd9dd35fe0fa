"""Files in messages: what a model is told of them, what that costs, their bytes when it is asked.

Quoting loads no bytes: until a turn runs, the digest of a file stands for them.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cachetools import LRUCache

from chat_app.errors import FileNotFound, ModelLacksInput
from chat_app.llm.catalogue import Model
from chat_app.llm.errands import FILE_IN_WORDS, FILE_IS_GONE
from chat_app.llm.taken import is_shown
from chat_app.llm.tokens import LONG_CHARACTERS, counter
from chat_app.llm.types import Audio, Document, Image, Part, Prompt, Text, TokenCount
from chat_app.models import File
from chat_app.services import files
from chat_app.services.accounts import Caller
from chat_app.services.budgets.charges import Priced, estimated_at_most, priced
from chat_app.services.chats.access import models_to_choose
from chat_app.services.files.parts import goes_as_text, shown_as

_NAMED_MODELS = 5

_prices: LRUCache[tuple[str, str, str], Priced] = LRUCache(500)
"""Of long texts, which are estimated once and in a thread of their own; by the model, the digest of
the file and its name."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a message, as one model is told of it."""

    file: File
    part: Part
    price: Priced
    sent_bytes: int
    """How much of a request it takes; bytes travel in Base64."""

    @property
    def is_as_text(self) -> bool:
        """Whether the model gets its words instead of it."""
        return isinstance(self.part, Text)


def require_shown(caller: Caller, model: Model, sent: Sequence[File]) -> None:
    """Refuse files that a model neither is shown nor can read.

    Raises:
        ModelLacksInput: There is one; the words name models that the caller may ask instead.
    """
    lacking = [file for file in sent if not _is_taken(model, file)]
    if not lacking:
        return
    able = [
        other.name
        for other in models_to_choose(caller)
        if all(_is_taken(other, file) for file in sent)
    ]
    name = lacking[0].name
    if not able:
        raise ModelLacksInput(f"{model.name} does not take {name}; remove it")
    others = ", ".join(able[:_NAMED_MODELS])
    raise ModelLacksInput(f"{model.name} does not take {name}; choose one of these: {others}")


def _is_taken(model: Model, file: File) -> bool:
    shown = shown_as(file)
    return shown is None or goes_as_text(model, file) or is_shown(model, shown)


async def attach(model: Model, sent: Sequence[File], *, skips_gone: bool = False) -> list[Attached]:
    """Return files as a model is told of them; those that it can be told nothing of are left out.

    Args:
        model: Who is told.
        sent: The files.
        skips_gone: Whether one whose words are gone is left out as well.

    Raises:
        FileNotFound: The words of one are gone.
        Unavailable: The place where files are kept is away.
    """
    attached: list[Attached] = []
    for file in sent:
        if not _is_taken(model, file):
            continue
        try:
            part = await part_of(model, file)
        except FileNotFound:
            if not skips_gone:
                raise
        else:
            price = await _price(model, file, part)
            attached.append(Attached(file, part, price, _sent_bytes(file, part)))
            # A long text takes some milliseconds: who else waits is served before the next one.
            await asyncio.sleep(0)
    return attached


def _sent_bytes(file: File, part: Part) -> int:
    if isinstance(part, Text):
        return len(part.text.encode())
    return -(-file.size_bytes // 3) * 4


async def part_of(model: Model | None, file: File) -> Part:
    """Return what a model is told of a file: its words, or what stands for its bytes.

    Raises:
        FileNotFound, Unavailable: See `attach`.
    """
    shown = None if goes_as_text(model, file) else shown_as(file)
    if shown:
        return shown
    return Text(FILE_IN_WORDS.format(name=file.name, words=await files.text_of(file)))


async def _price(model: Model, file: File, part: Part) -> Priced:
    if known := counter().cached(model, part):
        return priced(
            known if isinstance(part, Text) else unframed(known, estimated_at_most(model, part))
        )
    if not isinstance(part, Text) or len(part.text) <= LONG_CHARACTERS:
        return estimated_at_most(model, part)
    key = (model.model_id, file.sha256, file.name)
    if key not in _prices:
        _prices[key] = await asyncio.to_thread(estimated_at_most, model, part)
    return _prices[key]


def unframed(count: TokenCount, most: Priced) -> TokenCount:
    """Return the count of a file without what a count call puts around it as a message of its own.

    Vendors bill no more than their published rule, and that is what was quoted.
    """
    return replace(count, tokens=min(count.tokens, most.tokens))


Contents = Mapping[str, bytes]
"""Bytes of files by their digest."""


async def contents_of(parts: Iterable[Part], kept: Iterable[File]) -> Contents:
    """Load the bytes of all files that are shown; those that are gone are left out.

    Raises:
        Unavailable: The place where files are kept is away.
    """
    by_digest = {file.sha256: file for file in kept}
    shown = (part for part in parts if isinstance(part, Image | Document | Audio))
    loaded: dict[str, bytes] = {}
    for digest in {part.sha256 for part in shown if part.sha256 in by_digest}:
        try:
            loaded[digest] = await files.read(by_digest[digest])
        except FileNotFound:
            continue
    return loaded


def filled(prompt: Prompt, contents: Contents) -> Prompt:
    """Return a prompt with the bytes of its files.

    An earlier message says so where a file of it is gone.

    Raises:
        FileNotFound: One of the message to be answered is.
    """
    if not all(fill(part, contents) for part in prompt.question.parts):
        raise FileNotFound("A file of this message is gone; remove it and send it anew")
    messages = tuple(
        replace(
            message,
            parts=tuple(fill(part, contents) or Text(FILE_IS_GONE) for part in message.parts),
        )
        for message in prompt.messages
    )
    return replace(prompt, messages=messages)


def fill(part: Part, contents: Contents) -> Part | None:
    """Return a part with its bytes; `None` where they are gone."""
    if not isinstance(part, Image | Document | Audio) or part.content:
        return part
    content = contents.get(part.sha256)
    return None if content is None else replace(part, content=content)
