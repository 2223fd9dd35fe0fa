"""Keep through which door somebody came in, and name audited actions in one form.

Nobody knows it of what was done before: null. Only the operator's command line acts without an
account, so that much is known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"

_TABLES = ("turn", "audit_event")
_RENAMED = {
    "user.grant_admin": "user.promote",
    "user.reset-usage": "usage.reset",
    "user.password-link": "password_link.create",
    "user.set-password": "password.set",
    "token-cache.empty": "token_cache.empty",
}


def upgrade() -> None:
    """Apply."""
    for table in _TABLES:
        op.add_column(table, sa.Column("via", sa.String(32)))
    op.execute("UPDATE audit_event SET via = 'cli' WHERE actor_id IS NULL")
    for before, after in _RENAMED.items():
        _rename(before, after)


def downgrade() -> None:
    """Undo."""
    for before, after in _RENAMED.items():
        _rename(after, before)
    for table in _TABLES:
        op.drop_column(table, "via")


def _rename(before: str, after: str) -> None:
    events = sa.table("audit_event", sa.column("action"))
    op.execute(sa.update(events).where(events.c.action == before).values(action=after))
