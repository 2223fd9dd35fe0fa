"""Keep what each reader of a chat thinks of a reply, and make folders of what members put away."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

_IS_REACTION = sa.text("reaction IS NOT NULL")
_OWNERS = (
    "SELECT message.message_id, chat.user_id, message.model, message.reaction"
    " FROM message JOIN chat ON chat.chat_id = message.chat_id WHERE message.reaction IS NOT NULL"
)
_BACK = (
    "UPDATE message SET reaction = (SELECT kept.reaction FROM message_reaction AS kept"
    " JOIN chat ON chat.user_id = kept.user_id"
    " WHERE chat.chat_id = message.chat_id AND kept.message_id = message.message_id)"
    " WHERE message_id IN (SELECT message_id FROM message_reaction)"
)
_FILE = (
    " INSERT INTO folder (user_id, project_id, name, created_at)"
    " VALUES (NEW.user_id, NEW.project_id, NEW.project_id, {now}) ON CONFLICT DO NOTHING;"
)
_IS_MARKED = "NEW.project_id <> ''"


def upgrade() -> None:
    """Apply."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "message_reaction",
        sa.Column("message_id", sa.Uuid(), sa.ForeignKey("message.message_id"), nullable=False),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_account.user_id"), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("reaction", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "user_id"),
    )
    op.execute(f"INSERT INTO message_reaction (message_id, user_id, model, reaction) {_OWNERS}")
    op.drop_index("ix_message_reaction", "message")
    op.create_index("ix_message_reaction", "message_reaction", ["model", "reaction"])
    # A batch would copy the table and lose its triggers.
    op.execute("ALTER TABLE message DROP COLUMN reaction")
    # What a member's own folder is made of, see 0027.
    if is_sqlite:
        now = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
        op.execute(
            "CREATE TRIGGER folder_stay AFTER UPDATE OF project_id ON membership"
            f" WHEN {_IS_MARKED} BEGIN{_FILE.format(now=now)} END"
        )
    else:
        op.execute(
            "CREATE FUNCTION folder_stay() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN{_FILE.format(now='now()')} RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER folder_stay AFTER UPDATE OF project_id ON membership FOR EACH ROW"
            f" WHEN ({_IS_MARKED}) EXECUTE FUNCTION folder_stay()"
        )


def downgrade() -> None:
    """Undo; what others than its owner thought of a chat's replies is forgotten."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER folder_stay" + ("" if is_sqlite else " ON membership"))
    if not is_sqlite:
        op.execute("DROP FUNCTION folder_stay")
    op.add_column("message", sa.Column("reaction", sa.String(32), nullable=True))
    op.execute(_BACK)
    op.drop_table("message_reaction")
    op.create_index(
        "ix_message_reaction",
        "message",
        ["model", "reaction"],
        sqlite_where=_IS_REACTION,
        postgresql_where=_IS_REACTION,
    )
