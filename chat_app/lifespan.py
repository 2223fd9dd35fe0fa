"""What a server process opens when it starts and closes when it ends."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import structlog
from sqlalchemy import Connection, inspect, text

from chat_app import logs
from chat_app.background import errands, in_background, repeating
from chat_app.config import Settings, get_settings
from chat_app.db import create_engine, database
from chat_app.errors import ChatAppError, Unavailable
from chat_app.llm.providers import close_providers, load_providers
from chat_app.llm.tokens import open_counter
from chat_app.services import cleanup, imports, shares
from chat_app.services.accounts import stays
from chat_app.services.accounts.limits import open_limits
from chat_app.services.broker import open_broker
from chat_app.services.live import open_live
from chat_app.services.presence import open_presence
from chat_app.services.search import upkeep
from chat_app.services.security import mail
from chat_app.services.turns import next_in_line, runner, sweeper
from chat_app.services.turns.reply_cache import open_reply_cache

_ROOT = Path(__file__).parent.parent
_MIGRATIONS = _ROOT / "alembic" / "versions"
_MIGRATION_LOCK = 20_261_121
"""Key of the PostgreSQL advisory lock that lets one worker migrate while the others wait."""

log = structlog.get_logger()


@asynccontextmanager
async def lifespan(_app: object = None) -> AsyncGenerator[None, None]:
    """Hold database, broker and token counter open, keep turns and sweep; then drain."""
    logs.configure()
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(_all_open(get_settings()))
        except Exception as fault:
            # uvicorn's own line has no words: `logs` takes off those of frameworks.
            in_words = isinstance(fault, ChatAppError)
            log.exception("start.failed", reason=str(fault), exc_info=not in_words)
            raise
        yield


@asynccontextmanager
async def _all_open(settings: Settings) -> AsyncGenerator[None, None]:
    if settings.AUTO_MIGRATE:
        await migrate(settings)
    async with (
        database(settings),
        open_live(settings),
        open_presence(settings),
        open_broker(settings),
        open_limits(settings),
        open_counter(),
        open_reply_cache(settings),
    ):
        if settings.is_sqlite:
            # There is one process: what is open now was left behind by the one before.
            await sweeper.settle_all_left()
            await imports.give_up_all()
        async with (
            errands(),
            runner.running(),
            sweeper.sweeping(),
            shares.counting(),
            next_in_line.keeping_order(),
            repeating(
                "The removal of what is old",
                cleanup.clean,
                cleanup.EVERY_SECONDS,
                first_after_seconds=cleanup.FIRST_AFTER_SECONDS,
            ),
            repeating(
                "The index of the search",
                upkeep.keep_up,
                upkeep.EVERY_SECONDS,
                first_after_seconds=upkeep.EVERY_SECONDS,
            ),
            repeating("The look after who stays", stays.look_after_all, stays.LOOK_EVERY_SECONDS),
            repeating(
                "The sending of mail",
                mail.send_due,
                mail.EVERY_SECONDS,
                first_after_seconds=mail.EVERY_SECONDS,
            ),
            in_background(load_providers()),
        ):
            yield
        await close_providers()


async def migrate(settings: Settings) -> None:
    """Apply the pending migrations, all in one transaction, while other processes wait.

    Raises:
        Unavailable: The database lets nobody in, or is of a newer version; the words say which.
    """
    engine = create_engine(settings)
    # Begun before Alembic looks: it would commit after each step, and SQLite let others in between.
    try:
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(engine.begin())
            # Drivers have faults of many kinds for it, and SQLAlchemy wraps some of them.
            except Exception as fault:
                why = str(getattr(fault, "orig", None) or fault) or type(fault).__name__
                raise Unavailable(f"DATABASE_URL: the database lets nobody in: {why}") from fault
            if not settings.is_sqlite:
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    found, newest = _revision(connection), newest_revision()
    if found == newest:
        return
    if found and found > newest:
        raise Unavailable(
            f"DATABASE_URL: a newer version was at work in the database ({found}, and this one"
            f" knows {newest}): start that one"
        )
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
