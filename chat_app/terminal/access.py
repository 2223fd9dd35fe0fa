"""Who one is at a server: an API key, or the access token that is kept or signed in for."""

import json
import os
import sys
import tempfile
from collections.abc import Generator
from getpass import getpass
from pathlib import Path
from urllib.parse import quote

import httpx2
import typer

from chat_app.terminal.screen import harmless
from chat_app.terminal.server import Refused, SignIn, checked

_PASSWORD_VARIABLE = "TALLY_PASSWORD"  # noqa: S105 (a name)
"""For scripts. There is no option for it: everybody on a machine can read a command line."""
_KEY_VARIABLE = "TALLY_KEY"
"""Likewise; it goes before everything that is kept."""


class Access(httpx2.Auth):
    """Signs requests with the kept token, and signs in anew where the server no longer takes it.

    Who brings an API key does not sign in at all: it is sent as it is, and kept nowhere.

    One file a server, readable by its owner alone, in the user's folder of settings.
    """

    def __init__(self, url: str, email: str | None):
        self._url = url
        self._path = Path(typer.get_app_dir("tally")) / f"{quote(url, safe='')}.json"
        kept = json.loads(self._path.read_text()) if self._path.exists() else {}
        self._token: str | None = None
        if email in {None, kept.get("email")}:
            self._token = kept.get("access_token")
        self.email: str | None = email or kept.get("email")

    def auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Send a request with the key; else with the token, and anew after a 401."""
        if key := os.environ.get(_KEY_VARIABLE):
            request.headers["Authorization"] = f"Bearer {key}"
            yield request
            return
        token = self._token or self._sign_in()
        request.headers["Authorization"] = f"Bearer {token}"
        response = yield request
        if response.status_code == httpx2.codes.UNAUTHORIZED:
            self._forget()
            request.headers["Authorization"] = f"Bearer {self._sign_in()}"
            yield request

    def sign_out(self) -> None:
        """Drop the token, and make it worthless where the server still takes it."""
        token = self._token
        self._forget()
        if token:
            headers = {"Authorization": f"Bearer {token}"}
            answer = httpx2.post(f"{self._url}/api/auth/logout", headers=headers)
            if answer.status_code != httpx2.codes.UNAUTHORIZED:
                checked(answer)

    def _forget(self) -> None:
        self._token = None
        self._path.unlink(missing_ok=True)

    def _sign_in(self) -> str:
        password = os.environ.get(_PASSWORD_VARIABLE)
        if not sys.stdin.isatty() and not (self.email and password):
            raise SignIn(
                f"Not signed in at {self._url}: run this once in a terminal,"
                f" or give {_KEY_VARIABLE}, or --email and {_PASSWORD_VARIABLE}"
            )
        while True:
            email = self.email or typer.prompt("E-mail", err=True)
            try:
                self._token = self._token_for(email, password or getpass("Password: "))
            except Refused as refused:
                if password or refused.code != "INVALID_CREDENTIALS":
                    raise
                typer.echo(harmless(refused.message), err=True)
            else:
                self._keep(email, self._token)
                return self._token

    def _token_for(self, email: str, password: str, code: str = "") -> str:
        form = {"email": email, "password": password, "code": code}
        try:
            with httpx2.Client(base_url=self._url) as http:
                return checked(http.post("/api/auth/login", json=form)).json()["access_token"]
        except Refused as refused:
            if refused.code != "SECOND_FACTOR_NEEDED" or not sys.stdin.isatty():
                raise
            return self._token_for(email, password, typer.prompt("Code", err=True))

    def _keep(self, email: str, token: str) -> None:
        self.email = email
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Made with mode 0600, and put in place whole.
        with tempfile.NamedTemporaryFile(
            "w", dir=self._path.parent, suffix=".draft", delete=False
        ) as draft:
            json.dump({"email": email, "access_token": token}, draft)
        Path(draft.name).replace(self._path)
