"""Refuse figures that cannot be true, heal those that were let in, and let receipts add up.

What vendors reported was once taken as it came: negative figures, and on SQLite fractions and text
in columns of whole numbers. Such a charge becomes what a charge can be (whole, not negative, not
above its reservation), and all that was added up from it is added up again. A figure of a bill
that cannot be true becomes unknown, and its cost is made anew or unknown as well.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0014"

_PARTS = ("user_tokens", "ai_tokens", "system_tokens", "overhead_tokens")
_BILLED = tuple(
    f"billed_{part}_tokens" for part in ("prompt", "cached", "output", "thinking", "total")
)
_PRICES = ("price_input", "price_cached_input", "price_output")
_COUNTS: dict[str, tuple[str, ...]] = {
    "user_account": ("token_limit",),
    "chat": ("message_count", "tokens_consumed"),
    "message": (
        "tokens_consumed",
        *_PARTS,
        "history_tokens",
        "waived_tokens",
        "history_dropped",
        *_BILLED,
        "cost_micro_usd",
        *_PRICES,
    ),
    "user_usage": ("token_limit", "total_tokens_used", "reserved_tokens"),
    "turn": ("reserved_tokens", "charged_tokens", "first_delta_ms"),
    "ledger_entry": ("amount_tokens", "balance_tokens"),
}
"""Every figure, by table."""
_SMALL = ("message_count", "history_dropped", "first_delta_ms", "history_tokens", "waived_tokens")
"""Those that need no more room than they have, or were made with it."""
_RULES: dict[str, dict[str, str]] = {
    table: {
        f"ck_{table}_not_negative": " AND ".join(f"{name} >= 0" for name in names),
    }
    for table, names in _COUNTS.items()
    if table not in {"user_usage", "ledger_entry"}
}
_RULES["message"] |= {
    "ck_message_cached_in_prompt": "billed_cached_tokens <= billed_prompt_tokens",
    "ck_message_cost_method": "(cost_micro_usd IS NULL) = (cost_method IS NULL)",
}
_RULES["turn"] |= {"ck_turn_within_reservation": "charged_tokens <= reserved_tokens"}
_RULES["user_usage"] = {}
_RULES["ledger_entry"] = {
    "ck_ledger_entry_signs": "balance_tokens >= 0 AND CASE kind"
    " WHEN 'reserve' THEN amount_tokens <= 0 WHEN 'release' THEN amount_tokens >= 0"
    " WHEN 'charge' THEN amount_tokens < 0 WHEN 'overrun' THEN amount_tokens < 0"
    " ELSE true END"
}
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_GREATEST = 2**31 - 1
"""More than this no vendor ever told in earnest."""
_NEVER_OVERSPENT = (
    "ck_user_usage_never_overspent",
    "total_tokens_used >= 0 AND reserved_tokens >= 0"
    " AND total_tokens_used + reserved_tokens <= token_limit",
)


def upgrade() -> None:
    """Apply."""
    for name in ("history_tokens", "waived_tokens"):
        op.add_column("message", sa.Column(name, _BIG, nullable=True))
    op.add_column("message", sa.Column("cost_method", sa.String(32), nullable=True))
    if not _is_sqlite():
        _resize(sa.BigInteger())
        op.drop_constraint(_NEVER_OVERSPENT[0], "user_usage")
    _heal()
    _fill()
    if _is_sqlite():
        for table in _COUNTS:
            _rewrite(table, add=_sqlite_rules(table))
    else:
        # What was healed waits for its deferred foreign keys, and no table changes meanwhile.
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.create_check_constraint(_NEVER_OVERSPENT[0], "user_usage", _NEVER_OVERSPENT[1])
        for table, rules in _RULES.items():
            for name, rule in rules.items():
                op.create_check_constraint(name, table, rule)


def downgrade() -> None:
    """Undo; what was healed stays."""
    if _is_sqlite():
        for table in _COUNTS:
            _rewrite(table, remove=_sqlite_rules(table))
    else:
        for table, rules in _RULES.items():
            for name in rules:
                op.drop_constraint(name, table)
        _resize(sa.Integer())
    for name in ("cost_method", "waived_tokens", "history_tokens"):
        op.drop_column("message", name)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _resize(kind: sa.types.TypeEngine[Any]) -> None:
    for table, names in _COUNTS.items():
        changes = [
            f"ALTER COLUMN {name} TYPE {kind.compile(op.get_bind().dialect)}"
            for name in names
            if name not in _SMALL
        ]
        if changes:
            op.execute(f"ALTER TABLE {table} {', '.join(changes)}")


def _sqlite_rules(table: str) -> dict[str, str]:
    whole = " AND ".join(f"typeof({name}) IN ('integer', 'null')" for name in _COUNTS[table])
    return _RULES[table] | {f"ck_{table}_whole": whole}


def _rewrite(table: str, *, add: dict[str, str] | None = None, remove: Iterable[str] = ()) -> None:
    """Put rules into a table's definition, or take them out, without copying the table.

    A copy would lose the search index's triggers and break foreign keys on its way. Source:
    sqlite.org/lang_altertable.html, 8, on changes that leave what is stored as it is (2026-11-29).
    """
    connection = op.get_bind()
    where = "type = 'table' AND name = :table"
    old = connection.scalar(
        sa.text(f"SELECT sql FROM sqlite_master WHERE {where}"), {"table": table}
    )
    new = str(old)
    for name in remove:
        rule = f", CONSTRAINT {name} CHECK ({_sqlite_rules(table)[name]})"
        new = new.replace(rule, "")
    if add:
        rules = "".join(f", CONSTRAINT {name} CHECK ({rule})" for name, rule in add.items())
        new = f"{new.rstrip()[:-1]}{rules})"
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    op.execute("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text(f"UPDATE sqlite_master SET sql = :sql WHERE {where}"), {"sql": new, "table": table}
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = RESET")


def _rows(statement: str, **values: Any) -> Sequence[Any]:
    return op.get_bind().execute(sa.text(statement), values).all()


def _run(statement: str, **values: Any) -> None:
    op.get_bind().execute(sa.text(statement), values)


def _is_bad(name: str) -> str:
    """Return the condition that a figure is negative or no whole number."""
    return f"({name} < 0" + (
        f" OR typeof({name}) NOT IN ('integer', 'null'))" if _is_sqlite() else ")"
    )


def _any_bad(names: Iterable[str]) -> str:
    return " OR ".join(map(_is_bad, names))


def _whole(value: Any, otherwise: int | None = 0) -> Any:
    """Return what is whole, not negative and of a sane size in a figure."""
    if isinstance(value, int | float) and 0 <= value <= _GREATEST:
        return int(value)
    return otherwise


def _heal() -> None:
    _run(f"UPDATE user_account SET token_limit = 0 WHERE {_is_bad('token_limit')}")
    _run(f"UPDATE turn SET first_delta_ms = NULL WHERE {_is_bad('first_delta_ms')}")
    _run(f"UPDATE message SET history_dropped = 0 WHERE {_is_bad('history_dropped')}")
    _heal_bills()
    periods = _heal_charges()
    for row in _rows(
        f"SELECT period_id FROM user_usage WHERE {_any_bad(_COUNTS['user_usage'])}"
        f" UNION SELECT period_id FROM ledger_entry WHERE {_is_bad('balance_tokens')}"
    ):
        periods.add(row.period_id)
    for period_id in periods:
        _add_up_period(period_id)
    _run("DELETE FROM ledger_entry WHERE kind IN ('charge', 'overrun') AND amount_tokens = 0")
    _add_up_chats()


def _heal_bills() -> None:
    columns = ", ".join(("message_id", "cost_micro_usd", *_BILLED, *_PRICES))
    odd = " OR ".join(
        [
            _any_bad(("cost_micro_usd", *_BILLED, *_PRICES)),
            *(f"{name} > {_GREATEST}" for name in _BILLED),
            "billed_cached_tokens > billed_prompt_tokens",
        ]
    )
    for row in _rows(f"SELECT {columns} FROM message WHERE {odd}"):
        figures = [_whole(getattr(row, name), None) for name in _BILLED]
        prompt, cached, output, thinking, total = figures
        prices = [_whole(getattr(row, name), None) for name in _PRICES]
        if cached is not None and (prompt is None or cached > prompt):
            cached = None
        cost = None
        if prompt is not None and output is not None and None not in prices:
            made = output + (thinking or 0)
            full, less, out = prices
            millions = (prompt - (cached or 0)) * full + (cached or 0) * less + made * out
            cost = (millions + 500_000) // 1_000_000
        healed = dict(zip(_BILLED, (prompt, cached, output, thinking, total), strict=True))
        healed |= dict(zip(_PRICES, prices, strict=True)) | {"cost_micro_usd": cost}
        changes = ", ".join(f"{name} = :{name}" for name in healed)
        _run(f"UPDATE message SET {changes} WHERE message_id = :id", id=row.message_id, **healed)


def _heal_charges() -> set[Any]:
    """Make each charge what one can be, in turn, message and ledger; return the periods touched."""
    periods: set[Any] = set()
    for row in _rows(
        "SELECT turn_id, message_id, period_id, charged_tokens, reserved_tokens FROM turn"
        f" WHERE {_any_bad(('charged_tokens', 'reserved_tokens'))}"
        " OR charged_tokens > reserved_tokens"
        " OR turn_id IN (SELECT turn_id FROM ledger_entry"
        f" WHERE kind <> 'grant' AND {_is_odd_amount()})"
    ):
        reserved = _whole(row.reserved_tokens)
        charged = row.charged_tokens
        if charged is not None:
            charged = min(_whole(charged), reserved)
        book = {"id": row.turn_id, "reserved": reserved, "charged": charged}
        _run(
            "UPDATE turn SET charged_tokens = :charged, reserved_tokens = :reserved"
            " WHERE turn_id = :id",
            **book,
        )
        _run(
            "UPDATE message SET tokens_consumed = :charged WHERE message_id = :id",
            id=row.message_id,
            charged=charged or 0,
        )
        amounts = (("reserve", -reserved), ("release", reserved), ("charge", -(charged or 0)))
        for kind, amount in amounts:
            _run(
                "UPDATE ledger_entry SET amount_tokens = :amount"
                " WHERE turn_id = :id AND kind = :kind",
                id=row.turn_id,
                kind=kind,
                amount=amount,
            )
        periods.add(row.period_id)
    for row in _rows(
        "SELECT entry_id, amount_tokens FROM ledger_entry WHERE kind = 'overrun'"
        f" AND {_is_odd_amount()}"
    ):
        amount = -_whole(-row.amount_tokens) if _is_number(row.amount_tokens) else 0
        _run(
            "UPDATE ledger_entry SET amount_tokens = :amount, balance_tokens = 0"
            " WHERE entry_id = :id",
            id=row.entry_id,
            amount=amount,
        )
    _run(
        "UPDATE message SET tokens_consumed = COALESCE((SELECT charged_tokens FROM turn"
        " WHERE turn.message_id = message.message_id), 0) WHERE " + _is_bad("tokens_consumed")
    )
    for row in _rows(
        f"SELECT message_id, {', '.join(_PARTS)} FROM message WHERE {_any_bad(_PARTS)}"
    ):
        healed = {
            name: None if getattr(row, name) is None else _whole(getattr(row, name))
            for name in _PARTS
        }
        changes = ", ".join(f"{name} = :{name}" for name in healed)
        _run(f"UPDATE message SET {changes} WHERE message_id = :id", id=row.message_id, **healed)
    return periods


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _is_odd_amount() -> str:
    """Return the condition that an entry's amount is not whole, or has the wrong sign."""
    wrong = (
        "CASE kind WHEN 'release' THEN amount_tokens < 0 WHEN 'grant' THEN false"
        " ELSE amount_tokens > 0 END"
    )
    return f"({wrong} OR typeof(amount_tokens) <> 'integer')" if _is_sqlite() else wrong


