"""Runs migrations on the tables of `chat_app/models`, from the command line or from the app."""

import asyncio
from typing import Any, Literal, cast

from alembic import context
from sqlalchemy import Connection, Enum, String
from sqlmodel import AutoString, SQLModel

from chat_app import columns, models  # noqa: F401 (the models describe the tables)
from chat_app.config import get_settings
from chat_app.db import create_engine

_PLAIN: dict[type[Any], str] = {
    columns.UtcDateTime: "sa.DateTime(timezone=True)",
    columns.Figure: "sa.BigInteger()",
    columns.Names: "sa.JSON()",
}


def render_plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as what the database sees, so that migrations import nothing."""
    if kind != "type":
        return False
    if type(item) in _PLAIN:
        return _PLAIN[type(item)]
    if isinstance(item, columns.Zone):
        return f"sa.String({cast('String', item.impl_instance).length})"
    if isinstance(item, AutoString | Enum):
        return f"sa.String({item.length})" if item.length else "sa.Text()"
    return False


def is_mapped(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out what no table class describes: the search index, each database's own kind."""
    return kind != "table" or name is None or not name.startswith("search_")


def migrate(connection: Connection) -> None:
    """Apply the migrations asked for through a connection."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_plain_type,
        include_name=is_mapped,
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_from_command_line() -> None:
    """Open the database of the settings and migrate it."""
    engine = create_engine(get_settings())
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    asyncio.run(migrate_from_command_line())
