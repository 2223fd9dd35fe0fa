"""An SQLite file: engines that ask it by way of threads, and the way without one.

It has one writer: writes queue for it, begin at once (`BEGIN IMMEDIATE`) and stay short; readers
have connections of their own, so nobody is ever told "database is locked".
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, closing, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Connection as SlowConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from chat_app.background import log_fault
from chat_app.config import Settings
from chat_app.outages import sqlite_code
from chat_app.prepared import Connection, take_faults

_BUSY_TIMEOUT_S = 15
_BUSY_PAUSE_S = 0.01
_LOGGED_COMMITS = 500
"""After how many of them the log, by then some 30 MB, is written into the file. The first commit
after it waits for the disk once, for the log's new head (`sqlite3WalFrames`, read 2026-11-29)."""
_KEPT_KIB = 16_000
"""Of the file, by what is brief. Unasked it would be 2 MB, which some hundred chats use up."""

T = TypeVar("T")


def writer_of(settings: Settings, *, checks_references: bool = True) -> AsyncEngine:
    """Return an engine of one connection that writes, by way of a thread."""
    settings.make_data_folder()
    if settings.sqlite_path:
        # What SQLite puts beside it has the same rights.
        settings.sqlite_path.touch(mode=0o600)
        settings.sqlite_path.chmod(0o600)
    return _threaded(settings, readers=0, checks_references=checks_references)


def reader_of(settings: Settings, connections: int) -> AsyncEngine:
    """Return an engine that reads, by way of a thread a connection; each statement stands alone."""
    return _threaded(settings, readers=connections, checks_references=True)


def _threaded(settings: Settings, *, readers: int, checks_references: bool) -> AsyncEngine:
    engine = create_async_engine(
        settings.DATABASE_URL,
        pool_size=readers or 1,
        max_overflow=0,
        pool_timeout=_BUSY_TIMEOUT_S,
        hide_parameters=True,
        pool_reset_on_return=None if readers else "rollback",
        connect_args={"timeout": _BUSY_TIMEOUT_S, "factory": _Undoing},
    )
    _configure(engine.sync_engine, is_reader=bool(readers), checks_references=checks_references)
    if not readers:

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: SlowConnection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


class _Undoing(sqlite3.Connection):
    """A connection that undoes what it has begun before it closes.

    SQLite leaves that to the last statement somebody holds on to, the traceback of a task that was
    cancelled for instance, and nobody else could write until then (3.40, seen 2026-11-30).
    """

    def close(self) -> None:
        """Undo and close."""
        if self.in_transaction:
            self.rollback()
        super().close()


def _configure(
    engine: Engine, *, is_reader: bool, checks_references: bool = True, is_brief: bool = False
) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver must not begin on its own: it would begin DEFERRED, and a transaction that
        # reads first and writes later fails at once when another process wrote in between.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute(f"PRAGMA foreign_keys = {checks_references:d}")
        if is_reader:
            cursor.execute("PRAGMA query_only = ON")
        if is_brief:
            cursor.execute("PRAGMA wal_autocheckpoint = 0")
            cursor.execute(f"PRAGMA cache_size = -{_KEPT_KIB}")
        cursor.close()

    take_faults(engine)


class SqliteFile:
    """One connection on the thread of the event loop, where nothing is begun and not ended.

    It reads as well: what another one has read is forgotten with each commit, and read anew. It
    never waits there: a lock that another process holds is asked for again after a pause, and what
    is written goes from the log into the file (which waits for the disk) in a thread.
    """

    def __init__(self, settings: Settings) -> None:
        self.gate = asyncio.Lock()
        """Held by whoever writes, through this or through a session."""
        self._connection = self._connect(settings)
        self._written = 0
        self._moving: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do work that is committed when it returns, or undone when it raises."""
        await self._take_turn()
        try:
            written = await self._patiently(lambda: self._commit(work))
        finally:
            self.gate.release()
        self._written += 1
        if self._written >= _LOGGED_COMMITS and (self._moving is None or self._moving.done()):
            self._written = 0
            # Where it fails, the log grows meanwhile, and later commits try again.
            self._moving = asyncio.create_task(self._move_log(), name="move SQLite's log")
            self._moving.add_done_callback(log_fault)
        return written

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do work that only reads."""
        return await self._patiently(lambda: work(Connection(self._connection)))

    @asynccontextmanager
    async def my_turn(self) -> AsyncGenerator[None, None]:
        """Wait until nobody else writes.

        Raises:
            TimeoutError: Somebody went on for too long.
        """
        await self._take_turn()
        try:
            yield
        finally:
            self.gate.release()

    async def _take_turn(self) -> None:
        async with asyncio.timeout(_BUSY_TIMEOUT_S) if self.gate.locked() else nullcontext():
            await self.gate.acquire()

    async def close(self) -> None:
        """Close the connection."""
        if self._moving:
            await asyncio.wait([self._moving])
        self._connection.close()
        self._connection.engine.dispose()

    def _connect(self, settings: Settings) -> SlowConnection:
        engine = create_engine(
            settings.DATABASE_URL.replace("+aiosqlite", ""),
            hide_parameters=True,
            pool_reset_on_return=None,
            connect_args={"timeout": 0, "check_same_thread": False},
        )
        _configure(engine, is_reader=False, is_brief=True)
        return engine.connect()

    def _commit(self, work: Callable[[Connection], T]) -> T:
        connection = Connection(self._connection)
        connection.run("BEGIN IMMEDIATE")
        try:
            done = work(connection)
            connection.run("COMMIT")
        except BaseException:
            # Nothing happens where SQLite has undone it by itself, as on a full disk.
            self._connection.connection.rollback()
            raise
        return done

    async def _patiently(self, attempt: Callable[[], T]) -> T:
        """Try until no other process holds the lock; nothing was done where one does."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _BUSY_TIMEOUT_S
        while True:
            try:
                return attempt()
            except OperationalError as fault:
                if sqlite_code(fault) != sqlite3.SQLITE_BUSY or loop.time() > until:
                    raise
            await asyncio.sleep(_BUSY_PAUSE_S)

    async def _move_log(self) -> None:
        await asyncio.to_thread(self._checkpoint)

    def _checkpoint(self) -> None:
        with closing(self._connection.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
