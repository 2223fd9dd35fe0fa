"""What calls about second factors, passkeys and sign-ins use up: no schema tells of it."""

from collections.abc import Callable
from typing import Any

import jwt

from tests.api.conftest import PASSWORD
from tests.devices import Device
from tests.services.authenticators import App

PATHS = "/api/auth"
ORIGIN = "https://tally.example.org"
"""Where people see the server."""
MAIL = {
    "PUBLIC_ORIGIN": ORIGIN,
    "MAIL_FROM": "tally@example.org",
    # Nobody is there: what is answered does not depend on it.
    "SMTP_URL": "smtp://127.0.0.1:9?starttls=off",
}
"""Settings with which links are sent."""
Json = Callable[..., Any]
"""Calls as somebody, who must succeed: method, path, and what is sent."""
_PROOF = {"password": PASSWORD}
_FACTOR, _PASSKEYS = "/api/auth/second-factor", "/api/auth/passkeys"


def make_for(name: str, json: Json, email: str) -> dict[str, Any]:
    """Make what an operation is to use up, and return the values that name it."""
    if name == "end_sign_in":
        form = {"email": email, "password": PASSWORD}
        token = json("POST", "/api/auth/login", json=form)["access_token"]
        return {"session_id": jwt.decode(token, options={"verify_signature": False})["jti"]}
    if name == "confirm_second_factor":
        return {"code": _first_code(json)}
    if name == "renew_recovery_codes":
        json("POST", f"{_FACTOR}/confirm", json={"code": _first_code(json)})
    if name == "add_passkey":
        return _asked_for(json)[1] | {"name": "Phone"}
    if name in {"rename_passkey", "remove_passkey", "sign_in_by_passkey"}:
        device, answer = _asked_for(json)
        kept = json("POST", _PASSKEYS, json=answer | {"name": "Phone"})
        asked = json("POST", f"{_PASSKEYS}/sign-in/options")
        signed = {"ticket": asked["ticket"], "credential": device.sign(asked["options"])}
        return {"passkey_id": kept["passkey_id"], "name": "Phone"} | signed
    return {}


def tidy_up(json: Json) -> None:
    """Have the password do again, and nothing else be there."""
    json("POST", f"{_FACTOR}/disable", json=_PROOF)
    for passkey in json("GET", _PASSKEYS)["passkeys"]:
        json("POST", f"{_PASSKEYS}/{passkey['passkey_id']}/remove", json=_PROOF)


def _first_code(json: Json) -> str:
    return App(json("POST", _FACTOR, json=_PROOF)["secret"]).code()


def _asked_for(json: Json) -> tuple[Device, dict[str, Any]]:
    asked = json("POST", f"{_PASSKEYS}/options", json=_PROOF)
    device = Device(ORIGIN)
    return device, {"ticket": asked["ticket"], "credential": device.make(asked["options"])}
