"""Keeps a second server off a port and a data folder; says in one line what stands in its way.

The server itself would notice a port that is taken, too: after the pages are built, and with a
traceback. With SQLite two servers would settle each other's running turns.
"""

import errno
import fcntl
import os
import socket
from pathlib import Path
from tempfile import TemporaryFile

from chat_app.config import Settings

_LOCK = "serving.lock"
"""In the data folder. Locked, never removed: the lock goes with the processes that hold it."""
_TAKEN = {errno.EADDRINUSE, errno.EACCES}


def claim(settings: Settings, port: int) -> None:
    """Take port and data folder for this process, and for what it becomes and forks.

    With PostgreSQL several servers may work on one database, on a port each.

    Raises:
        SystemExit: One of them cannot be had; says which, and what to do.
    """
    _require_free(settings.HOST, port)
    if settings.FILES_URL and settings.files_folder:
        _require_writable(settings.files_folder)
    if settings.is_sqlite:
        lock(settings)


def _require_free(host: str, port: int) -> None:
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as fault:
        raise SystemExit(f"HOST: {host} is no address of this machine") from fault
    refusals = [_refusal(family, address) for family, _, _, _, address in addresses]
    # A name may stand for an address of a kind that this machine has not got.
    in_the_way = [refusal for refusal in refusals if refusal and refusal.errno in _TAKEN]
    if not in_the_way and None not in refusals:
        in_the_way = [refusal for refusal in refusals if refusal]
    if in_the_way:
        reason = os.strerror(in_the_way[0].errno or 0)
        raise SystemExit(
            f"PORT: cannot listen on port {port} of {host} ({reason}); end what uses it, or set"
            " PORT to another one"
        )


def _refusal(family: int, address: tuple[object, ...]) -> OSError | None:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Connections of a server that has just ended do not count, one that listens does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as refusal:
            return refusal
    return None


def _require_writable(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as fault:
        raise SystemExit(f"FILES_URL: cannot write in {folder} ({fault.strerror})") from fault


def lock(settings: Settings) -> None:
    """Take the data folder for this process, and for what it becomes and forks.

    Raises:
        SystemExit: Another server works in it.
    """
    folder = settings.data_folder
    try:
        settings.make_data_folder()
        held = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fault:
        raise SystemExit(f"DATABASE_URL: cannot write in {folder} ({fault.strerror})") from fault
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise SystemExit(
            f"DATABASE_URL: another server works in {folder.resolve()}; end it, or choose another"
            " folder"
        ) from fault
    # Never closed: it stays locked until the last process that inherits it is gone.
    os.set_inheritable(held, True)
