"""Every setting of the application, in one typed class; the only reader of the environment."""

import os
import secrets
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    BeforeValidator,
    Field,
    PositiveFloat,
    PositiveInt,
    PrivateAttr,
    SecretStr,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_POSTGRES_SCHEMES = ("postgresql+asyncpg://", "postgresql://", "postgres://")
METRICS_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Set by the command line for its workers; prometheus_client reads it too, when imported."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SQLITE_SCHEMES = ("sqlite+aiosqlite://", "sqlite://")


def _with_async_driver(url: object) -> object:
    """Turn a database URL as people write it into the one for our async driver."""
    for schemes in (_POSTGRES_SCHEMES, _SQLITE_SCHEMES):
        for scheme in schemes:
            if isinstance(url, str) and url.startswith(scheme):
                return schemes[0] + url.removeprefix(scheme)
    raise ValueError("must start with sqlite:/// or postgresql://")


def _parse_range(value: object) -> object:
    """Read `10-30` or `20` as a pair of bounds."""
    if not isinstance(value, str | int):
        return value
    low, _, high = str(value).partition("-")
    bounds = (int(low), int(high or low))
    if bounds[0] < 0 or bounds[1] < bounds[0]:
        raise ValueError("must be a number of milliseconds or a range such as 10-30")
    return bounds


def _parse_origins(value: object) -> object:
    """Read origins as browsers write them: scheme, host in lower case, port where unusual."""
    if not isinstance(value, str):
        return value
    return frozenset(_parse_origin(part.strip()) for part in value.split(",") if part.strip())


def _parse_origin(text: str) -> str:
    parts = urlsplit(text.lower())
    has_more = parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "*" in text or has_more:
        raise ValueError(f"{text!r} is no origin such as https://app.example.org")
    usual = parts.port in {None, _DEFAULT_PORTS[parts.scheme]}
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if usual else f":{parts.port}")


SafetyThreshold = Literal["off", "none", "high", "medium", "low"]


