"""Keep the forms in which accounts are compared; accounts that share a mailbox keep apart.

The oldest of such accounts answers to every spelling of the mailbox, the others to their own alone.
"""

import logging

import sqlalchemy as sa
from alembic import op

from chat_app.spelling import fold, mailbox

revision = "0007"
down_revision = "0003"

_KEYS = ("email_key", "search_key")

log = logging.getLogger("alembic.runtime.migration")


def upgrade() -> None:
    """Apply."""
    for key in _KEYS:
        op.add_column("user_account", sa.Column(key, sa.Text(), nullable=False, server_default=""))
    _fill()
    op.create_index("ix_user_account_email_key", "user_account", ["email_key"], unique=True)


def _fill() -> None:
    accounts = sa.table(
        "user_account",
        sa.column("user_id", sa.Uuid()),
        *(sa.column(name) for name in ("email", "name", *_KEYS)),
    )
    connection = op.get_bind()
    change = (
        sa.update(accounts)
        .where(accounts.c.user_id == sa.bindparam("of_user_id"))
        .values(email_key=sa.bindparam("mailbox"), search_key=sa.bindparam("found_by"))
    )
    rows = connection.execute(
        sa.select(accounts.c.user_id, accounts.c.email, accounts.c.name).order_by(
            accounts.c.user_id
        )
    ).all()
    first_of: dict[str, object] = {}
    changes = []
    for user_id, email, name in rows:
        key = mailbox(email)
        if first_of.setdefault(key, user_id) != user_id:
            log.warning(
                "Account %s has the mailbox of account %s in another spelling; each signs in"
                " with its own spelling",
                user_id,
                first_of[key],
            )
            # No address has a blank in it, so nobody else comes to this key.
            key = f"{key} {user_id}"
        found_by = fold(f"{name}\n{email}")
        changes.append({"of_user_id": user_id, "mailbox": key, "found_by": found_by})
    if changes:
        connection.execute(change, changes)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_user_account_email_key", "user_account")
    for key in _KEYS:
        op.drop_column("user_account", key)
