"""Let the receipt belong to the exchange: its figures move from the reply's row to the turn's.

So an exchange whose text is kept nowhere can be in the books; it has neither chat nor message.
Going down gives each of those a deleted chat with an empty question and an empty reply, so that the
books still hold, and what still runs can be settled. Chat and reply bear the id of the turn, by
which going up knows them and takes them away again.
"""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_PARTS = (
    *("user_tokens", "ai_tokens", "system_tokens", "overhead_tokens"),
    *("history_tokens", "waived_tokens", "history_dropped"),
    *("billed_prompt_tokens", "billed_cached_tokens", "billed_output_tokens"),
    *("billed_thinking_tokens", "billed_total_tokens", "cost_micro_usd"),
    *("price_input", "price_cached_input", "price_output"),
)
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    **dict.fromkeys(_PARTS, _BIG),
    "history_dropped": sa.Integer(),
    "count_method": sa.String(32),
    "cost_method": sa.String(32),
    "cache_hit": sa.Boolean(),
    "cached": sa.Boolean(),
    "finish_reason": sa.String(32),
    "error_code": sa.String(40),
}
"""All that moves, by the same name in both tables."""
_DEFAULTS = {"history_dropped": "0", "cache_hit": "false", "cached": "false"}
"""Of those that are never null."""
_FIGURES = {
    "message": ("tokens_consumed", *_PARTS),
    "turn": ("reserved_tokens", "charged_tokens", "first_delta_ms"),
}
"""As they were; the order is that of the rules' text, by which SQLite's are found."""
_OF_A_RECEIPT = {
    "cached_in_prompt": "billed_cached_tokens <= billed_prompt_tokens",
    "cost_method": "(cost_micro_usd IS NULL) = (cost_method IS NULL)",
}
_OF_A_TURN = {"within_reservation": "charged_tokens <= reserved_tokens"}
_TEXT_IN_CHAT = {"text_in_chat": "(chat_id IS NULL) = (message_id IS NULL)"}
_KEYS = {
    "message": (
        "PRIMARY KEY (message_id), FOREIGN KEY(chat_id) REFERENCES chat (chat_id),"
        " FOREIGN KEY(parent_id) REFERENCES message (message_id)"
    ),
    "turn": (
        "PRIMARY KEY (turn_id), FOREIGN KEY(chat_id) REFERENCES chat (chat_id),"
        " FOREIGN KEY(message_id) REFERENCES message (message_id),"
        " FOREIGN KEY(period_id) REFERENCES user_usage (period_id),"
        " FOREIGN KEY(user_id) REFERENCES user_account (user_id), UNIQUE (message_id)"
    ),
}


