"""Keep who reads and writes along in a chat, who wrote a message, and what a person has seen."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

_HERE = sa.text("left_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "membership",
        sa.Column("membership_id", sa.Uuid(), primary_key=True),
        sa.Column("chat_id", sa.Uuid(), sa.ForeignKey("chat.chat_id"), nullable=False),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.user_id"), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("added_by", sa.Uuid(), sa.ForeignKey("user_account.user_id"), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("removed_by", sa.Uuid(), sa.ForeignKey("user_account.user_id")),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("project_id", sa.String(100)),
    )
    op.create_index(
        "ix_membership_here",
        "membership",
        ["user_id", "chat_id"],
        unique=True,
        sqlite_where=_HERE,
        postgresql_where=_HERE,
    )
    op.create_index("ix_membership_chat", "membership", ["chat_id", "membership_id"])
    op.add_column(
        "chat", sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "reading_position", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True)
    )
    # Alembic would add the reference apart, which SQLite cannot.
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(f"ALTER TABLE message ADD COLUMN author_id {kind} REFERENCES user_account (user_id)")


def downgrade() -> None:
    """Undo; who had been asked in is forgotten, and who wrote what."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("message", "author_id")
    else:
        op.execute("ALTER TABLE message DROP COLUMN author_id")
    op.drop_column("reading_position", "seen_at")
    op.drop_column("chat", "is_shared")
    op.drop_table("membership")
