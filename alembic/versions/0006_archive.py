"""Chats that are put away."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0007"

_LIST = ("user_id", "is_active", "pinned", "updated_at", "chat_id")
_LIST_WITH_ARCHIVE = ("user_id", "is_active", "archived", *_LIST[2:])


def upgrade() -> None:
    """Apply."""
    # A batch would copy the table and lose the triggers of an index on it.
    op.add_column(
        "chat", sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.drop_index("ix_chat_list", "chat")
    op.create_index("ix_chat_list", "chat", _LIST_WITH_ARCHIVE, unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_chat_list", "chat")
    op.create_index("ix_chat_list", "chat", _LIST, unique=False)
    op.drop_column("chat", "archived")
