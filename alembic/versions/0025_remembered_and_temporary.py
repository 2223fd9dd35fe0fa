"""Remember which model a person used last, and which chats leave no text behind."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Apply."""
    # A batch would copy the tables and lose the triggers on them.
    op.add_column("user_account", sa.Column("last_model", sa.String(100), nullable=True))
    op.add_column(
        "chat", sa.Column("is_temporary", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    temporary = sa.text("is_temporary")
    op.create_index(
        "ix_chat_temporary",
        "chat",
        ["user_id", "updated_at"],
        sqlite_where=temporary,
        postgresql_where=temporary,
    )


def downgrade() -> None:
    """Undo; a chat that was temporary becomes one like others."""
    op.drop_index("ix_chat_temporary", "chat")
    op.drop_column("chat", "is_temporary")
    op.drop_column("user_account", "last_model")
