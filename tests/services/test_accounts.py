"""Accounts: sign-up, sign-in, tokens that die at once."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import anyio
import jwt
import pytest
from sqlmodel import col, select, update
from uuid_utils.compat import uuid7

from chat_app.config import get_settings
from chat_app.db import reading, transaction
from chat_app.errors import (
    EmailTaken,
    Forbidden,
    InvalidCredentials,
    InvalidRequest,
    NotFound,
    RateLimited,
    RegistrationClosed,
    SessionNotFound,
    Unauthenticated,
)
from chat_app.models import AuditEvent, AuthSession, Budget, User, UserRole, Via, now
from chat_app.services import accounts
from chat_app.services.accounts import Visit, limits, passwords, sign_in
from chat_app.services.accounts.access_tokens import read
from chat_app.services.admin import users
from chat_app.services.security import passwords as own_passwords
from tests.callers import by, owner_of

pytestmark = pytest.mark.usefixtures("database")

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
async def no_failures_yet(settings):
    async with limits.open_limits(settings):
        yield


async def test_the_first_account_becomes_the_only_admin_however_many_come_at_once():
    made = await asyncio.gather(
        *(accounts.register(f"user{n}@example.com", PASSWORD) for n in range(6))
    )
    roles = sorted(signed_in.user.role for signed_in in made)
    assert roles == [UserRole.ADMIN] + [UserRole.USER] * 5


async def test_an_e_mail_is_lower_cased_and_taken_once():
    made = await accounts.register("  Ada@Example.COM ", PASSWORD)
    assert made.user.email == "ada@example.com"
    assert made.user.name == "ada"
    with pytest.raises(EmailTaken):
        await accounts.register("ADA@example.com", PASSWORD)


SPELLINGS = [
    ("ada@bücher.example", "ADA@XN--BCHER-KVA.EXAMPLE"),
    ("ada@xn--bcher-kva.example", "ada@BÜCHER.example"),
    ("áda@example.com", "a\u0301da@example.com"),
    ("ａｄａ@example.com", "ada@example.com"),
    ("ada＠example。com", "ada@example.com"),
    ("straße@example.com", "STRASSE@EXAMPLE.COM"),
    ("irem@example.com", "İREM@example.com"),
    (" ada@example.com\u200b", "\ufeffada\u2060@example.com\u00a0"),
]


@pytest.mark.parametrize(("signed_up", "signed_in"), SPELLINGS)
async def test_every_spelling_of_a_mailbox_signs_in_and_none_signs_up_again(signed_up, signed_in):
    made = await accounts.register(signed_up, PASSWORD)
    for spelling in (signed_up, signed_in, made.user.email):
        assert (await accounts.login(spelling, PASSWORD)).user.user_id == made.user.user_id
        assert (await users.grant_admin(spelling)).user_id == made.user.user_id
        with pytest.raises(EmailTaken):
            await accounts.register(spelling, PASSWORD)


async def test_a_lookalike_from_another_script_is_taken():
    await accounts.register("ada@example.com", PASSWORD)
    for lookalike in ("аdа@example.com", "ADΑ@example.com", "ada@ехаmple.com"):
        with pytest.raises(EmailTaken, match="looks the same"):
            await accounts.register(lookalike, PASSWORD)


async def test_a_name_is_composed_and_must_be_seen():
    made = await accounts.register("ada@example.com", PASSWORD, " Ame\u0301lie ")
    assert made.user.name == "Amélie"
    with pytest.raises(InvalidRequest):
        await accounts.change(by(made.user), name="\u200b\u2060")


async def test_an_account_opens_with_its_budget():
    made = await accounts.register("ada@example.com", PASSWORD)
    async with reading() as session:
        found = await session.exec(
            select(Budget.token_limit).where(Budget.user_id == made.user.user_id)
        )
        assert found.one() == 100_000


@pytest.mark.parametrize(
    ("email", "password", "complaint"),
    [
        ("ada", PASSWORD, "@-sign"),
        ("ada@localhost", PASSWORD, "period"),
        ("", PASSWORD, "@-sign"),
        ("ada@example.com", "7 chars", "8 characters"),
        ("ada@example.com", "x" * 1001, "1000 characters"),
    ],
)
async def test_what_will_not_do_is_refused_in_words(email, password, complaint):
    with pytest.raises(InvalidRequest, match=complaint):
        await accounts.register(email, password)


async def test_names_of_an_intranet_are_fine():
    made = await accounts.register("ada@corp.local", PASSWORD)
    assert made.user.email == "ada@corp.local"


@pytest.mark.settings(ALLOW_REGISTRATION=False)
async def test_closed_registration_lets_the_first_account_in_and_nobody_else():
    await accounts.register("ada@example.com", PASSWORD)
    with pytest.raises(RegistrationClosed):
        await accounts.register("eve@example.com", PASSWORD)


async def test_a_token_carries_the_claims_of_the_contract(database):
    before = int(time.time())
    made = await accounts.register("ada@example.com", PASSWORD)
    claims = jwt.decode(made.access_token, database.jwt_secret(), ["HS256"])
    issued_at = claims.pop("iat")
    assert before <= issued_at <= time.time()
    assert claims.pop("exp") == issued_at + 86400
    assert claims == {
        "sub": str(made.user.user_id),
        "email": "ada@example.com",
        "role": "admin",
        "user_type": "individual",
        "email_verified": False,
        "org_id": None,
        "jti": str(read(made.access_token).jti),
    }


async def test_a_token_dies_with_logout_and_others_live_on():
    first = await accounts.register("ada@example.com", PASSWORD)
    second = await accounts.login("ada@example.com", PASSWORD)
    await accounts.logout(await accounts.authenticate(first.access_token, Via.API))
    with pytest.raises(Unauthenticated):
        await owner_of(first.access_token)
    assert (await owner_of(second.access_token)).user_id == first.user.user_id


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
async def test_what_is_no_token_is_nobody(token):
    with pytest.raises(Unauthenticated):
        await owner_of(token)


async def test_a_token_signed_by_somebody_else_is_nobody(database):
    made = await accounts.register("ada@example.com", PASSWORD)
    claims = jwt.decode(made.access_token, database.jwt_secret(), ["HS256"])
    for forged in (
        jwt.encode(claims, "another secret, long enough as well", "HS256"),
        jwt.encode(claims, "", "none"),
    ):
        with pytest.raises(Unauthenticated):
            await owner_of(forged)


@pytest.mark.settings(JWT_TTL_S=1)
async def test_a_token_expires():
    made = await accounts.register("ada@example.com", PASSWORD)
    await asyncio.sleep(2)
    for _ in ("read for the first time", "known"):
        with pytest.raises(Unauthenticated):
            await owner_of(made.access_token)


async def test_an_account_that_is_switched_off_is_nobody():
    made = await accounts.register("ada@example.com", PASSWORD)
    async with transaction() as session:
        await session.exec(update(User).values(is_active=False))
    with pytest.raises(Unauthenticated):
        await owner_of(made.access_token)
    with pytest.raises(Forbidden):
        await accounts.login("ada@example.com", PASSWORD)


async def test_a_new_password_kills_every_other_token():
    mine = await accounts.register("ada@example.com", PASSWORD)
    other = await accounts.login("ada@example.com", PASSWORD)
    me = await accounts.authenticate(mine.access_token, Via.API)
    with pytest.raises(InvalidCredentials):
        await own_passwords.change(me, "wrong", "new password")
    await own_passwords.change(me, PASSWORD, "new password")
    await owner_of(mine.access_token)
    with pytest.raises(Unauthenticated):
        await owner_of(other.access_token)
    with pytest.raises(InvalidCredentials):
        await accounts.login("ada@example.com", PASSWORD)
    await accounts.login("ada@example.com", "new password")


async def test_sessions_are_listed_newest_first_and_revoked_one_by_one():
    first = await accounts.register("ada@example.com", PASSWORD, visit=Visit(user_agent="one"))
    second = await accounts.login("ada@example.com", PASSWORD, visit=Visit(user_agent="two"))
    agents = [each.user_agent for each in (await sign_in.sessions(first.user)).sessions]
    assert agents == ["two", "one"]
    eve = await accounts.register("eve@example.com", PASSWORD)
    with pytest.raises(SessionNotFound):
        await sign_in.revoke(by(eve.user), read(first.access_token).jti)
    await sign_in.revoke(by(first.user), read(second.access_token).jti)
    assert [each.user_agent for each in (await sign_in.sessions(first.user)).sessions] == ["one"]
    with pytest.raises(Unauthenticated):
        await owner_of(second.access_token)


async def test_a_session_that_expired_is_not_listed():
    mine = await accounts.register("ada@example.com", PASSWORD, visit=Visit(user_agent="live"))
    expired = await accounts.login("ada@example.com", PASSWORD, visit=Visit(user_agent="expired"))
    async with transaction() as session:
        await session.exec(
            update(AuthSession)
            .where(col(AuthSession.auth_session_id) == read(expired.access_token).jti)
            .values(expires_at=now())
        )
    assert [each.user_agent for each in (await sign_in.sessions(mine.user)).sessions] == ["live"]


async def test_five_failures_shut_the_door_for_that_account_from_that_address_only():
    await accounts.register("ada@example.com", PASSWORD)
    await accounts.register("eve@example.com", PASSWORD)
    guesses = await asyncio.gather(
        *(
            accounts.login("ada@example.com", f"guess {n}", visit=Visit(address="10.0.0.1"))
            for n in range(9)
        ),
        return_exceptions=True,
    )
    kinds = [type(guess) for guess in guesses]
    assert kinds.count(InvalidCredentials) == 5
    assert kinds.count(RateLimited) == 4
    with pytest.raises(RateLimited, match="15 minutes") as refused:
        await accounts.login("ＡＤＡ@example.com ", PASSWORD, visit=Visit(address="10.0.0.1"))
    assert refused.value.retry_after_seconds == pytest.approx(900, abs=60)
    await accounts.login("ada@example.com", PASSWORD, visit=Visit(address="10.0.0.2"))
    await accounts.login("eve@example.com", PASSWORD, visit=Visit(address="10.0.0.1"))


async def test_a_sign_in_that_works_forgives_the_failures_before():
    await accounts.register("ada@example.com", PASSWORD)
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(InvalidCredentials):
                await accounts.login("ada@example.com", "wrong")
        await accounts.login("ada@example.com", PASSWORD)


async def test_an_unknown_e_mail_is_checked_with_the_same_effort(real_hasher, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", real_hasher)
    made = await accounts.register("ada@example.com", PASSWORD)
    own, nobodys = (
        text.split("$")[2:4] for text in (made.user.password_hash, passwords._NOBODYS_HASH)
    )
    assert own == nobodys
    with pytest.raises(InvalidCredentials):
        await accounts.login("nobody@example.com", PASSWORD)


async def test_being_seen_is_noted_once_a_minute():
    made = await accounts.register("ada@example.com", PASSWORD)
    seen = (await owner_of(made.access_token)).last_seen_at
    assert (await owner_of(made.access_token)).last_seen_at == seen
    async with transaction() as session:
        await session.exec(update(User).values(last_seen_at=now() - timedelta(minutes=2)))
    later = (await owner_of(made.access_token)).last_seen_at
    assert seen
    assert later
    while later < seen:
        # It is noted beside the request, which does not wait for it.
        await anyio.sleep(0.01)
        later = (await owner_of(made.access_token)).last_seen_at or later
    assert later > seen


async def test_a_rename_is_kept():
    made = await accounts.register("ada@example.com", PASSWORD, " Ada ")
    assert made.user.name == "Ada"
    await accounts.change(by(made.user), name="Ada Lovelace")
    assert (await owner_of(made.access_token)).name == "Ada Lovelace"
    with pytest.raises(InvalidRequest):
        await accounts.change(by(made.user), name="  ")


async def test_granting_admin_is_audited():
    await accounts.register("ada@example.com", PASSWORD)
    await accounts.register("eve@example.com", PASSWORD)
    eve = await users.grant_admin("Eve@example.com")
    assert eve.role is UserRole.ADMIN
    async with reading() as session:
        event = (await session.exec(select(AuditEvent))).one()
    assert (event.action, event.target) == ("user.promote", f"user:{eve.user_id}")
    assert (event.before, event.after) == ({"role": "user"}, {"role": "admin"})
    with pytest.raises(NotFound):
        await users.grant_admin("nobody@example.com")


async def test_a_token_speaks_for_the_account_of_its_session_alone() -> None:
    ada = await accounts.register("ada@example.com", PASSWORD)
    eve = await accounts.register("eve@example.com", PASSWORD)
    crossed = signed(ada.access_token, sub=str(eve.user.user_id))
    for token in (crossed, signed(ada.access_token, sub=str(uuid7()))):
        with pytest.raises(Unauthenticated):
            await owner_of(token)
    assert (await owner_of(signed(ada.access_token))).email == "ada@example.com"


async def test_what_an_account_may_do_is_read_from_the_database_not_from_claims() -> None:
    await accounts.register("ada@example.com", PASSWORD)
    eve = await accounts.register("eve@example.com", PASSWORD)
    boast = signed(eve.access_token, role="admin", email_verified=True, org_id=str(uuid7()))
    user = await owner_of(boast)
    assert (user.role, user.email_verified, user.org_id) == (UserRole.USER, False, None)
    async with transaction() as session:
        changed = await session.get_one(User, user.user_id)
        changed.role, changed.email_verified = UserRole.ADMIN, True
    user = await owner_of(eve.access_token)
    assert (user.role, user.email_verified) == (UserRole.ADMIN, True)


async def test_a_token_issued_in_the_future_is_none() -> None:
    made = await accounts.register("ada@example.com", PASSWORD)
    ahead = int(now().timestamp()) + 3600
    with pytest.raises(Unauthenticated):
        await owner_of(signed(made.access_token, iat=ahead, exp=ahead + 86400))
    # Clocks of two servers are never quite the same.
    await owner_of(signed(made.access_token, iat=int(now().timestamp()) + 5))


async def test_odd_claims_are_refused_or_harmless():
    made = await accounts.register("ada@example.com", PASSWORD)
    numbers = [0, -1, 1e300, float("inf"), float("nan"), True]
    for odd in [None, "", "x", [], {}, [[]], "\0", "9" * 5000, *numbers]:
        for name in ("sub", "jti", "iat", "exp"):
            try:
                user = await owner_of(signed(made.access_token, **{name: odd}))
            except Unauthenticated:
                continue
            # A time may be any number: long ago for the one, far away for the other.
            assert name in {"iat", "exp"}
            assert odd in numbers
            assert user.email == "ada@example.com"


def signed(token: str, **claims: Any) -> str:
    """Sign a token of ours anew, with other claims."""
    secret = get_settings().jwt_secret()
    told = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(told | claims, secret, "HS256")


async def test_a_flood_of_sign_ins_from_one_address_holds_nobody_else_up():
    await accounts.register("ada@example.com", PASSWORD)
    ended: list[str] = []

    async def guess(number: int) -> None:
        visit = Visit(address="203.0.113.7")
        with pytest.raises(InvalidCredentials):
            await accounts.login(f"nobody{number}@example.com", PASSWORD, visit=visit)
        ended.append("guess")

    async def sign_in_elsewhere() -> None:
        await accounts.login("ada@example.com", PASSWORD, visit=Visit(address="198.51.100.2"))
        ended.append("ada")

    flood = [asyncio.create_task(guess(number)) for number in range(40)]
    while "guess" not in ended:
        await asyncio.sleep(0)
    await asyncio.gather(sign_in_elsewhere(), *flood)
    assert ended.index("ada") < 20
