"""What a server process opens when it starts and closes when it ends."""

import asyncio
import signal
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from chat_app import logs
from chat_app.background import errands, in_background, repeating
from chat_app.config import Settings, get_settings
from chat_app.db import create_engine, database
from chat_app.llm.providers import close_providers, load_providers
from chat_app.llm.tokens import open_counter
from chat_app.services import cleanup
from chat_app.services.accounts.limits import open_limits
from chat_app.services.broker import open_broker
from chat_app.services.search import upkeep
from chat_app.services.turns import runner, sweeper
from chat_app.services.turns.reply_cache import open_reply_cache

_ROOT = Path(__file__).parent.parent
_MIGRATIONS = _ROOT / "alembic" / "versions"
_MIGRATION_LOCK = 20_261_121
"""Key of the PostgreSQL advisory lock that lets one worker migrate while the others wait."""


@asynccontextmanager
async def lifespan(_app: object = None) -> AsyncGenerator[None, None]:
    """Hold database, broker and token counter open, keep turns and sweep; then drain."""
    logs.configure()
    settings = get_settings()
    if settings.AUTO_MIGRATE:
        await migrate(settings)
    async with (
        database(settings),
        open_broker(settings),
        open_limits(settings),
        open_counter(),
        open_reply_cache(settings),
    ):
        if settings.is_sqlite:
            # There is one process: what is open now was left behind by the one before.
            await sweeper.settle_all_left()
        async with (
            errands(),
            runner.running(),
            sweeper.sweeping(),
            repeating("The removal of what is old", cleanup.clean, cleanup.EVERY_SECONDS),
            repeating("The index of the search", upkeep.keep_up, upkeep.EVERY_SECONDS),
            in_background(load_providers()),
        ):
            with _drain_on_sigterm():
                yield
        await close_providers()


@contextmanager
def _drain_on_sigterm() -> Generator[None, None, None]:
    """Settle the running turns as soon as the signal comes, then let the server go down.

    Granian 2.8 ends the lifespan only after open responses have ended by themselves (seen
    2026-11-21), which a long reply would put off far beyond what anybody grants a restart.
    It takes SIGINT as it takes SIGTERM, so the signal is handed on as that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()

    def begin() -> None:
        draining = loop.create_task(runner.drain())
        draining.add_done_callback(lambda _: signal.raise_signal(signal.SIGINT))

    loop.add_signal_handler(signal.SIGTERM, begin)
    yield
    loop.remove_signal_handler(signal.SIGTERM)


async def migrate(settings: Settings) -> None:
    """Apply the pending migrations, all in one transaction, while other processes wait."""
    engine = create_engine(settings)
    # Begun before Alembic looks: it would commit after each step, and SQLite let others in between.
    try:
        async with engine.begin() as connection:
            if not settings.is_sqlite:
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    if _revision(connection) == newest_revision():
        return
    # Alembic and all migrations are 10 MB and half a second, which most starts have no use for.
    from alembic import command
    from alembic.config import Config

    config = Config(_ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def newest_revision() -> str:
    """Return the revision of the last migration: files are called by theirs, in their order."""
    return max(file.name for file in _MIGRATIONS.glob("*.py")).partition("_")[0]


def _revision(connection: Connection) -> str | None:
    """Return the revision of a database; `None` where nothing was migrated yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))