def upgrade() -> None:
    """Apply."""
    _add("turn")
    moved = ", ".join(f"{name} = message.{name}" for name in _TYPES)
    op.execute(f"UPDATE turn SET {moved} FROM message WHERE message.message_id = turn.message_id")
    rules = _OF_A_TURN | _TEXT_IN_CHAT | _OF_A_RECEIPT
    figures = _FIGURES["turn"] + _PARTS
    texts = ("chat_id", "message_id")
    if _is_sqlite():
        _copy("turn", figures, rules, nullable=texts)
        _take_ghosts_away()
        _copy("message", (), {}, without=("tokens_consumed", *_TYPES))
        _check_references()
    else:
        for name in texts:
            op.alter_column("turn", name, nullable=True)
        _take_ghosts_away()
        for name in ("tokens_consumed", *_TYPES):
            op.drop_column("message", name)
        op.drop_constraint("ck_turn_not_negative", "turn")
        for name, rule in (_TEXT_IN_CHAT | _OF_A_RECEIPT | _not_negative(figures)).items():
            op.create_check_constraint(f"ck_turn_{name}", "turn", rule)
        _drop_defaults("turn")
    op.create_index("ix_turn_chat", "turn", ["chat_id", "message_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_turn_chat", "turn")
    _add("message")
    op.add_column(
        "message", sa.Column("tokens_consumed", _BIG, nullable=False, server_default=sa.text("0"))
    )
    _give_ghosts()
    moved = ", ".join(f"{name} = turn.{name}" for name in _TYPES)
    op.execute(
        f"UPDATE message SET {moved}, tokens_consumed = COALESCE(turn.charged_tokens, 0)"
        " FROM turn WHERE message.message_id = turn.message_id"
    )
    # What the app answers by itself has no turn.
    op.execute(
        "UPDATE message SET finish_reason = 'stop' WHERE role = 'assistant'"
        " AND NOT EXISTS (SELECT 1 FROM turn WHERE turn.message_id = message.message_id)"
    )
    figures = _FIGURES["message"]
    if _is_sqlite():
        _copy("message", figures, _OF_A_RECEIPT)
        _copy("turn", _FIGURES["turn"], _OF_A_TURN, without=_TYPES)
        _check_references()
    else:
        for name in ("ck_turn_text_in_chat", "ck_turn_not_negative"):
            op.drop_constraint(name, "turn")
        for name in _TYPES:
            op.drop_column("turn", name)
        for name in ("chat_id", "message_id"):
            op.alter_column("turn", name, nullable=False)
        for name, rule in _not_negative(_FIGURES["turn"]).items():
            op.create_check_constraint(f"ck_turn_{name}", "turn", rule)
        for name, rule in (_OF_A_RECEIPT | _not_negative(figures)).items():
            op.create_check_constraint(f"ck_message_{name}", "message", rule)
        _drop_defaults("message")
        op.alter_column("message", "tokens_consumed", server_default=None)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _add(table: str) -> None:
    for name, kind in _TYPES.items():
        default = sa.text(_DEFAULTS[name]) if name in _DEFAULTS else None
        op.add_column(
            table, sa.Column(name, kind, nullable=default is None, server_default=default)
        )


def _drop_defaults(table: str) -> None:
    for name in _DEFAULTS:
        op.alter_column(table, name, server_default=None)


def _not_negative(figures: Collection[str]) -> dict[str, str]:
    return {"not_negative": " AND ".join(f"{name} >= 0" for name in figures)}


def _give_ghosts() -> None:
    op.execute(
        "INSERT INTO chat (chat_id, user_id, title, model, pinned, archived, message_count,"
        " tokens_consumed, current_message_id, is_active, deleted_at, created_at, updated_at)"
        " SELECT turn_id, user_id, '', model, false, false, 2, COALESCE(charged_tokens, 0),"
        " turn_id, false, '2000-01-01 00:00:00.000000', started_at, started_at FROM turn"
        " WHERE chat_id IS NULL"
    )
    some_id = "lower(hex(randomblob(16)))" if _is_sqlite() else "gen_random_uuid()"
    columns = "message_id, chat_id, parent_id, role, content, status, model, created_at"
    op.execute(
        f"INSERT INTO message ({columns}) SELECT {some_id}, turn_id, NULL, 'user', '', 'complete',"
        " model, started_at FROM turn WHERE chat_id IS NULL"
    )
    op.execute(
        f"INSERT INTO message ({columns}) SELECT turn_id, turn_id, (SELECT message_id FROM message"
        " WHERE message.chat_id = turn_id), 'assistant', '', COALESCE(outcome, 'streaming'), model,"
        " started_at FROM turn WHERE chat_id IS NULL"
    )
    op.execute("UPDATE turn SET chat_id = turn_id, message_id = turn_id WHERE chat_id IS NULL")


def _take_ghosts_away() -> None:
    op.execute(
        "CREATE TEMPORARY TABLE ghost AS SELECT turn_id FROM turn WHERE turn_id = message_id"
    )
    ghosts = "IN (SELECT turn_id FROM ghost)"
    op.execute(f"UPDATE turn SET chat_id = NULL, message_id = NULL WHERE turn_id {ghosts}")
    for table in ("message", "chat"):
        op.execute(f"DELETE FROM {table} WHERE chat_id {ghosts}")
    op.execute("DROP TABLE ghost")


def _copy(
    table: str,
    figures: Collection[str],
    rules: dict[str, str],
    *,
    without: Collection[str] = (),
    nullable: Collection[str] = (),
) -> None:
    """Write a table of SQLite's anew, with other columns and rules and the triggers it had.

    Source: sqlite.org/lang_altertable.html, 7 (2026-11-29). Nothing checks references meanwhile.
    """
    connection = op.get_bind()
    columns = [
        each
        for each in connection.execute(sa.text(f"PRAGMA table_info({table})"))
        if each.name not in without
    ]
    names = ", ".join(each.name for each in columns)
    defined = [
        f"{each.name} {each.type}"
        + (" NOT NULL" if each.notnull and each.name not in nullable else "")
        for each in columns
    ]
    if figures:
        whole = " AND ".join(f"typeof({name}) IN ('integer', 'null')" for name in figures)
        rules = _not_negative(figures) | rules | {"whole": whole}
    defined.append(_KEYS[table])
    defined += [f"CONSTRAINT ck_{table}_{name} CHECK ({rule})" for name, rule in rules.items()]
    beside = connection.scalars(
        sa.text(
            "SELECT sql FROM sqlite_master WHERE tbl_name = :table"
            " AND type IN ('index', 'trigger') AND sql IS NOT NULL"
        ),
        {"table": table},
    ).all()
    op.execute(f"CREATE TABLE new_{table} ({', '.join(defined)})")
    op.execute(f"INSERT INTO new_{table} ({names}) SELECT {names} FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    for statement in beside:
        connection.exec_driver_sql(statement)


def _check_references() -> None:
    broken = op.get_bind().execute(sa.text("PRAGMA foreign_key_check")).all()
    if broken:
        raise RuntimeError(f"Rows point at rows that are not there: {broken[:9]}")
