"""Let the key of a sending call stand for an exchange whose text is kept nowhere."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_FK, _ONE = "fk_idempotency_key_turn", "ck_idempotency_key_names_one"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("idempotency_key") as table:
        table.add_column(sa.Column("turn_id", sa.Uuid(), nullable=True))
        table.alter_column("message_id", existing_type=sa.Uuid(), nullable=True)
        table.create_foreign_key(_FK, "turn", ["turn_id"], ["turn_id"])
        table.create_check_constraint(_ONE, "(message_id IS NULL) <> (turn_id IS NULL)")


def downgrade() -> None:
    """Undo; keys of such exchanges are forgotten before their day is over."""
    op.execute("DELETE FROM idempotency_key WHERE message_id IS NULL")
    with op.batch_alter_table("idempotency_key") as table:
        table.drop_constraint(_ONE, type_="check")
        table.drop_constraint(_FK, type_="foreignkey")
        table.alter_column("message_id", existing_type=sa.Uuid(), nullable=False)
        table.drop_column("turn_id")
