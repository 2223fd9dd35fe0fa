"""Statements that are compiled once, and the connection of brief work, which asks drivers itself.

SQLAlchemy's way to a driver and back, made anew for each statement, takes three to five times as
long as SQLite takes to answer one by its key (docs/adr/0046). What is the same each time is done
once here: text, order and types of the parameters, types and names of the columns. What is rare is
left to SQLAlchemy: faults go its way, and its listeners hear what is asked.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from sqlalchemy import ClauseElement, Dialect, Engine, event
from sqlalchemy import Connection as SlowConnection
from sqlalchemy.exc import MultipleResultsFound, NoResultFound

_KEPT_STATEMENTS = 1000
"""More than brief work has; those that are built anew each time make room for others."""
_FAULT = "fault"

Params = Mapping[str, Any]
_Bound = tuple[str, tuple[Any, ...]]
"""The text of a statement and the values of its parameters."""


class Rows(list[Any]):
    """What a statement gave: rows whose columns are attributes, as SQLAlchemy's are."""

    __slots__ = ("rowcount",)

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        super().__init__(rows)
        self.rowcount = rowcount
        """How many rows were found, or changed."""

    def all(self) -> "Rows":
        """Return all rows."""
        return self

    def first(self) -> Any:
        """Return the first row, or `None`."""
        return self[0] if self else None

    def one(self) -> Any:
        """Return the one row there is.

        Raises:
            NoResultFound, MultipleResultsFound: There are none, or several.
        """
        if len(self) == 1:
            return self[0]
        raise MultipleResultsFound if self else NoResultFound

    def scalar(self) -> Any:
        """Return the first column of the first row, or `None`."""
        return self[0][0] if self else None

    def scalar_one(self) -> Any:
        """Return the first column of the one row there is; see `one`."""
        return self.one()[0]

    def scalars(self) -> list[Any]:
        """Return the first column of all rows."""
        return [row[0] for row in self]


class Connection:
    """A connection of SQLAlchemy's, as brief work uses it."""

    def __init__(self, connection: SlowConnection) -> None:
        self.dialect = connection.dialect
        self._connection = connection
        self._driver: Any = connection.connection.dbapi_connection
        self._heard = tuple(connection.engine.dispatch.before_cursor_execute)
        self._waiting: list[_Bound] = []

    def execute(
        self, statement: ClauseElement, params: Params | Sequence[Params] | None = None
    ) -> Rows:
        """Execute a statement, and return its rows.

        Args:
            statement: Best built once: those that were used last are kept compiled.
            params: What it is given; several times, where it is to be executed as often, and then
                it returns no rows.

        Raises:
            DBAPIError: As SQLAlchemy raises them.
        """
        several = (params or {},) if params is None or isinstance(params, Mapping) else params
        prepared = _prepare(statement, self.dialect, tuple(several[0]))
        if len(several) > 1:
            self.send()
            (sql, *_), values = zip(*map(prepared.bound, several), strict=True)
            return Rows((), self._asked(sql, values, many=True).rowcount)
        cursor = self._asked(*self._with_waiting(*prepared.bound(several[0])))
        # Nothing is described where nothing is given.
        found = cursor.fetchall() if cursor.description else ()
        return Rows(prepared.rows(found), cursor.rowcount)

    def execute_with_next(self, statement: ClauseElement, *params: Params) -> None:
        """Execute what gives nothing; on PostgreSQL what comes next goes along: a round trip less.

        What comes next locks its rows first there, does not see what this does, and raises what it
        is refused with.

        Args:
            statement: Best built once.
            params: What it is given, each time.
        """
        if self.dialect.name != "postgresql":
            self.execute(statement, params)
            return
        for each in params:
            self._waiting.append(_prepare(statement, self.dialect, tuple(each)).bound(each))

    def send(self) -> None:
        """Execute what still waits for something to come next."""
        if self._waiting:
            self._asked(*self._with_waiting(*self._waiting.pop()))

    def _with_waiting(self, sql: str, values: tuple[Any, ...]) -> "_Bound":
        if not self._waiting:
            return sql, values
        before, self._waiting = self._waiting, []
        parts = tuple((text, len(given)) for text, given in before)
        return _together(sql, parts), tuple(chain(*(given for _, given in before), values))

    def run(self, sql: str) -> None:
        """Have the driver do something that is neither given anything nor gives anything."""
        self._asked(sql, ())

    def _asked(self, sql: str, values: Sequence[Any], *, many: bool = False) -> Any:
        cursor = self._driver.cursor()
        for heard in self._heard:
            heard(self._connection, cursor, sql, values, None, many)
        try:
            (cursor.executemany if many else cursor.execute)(sql, values)
        except BaseException as fault:
            # Whoever keeps the fault keeps this frame, and SQLite its file open for the cursor.
            del cursor
            # SQLAlchemy tells what it means, and takes leave of a connection that is lost.
            self._connection.exec_driver_sql(sql, execution_options={_FAULT: fault})
            raise
        return cursor


