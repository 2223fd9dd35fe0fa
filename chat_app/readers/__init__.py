"""Reads what people send: a program of its own, as files may do harm to who reads them.

`python -m chat_app.readers` takes a file at its standard input, within limits of time and memory
that it sets itself, and says in a line of JSON what is in it. It knows nothing of the server: no
database, no settings, no environment. `services/files/reading` starts it.
"""

import errno
from dataclasses import dataclass

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
"""What a disk that is full says: it is no fault of what is read."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file turned out to be."""

    media_type: str
    text: str = ""
    """What models and people can read of it; none of pictures and recordings."""
    pages: int | None = None
    """Of a PDF; the slides of a presentation."""
    duration_ms: int | None = None
    """Of a recording, in milliseconds."""
    is_cut: bool = False
    """The text says in its last line that there is more in the file."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was written anew."""

    media_type: str
    width: int
    """In pixels, likewise the next."""
    height: int
