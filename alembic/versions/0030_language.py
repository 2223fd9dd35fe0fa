"""Remember in which language a person reads the pages."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Apply."""
    # A batch would copy the table and lose the triggers on it.
    op.add_column("user_account", sa.Column("language", sa.String(8), nullable=True))


def downgrade() -> None:
    """Undo; everybody reads in the browser's language again."""
    op.drop_column("user_account", "language")
