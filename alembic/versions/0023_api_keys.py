"""Keep API keys, by which key an exchange was asked for, and what each key's came to.

Triggers write the roll-ups of keys like the others, see ADR 18: by day and month. Going down, the
keys are lost, and with them what tells their exchanges apart; the books hold all the same.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

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
"""What is summed, and what each turn adds to it; as in 0022."""
_DAY = {
    "sqlite": "CAST(replace(substr(NEW.started_at, 1, 10), '-', '') AS INTEGER)",
    "postgresql": "CAST(to_char(NEW.started_at AT TIME ZONE 'UTC', 'YYYYMMDD') AS INTEGER)",
}
_TRIGGERS = {
    "roll_up_key_settled": (
        "UPDATE OF settled_at",
        "OLD.settled_at IS NULL AND NEW.settled_at IS NOT NULL AND NEW.key_id IS NOT NULL",
    ),
    "roll_up_key_inserted": ("INSERT", "NEW.settled_at IS NOT NULL AND NEW.key_id IS NOT NULL"),
}
_REFERENCE = " REFERENCES api_key (key_id)"


def upgrade() -> None:
    """Apply."""
    _create_keys()
    _create_roll_up()
    # SQLite has no way to add a reference to a table, but with the column.
    kind = "CHAR(32)" if _is_sqlite() else "UUID"
    op.execute(f"ALTER TABLE turn ADD COLUMN key_id {kind}{_REFERENCE}")
    running = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_turn_key_running",
        "turn",
        ["key_id"],
        sqlite_where=running,
        postgresql_where=running,
    )
    added = _add(_DAY[op.get_bind().dialect.name])
    if _is_sqlite():
        for name, (event, condition) in _TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON turn WHEN {condition} BEGIN {added}END"
            )
    else:
        op.execute(
            "CREATE FUNCTION roll_up_key() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {added}RETURN NULL; END $$"
        )
        for name, (event, condition) in _TRIGGERS.items():
            op.execute(
                f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON turn"
                f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({condition})"
                " EXECUTE FUNCTION roll_up_key()"
            )


def downgrade() -> None:
    """Undo: who had come in by a key had come in through the API."""
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + ("" if _is_sqlite() else " ON turn"))
    if not _is_sqlite():
        op.execute("DROP FUNCTION roll_up_key")
    for table in ("turn", "audit_event"):
        op.execute(f"UPDATE {table} SET via = 'api' WHERE via = 'key'")
    op.drop_index("ix_turn_key_running", "turn")
    if _is_sqlite():
        _forget_reference()
    op.drop_column("turn", "key_id")
    op.drop_table("key_roll_up")
    op.drop_table("api_key")


def _create_keys() -> None:
    op.create_table(
        "api_key",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("prefix", sa.String(10), nullable=False),
        sa.Column("key_sha256", sa.String(64), nullable=False),
        sa.Column("token_limit", _BIG, nullable=True),
        sa.Column("models", sa.JSON(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        sa.PrimaryKeyConstraint("key_id"),
        sa.UniqueConstraint("key_sha256"),
        sa.CheckConstraint("token_limit >= 0", name="ck_api_key_not_negative"),
        _whole("api_key", "token_limit"),
    )
    op.create_index("ix_api_key_user", "api_key", ["user_id", "key_id"])


def _create_roll_up() -> None:
    op.create_table(
        "key_roll_up",
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, _BIG, nullable=False) for name in _FIGURES),
        sa.PrimaryKeyConstraint("period", "model", "key_id"),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.key_id"]),
        sa.CheckConstraint(
            " AND ".join(f"{name} >= 0" for name in _FIGURES), name="ck_key_roll_up_not_negative"
        ),
        _whole("key_roll_up", *_FIGURES),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_key_roll_up_key", "key_roll_up", ["key_id", "period"])


def _whole(table: str, *names: str) -> sa.CheckConstraint:
    rule = " AND ".join(f"typeof({name}) IN ('integer', 'null')" for name in names)
    check = sa.CheckConstraint(rule, name=f"ck_{table}_whole")
    return check.ddl_if(dialect="sqlite")


def _add(day: str) -> str:
    month = f"{day} / 100"
    figures = ", ".join(figure.format(of="NEW.") for figure in _FIGURES.values())
    rows = [
        f"({period}, {model}, NEW.key_id, {figures})"
        for period, model in ((day, "NEW.model"), (month, "NEW.model"), (month, "''"))
    ]
    sums = ", ".join(f"{name} = key_roll_up.{name} + excluded.{name}" for name in _FIGURES)
    return (
        f"INSERT INTO key_roll_up (period, model, key_id, {', '.join(_FIGURES)})"
        f" VALUES {', '.join(rows)} ON CONFLICT (period, model, key_id) DO UPDATE SET {sums}; "
    )


def _forget_reference() -> None:
    """Take the reference out of the table's definition; SQLite drops no column that has one."""
    connection = op.get_bind()
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    op.execute("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :reference, '')"
            " WHERE type = 'table' AND name = 'turn'"
        ),
        {"reference": _REFERENCE},
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = RESET")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
