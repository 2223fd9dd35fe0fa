"""Passkeys: signing in with a device instead of a password, by WebAuthn.

A passkey proves two things at once, that somebody has the device and that it knows them (by finger,
face or PIN, which is asked for always): no code is asked beside it. It is kept by the device under
the name of this site, so it needs one: an address in figures will not do, nor http elsewhere than
on `localhost` (Web Authentication Level 3, sections 5.1.3 and 13.4.9; read 2026-11-30).
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from sqlalchemy import func, update
from sqlmodel import col, delete, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from chat_app.db import reading, transaction
from chat_app.errors import Forbidden, InvalidCredentials, InvalidRequest, NotFound
from chat_app.models import Identity, Mail, Passkey, User, Way, now
from chat_app.services.accounts import Caller, Scope, fields, reproof, sign_in, tickets
from chat_app.services.accounts.sign_in import SignedIn, Visit
from chat_app.services.accounts.ways import require_passwords
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.security import mail
from chat_app.spelling import readable

_SITE = "Tally"
_TO_ADD, _TO_SIGN_IN = "passkey to add", "passkey to sign in"
_SECONDS = 300
"""How long a device may take."""
_MOST = 20
"""Passkeys of an account."""
_REFUSED = "This passkey could not be checked; try again or come in another way"


@dataclass(frozen=True, slots=True)
class Question:
    """What a browser asks its devices."""

    options: dict[str, Any]
    """For `navigator.credentials`, binary values in base64url."""
    ticket: str
    """Comes back with the answer."""


async def own(user: User) -> list[Passkey]:
    """Return the passkeys of an account, in the order in which they were made."""
    async with reading() as session:
        found = await session.exec(
            select(Passkey).where(Passkey.user_id == user.user_id).order_by(col(Passkey.passkey_id))
        )
        return list(found)


async def ask_to_add(
    caller: Caller, origin: str, *, password: str = "", code: str = ""
) -> Question:
    """Return what a browser asks a device for that is to make a passkey.

    Args:
        caller: Whose it will be.
        origin: The page's, as in `https://chat.example.org`.
        password: See `reproof.prove`, and its errors.
        code: Likewise.

    Raises:
        Forbidden: The identity provider alone lets people in here.
        InvalidRequest: The account has as many as it may.
    """
    require_passwords()
    await reproof.prove(caller, password=password, code=code)
    user, there = caller.user, await own(caller.user)
    if len(there) >= _MOST:
        raise InvalidRequest(f"An account may have {_MOST} passkeys; remove one first")
    options = webauthn.generate_registration_options(
        rp_id=_host(origin),
        rp_name=_SITE,
        user_id=user.user_id.bytes,
        user_name=user.email,
        user_display_name=user.name,
        timeout=_SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id))
            for each in there
        ],
    )
    challenge = bytes_to_base64url(options.challenge)
    ticket = tickets.issue(_TO_ADD, _SECONDS, challenge=challenge, user_id=str(user.user_id))
    return Question(options_to_json_dict(options), ticket)


async def add(
    caller: Caller, origin: str, *, ticket: str, credential: dict[str, Any], name: str
) -> Passkey:
    """Keep the passkey that a device made.

    Args:
        caller: Whose it is.
        origin: The page's.
        ticket: Of the question.
        credential: What the device answered, as `PublicKeyCredential.toJSON()` writes it.
        name: What its owner calls it.

    Raises:
        Forbidden: The caller may not change the account, or the ticket will not do.
        InvalidRequest: The answer or the name will not do, or the device's passkey is here already.
    """
    caller.require(Scope.ACCOUNT)
    name, user_id = fields.checked_name(name), caller.user.user_id
    asked = tickets.read(_TO_ADD, ticket)
    if asked.claims["user_id"] != str(user_id):
        raise Forbidden("This passkey was asked for by somebody else")
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(asked.claims["challenge"]),
            expected_rp_id=_host(origin),
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as fault:
        raise InvalidRequest(_REFUSED) from fault
    passkey = Passkey(
        user_id=user_id,
        name=name,
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )
    async with transaction() as session:
        await fields.held(session, user_id)
        await tickets.spend(session, asked)
        count = select(func.count()).where(col(Passkey.user_id) == user_id)
        if (await session.exec(count)).one() >= _MOST:
            raise InvalidRequest(f"An account may have {_MOST} passkeys; remove one first")
        same = select(Passkey.passkey_id).where(Passkey.credential_id == passkey.credential_id)
        if (await session.exec(same)).first():
            raise InvalidRequest("This passkey is here already")
        session.add(passkey)
        audit.record(
            session, caller, Action.PASSKEY_CREATE, f"user:{user_id}", after={"name": name}
        )
        await mail.queue(session, user_id, Mail.SECOND_FACTOR_CHANGED)
    return passkey


async def rename(caller: Caller, passkey_id: UUID, name: str) -> Passkey:
    """Call a passkey something else.

    Raises:
        Forbidden: The caller may not change the account.
        InvalidRequest: The name will not do.
        NotFound: The caller has no such passkey.
    """
    caller.require(Scope.ACCOUNT)
    name = fields.checked_name(name)
    async with transaction() as session:
        passkey = await session.get(Passkey, passkey_id)
        if passkey is None or passkey.user_id != caller.user.user_id:
            raise NotFound("This passkey does not exist")
        passkey.name = name
        return passkey


async def remove(caller: Caller, passkey_id: UUID, *, password: str = "", code: str = "") -> None:
    """Let a passkey in no more; every other sign-in of the account ends.

    Raises:
        Forbidden: It is the only way into the account; see `reproof.prove` for more.
        NotFound: The caller has no such passkey.
    """
    await reproof.prove(caller, password=password, code=code)
    user = caller.user
    async with transaction() as session:
        await fields.held(session, user.user_id)
        removed = await session.exec(
            delete(Passkey)
            .where(col(Passkey.user_id) == user.user_id, col(Passkey.passkey_id) == passkey_id)
            .returning(col(Passkey.name))
        )
        name = removed.first()
        if name is None:
            raise NotFound("This passkey does not exist")
        if not await _have_another_way(session, user):
            raise Forbidden("This is the only way into your account; set a password first")
        before = {"name": name[0]}
        audit.record(session, caller, Action.PASSKEY_DELETE, f"user:{user.user_id}", before)
        await sign_in.end_others(session, user.user_id, caller.auth_session_id)
        await mail.queue(session, user.user_id, Mail.SECOND_FACTOR_CHANGED)


def ask_to_sign_in(origin: str) -> Question:
    """Return what a browser asks its devices for, whoever somebody is: that says the answer."""
    options = webauthn.generate_authentication_options(
        rp_id=_host(origin),
        timeout=_SECONDS * 1000,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    ticket = tickets.issue(_TO_SIGN_IN, _SECONDS, challenge=bytes_to_base64url(options.challenge))
    return Question(options_to_json_dict(options), ticket)


async def login(origin: str, *, ticket: str, credential: dict[str, Any], visit: Visit) -> SignedIn:
    """Sign in by a passkey.

    Args:
        origin: The page's.
        ticket: Of the question.
        credential: What the device answered, as `PublicKeyCredential.toJSON()` writes it.
        visit: Whence somebody comes.

    Raises:
        Forbidden: The ticket will not do, the account is switched off, or all but the identity
            provider is.
        InvalidCredentials: The passkey is not known here, or its answer is wrong.
    """
    require_passwords()
    asked = tickets.read(_TO_SIGN_IN, ticket)
    async with transaction() as session:
        await tickets.spend(session, asked)
        found = await session.exec(
            select(Passkey, User)
            .join(User, col(User.user_id) == col(Passkey.user_id))
            .where(Passkey.credential_id == readable(str(credential.get("id", ""))))
            .with_for_update(of=Passkey)
        )
        known = found.first()
        if known is None:
            raise InvalidCredentials("This passkey is not known here; it may have been removed")
        passkey, user = known
        try:
            answer = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=base64url_to_bytes(asked.claims["challenge"]),
                expected_rp_id=_host(origin),
                expected_origin=origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError) as fault:
            raise InvalidCredentials(_REFUSED) from fault
        await session.exec(
            update(Passkey)
            .where(col(Passkey.passkey_id) == passkey.passkey_id)
            .values(sign_count=answer.new_sign_count, last_used_at=now())
        )
        return await sign_in.complete(session, user, visit, Way.PASSKEY)


async def _have_another_way(session: AsyncSession, user: User) -> bool:
    if user.password_hash:
        return True
    keys = exists(select(Passkey.passkey_id).where(Passkey.user_id == user.user_id))
    provider = exists(select(Identity.subject).where(Identity.user_id == user.user_id))
    return (await session.exec(select(keys | provider))).one()


def _host(origin: str) -> str:
    """Return what passkeys are kept under.

    Raises:
        InvalidRequest: It comes from no page.
    """
    host = urlsplit(origin).hostname
    if not host:
        raise InvalidRequest("Passkeys are for pages")
    return host
