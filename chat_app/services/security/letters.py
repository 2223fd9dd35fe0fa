"""What stands in the mail that people get, in the language in which they read the pages."""

from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime, make_msgid

from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.models import Mail, User, now
from chat_app.services.accounts import password_links
from chat_app.words import SOURCE, words_for

_SUBJECTS = {
    Mail.PASSWORD_LINK: "mail-password-link-subject",
    Mail.PASSWORD_CHANGED: "mail-password-changed-subject",
    Mail.SECOND_FACTOR_CHANGED: "mail-second-factor-changed-subject",
}


async def write(session: AsyncSession, user: User, kind: Mail) -> EmailMessage:
    """Return a mail to somebody; the link in it, if any, is made with it.

    Args:
        session: A transaction.
        user: To whom.
        kind: What about.
    """
    settings, words = get_settings(), words_for(user.language or SOURCE)
    origin = settings.PUBLIC_ORIGIN or ""
    if kind is Mail.PASSWORD_LINK:
        link = await password_links.issue(session, user.user_id, is_mailed=True)
        text = words.say(
            "mail-password-link-text",
            name=user.name,
            link=f"{origin}/set-password#token={link.token}",
        )
    elif kind is Mail.PASSWORD_CHANGED:
        text = words.say("mail-password-changed-text", name=user.name, site=origin)
    else:
        text = words.say("mail-second-factor-changed-text", name=user.name, site=origin)
    letter = EmailMessage(policy=SMTPUTF8)
    letter["Subject"] = words.say(_SUBJECTS[kind])
    letter["From"] = settings.MAIL_FROM
    letter["To"] = user.email
    letter["Date"] = format_datetime(now())
    letter["Message-ID"] = make_msgid(
        domain=(settings.MAIL_FROM or "").rpartition("@")[2].strip("> ")
    )
    # Answering machines keep still.
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter
