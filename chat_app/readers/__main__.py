"""Reads the file at the standard input and tells of it: `python -m chat_app.readers`.

What it says is one object in JSON, a `Contents` or `{"code", "words"}` of an error of `errors.py`.
With a picture's media type, how large it may become in bytes, and the descriptors of two open files
behind it, it writes the picture and a small one anew and tells of a `Picture`.
Where a file is built so badly that even a library did not think of it, it ends with a fault.
"""

import json
import os
import resource
import signal
import sys
from dataclasses import asdict

from chat_app.errors import ChatAppError, FileTooLarge, Unavailable
from chat_app.readers import NO_ROOM, Contents, Picture
from chat_app.readers.kinds import PDF, PICTURES, SOUNDS, ZIP, media_type_of

MAX_MEMORY_BYTES = 1024**3
"""Of addresses, libraries included."""
MAX_SECONDS = 25
"""Of computing. A process whose server is gone ends after twice as long, whatever it does."""

_PATIENCE = 10
"""How much sooner others get the processor, as `nice` counts: replies are being written there."""
_DISK_IS_FULL = "The server's disk takes no more right now; try again later"
_MAX_PICTURE_BYTES = 128 * 1024 * 1024


def contents_of(content: bytes) -> Contents:
    """Return what is in a file; libraries are loaded as it needs them.

    Raises:
        UnsupportedFile: It is of no kind that is taken, or broken, or locked.
        FileTooLarge: There is too much in it.
    """
    media_type = media_type_of(content)
    if media_type in PICTURES:
        return Contents(media_type)
    if media_type in SOUNDS:
        from chat_app.readers import sounds

        return sounds.read(content, media_type)
    if media_type == PDF:
        from chat_app.readers import pdf

        return pdf.read(content)
    if media_type == ZIP:
        from chat_app.readers import office

        return office.read(content)
    from chat_app.readers import texts

    return texts.read(content)


def picture_of(media_type: str, most_bytes: str, target: str, thumb: str) -> Picture:
    """Write a picture anew into two files that are open; see `pictures.renew`.

    Raises:
        UnsupportedFile: It is broken.
        FileTooLarge: It has too many pixels.
    """
    from chat_app.readers import pictures

    with open(int(target), "wb") as whole, open(int(thumb), "wb") as small:  # noqa: PTH123
        return pictures.renew(sys.stdin.buffer, media_type, whole, small, int(most_bytes))


def main() -> None:
    """Read, within limits that hold for whatever a library does."""
    asked = sys.argv[1:]
    os.nice(_PATIENCE)
    signal.alarm(2 * MAX_SECONDS)
    for limit, most in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_FSIZE, _MAX_PICTURE_BYTES if asked else 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    try:
        said = asdict(picture_of(*asked) if asked else contents_of(sys.stdin.buffer.read()))
    except ChatAppError as refusal:
        said = {"code": refusal.code, "words": refusal.message}
    except OSError as fault:
        if fault.errno not in NO_ROOM:
            raise
        said = {"code": Unavailable.code, "words": _DISK_IS_FULL}
    except MemoryError:
        said = {"code": FileTooLarge.code, "words": FileTooLarge.message}
    # As letters, not by their numbers: of those above U+FFFF that would be three times as long.
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
