"""The engines, and the two places that commit: `transaction()` and `write_briefly()`.

SQLite has one writer: writes queue for it, begin at once (`BEGIN IMMEDIATE`) and stay short;
readers have connections of their own, so nobody is ever told "database is locked". PostgreSQL has
one pool for both.

What every message needs is brief: some statements, each by a key. It is a plain function of a
connection. PostgreSQL's answers are waited for as ever; SQLite, which is no server, is asked on
the thread of the event loop, where such a statement takes 30 µs, and 200 by way of a thread
(docs/adr/0017). Whatever may take long goes through a session, and on SQLite through a thread.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, closing, contextmanager, nullcontext
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine, ExceptionContext, event, text
from sqlalchemy import create_engine as create_sync_engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import Settings
from chat_app.errors import Unavailable

log = structlog.get_logger()

_BUSY_TIMEOUT_S = 15
_POOL_SIZE = 10
_CONNECT_TIMEOUT_S = 15
_STATEMENT_TIMEOUT_S = 30
"""What takes longer is taken for a connection that was cut without a word."""
_AWAY = "The database does not answer; try again in a moment"
_BUSY_PAUSE_S = 0.01
_LOGGED_COMMITS = 100
"""After how many of them SQLite's log is written into the file; with some ten pages each, about as
often as it does by itself."""
_OUTAGE_STATES = ("08", "40", "53", "55", "57", "58", "25006")
"""PostgreSQL's classes of faults that pass: connection, rolled back, resources (a full disk),
locks, operator, system; and a standby that takes no writes (its manual, appendix A, 2026-11-29)."""
_SQLITE_PRIMARY = 0xFF
"""The rest of a result code says more of the same fault."""
_OUTAGE_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
"""SQLite's: locked, a full or failing disk (sqlite.org/rescode.html, 2026-11-29)."""

LOCKED: dict[str, Any] = {"key_share": True}
"""How a row is held that is to be changed: others may still write rows that point at it.

A plain `FOR UPDATE` would make them wait, and they may hold what its holder waits for. Whoever
holds several rows takes them in this order, or PostgreSQL finds two transactions in each other's
way and undoes one: organisation, user (of several, by id), budget (of several, by owner), turn,
chat, message, reading position.
"""

T = TypeVar("T")
P = ParamSpec("P")

_writer: AsyncEngine | None = None
_reader: AsyncEngine | None = None
_sqlite: "_Sqlite | None" = None
"""For what is brief, where the database is SQLite."""


@asynccontextmanager
async def database(settings: Settings) -> AsyncGenerator[None, None]:
    """Keep the database open for as long as the block runs."""
    global _writer, _reader, _sqlite
    _writer = _create_writer(settings)
    _reader = _create_reader(settings)
    _sqlite = _Sqlite(settings) if settings.is_sqlite else None
    try:
        yield
    finally:
        if _sqlite:
            await _sqlite.close()
        await _reader.dispose()
        await _writer.dispose()
        _writer = _reader = _sqlite = None


def create_engine(settings: Settings) -> AsyncEngine:
    """Return an engine that changes tables, for as long as a statement takes.

    On SQLite it checks no references: a table that others point at is changed by writing it anew.
    """
    if settings.is_sqlite:
        return _sqlite_writer(settings, checks_references=False)
    return _postgres_engine(settings, statement_timeout_seconds=None)


def _create_writer(settings: Settings) -> AsyncEngine:
    if settings.is_sqlite:
        return _sqlite_writer(settings)
    return _postgres_engine(settings, _STATEMENT_TIMEOUT_S)


def _sqlite_writer(settings: Settings, *, checks_references: bool = True) -> AsyncEngine:
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    return _sqlite_engine(settings, readers=0, checks_references=checks_references)


def _create_reader(settings: Settings) -> AsyncEngine:
    """Return an engine whose every statement stands alone: no BEGIN and no ROLLBACK to wait for."""
    if settings.is_sqlite:
        return _sqlite_engine(settings, readers=_POOL_SIZE)
    return _postgres_engine(
        settings,
        _STATEMENT_TIMEOUT_S,
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,
    )


