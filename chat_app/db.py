"""The engines, and the two places that commit: `transaction()` and `write_briefly()`.

What every message needs is brief: some statements, each by a key. It is a plain function of a
connection, and asks the driver itself (`prepared.py`). PostgreSQL's answers are waited for as ever;
SQLite, which is no server, is asked on the thread of the event loop, where such a statement takes
30 µs, and 200 by way of a thread (docs/adr/0017). Whatever may take long goes through a session,
and on SQLite through a thread.
"""

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection as SlowConnection
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import greenlet_spawn
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app import sqlite_file
from chat_app.config import Settings
from chat_app.errors import Unavailable
from chat_app.outages import away_is_unavailable, hide_row, renew_statements
from chat_app.prepared import Connection, take_faults
from chat_app.sqlite_file import SqliteFile

_POOL_TIMEOUT_S = 15
_POOL_SIZE = 10
_CONNECT_TIMEOUT_S = 15
_STATEMENT_TIMEOUT_S = 30
"""What takes longer is taken for a connection that was cut without a word."""
LOCKED: dict[str, Any] = {"key_share": True}
"""How a row is held that is to be changed: others may still write rows that point at it.

A plain `FOR UPDATE` would make them wait, and they may hold what its holder waits for. Whoever
holds several rows takes them in this order, or PostgreSQL finds two transactions in each other's
way and undoes one: organisation, user (of several, by id), API key, budget (of several, by owner),
turn, chat, message, reading position.
"""

T = TypeVar("T")
P = ParamSpec("P")


class _Commit:
    """A transaction that runs, and what waits for its end."""

    def __init__(self) -> None:
        self.is_over = False
        self.waiting: list[Callable[[], None]] = []


_commit: ContextVar[_Commit | None] = ContextVar("commit", default=None)
"""The transaction that the present task is in."""

_writer: AsyncEngine | None = None
_reader: AsyncEngine | None = None
_sqlite: SqliteFile | None = None
"""For what is brief, where the database is SQLite."""


@asynccontextmanager
async def database(settings: Settings) -> AsyncGenerator[None, None]:
    """Keep the database open for as long as the block runs."""
    global _writer, _reader, _sqlite
    _writer = _create_writer(settings)
    _reader = _create_reader(settings)
    _sqlite = SqliteFile(settings) if settings.is_sqlite else None
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
        return sqlite_file.writer_of(settings, checks_references=False)
    return _postgres_engine(settings, statement_timeout_seconds=None)


def _create_writer(settings: Settings) -> AsyncEngine:
    if settings.is_sqlite:
        return sqlite_file.writer_of(settings)
    return _postgres_engine(settings, _STATEMENT_TIMEOUT_S)


def _create_reader(settings: Settings) -> AsyncEngine:
    """Return an engine whose every statement stands alone: no BEGIN and no ROLLBACK to wait for."""
    if settings.is_sqlite:
        return sqlite_file.reader_of(settings, _POOL_SIZE)
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
        pool_timeout=_POOL_TIMEOUT_S,
        hide_parameters=True,
        connect_args={
            "timeout": _CONNECT_TIMEOUT_S,
            "command_timeout": statement_timeout_seconds,
        },
        **options,
    )

    event.listen(engine.sync_engine, "handle_error", hide_row)
    event.listen(engine.sync_engine, "handle_error", renew_statements)
    take_faults(engine.sync_engine)
    return engine


def _opened(engine: AsyncEngine | None) -> AsyncEngine:
    if engine is None:
        raise Unavailable("The database is not open")
    return engine


def after_commit(then: Callable[[], None]) -> None:
    """Do something once what is being written is committed, and never where it is undone.

    Outside of a transaction it is done at once. It must be quick, and cannot undo anything.
    """
    commit = _commit.get()
    if commit is None or commit.is_over:
        then()
    else:
        commit.waiting.append(then)


@contextmanager
def _committing() -> Generator[None, None, None]:
    """Do what waits for the commit when the block, which commits, ends without a fault."""
    commit, outer = _Commit(), _commit.get()
    _commit.set(commit)
    try:
        yield
    finally:
        # A task that was started inside still sees this transaction.
        commit.is_over = True
        _commit.set(outer)
    for then in commit.waiting:
        then()


@asynccontextmanager
async def transaction() -> AsyncGenerator[AsyncSession, None]:
    """Give a session whose work is committed when the block ends, or undone when it raises.

    Raises:
        Unavailable: The database is away.
    """
    with _committing(), away_is_unavailable():
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
    with away_is_unavailable():
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
    with _committing(), away_is_unavailable():
        if _sqlite:
            return await _sqlite.write(lambda connection: work(connection, *args, **options))
        return await greenlet_spawn(_write, _opened(_writer), work, *args, **options)


async def read_briefly(
    work: Callable[Concatenate[Connection, P], T], *args: P.args, **options: P.kwargs
) -> T:
    """Do work that only reads, each statement by a key, and return its result.

    Raises:
        Unavailable: The database is away.
    """
    with away_is_unavailable():
        if _sqlite:
            return await _sqlite.read(lambda connection: work(connection, *args, **options))
        return await greenlet_spawn(_read, _opened(_reader), work, *args, **options)


async def briefly(
    session: AsyncSession,
    work: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **options: P.kwargs,
) -> T:
    """Do brief work as a part of what a session does, and return its result."""
    await session.flush()
    return await (await session.connection()).run_sync(_do, work, *args, **options)


# Each is what SQLAlchemy calls a greenlet: plain work whose waiting is waited for outside. One for
# it all costs half of one for each of its steps, as its own asynchronous connections make them.


def _write(
    engine: AsyncEngine,
    work: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **options: P.kwargs,
) -> T:
    with engine.sync_engine.begin() as connection:
        return _do(connection, work, *args, **options)


def _read(
    engine: AsyncEngine,
    work: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **options: P.kwargs,
) -> T:
    with engine.sync_engine.connect() as connection:
        return _do(connection, work, *args, **options)


def _do(
    connection: SlowConnection,
    work: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **options: P.kwargs,
) -> T:
    prepared = Connection(connection)
    done = work(prepared, *args, **options)
    prepared.send()
    return done


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