def take_faults(engine: Engine) -> None:
    """Have SQLAlchemy take the faults of this engine's prepared statements for its own."""
    event.listen(engine, "do_execute", _raise_fault)


def _raise_fault(_cursor: object, _statement: str, _parameters: object, context: Any) -> None:
    if fault := context.execution_options.get(_FAULT):
        raise fault


class _Prepared:
    """A statement as one database takes it."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, names: Sequence[str]) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=[*names])
        self._sql = str(compiled)
        defaults = {column.key: column.default for column in compiled.insert_prefetch or ()}
        order = compiled.positiontup or ()
        params = {
            name: _parameter(compiled.binds[name], defaults.get(name), dialect) for name in order
        }
        self._params = [params[name] for name in order]
        # The text of an IN depends on how many there are.
        self._compiled: Any = compiled if compiled.post_compile_params else None
        self._takers = {name: take for name, (_, _, take) in params.items()}
        columns = list(getattr(statement, "exported_columns", ()))
        makers = [_impl(each, dialect).result_processor(dialect, None) for each in columns]
        self._makers = [(place, make) for place, make in enumerate(makers) if make]
        self._row: Any = columns and namedtuple(
            "Row", [each.key or "" for each in columns], rename=True
        )

    def bound(self, given: Params) -> "_Bound":
        """Return its text and the values of its parameters, in their order."""
        if self._compiled:
            return self._expanded(given)
        values: list[Any] = []
        for key, usual, take in self._params:
            value = given[key] if key in given else usual()
            values.append(take(value) if take else value)
        return self._sql, tuple(values)

    def _expanded(self, given: Params) -> "_Bound":
        state = self._compiled.construct_expanded_state(given)
        takers = self._takers | dict(state.processors)
        named = zip(state.positiontup, state.positional_parameters, strict=True)
        values = (take(value) if (take := takers.get(name)) else value for name, value in named)
        return state.statement, tuple(values)

    def rows(self, found: Sequence[Any]) -> Sequence[Any]:
        """Return rows as what they are in Python."""
        if not self._row:
            return found
        make_row, makers = self._row._make, self._makers
        rows: list[Any] = []
        for each in found:
            row = list(each)
            for place, make in makers:
                row[place] = make(row[place])
            rows.append(make_row(row))
        return rows


_prepare = lru_cache(_KEPT_STATEMENTS)(_Prepared)


@lru_cache(_KEPT_STATEMENTS)
def _together(last: str, before: tuple[tuple[str, int], ...]) -> str:
    """Return a statement of PostgreSQL's with others before it, each with so many parameters."""
    parts: list[str] = []
    counted = 0
    for sql, values in before:
        parts.append(f"waited_{len(parts)} AS ({_numbered_after(counted, sql)})")
        counted += values
    own = _numbered_after(counted, last)
    goes_on = own.startswith("WITH ")
    return f"WITH {', '.join(parts)}{',' if goes_on else ''} {own.removeprefix('WITH ')}"


def _numbered_after(counted: int, sql: str) -> str:
    return re.sub(r"\$(\d+)", lambda found: f"${int(found[1]) + counted}", sql)


def _parameter(
    bind: Any, default: Any, dialect: Dialect
) -> tuple[str, Callable[[], Any], Callable[[Any], Any] | None]:
    """Return by what a value is given, what it is where it is not, and what the driver takes."""
    take = _impl(bind, dialect).bind_processor(dialect)
    if default is not None:
        usual = (lambda: default.arg) if default.is_scalar else partial(default.arg, None)
    elif bind.required:
        usual = partial(_missing, bind.key)
    else:
        usual = lambda: bind.effective_value  # noqa: E731
    return bind.key, usual, take


def _missing(key: str) -> Any:
    raise KeyError(key)


def _impl(typed: Any, dialect: Dialect) -> Any:
    return typed.type.dialect_impl(dialect)