def _postgres_engine(
    settings: Settings, statement_timeout_seconds: int | None, **options: Any
) -> AsyncEngine:
    engine = create_async_engine(
        settings.DATABASE_URL,
        pool_size=_POOL_SIZE,
        max_overflow=0,
        pool_timeout=_BUSY_TIMEOUT_S,
        hide_parameters=True,
        connect_args={
            "timeout": _CONNECT_TIMEOUT_S,
            "command_timeout": statement_timeout_seconds,
        },
        **options,
    )

    event.listen(engine.sync_engine, "handle_error", _hide_row)
    return engine


def _hide_row(context: ExceptionContext) -> None:
    """Drop the DETAIL of a fault, in which PostgreSQL quotes the row: text of messages, e-mails."""
    foreign = context.original_exception.__cause__
    if foreign and hasattr(foreign, "detail"):
        foreign.detail = None  # pyright: ignore[reportAttributeAccessIssue]
    for fault in (context.original_exception, context.sqlalchemy_exception):
        if fault:
            fault.args = tuple(str(part).partition("\nDETAIL:")[0] for part in fault.args)


def _sqlite_engine(
    settings: Settings, *, readers: int, checks_references: bool = True
) -> AsyncEngine:
    engine = create_async_engine(
        settings.DATABASE_URL,
        pool_size=readers or 1,
        max_overflow=0,
        pool_timeout=_BUSY_TIMEOUT_S,
        hide_parameters=True,
        pool_reset_on_return=None if readers else "rollback",
        connect_args={"timeout": _BUSY_TIMEOUT_S},
    )
    _configure(engine.sync_engine, is_reader=bool(readers), checks_references=checks_references)
    return engine


def _configure(
    engine: Engine, *, is_reader: bool, checks_references: bool = True, moves_log: bool = True
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
        if not moves_log:
            cursor.execute("PRAGMA wal_autocheckpoint = 0")
        cursor.close()

    if not is_reader:

        @event.listens_for(engine, "begin")
        def begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")


class _Sqlite:
    """One connection that writes and one that reads, on the thread of the event loop.

    Neither ever waits there: a lock that another process holds is asked for again after a pause,
    and what is written goes from the log into the file (which waits for the disk) in a thread.
    """

    def __init__(self, settings: Settings) -> None:
        self.gate = asyncio.Lock()
        """Held by whoever writes, through this or through a session."""
        self._writer = self._connect(settings, is_reader=False)
        self._reader = self._connect(settings, is_reader=True)
        self._written = 0
        self._moving: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Connection], T]) -> T:
        async with self.my_turn():
            written = await self._patiently(lambda: self._commit(work))
        self._written += 1
        if self._written >= _LOGGED_COMMITS and self._moving is None:
            self._written = 0
            self._moving = asyncio.create_task(self._move_log())
        return written

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await self._patiently(lambda: work(self._reader))

    @asynccontextmanager
    async def my_turn(self) -> AsyncGenerator[None, None]:
        """Wait until nobody else writes.

        Raises:
            TimeoutError: Somebody went on for too long.
        """
        async with asyncio.timeout(_BUSY_TIMEOUT_S) if self.gate.locked() else nullcontext():
            await self.gate.acquire()
        try:
            yield
        finally:
            self.gate.release()

    async def close(self) -> None:
        if self._moving:
            await self._moving
        for connection in (self._reader, self._writer):
            connection.close()
            connection.engine.dispose()

    def _connect(self, settings: Settings, *, is_reader: bool) -> Connection:
        engine = create_sync_engine(
            settings.DATABASE_URL.replace("+aiosqlite", ""),
            hide_parameters=True,
            pool_reset_on_return=None,
            connect_args={"timeout": 0, "check_same_thread": False},
        )
        _configure(engine, is_reader=is_reader, moves_log=False)
        return engine.connect()

    def _commit(self, work: Callable[[Connection], T]) -> T:
        with self._writer.begin():
            return work(self._writer)

    async def _patiently(self, attempt: Callable[[], T]) -> T:
        """Try until no other process holds the lock; nothing was done where one does."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _BUSY_TIMEOUT_S
        while True:
            try:
                return attempt()
            except OperationalError as fault:
                if _sqlite_code(fault) != sqlite3.SQLITE_BUSY or loop.time() > until:
                    raise
            await asyncio.sleep(_BUSY_PAUSE_S)

    async def _move_log(self) -> None:
        try:
            await asyncio.to_thread(self._checkpoint)
        except Exception:
            # The log grows meanwhile; the next commits try again, and the last close.
            log.exception("database.log_not_moved")
        finally:
            self._moving = None

    def _checkpoint(self) -> None:
        with closing(self._writer.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")


@contextmanager
def _away_is_unavailable() -> Generator[None, None, None]:
    try:
        yield
    except DBAPIError as fault:
        if not _is_outage(fault):
            raise
        log.warning("database.away", kind=type(fault.orig).__name__, state=_state_of(fault))
        raise Unavailable(_AWAY) from fault
    except (PoolTimeout, OSError) as fault:
        log.warning("database.away", kind=type(fault).__name__)
        raise Unavailable(_AWAY) from fault


def _is_outage(fault: DBAPIError) -> bool:
    """Tell a database that may answer later from one that refuses what it was given."""
    state = _state_of(fault)
    if fault.connection_invalidated or (state and state.startswith(_OUTAGE_STATES)):
        return True
    code = _sqlite_code(fault)
    if code is not None:
        return code in _OUTAGE_CODES
    # What asyncpg cannot send is an interface error to SQLAlchemy, as a closed connection is.
    cause = fault.orig and fault.orig.__cause__
    is_of_the_way = isinstance(fault, InterfaceError | OperationalError)
    return is_of_the_way and not state and not isinstance(cause, ValueError)


def _sqlite_code(fault: DBAPIError) -> int | None:
    """Return SQLite's code of a fault."""
    code = getattr(fault.orig, "sqlite_errorcode", None)
    return None if code is None else code & _SQLITE_PRIMARY


