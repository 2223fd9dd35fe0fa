"""Sign-ins: whence they come, how long they live, and how they are ended."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, update

from chat_app.db import reading, transaction
from chat_app.errors import Forbidden, InvalidCredentials, SecondFactorNeeded, Unauthenticated
from chat_app.models import AuthSession, User, UserRole, Via, Way, now
from chat_app.services import accounts, live
from chat_app.services.accounts import Scope, SignedIn, Visit, passwords, sign_in, tickets
from chat_app.services.accounts.access_tokens import read
from chat_app.services.admin import audit, users
from chat_app.services.security import passwords as own_passwords
from chat_app.services.security import places
from tests.callers import by, owner_of
from tests.services.authenticators import set_up

pytestmark = pytest.mark.usefixtures("app")

PASSWORD, EMAIL = "correct horse", "ada@example.com"


async def used(seconds_ago: float, *signed_in: SignedIn) -> None:
    """Have sign-ins be made, and used last, so long ago."""
    moment = now() - timedelta(seconds=seconds_ago)
    ids = [read(each.access_token).jti for each in signed_in]
    async with transaction() as session:
        await session.exec(
            update(AuthSession)
            .where(col(AuthSession.auth_session_id).in_(ids))
            .values(last_used_at=moment)
        )


async def rows(user: User) -> list[AuthSession]:
    return (await sign_in.sessions(user)).sessions


async def test_a_sign_in_keeps_whence_it_came_and_by_what():
    visit = Visit(user_agent="Firefox\0" + "x" * 400, address="2001:db8::7" + "f" * 90)
    made = await accounts.register(EMAIL, PASSWORD, visit=visit)
    (row,) = await rows(made.user)
    assert row.user_agent == ("Firefox" + "x" * 400)[:300]
    assert row.address.startswith("2001:db8::7")
    assert len(row.address) == 64
    assert (row.way, row.last_used_at) == (Way.PASSWORD, row.created_at)


async def test_the_last_use_is_noted_beside_what_is_asked():
    made = await accounts.register(EMAIL, PASSWORD)
    await used(120, made)
    before = (await rows(made.user))[0].last_used_at
    await owner_of(made.access_token)
    while (await rows(made.user))[0].last_used_at == before:
        await asyncio.sleep(0.01)
    noted = (await rows(made.user))[0].last_used_at
    await owner_of(made.access_token)
    assert (await rows(made.user))[0].last_used_at == noted


@pytest.mark.parametrize("way_in", ["login", "register"])
async def test_a_sign_in_replaces_the_one_that_the_browser_had(way_in: str):
    ada = await accounts.register(EMAIL, PASSWORD)
    elsewhere = await accounts.login(EMAIL, PASSWORD)
    again = Visit(former_token=ada.access_token)
    if way_in == "login":
        await accounts.login(EMAIL, PASSWORD, visit=again)
    else:
        await accounts.register("eve@example.com", PASSWORD, visit=again)
    with pytest.raises(Unauthenticated):
        await owner_of(ada.access_token)
    assert (await owner_of(elsewhere.access_token)).email == EMAIL


@pytest.mark.parametrize("former", ["", "x", "a.b.c", "\0", "tk_" + "x" * 43])
async def test_what_a_browser_had_that_is_no_token_keeps_nobody_out(former: str):
    await accounts.register(EMAIL, PASSWORD)
    signed_in = await accounts.login(EMAIL, PASSWORD, visit=Visit(former_token=former))
    assert (await owner_of(signed_in.access_token)).email == EMAIL


async def test_a_sign_in_that_fails_leaves_the_one_before():
    ada = await accounts.register(EMAIL, PASSWORD)
    with pytest.raises(Unauthenticated):
        await accounts.login(EMAIL, "wrong", visit=Visit(former_token=ada.access_token))
    assert (await owner_of(ada.access_token)).email == EMAIL


async def change_password(here: SignedIn) -> None:
    caller = await accounts.authenticate(here.access_token, Via.API)
    await own_passwords.change(caller, PASSWORD, "battery staple")


async def add_a_second_factor(here: SignedIn) -> None:
    caller = await accounts.authenticate(here.access_token, Via.API)
    await set_up(here.user, PASSWORD, caller)


async def sign_in_elsewhere(_here: SignedIn) -> None:
    await accounts.login(EMAIL, PASSWORD)


@pytest.mark.parametrize(
    ("happens", "refusal"),
    [
        (change_password, InvalidCredentials),
        (add_a_second_factor, SecondFactorNeeded),
        (sign_in_elsewhere, None),
    ],
)
async def test_what_ends_all_other_sign_ins_ends_those_under_way(
    happens: Callable[[SignedIn], Awaitable[None]],
    refusal: type[Exception] | None,
    monkeypatch: pytest.MonkeyPatch,
    real_hasher: Any,
):
    here = await accounts.register(EMAIL, PASSWORD)
    # Between the check of the password and the sign-in, as it takes a while to hash.
    stronger = passwords.stronger
    monkeypatch.setattr(
        passwords, "_hasher", real_hasher.using(memory_cost=16, rounds=1, parallelism=1)
    )

    async def meanwhile(password: str, password_hash: str) -> str | None:
        monkeypatch.setattr(passwords, "stronger", stronger)
        await happens(here)
        return await stronger(password, password_hash)

    monkeypatch.setattr(passwords, "stronger", meanwhile)
    if refusal is None:
        await accounts.login(EMAIL, PASSWORD)
        return
    with pytest.raises(refusal):
        await accounts.login(EMAIL, PASSWORD)
    assert len(await rows(here.user)) == 1


@pytest.mark.settings(SESSION_IDLE_S=60)
async def test_a_sign_in_that_is_not_used_ends():
    used_lately = await accounts.register(EMAIL, PASSWORD)
    unused = await accounts.login(EMAIL, PASSWORD)
    await used(50, used_lately)
    await used(70, unused)
    with pytest.raises(Unauthenticated):
        await owner_of(unused.access_token)
    assert (await owner_of(used_lately.access_token)).email == EMAIL
    alive = [each.auth_session_id for each in await rows(used_lately.user)]
    assert alive == [read(used_lately.access_token).jti]


@pytest.mark.settings(SESSION_IDLE_S=60)
async def test_one_that_was_never_used_ends_that_long_after_it_began():
    made = await accounts.register(EMAIL, PASSWORD)
    async with transaction() as session:
        long_ago = now() - timedelta(seconds=70)
        await session.exec(update(AuthSession).values(created_at=long_ago, last_used_at=None))
    with pytest.raises(Unauthenticated):
        await owner_of(made.access_token)


@pytest.mark.settings(SESSION_IDLE_S=0)
async def test_without_a_limit_it_lives_as_long_as_its_token():
    made = await accounts.register(EMAIL, PASSWORD)
    await used(80_000, made)
    assert (await owner_of(made.access_token)).email == EMAIL


async def test_all_others_are_ended_at_once_and_told_and_audited():
    here = await accounts.register(EMAIL, PASSWORD)
    others = [await accounts.login(EMAIL, PASSWORD) for _ in range(3)]
    eve = await accounts.register("eve@example.com", PASSWORD)
    caller = await accounts.authenticate(here.access_token, Via.BROWSER)
    heard: list[live.Event] = []
    listening = live.listener(heard.append)
    listening.attend([live.of_user(here.user.user_id)])
    assert await places.end_others(caller) == 3
    assert await places.end_others(caller) == 0
    for other in others:
        with pytest.raises(Unauthenticated):
            await owner_of(other.access_token)
    for mine in (here, eve):
        await owner_of(mine.access_token)
    assert [each.kind for each in heard] == [live.Kind.ACCOUNT]
    listening.close()
    (line,) = (await audit.page()).lines
    assert (line.event.action, line.event.after) == ("sessions.end", {"sessions": 3})


async def test_many_sign_ins_come_page_by_page():
    made = await accounts.register(EMAIL, PASSWORD)
    for _ in range(4):
        await accounts.login(EMAIL, PASSWORD)
    first = await sign_in.sessions(made.user, limit=3)
    rest = await sign_in.sessions(made.user, limit=3, cursor=first.next_cursor)
    ids = [each.auth_session_id for each in (*first.sessions, *rest.sessions)]
    assert len(ids) == len(set(ids)) == 5
    assert ids == sorted(ids, reverse=True)
    assert rest.next_cursor is None


async def test_whoever_is_switched_off_is_let_in_by_no_way():
    ada = await accounts.register(EMAIL, PASSWORD)
    eve = await accounts.register("eve@example.com", PASSWORD)
    await users.update_user(by(ada.user), eve.user.user_id, is_active=False)
    async with reading() as session:
        gone = await session.get_one(User, eve.user.user_id)
    for way in Way:
        with pytest.raises(Forbidden, match="switched off"):
            async with transaction() as session:
                await sign_in.complete(session, gone, Visit(), way)


@pytest.mark.settings(ADMINS_NEED_SECOND_FACTOR=True)
@pytest.mark.parametrize("way", list(Way))
async def test_where_admins_need_more_than_a_password_that_alone_does_not_do(way: Way):
    made = await accounts.register(EMAIL, PASSWORD)
    assert made.user.role is UserRole.ADMIN
    async with transaction() as session:
        signed_in = await sign_in.complete(session, made.user, Visit(), way)
    caller = await accounts.authenticate(signed_in.access_token, Via.API)
    caller.require(Scope.ACCOUNT)
    if way in {Way.CODE, Way.PASSKEY, Way.OIDC}:
        caller.require(Scope.ADMIN)
    else:
        with pytest.raises(Forbidden, match="second factor or a passkey"):
            caller.require(Scope.ADMIN)


async def test_a_ticket_is_good_for_one_purpose_once_and_not_for_long(monkeypatch):
    made = await accounts.register(EMAIL, PASSWORD)
    ticket = tickets.issue("this", 60, state="x")
    assert tickets.read("this", ticket).claims == {"state": "x"}
    expired = tickets.issue("this", -1)
    for purpose, token in [
        ("that", ticket),
        ("this", expired),
        ("this", ticket[:-3] + "xyz"),
        ("this", made.access_token),
        ("this", ""),
    ]:
        with pytest.raises(Forbidden, match="start again"):
            tickets.read(purpose, token)
    with pytest.raises(Unauthenticated):
        await owner_of(ticket)
    async with transaction() as session:
        await tickets.spend(session, tickets.read("this", ticket))
    with pytest.raises(Forbidden, match="start again"):
        async with transaction() as session:
            await tickets.spend(session, tickets.read("this", ticket))
