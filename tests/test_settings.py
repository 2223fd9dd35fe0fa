"""Settings: what is taken, what is refused, and in which words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from chat_app.config import Settings
from tests.conftest import KNOWN_VARIABLES

SHARED = {"DATABASE_URL": "postgresql://db/chat", "REDIS_URL": "redis://cache"}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """Return a function that reads the settings from an environment of these values alone."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name in KNOWN_VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def _read(**values: object) -> Settings:
        for name, value in values.items():
            monkeypatch.setenv(name, str(value))
        return Settings()

    return _read


Read = Callable[..., Settings]


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("sqlite:///chat.db", "sqlite+aiosqlite:///chat.db"),
        ("sqlite:////var/chat.db", "sqlite+aiosqlite:////var/chat.db"),
        ("sqlite+aiosqlite:///chat.db", "sqlite+aiosqlite:///chat.db"),
        ("postgresql://me:pw@db:5432/chat", "postgresql+asyncpg://me:pw@db:5432/chat"),
        ("postgres://db/chat", "postgresql+asyncpg://db/chat"),
        ("postgresql+asyncpg://db/chat", "postgresql+asyncpg://db/chat"),
        ("postgresql:///chat?host=/run/pg", "postgresql+asyncpg:///chat?host=/run/pg"),
    ],
)
def test_a_database_is_named_as_people_write_it(read: Read, given: str, understood: str) -> None:
    settings = read(DATABASE_URL=given)
    assert understood == settings.DATABASE_URL


@pytest.mark.parametrize(
    ("given", "bounds"), [("20", (20, 20)), ("10-30", (10, 30)), ("0", (0, 0)), ("5-5", (5, 5))]
)
def test_the_pause_of_the_simulated_model_is_a_number_or_a_range(
    read: Read, given: str, bounds: tuple[int, int]
) -> None:
    settings = read(SIM_DELAY_MS=given)
    assert bounds == settings.SIM_DELAY_MS


def test_an_origin_is_taken_as_it_stands_in_an_address_bar(read: Read) -> None:
    given = "https://Chat.example.org:443/"
    assert read(PUBLIC_ORIGIN=given).PUBLIC_ORIGIN == "https://chat.example.org"


