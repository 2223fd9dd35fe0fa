"""Faults of databases: which ones pass, and what may be told of them."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

import structlog
from sqlalchemy import ExceptionContext
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chat_app.errors import Unavailable

_AWAY = "The database does not answer; try again in a moment"
_OUTAGE_STATES = ("08", "40", "53", "55", "57", "58", "25006")
"""PostgreSQL's classes of faults that pass: connection, rolled back, resources (a full disk),
locks, operator, system; and a standby that takes no writes (its manual, appendix A, 2026-11-29)."""
_DUPLICATE_STATE = "23505"
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

log = structlog.get_logger()


@contextmanager
def away_is_unavailable() -> Generator[None, None, None]:
    """Raise what passes as an error that tells people to try again.

    Raises:
        Unavailable: The database is away.
    """
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
    code = sqlite_code(fault)
    if code is not None:
        return code in _OUTAGE_CODES
    # What asyncpg cannot send is an interface error to SQLAlchemy, as a closed connection is.
    cause = fault.orig and fault.orig.__cause__
    is_of_the_way = isinstance(fault, InterfaceError | OperationalError)
    return is_of_the_way and not state and not isinstance(cause, ValueError)


def sqlite_code(fault: DBAPIError) -> int | None:
    """Return SQLite's code of a fault."""
    code = getattr(fault.orig, "sqlite_errorcode", None)
    return None if code is None else code & _SQLITE_PRIMARY


def _state_of(fault: DBAPIError) -> str | None:
    """Return PostgreSQL's code of a fault."""
    return getattr(fault.orig, "sqlstate", None)


def is_duplicate(fault: DBAPIError) -> bool:
    """Tell what is there already from whatever else a database refuses."""
    code = getattr(fault.orig, "sqlite_errorcode", None)
    return _state_of(fault) == _DUPLICATE_STATE or code == sqlite3.SQLITE_CONSTRAINT_UNIQUE


def hide_row(context: ExceptionContext) -> None:
    """Drop the DETAIL of a fault, in which PostgreSQL quotes the row: text of messages, e-mails."""
    foreign = context.original_exception.__cause__
    if foreign and hasattr(foreign, "detail"):
        foreign.detail = None  # pyright: ignore[reportAttributeAccessIssue]
    for fault in (context.original_exception, context.sqlalchemy_exception):
        if fault:
            fault.args = tuple(str(part).partition("\nDETAIL:")[0] for part in fault.args)


def renew_statements(context: ExceptionContext) -> None:
    """Give up connections with statements prepared before a migration gave a column another type.

    PostgreSQL refuses them from then on, and whoever tries again has them prepared anew.
    """
    # By its name, as asyncpg is only there where it is used.
    if type(context.original_exception).__name__ == "InvalidCachedStatementError":
        context.is_disconnect = True