def _add_up_period(period_id: Any) -> None:
    """Make a period what its entries add up to; what it lacks to pay for them is granted."""
    entries = _rows(
        "SELECT entry_id, kind, amount_tokens FROM ledger_entry WHERE period_id = :id"
        " ORDER BY entry_id",
        id=period_id,
    )
    amounts = {"grant": 0, "reserve": 0, "release": 0, "charge": 0}
    grants = []
    for entry in entries:
        amount = int(entry.amount_tokens) if _is_number(entry.amount_tokens) else 0
        amounts[entry.kind] += amount
        if entry.kind == "grant":
            grants.append((entry.entry_id, amount))
    used, reserved = -amounts["charge"], -(amounts["reserve"] + amounts["release"])
    lacking = max(used + reserved - amounts["grant"], 0)
    granted_id, granted = grants[0] if grants else (None, 0)
    _run(
        "UPDATE ledger_entry SET amount_tokens = :amount WHERE entry_id = :id",
        id=granted_id,
        amount=granted + lacking,
    )
    remaining = 0
    for entry in entries:
        amount = int(entry.amount_tokens) if _is_number(entry.amount_tokens) else 0
        remaining += amount + (lacking if entry.entry_id == granted_id else 0)
        _run(
            "UPDATE ledger_entry SET balance_tokens = :balance WHERE entry_id = :id",
            id=entry.entry_id,
            balance=max(remaining, 0),
        )
    _run(
        "UPDATE user_usage SET token_limit = :granted, total_tokens_used = :used,"
        " reserved_tokens = :reserved WHERE period_id = :id",
        id=period_id,
        granted=amounts["grant"] + lacking,
        used=used,
        reserved=reserved,
    )


