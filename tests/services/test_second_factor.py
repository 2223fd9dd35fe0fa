"""The second factor: codes that are asked for, taken once, and taken away."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlmodel import select, update
from uuid_utils.compat import uuid7

from chat_app.config import get_settings
from chat_app.db import reading, transaction
from chat_app.errors import (
    Forbidden,
    InvalidCredentials,
    InvalidRequest,
    NotFound,
    RateLimited,
    SecondFactorNeeded,
    Unauthenticated,
)
from chat_app.models import Authenticator, Passkey, RecoveryCode, User, Via, Way
from chat_app.services import accounts
from chat_app.services.accounts import Caller, SignedIn, limits, reproof, sign_in
from chat_app.services.admin import audit, newcomers, users
from chat_app.services.security import authenticators
from tests.callers import by, owner_of
from tests.services.authenticators import App, early_in_a_step, set_up

pytestmark = pytest.mark.usefixtures("database", "no_guesses_yet")
PASSWORD, EMAIL = "correct horse", "ada@example.com"


@pytest.fixture
async def no_guesses_yet(settings: Any) -> AsyncIterator[None]:
    async with limits.open_limits(settings):
        yield


@pytest.fixture
async def ada(database: object, no_guesses_yet: None) -> SignedIn:
    return await accounts.register(EMAIL, PASSWORD)


@pytest.fixture
async def app(ada: SignedIn) -> App:
    return await set_up(ada.user, PASSWORD, await accounts.authenticate(ada.access_token, Via.API))


async def actions() -> list[str]:
    return [line.event.action for line in reversed((await audit.page()).lines)]


async def test_codes_are_asked_for_once_the_first_was_confirmed(ada: SignedIn):
    setup = await authenticators.start(by(ada.user), password=PASSWORD)
    assert (await accounts.login(EMAIL, PASSWORD)).user.user_id == ada.user.user_id
    await early_in_a_step()
    await authenticators.confirm(by(ada.user), App(setup.secret).code(-1))
    with pytest.raises(SecondFactorNeeded, match="recovery"):
        await accounts.login(EMAIL, PASSWORD)
    signed_in = await accounts.login(EMAIL, PASSWORD, code=App(setup.secret).code())
    assert (await sign_in.sessions(signed_in.user)).sessions[0].way is Way.CODE


async def test_a_wrong_password_says_nothing_of_a_second_factor(app: App):
    with pytest.raises(InvalidCredentials, match="E-mail or password"):
        await accounts.login(EMAIL, "wrong", code=app.code())
    # Nor was the code used up by that.
    await accounts.login(EMAIL, PASSWORD, code=app.code())


@pytest.mark.parametrize("steps", [-1, 0, 1])
async def test_a_code_is_taken_a_step_early_or_late_and_in_any_spacing(ada: SignedIn, steps: int):
    setup = await authenticators.start(by(ada.user), password=PASSWORD)
    await early_in_a_step()
    await authenticators.confirm(by(ada.user), App(setup.secret).code(-1))
    async with transaction() as session:
        await session.exec(update(Authenticator).values(last_step=0))
    code = App(setup.secret).code(steps)
    await accounts.login(EMAIL, PASSWORD, code=f" {code[:3]} {code[3:]} ")


@pytest.mark.parametrize("steps", [-40, -2, 2, 40])
async def test_no_other_code_of_the_app_is_taken(app: App, steps: int):
    with pytest.raises(InvalidCredentials, match="wrong or was used"):
        await accounts.login(EMAIL, PASSWORD, code=app.code(steps))


async def test_no_code_is_taken_twice_nor_an_older_one_after_it(app: App):
    await accounts.login(EMAIL, PASSWORD, code=app.code(1))
    for steps in (1, 0, -1):
        with pytest.raises(InvalidCredentials, match="wrong or was used"):
            await accounts.login(EMAIL, PASSWORD, code=app.code(steps))


@pytest.mark.parametrize("kind", ["app", "recovery"])
async def test_of_many_who_come_with_one_code_at_once_one_gets_in(app: App, kind: str):
    code = app.code() if kind == "app" else app.recovery_codes[0]
    came = await asyncio.gather(
        *(accounts.login(EMAIL, PASSWORD, code=code) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in came) == ["InvalidCredentials"] * 3 + ["SignedIn"]


async def test_a_recovery_code_works_once_however_it_is_typed(ada: SignedIn, app: App):
    first, second, *_ = app.recovery_codes
    assert len(set(app.recovery_codes)) == 10
    await accounts.login(EMAIL, PASSWORD, code=first.upper().replace("-", " "))
    with pytest.raises(InvalidCredentials):
        await accounts.login(EMAIL, PASSWORD, code=first)
    await accounts.login(EMAIL, PASSWORD, code=second.replace("-", ""))
    assert (await authenticators.status(ada.user)).recovery_codes_left == 8


async def test_five_wrong_codes_shut_the_door_from_everywhere_at_once(app: App):
    guesses = await asyncio.gather(
        *(
            accounts.login(
                EMAIL, PASSWORD, code=f"{n:06}", visit=accounts.Visit(address=f"10.0.0.{n}")
            )
            for n in range(9)
        ),
        return_exceptions=True,
    )
    names = [type(guess).__name__ for guess in guesses]
    assert (names.count("InvalidCredentials"), names.count("RateLimited")) == (5, 4)
    with pytest.raises(RateLimited, match="guesses"):
        await accounts.login(EMAIL, PASSWORD, code=app.code())


async def test_a_right_code_forgives_the_wrong_ones(app: App):
    for _ in range(4):
        with pytest.raises(InvalidCredentials):
            await accounts.login(EMAIL, PASSWORD, code="000000")
    await accounts.login(EMAIL, PASSWORD, code=app.code())
    for _ in range(4):
        with pytest.raises(InvalidCredentials):
            await accounts.login(EMAIL, PASSWORD, code="000000")
    await accounts.login(EMAIL, PASSWORD, code=app.code(1))


@pytest.mark.parametrize(
    "odd", ["x", "-", "０" * 6, "1" * 100, "\0", "\ud800", "12345", "1234567", "000 000 000"]
)
async def test_an_odd_code_is_a_wrong_one(app: App, odd: str):
    with pytest.raises(InvalidCredentials):
        await accounts.login(EMAIL, PASSWORD, code=odd)


async def test_setting_up_ends_other_sign_ins_and_makes_this_one_strong(ada: SignedIn):
    other = await accounts.login(EMAIL, PASSWORD)
    await set_up(ada.user, PASSWORD, await accounts.authenticate(ada.access_token, Via.API))
    with pytest.raises(Unauthenticated):
        await owner_of(other.access_token)
    (mine,) = (await sign_in.sessions(ada.user)).sessions
    assert mine.way is Way.CODE
    assert await actions() == ["second_factor.enable"]


async def test_what_is_kept_tells_no_secret(ada: SignedIn, app: App):
    async with reading() as session:
        kept = (await session.exec(select(Authenticator))).one()
        digests = (await session.exec(select(RecoveryCode.code_sha256))).all()
    assert app.secret not in kept.secret_encrypted
    assert not set(digests) & set(app.recovery_codes)


async def test_with_another_key_of_the_server_codes_are_wrong_and_recovery_still_works(
    app: App, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ENCRYPTION_SECRET", "another one that is long enough")
    get_settings.cache_clear()
    with pytest.raises(InvalidCredentials):
        await accounts.login(EMAIL, PASSWORD, code=app.code())
    await accounts.login(EMAIL, PASSWORD, code=app.recovery_codes[0])


async def test_what_an_app_gets_is_a_picture_and_an_address_with_its_secret(ada: SignedIn):
    setup = await authenticators.start(by(ada.user), password=PASSWORD)
    assert setup.uri.startswith("otpauth://totp/Tally:ada%40example.com?")
    assert f"secret={setup.secret}" in setup.uri
    assert ElementTree.fromstring(setup.qr_svg).tag == "{http://www.w3.org/2000/svg}svg"
    again = await authenticators.start(by(ada.user), password=PASSWORD)
    assert again.secret != setup.secret
    with pytest.raises(InvalidCredentials, match="clock"):
        await authenticators.confirm(by(ada.user), App(setup.secret).code())


async def test_one_that_is_set_up_is_not_replaced(ada: SignedIn, app: App):
    with pytest.raises(InvalidRequest, match="already"):
        await authenticators.start(by(ada.user), password=PASSWORD)
    with pytest.raises(InvalidRequest, match="already"):
        await authenticators.confirm(by(ada.user), app.code())


async def test_new_recovery_codes_replace_the_old(ada: SignedIn, app: App):
    fresh = await authenticators.renew_codes(by(ada.user), password=PASSWORD)
    assert not set(fresh) & set(app.recovery_codes)
    with pytest.raises(InvalidCredentials):
        await accounts.login(EMAIL, PASSWORD, code=app.recovery_codes[0])
    await accounts.login(EMAIL, PASSWORD, code=fresh[0])


async def test_taken_off_it_is_asked_for_no_more(ada: SignedIn, app: App):
    mine = await accounts.authenticate(ada.access_token, Via.API)
    other = await accounts.login(EMAIL, PASSWORD, code=app.code())
    await authenticators.disable(mine, code=app.code(1))
    with pytest.raises(Unauthenticated):
        await owner_of(other.access_token)
    await owner_of(ada.access_token)
    await accounts.login(EMAIL, PASSWORD)
    assert (await authenticators.status(ada.user)).recovery_codes_left == 0
    assert await actions() == ["second_factor.enable", "second_factor.disable"]


Deed = Callable[..., Coroutine[Any, Any, Any]]
PROVEN: list[Deed] = [authenticators.start, authenticators.renew_codes, authenticators.disable]


@pytest.mark.parametrize("deed", PROVEN)
@pytest.mark.parametrize("proof", [{}, {"password": "wrong"}, {"code": "000000"}])
async def test_an_open_tab_alone_changes_no_second_factor(
    ada: SignedIn, app: App, deed: Deed, proof: dict[str, str]
):
    with pytest.raises(InvalidCredentials):
        await deed(by(ada.user), **proof)
    assert (await authenticators.status(ada.user)).recovery_codes_left == 10


async def test_a_made_up_code_does_not_stand_in_for_the_password(ada: SignedIn):
    """Who has a password and no second factor is asked for it, however fresh the sign-in."""
    caller = await accounts.authenticate(ada.access_token, Via.API)
    with pytest.raises(InvalidCredentials, match="password"):
        await reproof.prove(caller, code="000000")


async def test_who_has_no_password_proves_it_by_a_code_or_a_sign_in_just_now(ada: SignedIn):
    async with transaction() as session:
        (await session.get_one(User, ada.user.user_id)).password_hash = ""
    caller = await accounts.authenticate(ada.access_token, Via.API)
    await reproof.prove(caller)
    with pytest.raises(Forbidden, match="in again"):
        await reproof.prove(by(caller.user))
    setup = await authenticators.start(caller)
    await early_in_a_step()
    await authenticators.confirm(caller, App(setup.secret).code(-1))
    for guess in ("", PASSWORD):
        with pytest.raises(SecondFactorNeeded):
            await reproof.prove(caller, password=guess)
    await reproof.prove(caller, code=App(setup.secret).code())


async def test_a_link_lets_nobody_past_the_second_factor(ada: SignedIn, app: App):
    link = await newcomers.new_link(by(ada.user), ada.user.user_id)
    for code, refusal in (("", SecondFactorNeeded), ("000000", InvalidCredentials)):
        with pytest.raises(refusal):
            await newcomers.set_password(link.token, "battery staple", via=Via.API, code=code)
    await accounts.login(EMAIL, PASSWORD, code=app.code())
    await newcomers.set_password(link.token, "battery staple", via=Via.API, code=app.code(1))
    with pytest.raises(InvalidCredentials):
        await accounts.login(EMAIL, PASSWORD)


async def test_an_administrator_takes_it_off_who_lost_it(ada: SignedIn):
    eve = await accounts.register("eve@example.com", PASSWORD)
    await set_up(eve.user, PASSWORD)
    async with transaction() as session:
        session.add(Passkey(user_id=eve.user.user_id, name="x", credential_id="x", public_key=b"x"))
    people = (await users.users_page()).people
    assert [(one.user.email, one.has_second_factor) for one in people] == [
        (EMAIL, False),
        ("eve@example.com", True),
    ]
    with pytest.raises(Forbidden):
        await authenticators.reset(by(eve.user), ada.user.user_id)
    with pytest.raises(NotFound):
        await authenticators.reset(by(ada.user), uuid7())
    await authenticators.reset(by(ada.user), eve.user.user_id)
    with pytest.raises(Unauthenticated):
        await owner_of(eve.access_token)
    assert (await accounts.login("eve@example.com", PASSWORD)).user.user_id == eve.user.user_id
    assert not (await users.overview(eve.user.user_id)).has_second_factor
    last = (await audit.page()).lines[0].event
    assert (last.action, last.target) == ("second_factor.reset", f"user:{eve.user.user_id}")
    assert last.before == {"authenticator": True, "passkeys": 1}


async def test_an_api_key_changes_nothing_of_it(ada: SignedIn):
    program = Caller(ada.user, Via.KEY, frozenset())
    for deed in PROVEN:
        with pytest.raises(Forbidden):
            await deed(program, password=PASSWORD)
    with pytest.raises(Forbidden):
        await authenticators.confirm(program, "000000")
