"""Index titles and people as well; bound what a search reads; see ADR 10.

On SQLite entries are numbered by chat, so that a search asks the index alone which chats a word is
in: all messages are indexed anew, once the app runs.
"""

from alembic import op

revision = "0016"
down_revision = "0004"

_PEOPLE = "00000000000000000000000000000000"
_NOTED = " ON CONFLICT DO NOTHING;"
_WAIT = " INSERT INTO search_waiting (message_id, user_id)"
_ENTRY_GONE = " DELETE FROM search_entry WHERE message_id = OLD.message_id;"
_OWN = " FROM chat WHERE chat_id = "
_IS_WRITTEN = "NEW.status <> 'streaming' AND NEW.content <> ''"
_IS_REWRITTEN = (
    "NEW.status <> 'streaming' AND (OLD.status = 'streaming' OR NEW.content <> OLD.content)"
)
_TRIGGERS = {
    # Name: table, when, condition, what.
    "search_insert": (
        "message",
        "INSERT",
        _IS_WRITTEN,
        f"{_WAIT} SELECT NEW.message_id, user_id{_OWN}NEW.chat_id{_NOTED}",
    ),
    "search_update": (
        "message",
        "UPDATE OF content, status",
        _IS_REWRITTEN,
        f"{_WAIT} SELECT NEW.message_id, user_id{_OWN}NEW.chat_id{_NOTED}",
    ),
    "search_delete": (
        "message",
        "DELETE",
        "",
        f"{_WAIT} SELECT OLD.message_id, user_id{_OWN}OLD.chat_id{_NOTED}{_ENTRY_GONE}",
    ),
    "search_title": (
        "chat",
        "INSERT",
        "NEW.title <> ''",
        f"{_WAIT} VALUES (NEW.chat_id, NEW.user_id){_NOTED}",
    ),
    "search_retitle": (
        "chat",
        "UPDATE OF title",
        "NEW.title <> OLD.title",
        f"{_WAIT} VALUES (NEW.chat_id, NEW.user_id){_NOTED}",
    ),
    "search_untitle": (
        "chat",
        "DELETE",
        "",
        f"{_WAIT} VALUES (OLD.chat_id, OLD.user_id){_NOTED}",
    ),
    "search_person": (
        "user_account",
        "INSERT",
        "",
        f"{_WAIT} VALUES (NEW.user_id, '{_PEOPLE}'){_NOTED}",
    ),
    "search_respell": (
        "user_account",
        "UPDATE OF search_key",
        "NEW.search_key <> OLD.search_key",
        f"{_WAIT} VALUES (NEW.user_id, '{_PEOPLE}'){_NOTED}",
    ),
    "search_leave": (
        "user_account",
        "DELETE",
        "",
        f"{_WAIT} VALUES (OLD.user_id, '{_PEOPLE}'){_NOTED}",
    ),
}
_MESSAGE_TRIGGERS = ("search_insert", "search_update", "search_delete")
_TABLES_ON_SQLITE = (
    "CREATE TABLE search_chat (number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " chat_id CHAR(32) NOT NULL UNIQUE, entries INTEGER NOT NULL)",
    "CREATE TABLE search_entry (entry_id INTEGER PRIMARY KEY,"
    " message_id CHAR(32) NOT NULL UNIQUE, chat_id CHAR(32) NOT NULL)",
)
_TABLES_ON_SQLITE_BEFORE = (
    "CREATE TABLE search_entry (entry_id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " message_id CHAR(32) NOT NULL UNIQUE, chat_id CHAR(32) NOT NULL)",
)
# It holds no text and no positions: what is found is read and checked anyway.
_TOKENS_ON_SQLITE = (
    "CREATE VIRTUAL TABLE search_token"
    " USING fts5(tokens, content = '', columnsize = 0, detail = none, tokenize = 'ascii')"
)
_NOTE_BEFORE = (
    f"{_WAIT} SELECT NEW.message_id, user_id{_OWN}NEW.chat_id{_NOTED}",
    " DELETE FROM search_waiting WHERE message_id = OLD.message_id;" + _ENTRY_GONE,
)
_MESSAGES_WAIT = (
    "INSERT INTO search_waiting (message_id, user_id)"
    " SELECT message.message_id, chat.user_id"
    " FROM message JOIN chat ON chat.chat_id = message.chat_id"
    " WHERE message.status <> 'streaming' AND message.content <> ''"
)
_TITLES_WAIT = (
    "INSERT INTO search_waiting (message_id, user_id)"
    " SELECT chat_id, user_id FROM chat WHERE title <> ''"
)
_PEOPLE_WAIT = (
    "INSERT INTO search_waiting (message_id, user_id) SELECT user_id, {people} FROM user_account"
)


