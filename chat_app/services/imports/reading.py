"""Goes through a file: finds out which app wrote it, and gives one conversation after another."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, cast

from chat_app.errors import InvalidImport
from chat_app.services.imports.conversations import (
    Conversation,
    LeftOut,
    Malformed,
    Record,
    Source,
)
from chat_app.services.imports.files import entries_of
from chat_app.services.imports.sources import (
    chat_ui,
    chatgpt,
    claude,
    librechat,
    open_webui,
    tally,
)
from chat_app.services.imports.trees import Tree, tree_of

Read = Callable[[Record], Conversation]

_MIB = 1024 * 1024
_UNPACKED = 8
"""How many times larger than as it was sent a file may be unpacked: JSON of chats packs to less."""
_SOURCES = (chatgpt, claude, open_webui, librechat, chat_ui, tally)
_UNKNOWN = (
    "This is no export of ChatGPT, Claude, Open WebUI, LibreChat, HuggingFace chat-ui or Tally "
    "that can be read here"
)


@dataclass(slots=True)
class Survey:
    """What a file has in it."""

    source: Source
    chats: int = 0
    """Those with something said in them."""
    left_out: Counter[LeftOut] = field(default_factory=Counter[LeftOut])


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation with something said in it."""

    conversation: Conversation
    tree: Tree


def survey(file: IO[bytes], max_mib: int) -> Survey:
    """Look through a whole file, so that it is known to be good before anything is saved.

    Args:
        file: As it was sent.
        max_mib: How large it may be, packed.

    Raises:
        InvalidImport: It is not good; nothing in it is brought along.
    """
    found: Survey | None = None
    empty = 0
    for each in _found_in(file, max_mib):
        if each is None:
            empty += 1
            continue
        found = found or Survey(each.conversation.source)
        found.chats += 1
        found.left_out.update(+each.conversation.left_out)
    if found is None:
        raise InvalidImport("There is no chat in this file")
    found.left_out[LeftOut.EMPTY_CHATS] += empty
    return found


def conversations_in(file: IO[bytes], max_mib: int) -> Iterator[Found]:
    """Yield the conversations of a file that `survey` found good."""
    return (each for each in _found_in(file, max_mib) if each)


def _found_in(file: IO[bytes], max_mib: int) -> Iterator[Found | None]:
    """Yield the conversations of a file, and nothing in the place of an empty one."""
    reads: set[Read] = set()
    has_unknown = False
    for entry in entries_of(file, max_mib * _UNPACKED * _MIB):
        record = _record(entry.value)
        read = next((source.read for source in _SOURCES if source.fits(record)), None)
        if read is None:
            # Exports have entries that are nothing but a title.
            has_unknown = True
            yield None
            continue
        reads.add(read)
        if len(reads) > 1:
            raise InvalidImport(f"{entry.place}: this is of another app than what is before it")
        yield _found(entry.place, read, record)
    if has_unknown and not reads:
        raise InvalidImport(_UNKNOWN)


def _record(value: object) -> Record:
    if not isinstance(value, dict):
        raise InvalidImport(_UNKNOWN)
    return cast("Record", value)


def _found(place: str, read: Read, record: Record) -> Found | None:
    try:
        conversation = read(record)
    except Malformed as fault:
        raise InvalidImport(f"{place} is not built as it should be: {fault.message}") from fault
    tree = tree_of(conversation)
    return Found(conversation, tree) if tree.messages else None
