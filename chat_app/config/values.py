"""Values of settings as people write them, read into what the code takes.

Each raises `ValueError` in words for a value that will not do.
"""

import json
from ipaddress import ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from pydantic import SecretStr

SQLITE_SCHEME = "sqlite+aiosqlite://"
_POSTGRES_SCHEMES = ("postgresql+asyncpg://", "postgresql://", "postgres://")
_SQLITE_SCHEMES = (SQLITE_SCHEME, "sqlite://")
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://")
_DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_S = 10 * 365 * 86_400
"""Of what lasts: ten years. Clocks and calendars take no number whatever."""


def with_async_driver(url: object) -> object:
    """Turn a database URL as people write it into the one for our async driver."""
    for schemes in (_POSTGRES_SCHEMES, _SQLITE_SCHEMES):
        for scheme in schemes:
            if isinstance(url, str) and url.startswith(scheme):
                return schemes[0] + _checked(schemes, url.removeprefix(scheme))
    raise ValueError("must start with sqlite:/// or postgresql://")


def _checked(schemes: tuple[str, ...], rest: str) -> str:
    path = rest.partition("?")[0].removeprefix("/")
    if schemes == _SQLITE_SCHEMES and (not rest.startswith("/") or path in {"", ":memory:"}):
        raise ValueError(
            "must name a file, as sqlite:///data/chat.db, or sqlite:////var/lib/tally/chat.db from"
            " the root on"
        )
    return rest


def parse_redis_url(url: str | None) -> str | None:
    """Refuse what names no Redis."""
    if url is not None and not url.startswith(_REDIS_SCHEMES):
        raise ValueError("must start with redis:// (rediss:// for TLS), as redis://localhost:6379")
    return url


def parse_range(value: object) -> object:
    """Read `10-30` or `20` as a pair of bounds."""
    if not isinstance(value, str | int):
        return value
    low, dash, high = str(value).replace(" ", "").partition("-")
    texts = (low, high if dash else low)
    if not all(text.isdecimal() for text in texts) or int(texts[1]) < int(texts[0]):
        raise ValueError("must be a number of milliseconds or a range such as 10-30")
    return int(texts[0]), int(texts[1])


def parse_origins(value: object) -> object:
    """Read origins as browsers write them: scheme, host in lower case, port where unusual."""
    if not isinstance(value, str):
        return value
    return frozenset(parse_origin(part.strip()) for part in value.split(",") if part.strip())


def parse_origin(text: str) -> str:
    """Read one origin, and write it as browsers do."""
    parts = urlsplit(text.lower())
    has_more = parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "*" in text or has_more:
        raise ValueError(f"{text!r} is no origin such as https://app.example.org")
    usual = parts.port in {None, _DEFAULT_PORTS[parts.scheme]}
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if usual else f":{parts.port}")


def parse_networks(value: object) -> object:
    """Read addresses and networks with commas between them, such as `127.0.0.1, 10.0.0.0/8`."""
    if not isinstance(value, str):
        return value
    return tuple(str(ip_network(part.strip())) for part in value.split(",") if part.strip())


def parse_files_url(value: str | None) -> str | None:
    """Refuse what names neither a folder nor a bucket."""
    scheme, colon, rest = (value or "").partition("://")
    if colon and (scheme not in {"s3", "file"} or not rest.strip("/")):
        raise ValueError("must be a folder or s3://bucket/folder")
    return value


def parse_issuer(url: str | None) -> str | None:
    """Check the address of an identity provider; only this machine is reached without TLS.

    It is left as it is written: providers compare it letter by letter.
    """
    if url is None:
        return None
    parts = urlsplit(url)
    is_near = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_near)):
        raise ValueError("must start with https:// (http:// only on this machine)")
    if parts.query or parts.fragment:
        raise ValueError("has neither ? nor #")
    return url


def parse_groups(value: object) -> object:
    """Read what groups mean here, written as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as fault:
        raise ValueError(f'must be JSON such as {{"staff": {{"tier": "PRO"}}}} ({fault})') from None


def parse_address(text: str) -> SplitResult:
    """Read the address of an API."""
    parts = urlsplit(text)
    # urlsplit drops line breaks and reads ports late; those who connect trip over both.
    is_whole = text.isprintable() and " " not in text and _has_good_port(parts)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_whole:
        raise ValueError("must be an address such as http://localhost:11434/v1")
    return parts


def _has_good_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


_SMTP_PORTS = {"smtp": 587, "smtps": 465}


class MailServer(NamedTuple):
    """A server that takes mail."""

    host: str
    port: int
    username: str | None
    password: str | None
    is_tls: bool
    """Whether all goes by TLS from the start."""
    starts_tls: bool
    """Whether TLS is asked for before anything is told; without it nothing is."""


def parse_smtp_url(value: SecretStr | None) -> SecretStr | None:
    """Refuse what names no mail server."""
    if value:
        mail_server_at(value.get_secret_value())
    return value


def mail_server_at(url: str) -> MailServer:
    """Read the address of a mail server."""
    parts = urlsplit(url)
    starttls = parse_qs(parts.query).get("starttls", ["on"])[-1]
    if parts.scheme not in _SMTP_PORTS or not parts.hostname or starttls not in {"on", "off"}:
        raise ValueError("must be smtp://host or smtps://host, with name and password before an @")
    return MailServer(
        parts.hostname,
        parts.port or _SMTP_PORTS[parts.scheme],
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
        is_tls=parts.scheme == "smtps",
        starts_tls=parts.scheme == "smtp" and starttls == "on",
    )
