"""What a server process opens when it starts and closes when it ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic.config import Config
from sqlalchemy import Connection, text

from alembic import command
from chat_app.background import in_background
from chat_app.config import Settings, get_settings
from chat_app.db import create_engine, database
from chat_app.llm.providers import close_providers
from chat_app.llm.tokens import open_counter
from chat_app.services import runner, sweeper
from chat_app.services.broker import open_broker

_MIGRATION_LOCK = 20_261_121
"""Key of the PostgreSQL advisory lock that lets one worker migrate while the others wait."""


@asynccontextmanager
async def lifespan(app: object = None) -> AsyncIterator[None]:
    """Hold database, broker and token counter open, keep turns and sweep; then drain."""
    settings = get_settings()
    if settings.AUTO_MIGRATE:
        await migrate(settings)
    async with database(settings), open_broker(settings), open_counter():
        async with runner.running(), in_background(sweeper.sweep_regularly()):
            yield
        await close_providers()


async def migrate(settings: Settings) -> None:
    """Apply the pending migrations."""
    engine = create_engine(settings)
    async with engine.connect() as connection:
        if not settings.is_sqlite:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        await connection.run_sync(_upgrade)
        await connection.commit()
    await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config(Path(__file__).parent.parent / "alembic.ini")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
