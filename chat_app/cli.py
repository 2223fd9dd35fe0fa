"""What `make` calls: serve, prove the books, name an administrator, keep copies."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import typer
from pydantic import ValidationError

from chat_app import bundle, occupancy
from chat_app.config import METRICS_FOLDER_VARIABLE, get_settings
from chat_app.terminal.command import chat

commands = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
commands.command()(chat)
_T = TypeVar("_T")
_PORT = 3000
_API_PORT = 8000


@commands.command()
def run() -> None:
    """Serve browser app and API on one port, 3000 unless PORT says otherwise."""
    from reflex_base.constants import Env
    from reflex_base.environment import environment

    port = _claim(_PORT)
    bundle.build_where_needed()
    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)
    _serve("create_app", port)


@commands.command()
def build() -> None:
    """Build the pages, for a place where the app is only served."""
    bundle.build_where_needed()


@commands.command()
def dev() -> None:
    """Serve the same and reload when a file changes."""
    _claim(_PORT)
    bundle.forget()
    bundle.prepare()
    # Left to itself it watches the database as well, and starts anew with every write.
    os.environ["REFLEX_HOT_RELOAD_OVERRIDE_PATHS"] = "chat_app"
    os.environ["REFLEX_USE_GRANIAN"] = "false"
    _become("reflex", "run", "--env", "preview")


@commands.command()
def api() -> None:
    """Serve the API alone, without Node, on port 8000 unless PORT says otherwise."""
    _serve("create_api", _claim(_API_PORT))


@commands.command("check-books")
def check_books() -> None:
    """Prove that ledger, budgets, turns, messages and chats agree; name the rows that differ."""
    from chat_app.services.budgets.reconciliation import check_books as find_differences

    differences = _on_database(find_differences())
    for difference in differences:
        typer.echo(f"Not true: {difference.rule}: {difference.row}", err=True)
    count = len(differences)
    typer.echo(f"{count} rows differ." if count else "The books balance.")
    raise typer.Exit(1 if count else 0)


@commands.command("check-files")
def check_files() -> None:
    """Prove that every file lies where it should; name those that do not."""
    from chat_app.services.files import reconciliation

    found = _on_database(reconciliation.check_files())
    for file in found.missing:
        typer.echo(f"Not there: {file.file_id} of {file.user_id}: {file.name}", err=True)
    if found.unnamed:
        typer.echo(f"{len(found.unnamed)} more lie there that belong to nothing here.")
    count = len(found.missing)
    typer.echo(f"{count} files are missing." if count else "All files are there.")
    raise typer.Exit(1 if count else 0)


@commands.command("check-vendors")
def check_vendors() -> None:
    """Talk a little with each vendor whose key is set, and say what came of it."""
    from chat_app.llm.providers import close_providers
    from chat_app.services.admin import vendor_check

    async def ask() -> list[vendor_check.VendorCheck]:
        try:
            return await vendor_check.check_vendors()
        finally:
            await close_providers()

    checks = asyncio.run(ask())
    if not checks:
        typer.echo("No vendor has a key here; the simulated model answers.")
    for line in vendor_check.as_lines(checks) if checks else ():
        typer.echo(line)
    raise typer.Exit(0 if all(check.ok for check in checks) else 1)


@commands.command()
def admin(email: str) -> None:
    """Give an account the admin role."""
    from chat_app.services.admin import users

    _on_database(users.grant_admin(email))
    typer.echo(f"{email} is an administrator now.")


@commands.command("password-link")
def password_link(email: str) -> None:
    """Print a link by which somebody sets a password, where no administrator gets in."""
    from chat_app.services.admin import newcomers

    link = _on_database(newcomers.link_for(email))
    settings = get_settings()
    origin = settings.PUBLIC_ORIGIN or f"http://localhost:{settings.PORT or _PORT}"
    typer.echo(f"{origin}/set-password#token={link.token}")
    typer.echo(f"It works once, until {link.expires_at:%Y-%m-%d %H:%M} UTC.", err=True)


@commands.command("reset-second-factor")
def reset_second_factor(email: str) -> None:
    """Take authenticator app, recovery codes and passkeys off somebody who lost them all."""
    from chat_app.services.security import authenticators

    _on_database(authenticators.reset_of(email))
    typer.echo(f"{email} signs in by the password alone now.")


@commands.command("backup")
def back_up(file: Path) -> None:
    """Copy everything that is kept into a new file, while servers go on."""
    from chat_app import backup

    backup.back_up(get_settings(), file)
    typer.echo(f"All is in {file}. It holds what people wrote: keep it safe.")


@commands.command()
def restore(file: Path) -> None:
    """Put back what a backup holds, and prove its books; what is there now is kept aside."""
    from chat_app import backup

    kept = backup.restore(get_settings(), file)
    if kept:
        typer.echo(f"What was there before is in {kept}.")
    check_books()


def _claim(usual_port: int) -> int:
    settings = get_settings()
    port = settings.PORT or usual_port
    occupancy.claim(settings, port)
    return port


def _serve(create: str, port: int) -> None:
    settings = get_settings()
    if settings.workers > 1:
        from chat_app.metrics import make_folder

        # The workers add up their figures for `/metrics` in here.
        os.environ[METRICS_FOLDER_VARIABLE] = str(make_folder(settings.make_data_folder()))
    typer.echo(f"Serving on http://localhost:{port} (Ctrl+C ends it)")
    _become("chat_app.server", create, str(port))


def _become(module: str, *arguments: str) -> None:
    """Turn this process into the server, so that signals reach it and nothing stands between."""
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606


def _on_database(work: Coroutine[Any, Any, _T]) -> _T:
    """Return what comes of some work on the database; a refusal ends the command in one line."""
    from chat_app.errors import ChatAppError

    async def do() -> _T:
        async with _database():
            return await work

    try:
        return asyncio.run(do())
    except ChatAppError as refusal:
        raise SystemExit(refusal.message) from refusal
    finally:
        # It was not begun where the database let nobody in.
        work.close()


@asynccontextmanager
async def _database() -> AsyncGenerator[None, None]:
    from chat_app.db import database
    from chat_app.lifespan import migrate

    settings = get_settings()
    if settings.AUTO_MIGRATE:
        await migrate(settings)
    async with database(settings):
        yield


@commands.callback()
def check_settings(context: typer.Context) -> None:
    """Serve the chat, look after it, and talk in it."""
    if context.invoked_subcommand == chat.__name__:
        return
    try:
        get_settings()
        _check_catalogue()
    except ValidationError as fault:
        first = fault.errors()[0]
        name = ".".join(map(str, first["loc"])) or "settings"
        raise SystemExit(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None
    except UnicodeDecodeError:
        raise SystemExit(".env: is not written in UTF-8; save it anew as that") from None


def _check_catalogue() -> None:
    from chat_app.llm.catalogue import (
        InvalidCatalogue,
        check_providers,
        configured_model,
        image_model,
        models_for_task,
        title_model,
    )
    from chat_app.llm.types import Task, Tier

    try:
        check_providers()
        configured_model()
        title_model()
        image_model(Tier.BASIC)
        models_for_task(Task.TRANSCRIBE, "TRANSCRIBE_MODEL")
        models_for_task(Task.SPEECH, "SPEECH_MODEL")
    except InvalidCatalogue as fault:
        raise SystemExit(str(fault)) from fault


if __name__ == "__main__":
    commands()
