"""Have messages indexed anew whose files change, so that a search finds what those are called."""

from alembic import op

revision = "0034"
down_revision = "0033"

_WAIT = (
    " INSERT INTO search_waiting (message_id, user_id)"
    " SELECT message.message_id, chat.user_id FROM message"
    " JOIN chat ON chat.chat_id = message.chat_id"
    " WHERE message.message_id = {row}.message_id AND message.status <> 'streaming'"
    " ON CONFLICT DO NOTHING;"
)
_TRIGGERS = {"search_attach": ("INSERT", "NEW"), "search_detach": ("DELETE", "OLD")}


def upgrade() -> None:
    """Apply."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (event, row) in _TRIGGERS.items():
        body = _WAIT.format(row=row)
        if is_sqlite:
            op.execute(f"CREATE TRIGGER {name} AFTER {event} ON attachment BEGIN{body} END")
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN{body} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON attachment FOR EACH ROW"
            f" EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    """Undo."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else " ON attachment"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}")
