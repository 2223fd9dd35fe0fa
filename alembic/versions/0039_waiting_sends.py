"""Keep what waits in line in chats of several people, and ids promised to messages to come."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

_NAMES = {"fk": "%(table_name)s_%(column_0_name)s_fkey"}
"""For references without a name, as SQLite has them."""
_PROMISED = (
    ("idempotency_key", "message_id", "idempotency_key_message_id_fkey"),
    # The table was called otherwise when these were made.
    ("saved_prompt", "question_id", "fk_chat_session_question"),
    ("saved_prompt", "message_id", "chat_session_message_id_fkey"),
)
_WAITS = sa.text("refused_code IS NULL")


def upgrade() -> None:
    """Apply."""
    for table_name, column, _ in _PROMISED:
        with op.batch_alter_table(table_name, naming_convention=_NAMES) as table:
            table.drop_constraint(_name(table_name, column), type_="foreignkey")
    op.create_table(
        "waiting_send",
        sa.Column("waiting_id", sa.Uuid(), primary_key=True),
        sa.Column("chat_id", sa.Uuid(), sa.ForeignKey("chat.chat_id"), nullable=False),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.user_id"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=False, unique=True),
        sa.Column("rival_id", sa.Uuid()),
        sa.Column("leaf_id", sa.Uuid(), sa.ForeignKey("message.message_id")),
        sa.Column("target_id", sa.Uuid(), sa.ForeignKey("message.message_id")),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("models", sa.JSON(), nullable=False),
        sa.Column("attachments", sa.JSON()),
        sa.Column("via", sa.String(32), nullable=False),
        sa.Column("key_id", sa.Uuid(), sa.ForeignKey("api_key.key_id")),
        sa.Column("refused_code", sa.String(40)),
        sa.Column("refused_message", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_waiting_send_chat", "waiting_send", ["chat_id", "waiting_id"])
    op.create_index(
        "ix_waiting_send_due",
        "waiting_send",
        ["chat_id", "waiting_id"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.create_index("ix_waiting_send_rival", "waiting_send", ["rival_id"])


def downgrade() -> None:
    """Undo; what waits is not sent, and what was promised to it is forgotten."""
    op.drop_table("waiting_send")
    op.execute(
        "DELETE FROM idempotency_key WHERE message_id IS NOT NULL"
        " AND message_id NOT IN (SELECT message_id FROM message)"
    )
    op.execute(
        "DELETE FROM saved_prompt WHERE question_id NOT IN (SELECT message_id FROM message)"
        " OR (message_id IS NOT NULL AND message_id NOT IN (SELECT message_id FROM message))"
    )
    for table_name, column, name in _PROMISED:
        with op.batch_alter_table(table_name) as table:
            table.create_foreign_key(name, "message", [column], ["message_id"])


def _name(table_name: str, column: str) -> str:
    """Return what the reference of a column is called here."""
    references = sa.inspect(op.get_bind()).get_foreign_keys(table_name)
    named = (each["name"] for each in references if each["constrained_columns"] == [column])
    return next(named) or f"{table_name}_{column}_fkey"