def _add_up_chats() -> None:
    spent = (
        "(SELECT COALESCE(SUM(tokens_consumed), 0) FROM message"
        " WHERE message.chat_id = chat.chat_id)"
    )
    count = "(SELECT COUNT(*) FROM message WHERE message.chat_id = chat.chat_id)"
    _run(
        f"UPDATE chat SET tokens_consumed = {spent}, message_count = {count}"
        f" WHERE tokens_consumed <> {spent} OR message_count <> {count}"
    )


def _fill() -> None:
    """Say of each earlier receipt what was waived, and let it add up."""
    _run("UPDATE message SET cost_method = 'billed' WHERE cost_micro_usd IS NOT NULL")
    overrun = (
        "(SELECT COALESCE(-SUM(amount_tokens), 0) FROM ledger_entry"
        " JOIN turn ON turn.turn_id = ledger_entry.turn_id"
        " WHERE kind = 'overrun' AND turn.message_id = message.message_id)"
    )
    _run(
        "UPDATE message SET history_tokens = 0, user_tokens = COALESCE(user_tokens, 0),"
        " ai_tokens = COALESCE(ai_tokens, 0), system_tokens = COALESCE(system_tokens, 0),"
        f" overhead_tokens = COALESCE(overhead_tokens, 0), waived_tokens = {overrun}"
        " WHERE count_method IS NOT NULL"
    )
    over = "user_tokens + ai_tokens + system_tokens + overhead_tokens - waived_tokens"
    over = f"({over} - tokens_consumed)"
    # What bills charged beside the texts was history; an overhead that no bill had was not charged.
    _run(f"UPDATE message SET history_tokens = -{over} WHERE {over} < 0")
    _run(
        "UPDATE message SET overhead_tokens = overhead_tokens -"
        f" CASE WHEN {over} < overhead_tokens THEN {over} ELSE overhead_tokens END"
        f" WHERE {over} > 0"
    )
    _run(f"UPDATE message SET waived_tokens = waived_tokens + {over} WHERE {over} > 0")