class Settings(BaseSettings):
    """Settings read from the environment and `.env`; `.env.example` lists each with its default.

    Units are in the names: `_S` seconds, `_MS` milliseconds, `_TOKENS` or `_TOKEN_` tokens.
    """

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    HOST: str = "127.0.0.1"
    """Address to listen on; `0.0.0.0` serves other machines."""
    PORT: int | None = Field(default=None, ge=1, le=65535)
    """Port to listen on: 3000 for the app, 8000 for `make api`, unless set."""
    WORKERS: PositiveInt | None = None
    """Server processes; more than one needs PostgreSQL and Redis."""
    PUBLIC_ORIGIN: str | None = None
    """Origin people use when a proxy is in front, such as `https://chat.example.org`."""
    CORS_ORIGINS: Annotated[frozenset[str], NoDecode, BeforeValidator(_parse_origins)] = frozenset()
    """Origins whose pages may call the API with credentials, such as `https://app.example.org`,
    with commas between them; none unless set."""
    LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least severe log line written."""

    DATABASE_URL: Annotated[str, BeforeValidator(_with_async_driver)] = (
        "sqlite+aiosqlite:///data/chat.db"
    )
    """SQLite file or PostgreSQL database, as people write it."""
    AUTO_MIGRATE: bool = True
    """Apply pending migrations at start."""
    REDIS_URL: str | None = None
    """Shared memory of several workers; without it one process does everything."""

    JWT_SECRET: SecretStr | None = None
    """Key that signs access tokens; without one it is made once and kept beside the database."""
    JWT_TTL_S: PositiveInt = 86400
    """Life of an access token, in seconds."""
    ALLOW_REGISTRATION: bool = True
    """Whether strangers may sign up; the first account always may."""

    GEMINI_MODEL: str | None = None
    """Default Gemini model; otherwise the first of the catalogue."""
    GEMINI_SAFETY: SafetyThreshold = "medium"
    """Least probability of harm that is blocked, for all four harm categories."""
    CATALOGUE_FILE: Path | None = None
    """An operator's catalogue of models and providers, used instead of the built-in one."""

    DEFAULT_MODEL: str | None = None
    """Model of new chats: the first available Gemini model, else `simulated`; people whose tier
    does not include it get the first of the catalogue that is theirs and has its key."""
    SYSTEM_PROMPT: str = "You are a helpful assistant. Answer in Markdown."
    """System prompt of every chat that has none of its own."""
    HISTORY_MESSAGES: int = Field(default=10, ge=0, le=200)
    """Earlier messages sent along with a new one."""
    MAX_OUTPUT_TOKENS: int = Field(default=2048, ge=64)
    """Longest reply asked for, in tokens."""
    SIM_DELAY_MS: Annotated[tuple[int, int], NoDecode, BeforeValidator(_parse_range)] = (10, 30)
    """Pause between two words of the simulated model: a range or one number, in milliseconds."""

    DEFAULT_TOKEN_LIMIT: int = Field(default=100_000, ge=0)
    """Tokens a new account may use in a calendar month (UTC)."""
    BUDGET_BASIS: Literal["exchange", "provider"] = "exchange"
    """Charge the exchange formula, or exactly what the provider billed."""
    MAX_CHATS_PER_USER: PositiveInt = 5
    """Chats a BASIC account may hold."""
    MAX_KEYS_PER_USER: PositiveInt = 20
    """API keys an account may have; revoked ones do not count."""
    RATE_LIMIT_PER_MINUTE: int = Field(default=100, ge=0)
    """Requests a user, API key or address may make in a minute; 0 switches the limit off."""
    REPLY_CACHE_TTL_S: int = Field(default=3600, ge=0)
    """Life of a cached reply, in seconds; 0 switches the cache off."""

    DISCONNECT_GRACE_S: float = Field(default=30, ge=0)
    """How long a turn runs on with nobody listening, in seconds."""
    PROVIDER_STALL_S: PositiveFloat = 60
    """Silence of a provider that counts as a time-out, in seconds."""
    COUNT_TIMEOUT_S: PositiveFloat = 2
    """How long a provider may take to count a text before the estimate is used, in seconds."""
    SESSION_TTL_S: PositiveInt = 600
    """Life of a chat session made by `POST /api/chat/start`, in seconds."""
    SESSION_MAX_REQUESTS: PositiveInt = 100
    """How often the stream of a chat session may be asked for."""
    MAX_GATEWAY_BODY_MIB: PositiveInt = 10
    """Largest body that is read under `/v1`, in MiB; pictures are part of it."""
    METRICS_TOKEN: SecretStr | None = None
    """Bearer token that `/metrics` asks for; open without one."""

    _variables: dict[str, str] = PrivateAttr(default_factory=dict)
    """All of the environment and `.env` that is not empty, names in capitals."""

    def model_post_init(self, context: Any, /) -> None:  # noqa: ARG002
        """Keep what providers are named by: their SDKs see the environment at other times."""
        file = self.model_config.get("env_file")
        written = dotenv_values(file) if isinstance(file, str | Path) else {}
        for name, value in (*written.items(), *os.environ.items()):
            if value and value.strip():
                self._variables[name.upper()] = value.strip()

    def variable(self, name: str) -> str | None:
        """Return a variable that the table of providers or the catalogue names; `None` if unset."""
        return self._variables.get(name)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite, which has one writer and one process."""
        return self.DATABASE_URL.startswith(_SQLITE_SCHEMES[0])

    @property
    def data_folder(self) -> Path:
        """Folder of the SQLite file and of what is kept beside the database."""
        path = self.DATABASE_URL.partition(":///")[2].partition("?")[0]
        return Path(path).parent if self.is_sqlite and path else Path("data")

    @property
    def workers(self) -> int:
        """Server processes to start."""
        return self.WORKERS or 1

    @property
    def metrics_folder(self) -> str | None:
        """Where several workers share their figures; one alone keeps them in memory."""
        return os.environ.get(METRICS_FOLDER_VARIABLE)

    def jwt_secret(self) -> str:
        """Return the key that signs access tokens, making and keeping one where none is set."""
        if self.JWT_SECRET:
            return self.JWT_SECRET.get_secret_value()
        path = self.data_folder / "jwt_secret"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"jwt_secret.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48))
            # Several workers may start at once; a link appears whole, and only the first does.
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            draft.unlink()
        return path.read_text()

    @model_validator(mode="before")
    @classmethod
    def _take_white_space_off(cls, given: dict[str, Any]) -> dict[str, Any]:
        """A key copied with its line end is that key; what is empty then is not set."""
        stripped = {k: v.strip() if isinstance(v, str) else v for k, v in given.items()}
        return {name: value for name, value in stripped.items() if value != ""}

    @model_validator(mode="after")
    def _several_workers_need_shared_parts(self) -> Self:
        if self.workers > 1 and (self.is_sqlite or not self.REDIS_URL):
            raise ValueError("WORKERS above 1 needs PostgreSQL (DATABASE_URL) and REDIS_URL")
        return self


@contextmanager
def hidden_from_sdks(packages: Iterable[str]) -> Generator[None, None, None]:
    """Hide the variables of SDKs while one is imported and its client made.

    Else OPENAI_ORG_ID would go to xAI, OPENAI_LOG write down what people say, and
    ANTHROPIC_CUSTOM_HEADERS reach whomever ANTHROPIC_BASE_URL names: settings nobody finds here.

    Args:
        packages: The SDKs, whose variables begin with their names.
    """
    prefixes = tuple(f"{package.upper()}_" for package in packages)
    hidden = {name: value for name, value in os.environ.items() if name.startswith(prefixes)}
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)


def prefer(variable: str, value: str) -> None:
    """Set a variable that a library reads, unless the machine has it set."""
    os.environ.setdefault(variable, value)


@lru_cache
def get_settings() -> Settings:
    """Return the settings, read once.

    Raises:
        pydantic.ValidationError: A value is wrong; the command line puts it in one line.
    """
    return Settings()
