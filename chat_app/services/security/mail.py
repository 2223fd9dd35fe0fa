"""Mail to people: queued in the transaction it tells of, sent in the background, tried again.

What waits is that somebody is to be written, never what: the words, and the link in them, are made
as the mail is sent, so that no secret lies about. Several workers share the queue; each claims a
mail before it sends it.
"""

import asyncio
import ssl
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import aiosmtplib
import structlog
from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import transaction
from chat_app.models import Mail, OutgoingMail, User, now
from chat_app.services.security import letters

log = structlog.get_logger()

EVERY_SECONDS = 2
_AT_ONCE = 5
_PATIENCE_S = 20
"""Of one step of the talk with the mail server."""
_FIRST_PAUSE = timedelta(seconds=15)
_MOST_TRIES = 10
"""The pauses double: the last try comes about two hours after the first."""
_REFUSED_FOR_GOOD = range(500, 600)


async def queue(session: AsyncSession, user_id: UUID, kind: Mail) -> None:
    """Have somebody written once the transaction is committed; nothing where no mail is sent.

    One of a kind that waits already is enough.
    """
    if not get_settings().SMTP_URL:
        return
    same = (col(OutgoingMail.user_id) == user_id, col(OutgoingMail.kind) == kind)
    if (await session.exec(select(OutgoingMail.mail_id).where(*same))).first() is None:
        session.add(OutgoingMail(user_id=user_id, kind=kind))


async def send_due() -> None:
    """Send what is due.

    Raises:
        Unavailable: The database is away.
    """
    while claimed := await _claim():
        await asyncio.gather(
            *(_send(mail_id, user_id, kind, tries) for mail_id, user_id, kind, tries in claimed)
        )


async def _claim() -> list[tuple[UUID, UUID, Mail, int]]:
    """Take some mails that are due; who else looks finds them due later."""
    moment = now()
    due = (
        select(col(OutgoingMail.mail_id))
        .where(col(OutgoingMail.next_try_at) <= moment)
        .order_by(col(OutgoingMail.next_try_at))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    async with transaction() as session:
        ids = list(await session.exec(due))
        if not ids:
            return []
        claimed: list[tuple[UUID, UUID, Mail, int]] = []
        for mail_id in ids:
            taken = await session.get_one(OutgoingMail, mail_id)
            taken.next_try_at = moment + _FIRST_PAUSE * 2**taken.tries
            taken.tries += 1
            claimed.append((mail_id, taken.user_id, taken.kind, taken.tries))
        return claimed


async def _send(mail_id: UUID, user_id: UUID, kind: Mail, tries: int) -> None:
    async with transaction() as session:
        user = await session.get_one(User, user_id)
        letter = await letters.write(session, user, kind) if user.is_active else None
    if letter is not None:
        try:
            await _hand_over(letter)
        except (aiosmtplib.SMTPException, OSError) as fault:
            code = getattr(fault, "code", None)
            is_over = tries >= _MOST_TRIES or code in _REFUSED_FOR_GOOD
            # Not the fault itself: servers say whom they do not know, and what they were sent.
            log.warning(
                "mail.given_up" if is_over else "mail.not_sent",
                kind=kind,
                tries=tries,
                fault=type(fault).__name__,
                smtp_code=code,
            )
            if not is_over:
                return
        else:
            log.info("mail.sent", kind=kind, tries=tries)
    async with transaction() as session:
        await session.exec(delete(OutgoingMail).where(col(OutgoingMail.mail_id) == mail_id))


async def _hand_over(letter: EmailMessage) -> None:
    server = get_settings().mail_server
    if server is None:
        return
    await aiosmtplib.send(
        letter,
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.is_tls,
        start_tls=None if server.is_tls else server.starts_tls,
        tls_context=ssl.create_default_context(),
        timeout=_PATIENCE_S,
    )
