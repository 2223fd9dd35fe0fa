"""Every setting of the application, in one typed class; the only reader of the environment."""

import hmac
import os
import secrets
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from dotenv import dotenv_values
from pydantic import PrivateAttr, model_validator
from pydantic_settings import SettingsConfigDict

from chat_app.config.keeping import Keeping
from chat_app.config.limits import Limits
from chat_app.config.serving import Serving
from chat_app.config.sign_in import SignIn
from chat_app.config.sign_on import SignOn
from chat_app.config.talk import Talk
from chat_app.config.values import SQLITE_SCHEME, parse_address

METRICS_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Set by the command line for its workers; prometheus_client reads it too, when imported."""


class Settings(Serving, SignIn, SignOn, Talk, Limits, Keeping):
    """Settings read from the environment and `.env`; `.env.example` lists each with its default.

    Units are in the names: `_S` seconds, `_MS` milliseconds, `_TOKENS` or `_TOKEN_` tokens.
    """

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

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
        return self.DATABASE_URL.startswith(SQLITE_SCHEME)

    @property
    def data_folder(self) -> Path:
        """Folder of the SQLite file and of what is kept beside the database."""
        return self.sqlite_path.parent if self.sqlite_path else Path("data")

    @property
    def sqlite_path(self) -> Path | None:
        """The SQLite file, where that is the database."""
        path = self.DATABASE_URL.partition(":///")[2].partition("?")[0]
        return Path(path) if self.is_sqlite and path else None

    def make_data_folder(self) -> Path:
        """Return the folder, made for this account of the machine alone where there is none."""
        folder = self.data_folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @property
    def files_folder(self) -> Path | None:
        """Folder where files are kept; none where that is S3."""
        if self.FILES_URL is None:
            return self.data_folder / "files"
        return None if self.is_s3 else Path(self.FILES_URL.removeprefix("file://"))

    @property
    def is_s3(self) -> bool:
        """Whether files are kept in S3."""
        return (self.FILES_URL or "").startswith("s3://")

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
        path = self.make_data_folder() / "jwt_secret"
        if not path.exists():
            draft = path.with_name(f"jwt_secret.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48))
            # Several workers may start at once; a link appears whole, and only the first does.
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            draft.unlink()
        return path.read_text()

    def derived_key(self, purpose: str) -> bytes:
        """Return a key of 32 bytes for one purpose; from none can another be told."""
        secret = self.ENCRYPTION_SECRET
        root = secret.get_secret_value() if secret else self.jwt_secret()
        return hmac.digest(root.encode(), purpose.encode(), "sha256")

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

    @model_validator(mode="after")
    def _bucket_is_somewhere(self) -> Self:
        address = self.variable("AWS_ENDPOINT_URL")
        if self.is_s3 and address:
            try:
                parse_address(address)
            except ValueError as fault:
                raise ValueError(f"AWS_ENDPOINT_URL {fault}") from fault
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


@lru_cache
def get_settings() -> Settings:
    """Return the settings, read once.

    Raises:
        pydantic.ValidationError: A value is wrong; the command line puts it in one line.
    """
    return Settings()
