"""Keep why somebody did not like a reply, and find the replies that people liked or did not."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "feedback",
        sa.Column("feedback_id", sa.Uuid(), primary_key=True),
        sa.Column(
            "message_id",
            sa.Uuid(),
            sa.ForeignKey("message.message_id"),
            nullable=False,
        ),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.user_id"), nullable=False),
        sa.Column("complaints", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("message_id", "user_id", name="uq_feedback"),
    )
    reacted = sa.text("reaction IS NOT NULL")
    op.create_index(
        "ix_message_reaction",
        "message",
        ["model", "reaction"],
        sqlite_where=reacted,
        postgresql_where=reacted,
    )


def downgrade() -> None:
    """Undo; what people wrote is lost, what they liked stays."""
    op.drop_index("ix_message_reaction", "message")
    op.drop_table("feedback")
