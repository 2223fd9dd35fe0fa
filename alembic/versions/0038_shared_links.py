"""Keep links that show a chat to whoever has them."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "shared_link",
        sa.Column("link_id", sa.Uuid(), primary_key=True),
        sa.Column("slug", sa.String(32), nullable=False, unique=True),
        sa.Column("chat_id", sa.Uuid(), sa.ForeignKey("chat.chat_id"), nullable=False),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.user_id"), nullable=False),
        sa.Column("leaf_id", sa.Uuid(), sa.ForeignKey("message.message_id"), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("include_costs", sa.Boolean(), nullable=False),
        sa.Column("include_names", sa.Boolean(), nullable=False),
        sa.Column("views", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("views >= 0", name="ck_shared_link_not_negative"),
        *_whole(),
    )
    op.create_index("ix_shared_link_user", "shared_link", ["user_id", "link_id"])
    op.create_index("ix_shared_link_chat", "shared_link", ["chat_id"])


def downgrade() -> None:
    """Undo; all links are dead then."""
    op.drop_table("shared_link")


def _whole() -> list[sa.CheckConstraint]:
    rule = "typeof(views) IN ('integer', 'null')"
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    return [sa.CheckConstraint(rule, name="ck_shared_link_whole")] if is_sqlite else []
