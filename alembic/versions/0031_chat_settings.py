"""Keep what a chat asks of its model, and which older messages its reader leaves out."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Apply."""
    op.add_column("chat", sa.Column("parameters", sa.JSON(), nullable=True))
    op.add_column("reading_position", sa.Column("left_out_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Undo; what was chosen is forgotten."""
    op.drop_column("reading_position", "left_out_id")
    op.drop_column("chat", "parameters")
