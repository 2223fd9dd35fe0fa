"""Keep whence people sign in and by what, what they sign in with, and the mail they are to get."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "auth_session", sa.Column("address", sa.String(64), nullable=False, server_default="")
    )
    op.add_column(
        "auth_session",
        sa.Column("way", sa.String(32), nullable=False, server_default="password"),
    )
    op.add_column(
        "auth_session", sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "password_link",
        sa.Column("is_mailed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "authenticator",
        _owner(primary_key=True),
        sa.Column("secret_encrypted", sa.String(255), nullable=False),
        sa.Column("last_step", _BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        *_figures("authenticator", "last_step"),
    )
    op.create_table(
        "recovery_code",
        _owner(primary_key=True),
        sa.Column("code_sha256", sa.String(64), primary_key=True),
    )
    op.create_table(
        "passkey",
        sa.Column("passkey_id", sa.Uuid(), primary_key=True),
        _owner(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("credential_id", sa.String(1400), nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", _BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        *_figures("passkey", "sign_count"),
    )
    op.create_index("ix_passkey_user", "passkey", ["user_id", "passkey_id"])
    op.create_table(
        "spent_ticket",
        sa.Column("ticket_id", sa.Uuid(), primary_key=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("mail_id", sa.Uuid(), primary_key=True),
        _owner(),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_outgoing_mail_next", "outgoing_mail", ["next_try_at"])


def downgrade() -> None:
    """Undo; second factors, passkeys and mail that waits are forgotten."""
    for table in ("outgoing_mail", "spent_ticket", "passkey", "recovery_code", "authenticator"):
        op.drop_table(table)
    op.drop_column("password_link", "is_mailed")
    for column in ("last_used_at", "way", "address"):
        op.drop_column("auth_session", column)


def _owner(*, primary_key: bool = False) -> sa.Column[Any]:
    owner = sa.ForeignKey("user_account.user_id")
    return sa.Column("user_id", sa.Uuid(), owner, primary_key=primary_key, nullable=False)


def _figures(table: str, name: str) -> list[sa.CheckConstraint]:
    checks = [sa.CheckConstraint(f"{name} >= 0", name=f"ck_{table}_not_negative")]
    if op.get_bind().dialect.name == "sqlite":
        whole = f"typeof({name}) IN ('integer', 'null')"
        checks.append(sa.CheckConstraint(whole, name=f"ck_{table}_whole"))
    return checks
