"""Call the prompts that wait for their GET by what they are: `chat_session` is the cookie's name."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Apply."""
    _rename("chat_session", "saved_prompt")


def downgrade() -> None:
    """Undo."""
    _rename("saved_prompt", "chat_session")


def _rename(old: str, new: str) -> None:
    op.drop_index(f"ix_{old}_expiry", old)
    op.rename_table(old, new)
    op.create_index(f"ix_{new}_expiry", new, ["expires_at"])
