"""Give budgets owners and periods of their own, and let a turn hold from several of them.

What a turn holds from a budget becomes a row; the ledger's entries name the budget. Each budget
that is there becomes its user's for the calendar month, UTC, in which it began.

Going down keeps what users own: budgets of keys and organisations had no place there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0019"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_SIGNS = (
    "balance_tokens >= 0 AND CASE kind"
    " WHEN 'reserve' THEN amount_tokens <= 0 WHEN 'release' THEN amount_tokens >= 0"
    " WHEN 'charge' THEN amount_tokens < 0 WHEN 'overrun' THEN amount_tokens < 0"
    " ELSE true END"
)
_OVERRUNS = sa.text("kind = 'overrun'")
_OLD_KEY = "FOREIGN KEY(period_id) REFERENCES user_usage (period_id)"


def upgrade() -> None:
    """Apply."""
    _make_budgets()
    _make_holds()
    _take_ledger_away()
    _drop_period_of_turns()
    op.execute(
        "INSERT INTO hold (turn_id, budget_id, reserved_tokens, charged_tokens)"
        " SELECT turn_id, period_id, reserved_tokens,"
        " CASE WHEN settled_at IS NOT NULL THEN COALESCE(charged_tokens, 0) END FROM old_turn"
    )
    op.drop_table("old_turn")
    op.drop_table("user_usage")
    _make_ledger()
    op.execute(
        "INSERT INTO ledger_entry (entry_id, user_id, budget_id, turn_id, kind, amount_tokens,"
        " balance_tokens, created_at) SELECT entry_id, user_id, period_id, turn_id, kind,"
        " amount_tokens, balance_tokens, created_at FROM old_entry"
    )
    op.drop_table("old_entry")
    _check_references()


def downgrade() -> None:
    """Undo."""
    _make_periods()
    _take_ledger_away()
    _give_turns_a_period()
    op.drop_table("hold")
    op.drop_table("budget")
    _make_old_ledger()
    op.execute(
        "INSERT INTO ledger_entry (entry_id, user_id, period_id, turn_id, kind, amount_tokens,"
        " balance_tokens, created_at) SELECT entry_id, user_id, budget_id, turn_id, kind,"
        " amount_tokens, balance_tokens, created_at FROM old_entry"
        " WHERE user_id IS NOT NULL OR kind = 'overrun'"
    )
    op.drop_table("old_entry")
    _check_references()


def _make_budgets() -> None:
    op.create_table(
        "budget",
        sa.Column("budget_id", sa.Uuid(), nullable=False),
        sa.Column("owner_kind", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("span", sa.String(32), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("reset_at", _MOMENT, nullable=False),
        sa.Column("token_limit", _BIG, nullable=False),
        sa.Column("total_tokens_used", _BIG, nullable=False),
        sa.Column("reserved_tokens", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("budget_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        sa.CheckConstraint(
            "total_tokens_used >= 0 AND reserved_tokens >= 0"
            " AND total_tokens_used + reserved_tokens <= token_limit",
            name="ck_budget_never_overspent",
        ),
        sa.CheckConstraint("owner_kind IN ('user', 'key', 'organisation')", name="ck_budget_owner"),
        sa.CheckConstraint(
            "(owner_kind = 'user') = (user_id IS NOT NULL)"
            " AND (user_id IS NULL OR user_id = owner_id)",
            name="ck_budget_user",
        ),
        sa.CheckConstraint("span IN ('month', 'week')", name="ck_budget_span"),
        sa.CheckConstraint(
            "starts_at < ends_at AND starts_at <= reset_at", name="ck_budget_period"
        ),
        *_whole("budget", "token_limit", "total_tokens_used", "reserved_tokens"),
    )
    op.create_index(
        "ix_budget_current", "budget", ["owner_kind", "owner_id", "reset_at"], unique=True
    )
    if _is_sqlite():
        first = "strftime('%Y-%m-01 00:00:00.000000', starts_at)"
        next_first = "strftime('%Y-%m-01 00:00:00.000000', starts_at, 'start of month', '+1 month')"
    else:
        month = "date_trunc('month', starts_at AT TIME ZONE 'UTC')"
        first = f"{month} AT TIME ZONE 'UTC'"
        next_first = f"({month} + interval '1 month') AT TIME ZONE 'UTC'"
    op.execute(
        "INSERT INTO budget (budget_id, owner_kind, owner_id, user_id, starts_at, ends_at, span,"
        " zone, reset_at, token_limit, total_tokens_used, reserved_tokens)"
        f" SELECT period_id, 'user', user_id, user_id, {first}, {next_first}, 'month',"
        " 'UTC', starts_at, token_limit, total_tokens_used, reserved_tokens FROM user_usage"
    )


def _make_holds() -> None:
    op.create_table(
        "hold",
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("budget_id", sa.Uuid(), nullable=False),
        sa.Column("reserved_tokens", _BIG, nullable=False),
        sa.Column("charged_tokens", _BIG, nullable=True),
        sa.PrimaryKeyConstraint("turn_id", "budget_id"),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turn.turn_id"], deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(["budget_id"], ["budget.budget_id"]),
        sa.CheckConstraint(
            "reserved_tokens >= 0 AND charged_tokens >= 0", name="ck_hold_not_negative"
        ),
        sa.CheckConstraint("charged_tokens <= reserved_tokens", name="ck_hold_within_reservation"),
        *_whole("hold", "reserved_tokens", "charged_tokens"),
    )


def _take_ledger_away() -> None:
    """Keep the entries aside, so that nothing points at turns and budgets while they change."""
    op.execute("CREATE TABLE old_entry AS SELECT * FROM ledger_entry")
    op.drop_table("ledger_entry")


def _make_ledger() -> None:
    op.create_table(
        "ledger_entry",
        *_columns_of_entries("budget_id"),
        sa.ForeignKeyConstraint(["budget_id"], ["budget.budget_id"]),
        sa.CheckConstraint(
            "(budget_id IS NULL) = (kind = 'overrun')", name="ck_ledger_entry_names_budget"
        ),
        sa.CheckConstraint(
            "(turn_id IS NULL) = (kind = 'grant')", name="ck_ledger_entry_names_turn"
        ),
    )
    once = ["turn_id", "budget_id", "kind"]
    op.create_index("ix_ledger_once_per_turn", "ledger_entry", once, unique=True)
    op.create_index(
        "ix_ledger_one_overrun",
        "ledger_entry",
        ["turn_id"],
        unique=True,
        sqlite_where=_OVERRUNS,
        postgresql_where=_OVERRUNS,
    )
    op.create_index("ix_ledger_user", "ledger_entry", ["user_id", "entry_id"])
    op.create_index("ix_ledger_budget", "ledger_entry", ["budget_id", "kind"])


def _make_old_ledger() -> None:
    op.create_table(
        "ledger_entry",
        *_columns_of_entries("period_id"),
        sa.ForeignKeyConstraint(["period_id"], ["user_usage.period_id"]),
    )
    op.create_index("ix_ledger_once_per_turn", "ledger_entry", ["turn_id", "kind"], unique=True)
    op.create_index("ix_ledger_user", "ledger_entry", ["user_id", "entry_id"])
    op.create_index("ix_ledger_period", "ledger_entry", ["period_id", "kind"])
    if _is_sqlite():
        _redefine("ledger_entry")


def _columns_of_entries(paying: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column(paying, sa.Uuid(), nullable=True),
        sa.Column("turn_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("amount_tokens", _BIG, nullable=False),
        sa.Column("balance_tokens", _BIG, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turn.turn_id"], deferrable=True, initially="DEFERRED"
        ),
        sa.CheckConstraint(_SIGNS, name="ck_ledger_entry_signs"),
        *_whole("ledger_entry", "amount_tokens", "balance_tokens"),
    ]


def _make_periods() -> None:
    op.create_table(
        "user_usage",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("token_limit", _BIG, nullable=False),
        sa.Column("total_tokens_used", _BIG, nullable=False),
        sa.Column("reserved_tokens", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("period_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        sa.CheckConstraint(
            "total_tokens_used >= 0 AND reserved_tokens >= 0"
            " AND total_tokens_used + reserved_tokens <= token_limit",
            name="ck_user_usage_never_overspent",
        ),
        *_whole("user_usage", "token_limit", "total_tokens_used", "reserved_tokens"),
    )
    op.create_index("ix_user_usage_current", "user_usage", ["user_id", "starts_at"], unique=True)
    if _is_sqlite():
        _redefine("user_usage")
    op.execute(
        "INSERT INTO user_usage (period_id, user_id, starts_at, token_limit, total_tokens_used,"
        " reserved_tokens) SELECT budget_id, user_id, reset_at, token_limit, total_tokens_used,"
        " reserved_tokens FROM budget WHERE user_id IS NOT NULL"
    )


def _drop_period_of_turns() -> None:
    op.execute(
        "CREATE TABLE old_turn AS"
        " SELECT turn_id, period_id, reserved_tokens, charged_tokens, settled_at FROM turn"
    )
    if _is_sqlite():
        _redefine("turn", (f", {_OLD_KEY}", ""), (f"{_OLD_KEY}, ", ""))
    op.drop_column("turn", "period_id")


def _give_turns_a_period() -> None:
    op.add_column("turn", sa.Column("period_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE turn SET period_id = (SELECT hold.budget_id FROM hold"
        " JOIN user_usage ON user_usage.period_id = hold.budget_id"
        " WHERE hold.turn_id = turn.turn_id)"
    )
    if _is_sqlite():
        column = "period_id CHAR(32)"
        _redefine("turn", (column, f"{column} NOT NULL"), (None, _OLD_KEY))
    else:
        op.alter_column("turn", "period_id", nullable=False)
        op.create_foreign_key(None, "turn", "user_usage", ["period_id"], ["period_id"])


def _redefine(table: str, *changes: tuple[str | None, str]) -> None:
    """Change words in the definition of a table on SQLite without copying it, as 0004 does.

    One blank is left between words: by that, 0004 knows its own.

    Args:
        changes: What stands there and what is to; without the first, what is added at its end.
    """
    connection = op.get_bind()
    where = f"type = 'table' AND name = '{table}'"
    words = " ".join(
        str(connection.scalar(sa.text(f"SELECT sql FROM sqlite_master WHERE {where}"))).split()
    )
    for old, new in changes:
        words = words.replace(old, new) if old else f"{words.rstrip()[:-1]}, {new})"
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    op.execute("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text(f"UPDATE sqlite_master SET sql = :words WHERE {where}"), {"words": words}
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = RESET")


def _check_references() -> None:
    """Check now what is checked at commit, for no table with such rows may change until then."""
    if not _is_sqlite():
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _whole(table: str, *names: str) -> list[sa.CheckConstraint]:
    """Return the rule against what SQLite takes for an integer's column though it is none."""
    if not _is_sqlite():
        return []
    rule = " AND ".join(f"typeof({name}) IN ('integer', 'null')" for name in names)
    return [sa.CheckConstraint(rule, name=f"ck_{table}_whole")]


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
