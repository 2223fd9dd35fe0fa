"""Links by which people set their passwords."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0005"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "password_link",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        sa.PrimaryKeyConstraint("user_id"),
        sa.UniqueConstraint("token_sha256"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("password_link")
