"""Sessions name the message that they answer; its text is saved as a message from the start."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0015"


def upgrade() -> None:
    """Apply; a session of the last ten minutes that nobody asked for is given up."""
    with op.batch_alter_table("chat_session") as table:
        table.add_column(sa.Column("question_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE chat_session SET question_id = (SELECT parent_id FROM message"
        " WHERE message.message_id = chat_session.message_id)"
    )
    op.execute("DELETE FROM chat_session WHERE question_id IS NULL")
    with op.batch_alter_table("chat_session") as table:
        table.alter_column("question_id", existing_type=sa.Uuid(), nullable=False)
        table.create_foreign_key(
            "fk_chat_session_question", "message", ["question_id"], ["message_id"]
        )
        table.create_unique_constraint("uq_chat_session_question", ["question_id"])
        table.drop_column("prompt")


def downgrade() -> None:
    """Undo; a session that nobody asked for yet keeps its text as a prompt, too."""
    with op.batch_alter_table("chat_session") as table:
        table.add_column(sa.Column("prompt", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE chat_session SET prompt = (SELECT content FROM message"
        " WHERE message.message_id = chat_session.question_id)"
    )
    with op.batch_alter_table("chat_session") as table:
        table.drop_constraint("uq_chat_session_question", type_="unique")
        table.drop_constraint("fk_chat_session_question", type_="foreignkey")
        table.drop_column("question_id")
        table.alter_column("prompt", existing_type=sa.Text(), server_default=None)
