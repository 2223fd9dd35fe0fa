"""A server that takes mail, or does not: as the test says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from tests.conftest import free_port


@dataclass
class MailServer:
    """What came, and what is to be said to it."""

    port: int = field(default_factory=free_port)
    letters: list[EmailMessage] = field(default_factory=list[EmailMessage])
    answers: list[str] = field(default_factory=list[str])
    """Said to the next letters, one each; then they are taken."""
    tried: int = 0
    signed_in: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 (so the library calls it)
        """Take a letter, or say why not."""
        self.tried += 1
        if self.answers:
            return self.answers.pop(0)
        content = cast("bytes", envelope.content)
        self.letters.append(
            cast("EmailMessage", message_from_bytes(content, policy=policy.default))
        )
        return "250 OK"

    def let_in(self, *asked: Any) -> AuthResult:
        """Note who signs in; everybody may."""
        given: LoginPassword = asked[-1]
        self.signed_in.append((given.login, given.password))
        return AuthResult(success=True)


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    """Serve on this machine; who says a name and a password is let in by them."""
    server = MailServer()

    def answer() -> SMTP:
        return SMTP(
            server,
            hostname="mail.test",
            enable_SMTPUTF8=True,
            authenticator=server.let_in,
            auth_require_tls=False,
        )

    listening = await asyncio.get_running_loop().create_server(answer, "127.0.0.1", server.port)
    async with listening:
        yield server
