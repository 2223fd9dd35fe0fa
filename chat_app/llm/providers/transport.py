"""How the SDKs' requests go out over HTTP: by aiohttp, below the client that both speak through.

Its parser is C, where httpx2's is Python under four layers of streams: a reply of 100 pieces costs
half the CPU (`python -m benchmarks.wires`). Both SDKs carry such a transport; OpenAI's (3.52) takes
a server that hangs up for a time-out, which is not tried again.
"""

from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from functools import cache, lru_cache
from io import BytesIO
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx2

_LONGEST_HEADER = 65_536
"""As httpx2 has it; aiohttp would refuse an answer with one of 8 kB."""

_LONG_BODY_BYTES = 2**18
BODY = "chat_app.body"
"""The extension of an answer that holds its body as aiohttp reads it, unpacked."""
_OF_PACKED = {b"content-encoding", b"content-length"}


def new_client(timeout: httpx2.Timeout) -> httpx2.AsyncClient:
    """Return a client for an SDK; nothing is opened before its first request."""
    return httpx2.AsyncClient(transport=_Transport(), timeout=timeout, follow_redirects=True)


class _Transport(httpx2.AsyncBaseTransport):
    """Sends requests by a session of its own, by the proxies that the environment names."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._proxy_for = lru_cache(proxy_for)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self._session is None:
            self._session = _open()
        content = await request.aread()
        # A long body, which has a picture in it, goes piece by piece and lets others have the loop.
        body = BytesIO(content) if len(content) > _LONG_BODY_BYTES else content or None
        connect_s = request.extensions["timeout"]["connect"]
        with _as_httpx(request):
            response = await self._session.request(
                request.method,
                str(request.url),
                headers=request.headers.multi_items(),
                data=body,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(sock_connect=connect_s),
                proxy=self._proxy_for(request.url.scheme, request.url.host),
            )
        return httpx2.Response(
            response.status,
            headers=[each for each in response.raw_headers if each[0].lower() not in _OF_PACKED],
            stream=_Body(response, request),
            extensions={BODY: response.content},
        )

    async def aclose(self) -> None:
        if self._session:
            await self._session.close()


class _Body(httpx2.AsyncByteStream):
    """The body of an answer, as it comes; closing it before its end hangs up."""

    def __init__(self, response: aiohttp.ClientResponse, request: httpx2.Request) -> None:
        self._response = response
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx(self._request):
            while piece := await self._response.content.readany():
                yield piece

    async def aclose(self) -> None:
        self._response.release()


_authorities = cache(httpx2.create_ssl_context)
"""Whom all of us believe, read once: it takes 25 ms, and as long nobody else has the loop."""


def _open() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=_authorities(), limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        max_field_size=_LONGEST_HEADER,
    )


def proxy_for(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names; aiohttp would ask a thread for each request."""
    proxies = getproxies()
    return None if proxy_bypass(host) else proxies.get(scheme, proxies.get("all"))


@contextmanager
def _as_httpx(request: httpx2.Request) -> Generator[None]:
    """Tell faults of aiohttp as those that the SDKs know."""
    try:
        yield
    except aiohttp.ServerTimeoutError as fault:
        raise httpx2.ConnectTimeout(str(fault), request=request) from fault
    except aiohttp.ClientError as fault:
        raise httpx2.NetworkError(str(fault), request=request) from fault
