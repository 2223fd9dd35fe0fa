"""Keeps several processes at work on the same sockets."""

import math
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator

import structlog
from uvicorn.config import STARTUP_FAILURE

from chat_app import logs

_PAUSE_SECONDS = 1
_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGCHLD}

log = structlog.get_logger()


def last_seconds(drain_seconds: float) -> int:
    """Return what a process gets to end: what its replies get, 5 s to settle, some for the rest."""
    return math.ceil(drain_seconds) + 11


def keep(
    count: int, serve: Callable[[int], None], listeners: list[socket.socket], seconds_to_end: int
) -> None:
    """Fork so many processes and replace each that dies, until a signal comes; then end them.

    Args:
        count: How many.
        serve: What each does. It is given a pipe that closes when this process dies.
        listeners: What all of them listen on; closed here as well once they are to end, so that
            whoever calls is refused and turns to another server.
        seconds_to_end: How long they get for that.

    Raises:
        SystemExit: All have ended; with their status where one of the first could not start.
    """
    logs.configure()
    lifeline, held = os.pipe()
    # They are taken one by one below, so none comes between a fork and its being known.
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)

    def start() -> int:
        if pid := os.fork():
            return pid
        os.close(held)
        # Ctrl+C reaches all of them; they end when they are told to.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        serve(lifeline)
        sys.exit()

    first = {start() for _ in range(count)}
    running = set(first)
    is_ending, failure = False, 0
    while running:
        number = signal.sigwait(_SIGNALS)
        for pid, status in _ended():
            running.discard(pid)
            if is_ending:
                continue
            log.error("worker.died", worker=pid, status=status)
            if status == STARTUP_FAILURE and pid in first:
                number, failure = signal.SIGTERM, status
                continue
            if status == STARTUP_FAILURE:
                time.sleep(_PAUSE_SECONDS)
            running.add(start())
        if number in {signal.SIGTERM, signal.SIGINT} and not is_ending:
            is_ending = True
            signal.alarm(seconds_to_end)
            _close(listeners)
            _tell(running, signal.SIGTERM)
        elif number == signal.SIGALRM:
            _tell(running, signal.SIGKILL)
    sys.exit(failure)


def _ended() -> Iterator[tuple[int, int]]:
    """Return the processes that have ended and how, as `os.waitstatus_to_exitcode` has it."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        yield pid, os.waitstatus_to_exitcode(status)


def _close(listeners: list[socket.socket]) -> None:
    for listener in listeners:
        listener.close()


def _tell(running: set[int], number: int) -> None:
    for pid in running:
        os.kill(pid, number)
