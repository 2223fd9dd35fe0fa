"""What a tab is sent while a reply runs, past Reflex's state: text stays nowhere on its way.

Each change of a state takes its lock, walks the whole tree and, where the states lie in Redis,
reads and writes it. A piece is of no use to anybody once it was sent, so nothing of that is done.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from reflex.utils.token_manager import TokenManager
from reflex_base.registry import RegistrationContext

from chat_app.services.broker import Piece
from chat_app.ui.changes import show_only

_newest: dict[str, object] = {}
"""By tab: who may send it pieces; older ones listen on in silence."""


@contextmanager
def following(tab: str) -> Generator[Callable[[], bool], None, None]:
    """Follow a reply in a tab, as the only one there, for as long as the block runs.

    Args:
        tab: The tab's token.

    Returns:
        Tells whether the tab still waits for this reply, and its connection is to this process. A
        connection that moved to another one has had the chat sent anew there.
    """
    me = _newest[tab] = object()
    try:
        yield lambda: _newest.get(tab) is me and _is_here(tab)
    finally:
        if _newest.get(tab) is me:
            del _newest[tab]


def leave(tab: str) -> None:
    """Have whoever follows a reply in a tab fall silent."""
    _newest.pop(tab, None)


async def is_open(tab: str) -> bool:
    """Say whether a tab is still connected, to whichever process."""
    return await _sockets().is_token_connected(tab)


def _is_here(tab: str) -> bool:
    sockets = _sockets()
    socket = sockets.token_to_socket.get(tab)
    return socket is not None and socket.instance_id == sockets.instance_id


async def send_piece(state: str, number: int, piece: Piece) -> None:
    """Send some text of a reply to the tab whose event is being handled.

    Args:
        state: Full name of the state that the page knows `piece` by.
        number: Of the reply.
        piece: What has been said.
    """
    await show_only(state, "piece", [number, piece.offset, piece.end, piece.text])


def _sockets() -> TokenManager:
    # Reflex 0.10.1 has no public name for what knows its connections, on all workers.
    namespace = RegistrationContext.get().app.event_namespace
    if namespace is None:
        raise RuntimeError("The pages are not being served")
    return namespace._token_manager
