"""Keep files, the messages that hold them, and what they cost.

On SQLite the rules of the table of turns are changed where they are written, as in 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

_FIGURES = (
    *("reserved_tokens", "charged_tokens", "first_delta_ms", "user_tokens", "ai_tokens"),
    *("system_tokens", "overhead_tokens", "history_tokens", "waived_tokens", "history_dropped"),
    *("billed_prompt_tokens", "billed_cached_tokens", "billed_output_tokens"),
    *("billed_thinking_tokens", "billed_total_tokens", "cost_micro_usd"),
    *("price_input", "price_cached_input", "price_output", "lane", "thinking_ms"),
)
"""As they were; the order is that of the rules' text."""
_NEW = (
    *("attachment_tokens", "billed_audio_tokens", "billed_picture_tokens"),
    *("price_audio", "price_picture"),
)
_DELETED = sa.text("deleted_at IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "file",
        sa.Column("file_id", sa.Uuid(), primary_key=True),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.user_id"), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size_bytes", _figure(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("pages", sa.Integer()),
        sa.Column("duration_ms", _figure()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        *_rules("file", ("size_bytes", "width", "height", "pages", "duration_ms")),
    )
    op.create_index("ix_file_list", "file", ["user_id", "file_id"])
    op.create_index("ix_file_content", "file", ["user_id", "sha256"])
    op.create_index("ix_file_created", "file", ["created_at"])
    op.create_index(
        "ix_file_deleted",
        "file",
        ["deleted_at"],
        sqlite_where=_DELETED,
        postgresql_where=_DELETED,
    )
    op.create_table(
        "attachment",
        sa.Column("message_id", sa.Uuid(), sa.ForeignKey("message.message_id"), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True),
        sa.Column("file_id", sa.Uuid(), sa.ForeignKey("file.file_id"), nullable=False),
        sa.Column("tokens", _figure()),
        sa.Column("text_offset", _figure()),
        *_rules("attachment", ("place", "tokens", "text_offset")),
    )
    op.create_index("ix_attachment_file", "attachment", ["file_id"])
    op.create_table(
        "spoken_reply",
        sa.Column("message_id", sa.Uuid(), sa.ForeignKey("message.message_id"), primary_key=True),
        sa.Column("model", sa.String(100), primary_key=True),
        sa.Column("file_id", sa.Uuid(), sa.ForeignKey("file.file_id"), nullable=False),
    )
    op.create_index("ix_spoken_reply_file", "spoken_reply", ["file_id"])
    for name in _NEW:
        op.add_column("turn", sa.Column(name, _figure(), nullable=True))
    _change_rules(_FIGURES, (*_FIGURES, *_NEW))


def downgrade() -> None:
    """Undo; the files themselves stay where they are."""
    _change_rules((*_FIGURES, *_NEW), _FIGURES)
    for name in reversed(_NEW):
        op.drop_column("turn", name)
    for table in ("spoken_reply", "attachment", "file"):
        op.drop_table(table)


def _figure() -> "sa.types.TypeEngine[int]":
    return sa.Integer() if _is_sqlite() else sa.BigInteger()


def _rules(table: str, names: tuple[str, ...]) -> list[sa.CheckConstraint]:
    rules = [sa.CheckConstraint(_not_negative(names), name=f"ck_{table}_not_negative")]
    if _is_sqlite():
        rules.append(sa.CheckConstraint(_whole(names), name=f"ck_{table}_whole"))
    return rules


def _change_rules(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    if _is_sqlite():
        _rewrite(
            {f"CHECK ({rule(old)})": f"CHECK ({rule(new)})" for rule in (_not_negative, _whole)}
        )
        return
    op.drop_constraint("ck_turn_not_negative", "turn")
    op.create_check_constraint("ck_turn_not_negative", "turn", _not_negative(new))


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
