"""HTTP/2 as it is spoken here: what is asked of a server, and what `h2` minds of it."""

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.settings import SettingCodes, Settings
from hyperframe.frame import WindowUpdateFrame

WINDOW = 2**20
"""Bytes that a server may send on one stream before somebody has read them."""
SHARED_WINDOW = 2**24
"""Bytes that it may send on all of them before we said that they came."""
MOST_STREAMS = 100
"""At once: what one cut or one lost packet holds up together. RFC 9113 has servers allow as many,
and Google's do not allow more."""
MOST_UNREAD = 2**20
"""Bytes that may wait to go out: answers that a server asks for, and does not take."""
LONGEST_PIECE = 2**16
"""Bytes of one request that go out before others have their turn."""


def new_h2() -> H2Connection:
    """Return what minds a new connection."""
    # One header that h2 dislikes would end all calls of the connection, and gRPC's own servers send
    # such: words that end with a space.
    config = H2Configuration(client_side=True, header_encoding=None, validate_inbound_headers=False)
    h2 = H2Connection(config)
    h2.local_settings = Settings(
        client=True,
        initial_values={
            SettingCodes.ENABLE_PUSH: 0,
            SettingCodes.INITIAL_WINDOW_SIZE: WINDOW,
            SettingCodes.MAX_HEADER_LIST_SIZE: 2**16,
        },
    )
    return h2


def window_update(stream_id: int, size: int) -> bytes:
    """Return the frame by which so many bytes more may come; stream 0 is all of them."""
    return WindowUpdateFrame(stream_id, window_increment=size).serialize()
