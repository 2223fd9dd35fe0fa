"""Passwords: which may be set, how they are kept, and what guessing at them costs."""

import asyncio
from typing import Any

import pytest
from sqlmodel import select, update

from chat_app.db import reading, transaction
from chat_app.errors import InvalidCredentials, InvalidRequest, RateLimited, Unauthenticated
from chat_app.models import User, Via
from chat_app.services import accounts
from chat_app.services.accounts import limits, passwords
from chat_app.services.admin import audit
from chat_app.services.security import passwords as own_passwords
from tests.callers import by, owner_of

pytestmark = pytest.mark.usefixtures("app")

PASSWORD, EMAIL = "correct horse", "ada@example.com"


async def test_a_new_password_ends_all_others_and_is_audited():
    here = await accounts.register(EMAIL, PASSWORD)
    other = await accounts.login(EMAIL, PASSWORD)
    caller = await accounts.authenticate(here.access_token, Via.API)
    await own_passwords.change(caller, PASSWORD, "battery staple")
    with pytest.raises(Unauthenticated):
        await owner_of(other.access_token)
    await owner_of(here.access_token)
    assert [line.event.action for line in (await audit.page()).lines] == ["password.change"]


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "PassWord",
        "ｐａｓｓｗｏｒｄ",
        "12345678",
        "qwertyuiop",
        "aaaaaaaaa",
        "password123",
        "ada.lovelace",
        "ADA.LOVELACE@example.com",
        "Countess Lovelace",
    ],
)
async def test_passwords_that_are_guessed_first_are_set_by_nobody(password: str):
    email, name = "ada.lovelace@example.com", "Countess Lovelace"
    with pytest.raises(InvalidRequest, match="guessed first"):
        await accounts.register(email, password, name)
    made = await accounts.register(email, PASSWORD, name)
    with pytest.raises(InvalidRequest, match="guessed first"):
        await own_passwords.change(by(made.user), PASSWORD, password)


async def test_a_password_that_was_set_before_the_list_still_signs_in():
    made = await accounts.register(EMAIL, PASSWORD)
    weak = await passwords.hashed("password")
    async with transaction() as session:
        await session.exec(update(User).values(password_hash=weak))
    assert (await accounts.login(EMAIL, "password")).user.user_id == made.user.user_id


async def test_a_hash_of_weaker_parameters_is_made_anew_by_a_sign_in(monkeypatch):
    await accounts.register(EMAIL, PASSWORD)
    before = (await accounts.login(EMAIL, PASSWORD)).user.password_hash
    assert (await _hash()) == before
    monkeypatch.setattr(passwords, "_hasher", passwords._hasher.using(memory_cost=16, rounds=2))
    with pytest.raises(Unauthenticated):
        await accounts.login(EMAIL, "wrong")
    assert (await _hash()) == before
    await accounts.login(EMAIL, PASSWORD)
    assert "m=16,t=2" in await _hash()
    await accounts.login(EMAIL, PASSWORD)


async def _hash() -> str:
    async with reading() as session:
        return (await session.exec(select(User.password_hash))).one()


async def test_guesses_at_the_password_of_somebody_signed_in_are_counted(settings):
    async with limits.open_limits(settings):
        made = await accounts.register(EMAIL, PASSWORD)
        guesses = await asyncio.gather(
            *(
                own_passwords.change(by(made.user), f"guess {n}", "battery staple")
                for n in range(9)
            ),
            return_exceptions=True,
        )
        names = [type(guess).__name__ for guess in guesses]
        assert (names.count("InvalidCredentials"), names.count("RateLimited")) == (5, 4)
        with pytest.raises(RateLimited):
            await own_passwords.change(by(made.user), PASSWORD, "battery staple")
        # Coming in is counted apart: nobody is shut out by who sits at an open tab.
        await accounts.login(EMAIL, PASSWORD)


@pytest.mark.parametrize("who", ["known", "unknown", "without a password", "switched off"])
async def test_a_wrong_password_takes_the_same_effort_whoever_it_is_for(
    who: str, real_hasher: Any, monkeypatch: pytest.MonkeyPatch
):
    """Each costs one hash of the same parameters, and is refused in the same words."""
    monkeypatch.setattr(passwords, "_hasher", real_hasher)
    made = await accounts.register(EMAIL, PASSWORD)
    asked: list[str] = []

    class Counting:
        def verify(self, password: str, password_hash: str) -> bool:
            asked.append(password_hash)
            return real_hasher.verify(password, password_hash)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    async with transaction() as session:
        account = await session.get_one(User, made.user.user_id)
        if who == "without a password":
            account.password_hash = ""
        account.is_active = who != "switched off"
    email = "nobody@example.com" if who == "unknown" else EMAIL
    with pytest.raises(InvalidCredentials, match="E-mail or password is wrong"):
        await accounts.login(email, "wrong")
    (tried,) = asked
    assert tried.split("$")[1:4] == ["argon2id", "v=19", "m=65536,t=3,p=4"]
