"""Index message text for search, and messages by time.

SQLite: an FTS5 table kept by triggers. It holds the text itself: the rows of `message` have no
integer key of their own that survives a VACUUM. A reply is indexed once, when it is settled.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

_FTS = (
    "CREATE VIRTUAL TABLE message_search"
    " USING fts5(content, message_id UNINDEXED, chat_id UNINDEXED, tokenize = 'trigram')",
    "INSERT INTO message_search (content, message_id, chat_id)"
    " SELECT content, message_id, chat_id FROM message"
    " WHERE status <> 'streaming' AND content <> ''",
    "CREATE TRIGGER message_search_add AFTER INSERT ON message"
    " WHEN NEW.status <> 'streaming' AND NEW.content <> '' BEGIN"
    " INSERT INTO message_search (content, message_id, chat_id)"
    " VALUES (NEW.content, NEW.message_id, NEW.chat_id); END",
    "CREATE TRIGGER message_search_settle AFTER UPDATE OF status ON message"
    " WHEN OLD.status = 'streaming' AND NEW.status <> 'streaming' AND NEW.content <> '' BEGIN"
    " INSERT INTO message_search (content, message_id, chat_id)"
    " VALUES (NEW.content, NEW.message_id, NEW.chat_id); END",
    "CREATE TRIGGER message_search_remove AFTER DELETE ON message BEGIN"
    " DELETE FROM message_search WHERE message_id = OLD.message_id; END",
)


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_message_chat", "message", ["chat_id", "message_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for statement in _FTS:
            op.execute(statement)
    else:
        op.execute(
            "CREATE INDEX ix_message_search ON message"
            " USING gin (to_tsvector('simple', content)) WHERE status <> 'streaming'"
        )


def downgrade() -> None:
    """Undo."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("add", "settle", "remove"):
            op.execute(f"DROP TRIGGER message_search_{trigger}")
        op.execute("DROP TABLE message_search")
    else:
        op.execute("DROP INDEX ix_message_search")
    op.drop_index("ix_message_chat", "message")
