"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "organisation",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id"),
    )
    op.create_table(
        "user_account",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("tier", sa.String(32), nullable=False),
        sa.Column("user_type", sa.String(32), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("email_verified", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("token_limit", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id"],
            ["organisation.org_id"],
        ),
        sa.PrimaryKeyConstraint("user_id"),
        sa.UniqueConstraint("email"),
    )
    op.create_index("ix_user_account_org_id", "user_account", ["org_id"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("target", sa.String(120), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["user_account.user_id"],
        ),
        sa.PrimaryKeyConstraint("event_id"),
    )
    op.create_index("ix_audit_actor", "audit_event", ["actor_id", "event_id"], unique=False)

    op.create_table(
        "auth_session",
        sa.Column("auth_session_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("user_agent", sa.String(300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.user_id"],
        ),
        sa.PrimaryKeyConstraint("auth_session_id"),
    )
    op.create_index(
        "ix_auth_session_user",
        "auth_session",
        ["user_id", "auth_session_id"],
        unique=False,
    )

    op.create_table(
        "chat",
        sa.Column("chat_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("system_prompt", sa.Text(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("project_id", sa.String(100), nullable=True),
        sa.Column("task_id", sa.String(100), nullable=True),
        sa.Column("current_message_id", sa.Uuid(), nullable=True),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("tokens_consumed", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.user_id"],
        ),
        sa.PrimaryKeyConstraint("chat_id"),
    )
    op.create_index("ix_chat_cost", "chat", ["user_id", "tokens_consumed"], unique=False)
    op.create_index(
        "ix_chat_list",
        "chat",
        ["user_id", "is_active", "pinned", "updated_at", "chat_id"],
        unique=False,
    )

    op.create_table(
        "user_usage",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_limit", sa.Integer(), nullable=False),
        sa.Column("total_tokens_used", sa.Integer(), nullable=False),
        sa.Column("reserved_tokens", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "total_tokens_used >= 0 AND reserved_tokens >= 0 AND total_tokens_used + reserved_tokens <= token_limit",
            name="ck_user_usage_never_overspent",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.user_id"],
        ),
        sa.PrimaryKeyConstraint("period_id"),
    )
    op.create_index("ix_user_usage_current", "user_usage", ["user_id", "starts_at"], unique=True)

    op.create_table(
        "message",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("chat_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("finish_reason", sa.String(32), nullable=True),
        sa.Column("error_code", sa.String(40), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("reaction", sa.String(32), nullable=True),
        sa.Column("tokens_consumed", sa.Integer(), nullable=False),
        sa.Column("user_tokens", sa.Integer(), nullable=True),
        sa.Column("ai_tokens", sa.Integer(), nullable=True),
        sa.Column("system_tokens", sa.Integer(), nullable=True),
        sa.Column("overhead_tokens", sa.Integer(), nullable=True),
        sa.Column("count_method", sa.String(32), nullable=True),
        sa.Column("cache_hit", sa.Boolean(), nullable=False),
        sa.Column("cached", sa.Boolean(), nullable=False),
        sa.Column("history_dropped", sa.Integer(), nullable=False),
        sa.Column("billed_prompt_tokens", sa.Integer(), nullable=True),
        sa.Column("billed_cached_tokens", sa.Integer(), nullable=True),
        sa.Column("billed_output_tokens", sa.Integer(), nullable=True),
        sa.Column("billed_thinking_tokens", sa.Integer(), nullable=True),
        sa.Column("billed_total_tokens", sa.Integer(), nullable=True),
        sa.Column("cost_micro_usd", sa.Integer(), nullable=True),
        sa.Column("price_input", sa.Integer(), nullable=True),
        sa.Column("price_cached_input", sa.Integer(), nullable=True),
        sa.Column("price_output", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chat.chat_id"],
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["message.message_id"],
        ),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index(
        "ix_message_tree",
        "message",
        ["chat_id", "parent_id", "message_id"],
        unique=False,
    )

    op.create_table(
        "chat_session",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("chat_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chat.chat_id"],
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.message_id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.user_id"],
        ),
        sa.PrimaryKeyConstraint("session_id"),
    )
    op.create_index("ix_chat_session_expiry", "chat_session", ["expires_at"], unique=False)

    op.create_table(
        "turn",
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("chat_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("reserved_tokens", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.Uuid(), nullable=False),
        sa.Column("lease_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_delta_ms", sa.Integer(), nullable=True),
        sa.Column("charged_tokens", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chat.chat_id"],
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.message_id"],
        ),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["user_usage.period_id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.user_id"],
        ),
        sa.PrimaryKeyConstraint("turn_id"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index(
        "ix_turn_lease",
        "turn",
        ["lease_expires_at"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_turn_one_running_per_chat",
        "turn",
        ["chat_id"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("ix_turn_started", "turn", ["started_at"], unique=False)
    op.create_index("ix_turn_user", "turn", ["user_id", "started_at"], unique=False)

    op.create_table(
        "ledger_entry",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("turn_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("amount_tokens", sa.Integer(), nullable=False),
        sa.Column("balance_tokens", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["user_usage.period_id"],
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"],
            ["turn.turn_id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.user_id"],
        ),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("ix_ledger_once_per_turn", "ledger_entry", ["turn_id", "kind"], unique=True)
    op.create_index("ix_ledger_period", "ledger_entry", ["period_id", "kind"], unique=False)
    op.create_index("ix_ledger_user", "ledger_entry", ["user_id", "entry_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_ledger_user", "ledger_entry")
    op.drop_index("ix_ledger_period", "ledger_entry")
    op.drop_index("ix_ledger_once_per_turn", "ledger_entry")

    op.drop_table("ledger_entry")
    op.drop_index("ix_turn_user", "turn")
    op.drop_index("ix_turn_started", "turn")
    op.drop_index("ix_turn_one_running_per_chat", "turn")
    op.drop_index("ix_turn_lease", "turn")

    op.drop_table("turn")
    op.drop_index("ix_chat_session_expiry", "chat_session")

    op.drop_table("chat_session")
    op.drop_index("ix_message_tree", "message")

    op.drop_table("message")
    op.drop_index("ix_user_usage_current", "user_usage")

    op.drop_table("user_usage")
    op.drop_index("ix_chat_list", "chat")
    op.drop_index("ix_chat_cost", "chat")

    op.drop_table("chat")
    op.drop_index("ix_auth_session_user", "auth_session")

    op.drop_table("auth_session")
    op.drop_index("ix_audit_actor", "audit_event")

    op.drop_table("audit_event")
    op.drop_index("ix_user_account_org_id", "user_account")

    op.drop_table("user_account")
    op.drop_table("organisation")
