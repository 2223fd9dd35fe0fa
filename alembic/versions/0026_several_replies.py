"""Let a question have two replies at once, and keep what a model thought and what a turn is for.

A turn has a lane: which of the replies to one question it writes. A turn that names a chat is the
chat's and writes no message. On SQLite the rules of a table are changed where they are written, as
sqlite.org/lang_altertable.html, 7, allows for rules (2026-11-29).
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_OLD_TEXTS = "(chat_id IS NULL) = (message_id IS NULL)"
_NEW_TEXTS = (
    "CASE purpose WHEN 'title' THEN chat_id IS NOT NULL AND message_id IS NULL"
    f" ELSE {_OLD_TEXTS} END"
)
_FIGURES = (
    *("reserved_tokens", "charged_tokens", "first_delta_ms", "user_tokens", "ai_tokens"),
    *("system_tokens", "overhead_tokens", "history_tokens", "waived_tokens", "history_dropped"),
    *("billed_prompt_tokens", "billed_cached_tokens", "billed_output_tokens"),
    *("billed_thinking_tokens", "billed_total_tokens", "cost_micro_usd"),
    *("price_input", "price_cached_input", "price_output"),
)
"""As they were; the order is that of the rules' text."""
_MORE_FIGURES = (*_FIGURES, "lane", "thinking_ms")
_INDEX = "ix_turn_one_running_per_chat"
_RUNNING = sa.text("settled_at IS NULL")
_WRITING = sa.text("settled_at IS NULL AND message_id IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.add_column("message", sa.Column("thinking", sa.Text(), nullable=True))
    _add("reading_position", sa.Column("is_comparing", sa.Boolean(), nullable=False), sa.false())
    _add("turn", sa.Column("purpose", sa.String(32), nullable=False), "reply")
    _add("turn", sa.Column("lane", sa.Integer(), nullable=False), sa.text("0"))
    op.add_column("turn", sa.Column("thinking_ms", sa.Integer(), nullable=True))
    _change_rules(_OLD_TEXTS, _NEW_TEXTS, _FIGURES, _MORE_FIGURES)
    op.drop_index(_INDEX, "turn")
    op.create_index(
        _INDEX,
        "turn",
        ["chat_id", "lane"],
        unique=True,
        sqlite_where=_WRITING,
        postgresql_where=_WRITING,
    )


def downgrade() -> None:
    """Undo: a turn that named a chat, and one that still writes beside another, are no chat's."""
    op.drop_index(_INDEX, "turn")
    op.execute(
        "UPDATE chat SET tokens_consumed = tokens_consumed - (SELECT COALESCE(SUM(charged_tokens),"
        " 0) FROM turn WHERE turn.chat_id = chat.chat_id AND purpose = 'title')"
        " WHERE chat_id IN (SELECT chat_id FROM turn WHERE purpose = 'title')"
    )
    op.execute(
        "UPDATE message SET status = 'failed' WHERE message_id IN"
        " (SELECT message_id FROM turn WHERE lane > 0 AND settled_at IS NULL)"
    )
    op.execute(
        "UPDATE turn SET chat_id = NULL, message_id = NULL, purpose = 'reply'"
        " WHERE purpose = 'title' OR (lane > 0 AND settled_at IS NULL)"
    )
    _change_rules(_NEW_TEXTS, _OLD_TEXTS, _MORE_FIGURES, _FIGURES)
    for name in ("thinking_ms", "lane", "purpose"):
        op.drop_column("turn", name)
    op.drop_column("reading_position", "is_comparing")
    op.drop_column("message", "thinking")
    op.create_index(
        _INDEX,
        "turn",
        ["chat_id"],
        unique=True,
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    )


def _add(table: str, column: "sa.Column[object]", default: object) -> None:
    """Add a column that is never null; what SQLite has in older rows is the default it keeps."""
    column.server_default = sa.DefaultClause(default)  # pyright: ignore[reportArgumentType]
    op.add_column(table, column)
    if not _is_sqlite():
        op.alter_column(table, column.name, server_default=None)


def _change_rules(
    old_texts: str, new_texts: str, old_figures: tuple[str, ...], new_figures: tuple[str, ...]
) -> None:
    rules = {
        "text_in_chat": (old_texts, new_texts),
        "not_negative": (_not_negative(old_figures), _not_negative(new_figures)),
    }
    if _is_sqlite():
        rules["whole"] = (_whole(old_figures), _whole(new_figures))
        _rewrite({f"CHECK ({old})": f"CHECK ({new})" for old, new in rules.values()})
        return
    for name, (_, new) in rules.items():
        op.drop_constraint(f"ck_turn_{name}", "turn")
        op.create_check_constraint(f"ck_turn_{name}", "turn", new)


def _not_negative(names: tuple[str, ...]) -> str:
    return " AND ".join(f"{name} >= 0" for name in names)


def _whole(names: tuple[str, ...]) -> str:
    return " AND ".join(f"typeof({name}) IN ('integer', 'null')" for name in names)


def _rewrite(texts: dict[str, str]) -> None:
    """Change parts of what defines the table of turns on SQLite.

    Raises:
        RuntimeError: One of them does not stand in it.
    """
    connection = op.get_bind()
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    is_turn = "type = 'table' AND name = 'turn'"
    defined = str(connection.scalar(sa.text(f"SELECT sql FROM sqlite_master WHERE {is_turn}")))
    for old, new in texts.items():
        if old not in defined:
            raise RuntimeError(f"The table of turns has no {old}")
        defined = defined.replace(old, new)
    op.execute("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text(f"UPDATE sqlite_master SET sql = :defined WHERE {is_turn}"), {"defined": defined}
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = RESET")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
