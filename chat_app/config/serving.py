"""Settings of where the app is served, and of what it keeps its data in."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from chat_app.config.values import (
    LONGEST_S,
    parse_files_url,
    parse_networks,
    parse_origin,
    parse_origins,
    parse_redis_url,
    with_async_driver,
)


class Serving(BaseSettings):
    """Where the app is served, to whom, and where its data is."""

    HOST: str = "127.0.0.1"
    """Address to listen on; `0.0.0.0` serves other machines."""
    PORT: int | None = Field(default=None, ge=1, le=65535)
    """Port to listen on: 3000 for the app, 8000 for `make api`, unless set."""
    WORKERS: PositiveInt | None = None
    """Server processes; more than one needs PostgreSQL and Redis."""
    PUBLIC_ORIGIN: Annotated[str, AfterValidator(parse_origin)] | None = None
    """Origin people use when a proxy is in front, such as `https://chat.example.org`."""
    CORS_ORIGINS: Annotated[frozenset[str], NoDecode, BeforeValidator(parse_origins)] = frozenset()
    """Origins whose pages may call the API with credentials, such as `https://app.example.org`,
    with commas between them; none unless set."""
    TRUSTED_PROXIES: Annotated[tuple[str, ...], NoDecode, BeforeValidator(parse_networks)] = ()
    """Addresses or networks of the proxies in front, such as `127.0.0.1`, with commas between them;
    who calls and whether by https is believed of nobody else."""
    MAX_CONNECTIONS_PER_ADDRESS: PositiveInt = 2000
    """Connections that one address may have open, in each process; proxies of ours are not
    counted."""
    ALLOW_PUBLIC_LINKS: bool = False
    """Whether links to shared chats work for everybody who has them; otherwise for those who are
    signed in and of the same organisation as whose chat it is."""
    DRAIN_S: float = Field(default=4, ge=0, le=LONGEST_S)
    """How long replies get to come to their end when the server is told to end, in seconds; where
    there are several, others take what comes meanwhile."""
    LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least severe log line written."""

    DATABASE_URL: Annotated[str, BeforeValidator(with_async_driver)] = (
        "sqlite+aiosqlite:///data/chat.db"
    )
    """SQLite file or PostgreSQL database, as people write it."""
    AUTO_MIGRATE: bool = True
    """Apply pending migrations at start."""
    REDIS_URL: Annotated[str | None, AfterValidator(parse_redis_url)] = None
    """Shared memory of several workers; without it one process does everything."""

    FILES_URL: Annotated[str | None, AfterValidator(parse_files_url)] = None
    """Where files are kept: a folder, or `s3://bucket/folder` for several machines, with the
    variables of S3; without it a folder `files` beside the database."""
    METRICS_TOKEN: SecretStr | None = None
    """Bearer token that `/metrics` asks for; open without one."""
