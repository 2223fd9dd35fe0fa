"""Find what organisations that are gone were called."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

_ORG_GONE = sa.text("action = 'org.delete'")


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_audit_gone_org",
        "audit_event",
        ["target"],
        sqlite_where=_ORG_GONE,
        postgresql_where=_ORG_GONE,
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_audit_gone_org", "audit_event")
