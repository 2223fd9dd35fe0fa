"""Folders of chats, and when the text of a deleted chat was taken away; see ADR 31."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

_FILE = (
    " INSERT INTO folder (user_id, project_id, name, created_at)"
    " VALUES (NEW.user_id, NEW.project_id, NEW.project_id, NEW.updated_at)"
    " ON CONFLICT DO NOTHING;"
)
_IS_MARKED = "NEW.project_id <> ''"
_TRIGGERS = {"folder_insert": "INSERT", "folder_update": "UPDATE OF project_id"}
_IS_IN_TRASH = sa.text("erased_at IS NULL AND deleted_at IS NOT NULL")
_IS_FILED = sa.text("project_id IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "folder",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("system_prompt", sa.Text(), nullable=True),
        sa.Column("model", sa.String(100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.user_id"]),
        sa.PrimaryKeyConstraint("user_id", "project_id"),
    )
    op.create_index("ix_folder_list", "folder", ["user_id", "created_at", "project_id"])
    # A batch would copy the table and lose the triggers of an index on it.
    op.add_column("chat", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_chat_folder",
        "chat",
        ["user_id", "project_id", "is_active", "archived", "pinned", "updated_at", "chat_id"],
        sqlite_where=_IS_FILED,
        postgresql_where=_IS_FILED,
    )
    op.create_index(
        "ix_chat_trash",
        "chat",
        ["user_id", "pinned", "updated_at", "chat_id"],
        sqlite_where=_IS_IN_TRASH,
        postgresql_where=_IS_IN_TRASH,
    )
    op.create_index(
        "ix_chat_to_erase",
        "chat",
        ["deleted_at"],
        sqlite_where=_IS_IN_TRASH,
        postgresql_where=_IS_IN_TRASH,
    )
    # Every mark that stands on a chat is a folder's, whoever put it there.
    op.execute(
        "INSERT INTO folder (user_id, project_id, name, created_at)"
        " SELECT user_id, project_id, project_id, min(created_at) FROM chat"
        " WHERE project_id <> '' GROUP BY user_id, project_id"
    )
    for name, event in _TRIGGERS.items():
        if is_sqlite:
            op.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON chat WHEN {_IS_MARKED} BEGIN{_FILE} END"
            )
        else:
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN{_FILE} RETURN NULL; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON chat FOR EACH ROW"
                f" WHEN ({_IS_MARKED}) EXECUTE FUNCTION {name}()"
            )


def downgrade() -> None:
    """Undo."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else " ON chat"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}")
    for index in ("ix_chat_to_erase", "ix_chat_trash", "ix_chat_folder"):
        op.drop_index(index, "chat")
    op.drop_column("chat", "erased_at")
    op.drop_table("folder")