def _state_of(fault: DBAPIError) -> str | None:
    """Return PostgreSQL's code of a fault."""
    return getattr(fault.orig, "sqlstate", None)


def _opened(engine: AsyncEngine | None) -> AsyncEngine:
    if engine is None:
        raise Unavailable("The database is not open")
    return engine


@asynccontextmanager
async def transaction() -> AsyncGenerator[AsyncSession, None]:
    """Give a session whose work is committed when the block ends, or undone when it raises.

    Raises:
        Unavailable: The database is away.
    """
    with _away_is_unavailable():
        async with (
            _sqlite.my_turn() if _sqlite else nullcontext(),
            AsyncSession(_opened(_writer), expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session


@asynccontextmanager
async def reading() -> AsyncGenerator[AsyncSession, None]:
    """Give a session that only reads.

    Raises:
        Unavailable: The database is away.
    """
    with _away_is_unavailable():
        async with AsyncSession(_opened(_reader), expire_on_commit=False) as session:
            yield session


async def write_briefly(
    work: Callable[Concatenate[Connection, P], T], *args: P.args, **options: P.kwargs
) -> T:
    """Do work that is committed when it returns, or undone when it raises; return its result.

    Args:
        work: Some statements, each by a key, for nothing else is done while they last; it is given
            a connection and what follows here.

    Raises:
        Unavailable: The database is away.
    """
    with _away_is_unavailable():
        if _sqlite:
            return await _sqlite.write(lambda connection: work(connection, *args, **options))
        async with _opened(_writer).begin() as connection:
            return await connection.run_sync(work, *args, **options)


async def read_briefly(
    work: Callable[Concatenate[Connection, P], T], *args: P.args, **options: P.kwargs
) -> T:
    """Do work that only reads, each statement by a key, and return its result.

    Raises:
        Unavailable: The database is away.
    """
    with _away_is_unavailable():
        if _sqlite:
            return await _sqlite.read(lambda connection: work(connection, *args, **options))
        async with _opened(_reader).connect() as connection:
            return await connection.run_sync(work, *args, **options)


async def briefly(
    session: AsyncSession,
    work: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **options: P.kwargs,
) -> T:
    """Do brief work as a part of what a session does, and return its result."""
    await session.flush()
    return await (await session.connection()).run_sync(work, *args, **options)


async def ping() -> None:
    """Ask the database for a sign of life: a read, and a write that changes nothing.

    Raises:
        Unavailable: It gave none.
    """
    async with reading() as session:
        await (await session.connection()).execute(text("SELECT 1"))
    async with transaction() as session:
        # The one table that every database of ours has, with its one row.
        await (await session.connection()).execute(_WRITE_NOTHING)


_WRITE_NOTHING = text("UPDATE alembic_version SET version_num = version_num")