def upgrade() -> None:
    """Apply."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _drop_triggers(*_MESSAGE_TRIGGERS, is_sqlite=is_sqlite)
    op.drop_index("ix_search_waiting_user", "search_waiting")
    op.create_index("ix_search_waiting_user", "search_waiting", ["user_id", "message_id"])
    op.create_index("ix_user_account_created", "user_account", ["created_at", "user_id"])
    if is_sqlite:
        _start_anew(_TABLES_ON_SQLITE)
    else:
        op.execute("DROP FUNCTION search_note")
        op.execute("DROP FUNCTION search_forget")
        op.execute("CREATE INDEX ix_search_entry_chat ON search_entry (chat_id)")
    for name, trigger in _TRIGGERS.items():
        _create_trigger(name, *trigger, is_sqlite=is_sqlite)
    op.execute(_TITLES_WAIT)
    people = f"'{_PEOPLE}'" + ("" if is_sqlite else "::uuid")
    op.execute(_PEOPLE_WAIT.format(people=people))


def downgrade() -> None:
    """Undo."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _drop_triggers(*_TRIGGERS, is_sqlite=is_sqlite)
    op.drop_index("ix_user_account_created", "user_account")
    op.drop_index("ix_search_waiting_user", "search_waiting")
    op.create_index("ix_search_waiting_user", "search_waiting", ["user_id"])
    if is_sqlite:
        op.drop_table("search_chat")
        _start_anew(_TABLES_ON_SQLITE_BEFORE)
    else:
        for name in _TRIGGERS:
            op.execute(f"DROP FUNCTION {name}")
        op.execute("DROP INDEX ix_search_entry_chat")
        op.execute(
            "DELETE FROM search_waiting WHERE message_id NOT IN (SELECT message_id FROM message)"
        )
        op.execute(
            "DELETE FROM search_entry WHERE message_id NOT IN (SELECT message_id FROM message)"
        )
        for name, body in zip(("search_note", "search_forget"), _NOTE_BEFORE, strict=True):
            op.execute(_function(name, body))
    functions = ("search_note", "search_note", "search_forget")
    bodies = (_NOTE_BEFORE[0], _NOTE_BEFORE[0], _NOTE_BEFORE[1])
    for name, function, body in zip(_MESSAGE_TRIGGERS, functions, bodies, strict=True):
        table, event, condition, _ = _TRIGGERS[name]
        if is_sqlite:
            _create_trigger(name, table, event, condition, body, is_sqlite=True)
        else:
            op.execute(_trigger(name, table, event, condition, function))


def _start_anew(tables: tuple[str, ...]) -> None:
    """Let all messages wait for an index whose entries are numbered otherwise."""
    for name in ("search_token", "search_entry"):
        op.drop_table(name)
    for name in ("search_word", "search_waiting"):
        op.execute(f"DELETE FROM {name}")
    for statement in (*tables, _TOKENS_ON_SQLITE, _MESSAGES_WAIT):
        op.execute(statement)


def _drop_triggers(*names: str, is_sqlite: bool) -> None:
    for name in names:
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {_TRIGGERS[name][0]}"))


def _create_trigger(
    name: str, table: str, event: str, condition: str, body: str, *, is_sqlite: bool
) -> None:
    if is_sqlite:
        when = f" WHEN {condition}" if condition else ""
        op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table}{when} BEGIN{body} END")
    else:
        op.execute(_function(name, body))
        op.execute(_trigger(name, table, event, condition, name))


def _function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN{body} RETURN NULL; END $$"
    )


def _trigger(name: str, table: str, event: str, condition: str, function: str) -> str:
    when = f" WHEN ({condition})" if condition else ""
    return (
        f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW{when}"
        f" EXECUTE FUNCTION {function}()"
    )
