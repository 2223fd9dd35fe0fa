"""How a connection is opened: by the proxy that the environment names, if it does, and with TLS."""

import asyncio
import socket
import ssl
from base64 import b64encode
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from urllib.parse import SplitResult, unquote, urlsplit

import aiohappyeyeballs
import httpx2

from chat_app.llm.providers.grpc_calls.connection import Connection
from chat_app.llm.providers.transport import proxy_for

_CONNECT_S = 10
_NEXT_ADDRESS_AFTER_S = 0.25
"""A host may have several addresses (RFC 8305)."""
_TAKEN_WITHIN_MS = 20_000
"""Whoever does not take what was sent within this is gone; else Linux tries for a quarter of an
hour."""
_PROXY_PORT = 80
_LONGEST_ANSWER = 8192
"""Bytes that a proxy may say."""


async def dial(host: str, port: int, *, is_secure: bool) -> Connection:
    """Return a connection to a server that has said by its settings that it speaks HTTP/2.

    Raises:
        OSError: It cannot be reached, or does not speak it.
    """
    try:
        async with asyncio.timeout(_CONNECT_S):
            return await _dial(host, port, is_secure=is_secure)
    except TimeoutError as silence:
        raise TimeoutError(f"no connection within {_CONNECT_S} s") from silence


async def _dial(host: str, port: int, *, is_secure: bool) -> Connection:
    # Reading whom to believe takes 25 ms.
    believed = await asyncio.to_thread(_authorities) if is_secure else None
    opened = await _reach(host, port, "https" if is_secure else "http")
    loop = asyncio.get_running_loop()
    try:
        transport, connection = await loop.create_connection(
            Connection, sock=opened, ssl=believed, server_hostname=host if is_secure else None
        )
    except BaseException:
        opened.close()
        raise
    tls = transport.get_extra_info("ssl_object")
    if tls and tls.selected_alpn_protocol() != "h2":
        transport.abort()
        raise ConnectionError("the server does not speak HTTP/2")
    try:
        await connection.ready
    except BaseException:
        transport.abort()
        raise
    return connection


@cache
def _authorities() -> ssl.SSLContext:
    context = httpx2.create_ssl_context()
    context.set_alpn_protocols(["h2"])
    return context


async def _reach(host: str, port: int, scheme: str) -> socket.socket:
    """Return an open line to a server, be it through a proxy."""
    proxy = proxy_for(scheme, host)
    if not proxy:
        return await _connect(host, port)
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    opened = await _connect(parts.hostname or "", parts.port or _PROXY_PORT)
    try:
        await _tunnel(opened, f"[{host}]:{port}" if ":" in host else f"{host}:{port}", parts)
    except BaseException:
        opened.close()
        raise
    return opened


async def _connect(host: str, port: int) -> socket.socket:
    loop = asyncio.get_running_loop()
    addresses = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    opened: socket.socket = await aiohappyeyeballs.start_connection(  # pyright: ignore[reportUnknownMemberType]
        addresses, happy_eyeballs_delay=_NEXT_ADDRESS_AFTER_S
    )
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # Linux alone has it.
    with suppress(AttributeError):
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _TAKEN_WITHIN_MS)
    return opened


async def _tunnel(opened: socket.socket, server: str, proxy: SplitResult) -> None:
    """Have a proxy pass everything on that follows.

    Raises:
        ConnectionError: It does not.
    """
    lines = [f"CONNECT {server} HTTP/1.1", f"Host: {server}"]
    if proxy.username is not None:
        whose = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
        lines.append(f"Proxy-Authorization: Basic {b64encode(whose.encode()).decode()}")
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(opened, "\r\n".join([*lines, "", ""]).encode())
    answer = b""
    # Byte by byte, as the server's own words may follow at once.
    while not answer.endswith(b"\r\n\r\n"):
        byte = await loop.sock_recv(opened, 1)
        if not byte or len(answer) > _LONGEST_ANSWER:
            raise ConnectionError("the proxy did not answer as one")
        answer += byte
    status = answer.split(maxsplit=2)[1:2]
    if status != [str(HTTPStatus.OK.value).encode()]:
        raise ConnectionError(f"the proxy refused: {answer.splitlines()[0].decode('latin-1')}")
