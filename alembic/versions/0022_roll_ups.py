"""Keep roll-ups of what turns came to: by day for everybody, by day and month for each user.

Triggers write them in the transaction that settles a turn, whoever settles it; see ADR 18. Those of
the turns that are settled already are written here, once nothing else can be settled meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FAULT = "{of}outcome IN ('partial', 'failed')"
_FIGURES = {
    "exchanges": "1",
    "tokens": "COALESCE({of}charged_tokens, 0)",
    "billed_tokens": "COALESCE({of}billed_total_tokens, 0)",
    "charged_where_billed_tokens": (
        "CASE WHEN {of}billed_total_tokens IS NULL THEN 0 ELSE COALESCE({of}charged_tokens, 0) END"
    ),
    "cost_micro_usd": "COALESCE({of}cost_micro_usd, 0)",
    "estimated_cost_micro_usd": (
        "CASE WHEN {of}cost_method = 'estimated' THEN COALESCE({of}cost_micro_usd, 0) ELSE 0 END"
    ),
    "errors": f"CASE WHEN {_FAULT} THEN 1 ELSE 0 END",
    "cached": "CASE WHEN {of}cached THEN 1 ELSE 0 END",
}
"""What is summed, and what each turn adds to it."""
_NAMES = ", ".join(_FIGURES)
_STEPS = (10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82)
_CLASSES_MS = [*range(1, 10), *(step * 10**power for power in range(4) for step in _STEPS), 100_000]
_CLASS = (
    "CASE WHEN {of}first_delta_ms IS NULL THEN 0"
    + "".join(f" WHEN {{of}}first_delta_ms <= {most} THEN {most}" for most in _CLASSES_MS)
    + " ELSE 1000000 END"
)
_DAY = {
    "sqlite": "CAST(replace(substr({of}started_at, 1, 10), '-', '') AS INTEGER)",
    "postgresql": "CAST(to_char({of}started_at AT TIME ZONE 'UTC', 'YYYYMMDD') AS INTEGER)",
}
_KEYS = {
    "model_roll_up": ("day", "model", "first_delta_class_ms"),
    "user_roll_up": ("period", "model", "user_id"),
}
_TYPES = {
    "day": sa.Integer(),
    "period": sa.Integer(),
    "model": sa.String(100),
    "first_delta_class_ms": sa.Integer(),
    "user_id": sa.Uuid(),
}
_TRIGGERS = {
    "roll_up_settled": (
        "UPDATE OF settled_at",
        "OLD.settled_at IS NULL AND NEW.settled_at IS NOT NULL",
    ),
    "roll_up_inserted": ("INSERT", "NEW.settled_at IS NOT NULL"),
}


def upgrade() -> None:
    """Apply."""
    for table, keys in _KEYS.items():
        _create_table(table, keys)
    op.create_index("ix_user_roll_up_user", "user_roll_up", ["user_id", "period"])
    dialect = op.get_bind().dialect.name
    day = _DAY[dialect]
    added = "".join(
        _add(table, [_of("NEW.", *keys) for keys in rows]) for table, rows in _rows(day).items()
    )
    if dialect == "sqlite":
        for name, (event, condition) in _TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON turn WHEN {condition} BEGIN {added}END"
            )
    else:
        op.execute(
            "CREATE FUNCTION roll_up() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {added}RETURN NULL; END $$"
        )
        # At commit: nobody waits for a row of everybody's longer than another's commit takes.
        for name, (event, condition) in _TRIGGERS.items():
            op.execute(
                f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON turn"
                f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({condition})"
                " EXECUTE FUNCTION roll_up()"
            )
    _fill(day)


def downgrade() -> None:
    """Undo."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else " ON turn"))
    if not is_sqlite:
        op.execute("DROP FUNCTION roll_up")
    for table in _KEYS:
        op.drop_table(table)


def _create_table(table: str, keys: tuple[str, ...]) -> None:
    references = [sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"])]
    op.create_table(
        table,
        *(sa.Column(name, _TYPES[name], nullable=False) for name in keys),
        *(sa.Column(name, _BIG, nullable=False) for name in _FIGURES),
        sa.PrimaryKeyConstraint(*keys),
        *(references if "user_id" in keys else ()),
        sa.CheckConstraint(
            " AND ".join(f"{name} >= 0" for name in _FIGURES), name=f"ck_{table}_not_negative"
        ),
        sa.CheckConstraint(
            " AND ".join(f"typeof({name}) IN ('integer', 'null')" for name in _FIGURES),
            name=f"ck_{table}_whole",
        ).ddl_if(dialect="sqlite"),
        sqlite_with_rowid=False,
    )


def _rows(day: str) -> dict[str, list[tuple[str, ...]]]:
    """Return the keys of all rows that a turn is part of, those that fewest wait for first."""
    month = f"{day} / 100"
    return {
        "user_roll_up": [
            (day, "{of}model", "{of}user_id"),
            (month, "{of}model", "{of}user_id"),
            (month, "''", "{of}user_id"),
        ],
        "model_roll_up": [(day, "{of}model", _CLASS)],
    }


def _of(of: str, *keys: str) -> str:
    """Return what one turn adds to a row with these keys."""
    return ", ".join([*keys, *_FIGURES.values()]).format(of=of)


def _add(table: str, rows: list[str]) -> str:
    keys = ", ".join(_KEYS[table])
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in _FIGURES)
    return (
        f"INSERT INTO {table} ({keys}, {_NAMES}) VALUES ({'), ('.join(rows)})"
        f" ON CONFLICT ({keys}) DO UPDATE SET {sums}; "
    )


def _fill(day: str) -> None:
    of_turns = ", ".join(f"SUM({figure})" for figure in _FIGURES.values())
    of_rows = ", ".join(f"SUM({name})" for name in _FIGURES)
    turns, days, months = _rows(day)["user_roll_up"][0], "period / 100", "period"
    for table, keys, sums, rows in (
        (
            "model_roll_up",
            _rows(day)["model_roll_up"][0],
            of_turns,
            "turn WHERE settled_at IS NOT NULL",
        ),
        ("user_roll_up", turns, of_turns, "turn WHERE settled_at IS NOT NULL"),
        ("user_roll_up", (days, "model", "user_id"), of_rows, "user_roll_up"),
        ("user_roll_up", (months, "''", "user_id"), of_rows, "user_roll_up WHERE period < 1000000"),
    ):
        op.execute(
            f"INSERT INTO {table} ({', '.join(_KEYS[table])}, {_NAMES})"
            f" SELECT {', '.join(keys)}, {sums} FROM {rows} GROUP BY 1, 2, 3".format(of="")
        )
    for table in _KEYS:
        op.execute(f"ANALYZE {table}")
