"""The engine and `transaction()`, the only place that commits.

SQLite has one writer: writes queue for a pool of one connection, begin at once (`BEGIN
IMMEDIATE`) and stay short; readers have connections of their own, so nobody is ever told
"database is locked". PostgreSQL has one pool for both.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import ExceptionContext, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import Settings
from chat_app.errors import Unavailable

_BUSY_TIMEOUT_S = 15
_POOL_SIZE = 10

_writer: AsyncEngine | None = None
_reader: AsyncEngine | None = None


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[None]:
    """Keep the database open for as long as the block runs."""
    global _writer, _reader
    _writer = create_engine(settings)
    _reader = _create_reader(settings)
    try:
        yield
    finally:
        await _reader.dispose()
        await _writer.dispose()
        _writer = _reader = None


def create_engine(settings: Settings) -> AsyncEngine:
    """Return an engine that may write."""
    if settings.is_sqlite:
        settings.data_folder.mkdir(parents=True, exist_ok=True)
        return _sqlite_engine(settings, readers=0)
    return _postgres_engine(settings)


def _create_reader(settings: Settings) -> AsyncEngine:
    """Return an engine whose every statement stands alone: no BEGIN and no ROLLBACK to wait for."""
    if settings.is_sqlite:
        return _sqlite_engine(settings, readers=_POOL_SIZE)
    return _postgres_engine(settings, isolation_level="AUTOCOMMIT", pool_reset_on_return=None)


def _postgres_engine(settings: Settings, **options: Any) -> AsyncEngine:
    engine = create_async_engine(
        settings.DATABASE_URL,
        pool_size=_POOL_SIZE,
        max_overflow=0,
        hide_parameters=True,
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


def _sqlite_engine(settings: Settings, *, readers: int) -> AsyncEngine:
    engine = create_async_engine(
        settings.DATABASE_URL,
        pool_size=readers or 1,
        max_overflow=0,
        pool_timeout=_BUSY_TIMEOUT_S,
        hide_parameters=True,
        pool_reset_on_return=None if readers else "rollback",
        connect_args={"timeout": _BUSY_TIMEOUT_S},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver must not begin on its own: it would begin DEFERRED, and a transaction that
        # reads first and writes later fails at once when another process wrote in between.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        if readers:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    if not readers:

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def _away_is_unavailable() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise
    except (DBAPIError, PoolTimeout, OSError) as fault:
        raise Unavailable("The database does not answer; try again in a moment") from fault


def _opened(engine: AsyncEngine | None) -> AsyncEngine:
    if engine is None:
        raise Unavailable("The database is not open")
    return engine


@asynccontextmanager
async def transaction() -> AsyncIterator[AsyncSession]:
    """Give a session whose work is committed when the block ends, or undone when it raises.

    Raises:
        Unavailable: The database is away.
    """
    with _away_is_unavailable():
        async with (
            AsyncSession(_opened(_writer), expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session


@asynccontextmanager
async def reading() -> AsyncIterator[AsyncSession]:
    """Give a session that only reads.

    Raises:
        Unavailable: The database is away.
    """
    with _away_is_unavailable():
        async with AsyncSession(_opened(_reader), expire_on_commit=False) as session:
            yield session


async def ping() -> None:
    """Ask the database for a sign of life.

    Raises:
        Unavailable: It gave none.
    """
    async with reading() as session:
        await (await session.connection()).execute(text("SELECT 1"))
