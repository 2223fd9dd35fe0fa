"""A device that makes passkeys and signs in by them, as browsers ask it to (WebAuthn, ES256)."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, MADE = 0x01, 0x04, 0x40
"""Flags: somebody touched the device, it knows them, and a new key comes along."""


@dataclass
class Device:
    """Somebody's phone, or key on a ring, with one passkey at most."""

    origin: str
    """Of the page that asks, as the browser sees it."""
    flags: int = PRESENT | VERIFIED
    counts: bool = False
    """Whether it counts how often it was used; those that are in several devices do not."""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    uses: int = 0
    owner: str = ""

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer what `navigator.credentials.create()` was told."""
        self.owner = options["user"]["id"]
        point = self.key.public_key().public_numbers()
        public_key = {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
        head = len(self.credential_id).to_bytes(2, "big") + self.credential_id
        told = self._told(options["rp"]["id"], MADE) + b"\0" * 16 + head + cbor2.dumps(public_key)
        attestation = {"fmt": "none", "attStmt": {}, "authData": told}
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(
            clientDataJSON=client,
            attestationObject=cbor2.dumps(attestation),
            transports=["internal"],
        )

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer what `navigator.credentials.get()` was told."""
        self.uses += self.counts
        told = self._told(options["rpId"], 0)
        client = self._client("webauthn.get", options["challenge"])
        signed = told + hashlib.sha256(client).digest()
        return self._answer(
            clientDataJSON=client,
            authenticatorData=told,
            signature=self.key.sign(signed, ec.ECDSA(SHA256())),
            userHandle=base64url_to_bytes(self.owner),
        )

    def _told(self, site: str, more: int) -> bytes:
        site_hash = hashlib.sha256(site.encode()).digest()
        return site_hash + bytes([self.flags | more]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, **response: Any) -> dict[str, Any]:
        return {
            "id": bytes_to_base64url(self.credential_id),
            "rawId": bytes_to_base64url(self.credential_id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                name: bytes_to_base64url(value) if isinstance(value, bytes) else value
                for name, value in response.items()
            },
        }
