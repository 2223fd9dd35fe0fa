"""Keep where somebody is in a chat's branches for each reader, no more with the chat."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reading_position",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("chat_id", sa.Uuid(), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.chat_id"]),
        sa.ForeignKeyConstraint(["leaf_id"], ["message.message_id"]),
        sa.PrimaryKeyConstraint("user_id", "chat_id"),
    )
    # The chat's pointer was never a foreign key: what it names may be gone.
    op.execute(
        "INSERT INTO reading_position (user_id, chat_id, leaf_id)"
        " SELECT chat.user_id, chat.chat_id, message.message_id"
        " FROM chat JOIN message ON message.message_id = chat.current_message_id"
    )
    op.drop_column("chat", "current_message_id")


def downgrade() -> None:
    """Undo: the owner's position is the chat's again."""
    op.add_column("chat", sa.Column("current_message_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE chat SET current_message_id = (SELECT leaf_id FROM reading_position AS place"
        " WHERE place.chat_id = chat.chat_id AND place.user_id = chat.user_id)"
    )
    op.drop_table("reading_position")
