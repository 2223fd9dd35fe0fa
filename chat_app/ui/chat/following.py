"""What a tab is sent while a reply runs, past Reflex's state: text stays nowhere on its way.

Each change of a state takes its lock, walks the whole tree and, where the states lie in Redis,
reads and writes it. A piece is of no use to anybody once it was sent, so nothing of that is done.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from chat_app.services.broker import Picture, Piece, Thought
from chat_app.ui.changes import show_only
from chat_app.ui.chat.wire import picture_row
from chat_app.ui.tabs import is_here

_newest: dict[tuple[str, bool], object] = {}
"""By tab, and by which of two replies at once: who may send it pieces; older ones listen on in
silence."""


@contextmanager
def following(tab: str, number: int) -> Generator[Callable[[], bool], None, None]:
    """Follow a reply in a tab for as long as the block runs, as the only one of its kind there.

    Args:
        tab: The tab's token.
        number: Of the reply; negative for one that is read beside another.

    Returns:
        Tells whether the tab still waits for this reply, and its connection is to this process. A
        connection that moved to another one has had the chat sent anew there.
    """
    lane = tab, number < 0
    me = _newest[lane] = object()
    try:
        yield lambda: _newest.get(lane) is me and is_here(tab)
    finally:
        if _newest.get(lane) is me:
            del _newest[lane]


def leave(tab: str) -> None:
    """Have whoever follows a reply in a tab fall silent."""
    for is_beside in (False, True):
        _newest.pop((tab, is_beside), None)


async def send_piece(state: str, number: int, piece: Piece | Thought | Picture) -> None:
    """Send some text of a reply, a picture of it, or of its thoughts, to the tab of this event.

    Args:
        state: Full name of the state that the page knows `piece` by.
        number: Of the reply.
        piece: What has been said.
    """
    said = picture_row(piece) if isinstance(piece, Picture) else piece.text
    sent = [number, piece.offset, piece.end, said]
    await show_only(state, "piece", [*sent, 1] if isinstance(piece, Thought) else sent)
