"""Keep who somebody is to an identity provider, and which accounts were closed."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

_TO_ERASE = sa.text("closed_at IS NOT NULL AND erased_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(500), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.user_id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_identity_user", "identity", ["user_id"])
    # A batch would copy the table and lose the triggers on it.
    op.add_column("user_account", sa.Column("closed_at", sa.DateTime(timezone=True)))
    op.add_column("user_account", sa.Column("erased_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_user_account_to_erase",
        "user_account",
        ["closed_at"],
        sqlite_where=_TO_ERASE,
        postgresql_where=_TO_ERASE,
    )
    op.add_column("auth_session", sa.Column("provider_session", sa.String(255)))


def downgrade() -> None:
    """Undo; who came by a provider needs a password, closed accounts are switched off."""
    op.drop_column("auth_session", "provider_session")
    op.drop_index("ix_user_account_to_erase", "user_account")
    op.drop_column("user_account", "erased_at")
    op.drop_column("user_account", "closed_at")
    op.drop_table("identity")
