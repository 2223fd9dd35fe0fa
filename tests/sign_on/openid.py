"""A real OpenID provider, and browsers that go from the app to it and back."""

import json
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from tests.node import NODE

CLIENT_ID = "tally"
CLIENT_SECRET = "a secret that the provider and the app share"
_FOLDER = Path(__file__).parent
_FAR = 100
"""Addresses on the way: more would be a circle."""


class OpenIdProvider:
    """`oidc-provider`, in a process of its own, with keys that it makes at its start."""

    def __init__(self, folder: Path, port: int, app_port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.app_port = app_port
        self.app = app = f"http://127.0.0.1:{app_port}"
        """Where it sends browsers back to."""
        self._port = port
        self._file = folder / "provider.json"
        self._log = folder / "provider.log"
        self._content: dict[str, Any] = {
            "client": {
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "redirect_uris": [f"{app}/api/auth/oidc/callback"],
                "post_logout_redirect_uris": [f"{app}/login"],
                "backchannel_logout_uri": f"{app}/api/auth/oidc/logout",
                "backchannel_logout_session_required": True,
            },
            "claimsInToken": False,
            "people": {},
        }
        self._process: subprocess.Popen[str] | None = None

    def start(self, *, claims_in_token: bool = False) -> None:
        """Begin to answer, with new keys."""
        self._content["claimsInToken"] = claims_in_token
        self._write()
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [NODE, _FOLDER / "provider.mjs", str(self._port), self._file],
                cwd=_FOLDER,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                # Node from the wheel is a process that has another one run.
                start_new_session=True,
            )
        said = self._process.stdout and self._process.stdout.readline()
        assert said == "listening\n", self._log.read_text()

    def stop(self) -> None:
        """Be away."""
        if self._process:
            # It keeps nothing that it would have to write down.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None

    def knows(self, login: str, **claims: Any) -> None:
        """Have somebody be there, with what is said of them."""
        self._content["people"][login] = claims
        self._write()

    def _write(self) -> None:
        self._file.write_text(json.dumps(self._content))


class Browser:
    """Follows redirects between app and provider, with the cookies of each."""

    def __init__(self) -> None:
        self.http = httpx.AsyncClient(follow_redirects=False, timeout=60)
        self.visited: list[str] = []
        """Every address on the way."""

    async def get(self, address: str) -> httpx.Response:
        """Open an address, and go on for as long as it leads elsewhere."""
        return await self._follow(await self.http.get(address))

    async def sign_in(self, app: str, login: str, path: str = "/api/auth/oidc/start") -> str:
        """Go from the app to the provider, sign in there, and return where that ends at the app."""
        page = await self.get(app + path)
        form = self._form(page)
        if form is not None:
            page = await self._follow(
                await self.http.post(
                    form, data={"prompt": "login", "login": login, "password": "x"}
                )
            )
        while "Submitting Callback" in page.text:
            # Somebody else was signed in there: a form that sends itself.
            hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page.text))
            page = await self._follow(await self.http.post(self._form(page) or "", data=hidden))
        assert str(page.url).startswith(app), (page.status_code, page.text[:500])
        return str(page.url).removeprefix(app)

    async def sign_out_at(self, issuer: str) -> None:
        """End the sign-in at the provider itself."""
        page = await self.get(issuer + "/session/end")
        secret = re.search(r'name="xsrf" value="([^"]+)"', page.text)
        assert secret, page.text[:500]
        await self._follow(
            await self.http.post(
                issuer + "/session/end/confirm", data={"xsrf": secret[1], "logout": "yes"}
            )
        )

    def _form(self, page: httpx.Response) -> str | None:
        found = re.search(r'<form[^>]*action="([^"]+)"', page.text)
        return urljoin(str(page.url), found[1]) if found else None

    async def _follow(self, response: httpx.Response) -> httpx.Response:
        self.visited.append(str(response.url))
        while response.is_redirect:
            assert len(self.visited) < _FAR, self.visited[-4:]
            following = urljoin(str(response.url), response.headers["location"])
            self.visited.append(following)
            response = await self.http.get(following)
        return response
