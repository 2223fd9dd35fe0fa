"""A copy of everything that is kept, in one file, and the way back from it.

What is copied is whole at one moment, while servers go on: by SQLite's own way of copying a
database that is in use, or by PostgreSQL's `pg_dump`. Beside it lie the files that people sent,
which never change once they are there, and the key that signs access tokens, so that people stay
signed in. The backup holds all that people wrote: it is for the account alone that makes it.
"""

import asyncio
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from chat_app import occupancy
from chat_app.config import Settings
from chat_app.errors import Unavailable
from chat_app.services.files import store

_SQLITE = "chat.db"
_POSTGRESQL = "chat.dump"
_SECRET = "jwt_secret"  # noqa: S105
_ABOUT = "about.json"
_FILES = "files/"
_FILE = re.compile(_FILES + r"[0-9a-f-]{36}/[0-9a-f]{64}(\.webp|\.txt)?")
"""What `services/files/store.py` calls what it keeps, behind that."""
_KINDS = {_SQLITE: "SQLite", _POSTGRESQL: "PostgreSQL"}


def back_up(settings: Settings, target: Path, *, with_files: bool = True) -> None:
    """Write a copy of everything into a new file.

    Args:
        settings: Where everything is.
        target: The new file.
        with_files: Whether the files that people sent are copied, too.

    Raises:
        SystemExit: It cannot be written, in words.
    """
    if target.exists():
        raise SystemExit(f"{target} is there already; name another file")
    with _folder() as folder:
        if settings.sqlite_path:
            _copy_sqlite(settings.sqlite_path, folder / _SQLITE)
        else:
            _run("pg_dump", "--format=custom", f"--file={folder / _POSTGRESQL}", _address(settings))
        secret = settings.data_folder / _SECRET
        if secret.exists():
            shutil.copy(secret, folder / _SECRET)
        about = {"made_at": datetime.now(UTC).isoformat(), "product": "Tally"}
        (folder / _ABOUT).write_text(json.dumps(about))
        draft = target.with_name(f"{target.name}.part")
        try:
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
            ) as file:
                with tarfile.open(fileobj=file, mode="w") as archive:
                    for part in sorted(folder.iterdir()):
                        archive.add(part, part.name)
                    if with_files:
                        asyncio.run(_add_files(archive))
                file.flush()
                os.fsync(file.fileno())
            draft.rename(target)
        except OSError as fault:
            draft.unlink(missing_ok=True)
            raise SystemExit(f"{target} cannot be written ({fault.strerror})") from fault
        except Unavailable as fault:
            draft.unlink(missing_ok=True)
            raise SystemExit(f"FILES_URL: {fault.message}") from fault


async def _add_files(archive: tarfile.TarFile) -> None:
    async for key in store.all_keys():
        # Whoever deletes a file meanwhile takes it out of this backup, too.
        if (content := await store.read(key)) is not None:
            member = tarfile.TarInfo(_FILES + key)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def restore(settings: Settings, source: Path) -> Path | None:
    """Put back what a backup holds, in place of what is there.

    Returns:
        Where what was there is now, if anything was: an SQLite file under another name, or a
        backup of the PostgreSQL database.

    Raises:
        SystemExit: It is no backup, of another kind of database, or a server works on this one.
    """
    with _folder() as folder:
        _unpack(source, folder)
        own = _SQLITE if settings.is_sqlite else _POSTGRESQL
        if not (folder / own).exists():
            (other,) = set(_KINDS) - {own}
            raise SystemExit(
                f"{source} is of {_KINDS[other]}, and DATABASE_URL names {_KINDS[own]}"
            )
        # Files first, as they take nothing's place: their names are what is in them.
        asyncio.run(_put_files_back(source))
        kept = _put_back(settings, folder, settings.sqlite_path)
        if (folder / _SECRET).exists():
            place = settings.make_data_folder() / _SECRET
            shutil.copy(folder / _SECRET, place)
            place.chmod(0o600)
        return kept


def _put_back(settings: Settings, folder: Path, path: Path | None) -> Path | None:
    aside = f"before-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    if path:
        occupancy.lock(settings)
        kept = _set_aside(path, path.with_name(f"{path.name}.{aside}"))
        shutil.copy(folder / _SQLITE, path)
        path.chmod(0o600)
        return kept
    _require_alone(settings)
    kept = settings.make_data_folder() / f"{aside}.tar"
    back_up(settings, kept, with_files=False)
    script = folder / "all.sql"
    _run("pg_restore", "--no-owner", f"--file={script}", str(folder / _POSTGRESQL))
    # All of it or nothing; tables that are newer than the backup go with the rest.
    anew = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    _ask(settings, "--single-transaction", f"--command={anew}", f"--file={script}")
    return kept


def _set_aside(path: Path, kept: Path) -> Path | None:
    if not path.exists():
        return None
    with closing(sqlite3.connect(path)) as old:
        # The file goes alone: all that its log holds is in it then.
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        old.execute("PRAGMA journal_mode = DELETE")
    return path.rename(kept)


def _copy_sqlite(path: Path, target: Path) -> None:
    if not path.exists():
        raise SystemExit(f"DATABASE_URL: there is no database at {path}")
    with closing(sqlite3.connect(path)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _require_alone(settings: Settings) -> None:
    others = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    if _ask(settings, "--tuples-only", f"--command={others}").strip() != "0":
        raise SystemExit("DATABASE_URL: somebody works on this database; end the servers first")


def _unpack(source: Path, folder: Path) -> None:
    known = {_ABOUT, _SECRET, *_KINDS}
    try:
        with tarfile.open(source) as archive:
            members = archive.getmembers()
            if _ABOUT not in archive.getnames() or not all(
                each.isfile() and (each.name in known or _FILE.fullmatch(each.name))
                for each in members
            ):
                raise SystemExit(f"{source} is no backup of ours")
            others = [each for each in members if each.name in known]
            archive.extractall(folder, others, filter="data")
    except OSError as fault:
        raise SystemExit(f"{source} cannot be read ({fault.strerror})") from fault
    except tarfile.TarError as fault:
        raise SystemExit(f"{source} is no backup of ours, or not whole") from fault


async def _put_files_back(source: Path) -> None:
    with tarfile.open(source) as archive:
        for member in archive:
            if _FILE.fullmatch(member.name) and (content := archive.extractfile(member)):
                await store.put(member.name.removeprefix(_FILES), content.read())


def _address(settings: Settings) -> str:
    return settings.DATABASE_URL.replace("+asyncpg", "")


def _ask(settings: Settings, *arguments: str) -> str:
    quietly = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
    return _run("psql", *quietly, *arguments, f"--dbname={_address(settings)}")


def _run(program: str, *arguments: str) -> str:
    if not shutil.which(program):
        raise SystemExit(f"{program} is not here; install the client programs of PostgreSQL")
    done = subprocess.run([program, *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{program} failed: {done.stderr.strip()}")
    return done.stdout


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="backup-") as name:
        yield Path(name)
