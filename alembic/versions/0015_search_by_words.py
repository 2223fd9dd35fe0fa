"""Search folded words instead of raw text, on both databases alike; see ADR 10.

Messages that are there already wait like new ones and are indexed once the app runs; a search
finds them meanwhile, if not as quickly.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0006"

_OLD_FTS = (
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
_NOTE = (
    " INSERT INTO search_waiting (message_id, user_id)"
    " SELECT NEW.message_id, user_id FROM chat WHERE chat_id = NEW.chat_id"
    " ON CONFLICT DO NOTHING;"
)
_FORGET = (
    " DELETE FROM search_waiting WHERE message_id = OLD.message_id;"
    " DELETE FROM search_entry WHERE message_id = OLD.message_id;"
)
_IS_WRITTEN = "NEW.status <> 'streaming' AND NEW.content <> ''"
_IS_REWRITTEN = (
    "NEW.status <> 'streaming' AND (OLD.status = 'streaming' OR NEW.content <> OLD.content)"
)
_SQLITE = (
    "CREATE TABLE search_entry (entry_id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " message_id CHAR(32) NOT NULL UNIQUE, chat_id CHAR(32) NOT NULL)",
    "CREATE TABLE search_word (person INTEGER NOT NULL, word TEXT NOT NULL,"
    " PRIMARY KEY (person, word)) WITHOUT ROWID",
    # It holds no text and no positions: what is found is read and checked anyway.
    "CREATE VIRTUAL TABLE search_token"
    " USING fts5(tokens, content = '', columnsize = 0, detail = none, tokenize = 'ascii')",
    f"CREATE TRIGGER search_insert AFTER INSERT ON message WHEN {_IS_WRITTEN} BEGIN{_NOTE} END",
    "CREATE TRIGGER search_update AFTER UPDATE OF content, status ON message"
    f" WHEN {_IS_REWRITTEN} BEGIN{_NOTE} END",
    f"CREATE TRIGGER search_delete AFTER DELETE ON message BEGIN{_FORGET} END",
)
_POSTGRESQL = (
    "CREATE TABLE search_entry (entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    " message_id uuid NOT NULL UNIQUE, chat_id uuid NOT NULL, tokens integer[] NOT NULL)",
    "CREATE INDEX ix_search_entry_tokens ON search_entry USING gin (tokens)",
    'CREATE TABLE search_word (person integer NOT NULL, word text COLLATE "C" NOT NULL,'
    " PRIMARY KEY (person, word))",
    "CREATE FUNCTION search_note() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN{_NOTE} RETURN NULL; END $$",
    "CREATE FUNCTION search_forget() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN{_FORGET} RETURN NULL; END $$",
    "CREATE TRIGGER search_insert AFTER INSERT ON message FOR EACH ROW"
    f" WHEN ({_IS_WRITTEN}) EXECUTE FUNCTION search_note()",
    "CREATE TRIGGER search_update AFTER UPDATE OF content, status ON message FOR EACH ROW"
    f" WHEN ({_IS_REWRITTEN}) EXECUTE FUNCTION search_note()",
    "CREATE TRIGGER search_delete AFTER DELETE ON message FOR EACH ROW"
    " EXECUTE FUNCTION search_forget()",
)
_TRIGGERS = ("search_insert", "search_update", "search_delete")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "search_waiting",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("ix_search_waiting_user", "search_waiting", ["user_id"])
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("add", "settle", "remove"):
            op.execute(f"DROP TRIGGER message_search_{trigger}")
        op.execute("DROP TABLE message_search")
        statements = _SQLITE
    else:
        op.execute("DROP INDEX ix_message_search")
        statements = _POSTGRESQL
    for statement in statements:
        op.execute(statement)
    op.execute(
        "INSERT INTO search_waiting (message_id, user_id)"
        " SELECT message.message_id, chat.user_id"
        " FROM message JOIN chat ON chat.chat_id = message.chat_id"
        " WHERE message.status <> 'streaming' AND message.content <> ''"
    )


def downgrade() -> None:
    """Undo."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in _TRIGGERS:
        op.execute(f"DROP TRIGGER {trigger}" + ("" if is_sqlite else " ON message"))
    if is_sqlite:
        op.execute("DROP TABLE search_token")
        for statement in _OLD_FTS:
            op.execute(statement)
    else:
        op.execute("DROP FUNCTION search_note")
        op.execute("DROP FUNCTION search_forget")
        op.execute(
            "CREATE INDEX ix_message_search ON message"
            " USING gin (to_tsvector('simple', content)) WHERE status <> 'streaming'"
        )
    for name in ("search_word", "search_entry", "search_waiting"):
        op.drop_table(name)