def test_origins_are_a_list_as_browsers_write_them(read: Read) -> None:
    given = " https://App.example.org/ ,http://localhost:5173,https://b.example.org:443,"
    assert {*("https://app.example.org", "http://localhost:5173", "https://b.example.org")} == read(
        CORS_ORIGINS=given
    ).CORS_ORIGINS


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/chat"),
        ("DATABASE_URL", "chat.db"),
        ("SIM_DELAY_MS", "30-10"),
        ("SIM_DELAY_MS", "soon"),
        ("SIM_DELAY_MS", "-5"),
        ("PORT", "70000"),
        ("PORT", "0"),
        ("WORKERS", "0"),
        ("LOG_LEVEL", "LOUD"),
        ("AUTO_MIGRATE", "perhaps"),
        ("JWT_TTL_S", "0"),
        ("GEMINI_SAFETY", "paranoid"),
        ("HISTORY_MESSAGES", "-1"),
        ("MAX_OUTPUT_TOKENS", "63"),
        ("DEFAULT_TOKEN_LIMIT", "-1"),
        ("DEFAULT_TOKEN_LIMIT", "many"),
        ("BUDGET_BASIS", "guess"),
        ("MAX_CHATS_PER_USER", "0"),
        ("RATE_LIMIT_PER_MINUTE", "-1"),
        ("DISCONNECT_GRACE_S", "-1"),
        ("PROVIDER_STALL_S", "0"),
        ("COUNT_TIMEOUT_S", "0"),
        ("SESSION_TTL_S", "0"),
        ("SESSION_MAX_REQUESTS", "0"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "null"),
        ("CORS_ORIGINS", "app.example.org"),
        ("CORS_ORIGINS", "https://app.example.org/chat"),
        ("CORS_ORIGINS", "https://*.example.org"),
        ("CORS_ORIGINS", "https://me@app.example.org"),
        ("CORS_ORIGINS", "https://app.example.org:port"),
        ("CORS_ORIGINS", "https://a.example.org https://b.example.org"),
        ("CORS_ORIGINS", "ftp://app.example.org"),
        ("MAX_FILE_MIB", "0"),
        ("MAX_STORAGE_MIB_PER_USER", "-1"),
        ("FILES_URL", "s3://"),
        ("FILES_URL", "https://bucket"),
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "127.0.0.1, proxy"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("OIDC_ISSUER", "login.example.org"),
        ("OIDC_ISSUER", "http://login.example.org"),
        ("OIDC_ISSUER", "https://login.example.org/?tenant=1"),
        ("PASSWORD_SIGN_IN", "sometimes"),
        ("OIDC_GROUPS", "{staff"),
        ("OIDC_GROUPS", "[]"),
        ("PUBLIC_ORIGIN", "chat.example.org"),
        ("PUBLIC_ORIGIN", "https://example.org/chat"),
        ("REDIS_URL", "localhost:6379"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite://data/chat.db"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("SIM_DELAY_MS", "10-"),
        ("DRAIN_S", "inf"),
        ("PROVIDER_STALL_S", "inf"),
        ("JWT_TTL_S", "999999999999"),
        ("RETENTION_DAYS", "999999"),
        ("DEFAULT_TOKEN_LIMIT", "2000000001"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(read: Read, name: str, value: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read(**{name: value})

    (fault,) = refusal.value.errors()
    assert fault["loc"] == (name,)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_value_is_as_good_as_none(read: Read, name: str) -> None:
    default = getattr(read(), name)
    assert getattr(read(**{name: ""}), name) == default


@pytest.mark.parametrize(
    "values",
    [{}, {"DATABASE_URL": SHARED["DATABASE_URL"]}, {"REDIS_URL": SHARED["REDIS_URL"]}],
    ids=["neither", "no Redis", "no PostgreSQL"],
)
def test_several_workers_need_postgresql_and_redis(read: Read, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"needs PostgreSQL .* and REDIS_URL"):
        read(WORKERS=2, **values)


def test_a_bucket_elsewhere_wants_a_whole_address(read: Read) -> None:
    with pytest.raises(ValidationError, match="AWS_ENDPOINT_URL must be an address such as"):
        read(FILES_URL="s3://bucket", AWS_ENDPOINT_URL="minio:9000")


def test_several_workers_are_taken_with_both(read: Read) -> None:
    assert read(WORKERS=2, **SHARED).workers == 2


def test_one_worker_is_the_default(read: Read) -> None:
    assert read().workers == 1


def test_keys_are_not_shown(read: Read) -> None:
    settings = read(JWT_SECRET="sesame", GEMINI_API_KEY="sesame")
    assert settings.variable("GEMINI_API_KEY") == "sesame"
    assert "sesame" not in repr(settings)


def test_a_secret_is_made_once_and_kept_beside_the_database(read: Read, tmp_path: Path) -> None:
    settings = read(DATABASE_URL=f"sqlite:///{tmp_path}/data/chat.db")

    secret = settings.jwt_secret()

    assert len(secret) > 40
    assert settings.jwt_secret() == secret
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["jwt_secret"]
    assert (tmp_path / "data" / "jwt_secret").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_set_is_used(read: Read) -> None:
    assert read(JWT_SECRET="given").jwt_secret() == "given"


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ("", "/var/files"),
        ("/srv/files", "/srv/files"),
        ("file:///srv/files", "/srv/files"),
        ("s3://bucket", None),
        ("s3://bucket/files", None),
    ],
)
def test_files_are_kept_beside_the_database_in_a_folder_or_in_s3(
    read: Read, given: str, folder: str | None
) -> None:
    settings = read(DATABASE_URL="sqlite:////var/chat.db", FILES_URL=given)
    assert settings.files_folder == (folder and Path(folder))
    assert settings.is_s3 is (folder is None)


@pytest.mark.parametrize(
    "groups",
    [
        '{"staff": {"tier": "GOLD"}}',
        '{"staff": {"role": "root"}}',
        '{"staff": {"tiers": "PRO"}}',
        '{"staff": {"org": ""}}',
    ],
)
def test_a_group_can_only_mean_what_there_is(read: Read, groups: str) -> None:
    with pytest.raises(ValidationError, match="OIDC_GROUPS"):
        read(OIDC_GROUPS=groups)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"OIDC_ISSUER": "https://login.example.org"}, "OIDC_ISSUER needs OIDC_CLIENT_ID"),
        ({"PASSWORD_SIGN_IN": "false"}, "PASSWORD_SIGN_IN=false needs OIDC_ISSUER"),
    ],
)
def test_a_server_that_nobody_could_come_in_to_does_not_start(
    read: Read, given: dict[str, str], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        read(**given)
