"""What an e-mail address and a name must be like, and whose an address is."""

from collections.abc import Callable
from typing import Any
from unicodedata import normalize
from uuid import UUID

from email_validator import EmailNotValidError
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from chat_app.db import LOCKED
from chat_app.errors import InvalidRequest, NotFound
from chat_app.models import User
from chat_app.spelling import fold, mailbox, readable, tidy_email
from chat_app.words import LANGUAGES

_MAX_NAME_CHARACTERS = 200


def checked_email(email: str) -> str:
    """Return an address as it is stored: tidy and lower case.

    Raises:
        InvalidRequest: It is no e-mail address.
    """
    try:
        return tidy_email(email)
    except EmailNotValidError as fault:
        raise InvalidRequest(f"The e-mail will not do: {fault}") from fault


def checked_name(name: str) -> str:
    """Return a name as it is stored.

    Raises:
        InvalidRequest: It is empty or too long.
    """
    name = normalize("NFC", readable(name)).strip()
    is_seen = bool(fold(name).strip())
    if not is_seen or len(name) > _MAX_NAME_CHARACTERS:
        raise InvalidRequest(f"The name must have 1 to {_MAX_NAME_CHARACTERS} characters")
    return name


def checked_language(tag: str | None) -> str | None:
    """Return the language of an account as it is stored; none stays none.

    Raises:
        InvalidRequest: There is no such language.
    """
    if tag is not None and tag not in LANGUAGES:
        raise InvalidRequest(f"The language must be one of {', '.join(LANGUAGES)}")
    return tag


CHECKS: dict[str, Callable[[Any], str | None]] = {
    "name": checked_name,
    "language": checked_language,
}
"""What makes the fields that people change of their own account ready to be stored."""


def name_for(email: str, name: str) -> str:
    """Return the name of a new account: what stands before the @ where none is given.

    Raises:
        InvalidRequest: It is too long.
    """
    return checked_name(name) if name.strip() else email.partition("@")[0][:_MAX_NAME_CHARACTERS]


async def held(session: AsyncSession, user_id: UUID) -> User:
    """Return an account, held to be changed: others who change it wait.

    Raises:
        NotFound: Nobody has this id.
    """
    one = select(User).where(col(User.user_id) == user_id).with_for_update(**LOCKED)
    user = (await session.exec(one)).first()
    if user is None:
        raise NotFound("This user does not exist")
    return user


def owner_of(email: str) -> SelectOfScalar[User]:
    """Return the query for the account that an address belongs to, however it is spelled.

    Two accounts from before lookalikes were refused may share a mailbox; each answers to its own
    spelling, and to any other the older one.
    """
    exact = col(User.email) == readable(email).strip().lower()
    same = col(User.email_key) == mailbox(email)
    return select(User).where(or_(exact, same)).order_by(exact.desc(), col(User.user_id)).limit(1)
