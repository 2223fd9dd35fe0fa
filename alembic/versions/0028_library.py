"""Keep prompts to use again, and which chats were brought from other apps.

Going down, prompts are lost; imported chats stay, and what they were imported from is forgotten.
Those of an import that is under way go, for nobody has seen them yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_MOMENT = sa.DateTime(timezone=True)
_COUNTS = ("total_chats", "saved_chats", "archived_chats", "known_chats", "messages")
_STAGED = (
    "SELECT chat_id FROM imported_chat WHERE import_id IN"
    " (SELECT import_id FROM chat_import WHERE status <> 'done')"
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "library_prompt",
        sa.Column("prompt_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("prompt_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
    )
    _unique("ix_library_prompt_own", "library_prompt", ["user_id", "name"], "NOT shared")
    _unique("ix_library_prompt_shared", "library_prompt", ["name"], "shared")
    op.create_table(
        "chat_import",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("moved_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("import_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        sa.CheckConstraint(
            " AND ".join(f"{name} >= 0" for name in _COUNTS), name="ck_chat_import_not_negative"
        ),
        sa.CheckConstraint(
            " AND ".join(f"typeof({name}) IN ('integer', 'null')" for name in _COUNTS),
            name="ck_chat_import_whole",
        ).ddl_if(dialect="sqlite"),
    )
    _unique("ix_chat_import_one_running", "chat_import", ["user_id"], "finished_at IS NULL")
    op.create_index("ix_chat_import_user", "chat_import", ["user_id", "import_id"])
    op.create_table(
        "imported_chat",
        sa.Column("chat_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("origin_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("chat_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.chat_id"]),
        sa.ForeignKeyConstraint(["import_id"], ["chat_import.import_id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
    )
    op.create_index("ix_imported_chat_import", "imported_chat", ["import_id"])
    op.create_index("ix_imported_chat_origin", "imported_chat", ["user_id", "origin_sha256"])


def downgrade() -> None:
    """Undo."""
    op.execute("CREATE TEMPORARY TABLE staged_chat AS " + _STAGED)
    op.drop_table("imported_chat")
    for table in ("reading_position", "message", "chat"):
        op.execute(f"DELETE FROM {table} WHERE chat_id IN (SELECT chat_id FROM staged_chat)")
    op.execute("DROP TABLE staged_chat")
    op.drop_table("chat_import")
    op.drop_table("library_prompt")


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
