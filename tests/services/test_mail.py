"""Mail: queued with what it tells of, sent beside everything else, and tried again."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import col, select, update

from chat_app.background import errands
from chat_app.config import Settings, get_settings
from chat_app.db import reading, transaction
from chat_app.errors import Forbidden, InvalidCredentials, InvalidRequest, NotFound, RateLimited
from chat_app.models import ApiKey, Mail, OutgoingMail, Passkey, PasswordLink, User, Via, now
from chat_app.services import accounts
from chat_app.services.accounts import SignedIn, limits
from chat_app.services.admin import audit, newcomers, users
from chat_app.services.security import mail, passwords
from tests.callers import by
from tests.fakes.mail import MailServer, mail_server
from tests.keys import by_key
from tests.services.authenticators import set_up

PASSWORD, EMAIL, ORIGIN = "correct horse", "ada@example.com", "https://tally.example.org"


@pytest.fixture
async def server(
    database_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MailServer]:
    """Serve mail, and have the app hand it over there."""
    async with mail_server() as server:
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{server.port}?starttls=off")
        monkeypatch.setenv("MAIL_FROM", "Tally <tally@example.org>")
        monkeypatch.setenv("PUBLIC_ORIGIN", ORIGIN)
        get_settings.cache_clear()
        yield server


@pytest.fixture(autouse=True)
async def running(server: MailServer, database: Settings) -> AsyncIterator[None]:
    async with limits.open_limits(database):
        yield


@pytest.fixture
async def ada(running: None) -> SignedIn:
    return await accounts.register(EMAIL, PASSWORD, "Ada")


async def ask(email: str) -> None:
    """Say that a password was forgotten, and wait until what follows is done."""
    async with errands():
        await passwords.ask_for_link(email, Via.API)
        while tasks := [task for task in asyncio.all_tasks() if "_send" in task.get_name()]:
            await asyncio.wait(tasks)


async def waiting() -> list[OutgoingMail]:
    async with reading() as session:
        return list(await session.exec(select(OutgoingMail)))


async def make_due() -> None:
    async with transaction() as session:
        await session.exec(update(OutgoingMail).values(next_try_at=now() - timedelta(seconds=1)))


def token_in(server: MailServer) -> str:
    text = server.letters[-1].get_content()
    (token,) = re.findall(rf"{ORIGIN}/set-password#token=(\S+)", text)
    return token


async def test_a_forgotten_password_is_set_by_a_link_in_a_mail(server: MailServer, ada: SignedIn):
    await ask("ADA@example.com")
    await mail.send_due()
    letter = server.letters[0]
    assert (letter["To"], letter["From"]) == (EMAIL, "Tally <tally@example.org>")
    assert letter["Subject"] == "Set a new password"
    assert letter["Auto-Submitted"] == "auto-generated"
    signed_in = await newcomers.set_password(token_in(server), "battery staple", via=Via.BROWSER)
    assert signed_in.user.email_verified
    await accounts.login(EMAIL, "battery staple")
    with pytest.raises(InvalidCredentials):
        await accounts.login(EMAIL, PASSWORD)
    with pytest.raises(NotFound):
        await newcomers.set_password(token_in(server), "battery staple", via=Via.BROWSER)
    assert await waiting() == []
    actions = [line.event.action for line in reversed((await audit.page()).lines)]
    assert actions == ["password_link.create", "password.set"]


@pytest.mark.parametrize("email", ["nobody@example.com", "nobody@bücher.example"])
async def test_who_has_no_account_is_answered_alike_and_written_nothing(
    server: MailServer, ada: SignedIn, email: str
):
    await ask(email)
    await mail.send_due()
    assert (server.tried, await waiting()) == (0, [])


@pytest.mark.parametrize("email", ["", "no address", "\0", "\ud800", "x" * 500])
async def test_what_is_no_address_is_said_to_be_none(server: MailServer, email: str):
    with pytest.raises(InvalidRequest):
        await passwords.ask_for_link(email, Via.API)


async def test_who_is_switched_off_is_written_nothing(server: MailServer, ada: SignedIn):
    eve = await accounts.register("eve@example.com", PASSWORD)
    await ask("eve@example.com")
    await users.update_user(by(ada.user), eve.user.user_id, is_active=False)
    await mail.send_due()
    await ask("eve@example.com")
    assert (server.tried, await waiting()) == (0, [])


async def test_a_link_in_a_mail_lives_an_hour(server: MailServer, ada: SignedIn):
    await ask(EMAIL)
    await mail.send_due()
    async with reading() as session:
        link = (await session.exec(select(PasswordLink))).one()
    assert link.is_mailed
    assert timedelta(minutes=59) < link.expires_at - now() <= timedelta(hours=1)


async def test_whoever_signed_up_with_somebody_elses_address_is_shut_out_by_its_first_mail(
    server: MailServer, ada: SignedIn
):
    async def come_in_by_mail(password: str) -> SignedIn:
        await ask(EMAIL)
        await mail.send_due()
        return await newcomers.set_password(token_in(server), password, via=Via.API)

    async def ways_in() -> tuple[int, int]:
        async with reading() as session:
            kept = len((await session.exec(select(Passkey))).all())
            keys = await session.exec(select(ApiKey).where(col(ApiKey.revoked_at).is_(None)))
            return kept, len(keys.all())

    async def add_ways(user: User) -> None:
        await by_key(user)
        passkey = Passkey(
            user_id=user.user_id, name="Phone", credential_id=uuid4().hex, public_key=b""
        )
        async with transaction() as session:
            session.add(passkey)

    await add_ways(ada.user)
    await come_in_by_mail("battery staple")
    assert await ways_in() == (0, 0)
    # From now on they are the owner's.
    await add_ways(ada.user)
    await come_in_by_mail("horse battery")
    assert await ways_in() == (1, 1)


async def test_what_waits_holds_no_secret_and_each_try_makes_a_link_of_its_own(
    server: MailServer, ada: SignedIn
):
    server.answers = ["451 Come back later", "421 Closing"]
    await ask(EMAIL)
    for tries in (1, 2):
        await mail.send_due()
        (row,) = await waiting()
        pause = row.next_try_at - now()
        assert row.tries == tries
        assert timedelta(seconds=15 * 2 ** (tries - 1) - 5) < pause <= timedelta(seconds=30)
        # Not before its time.
        await mail.send_due()
        assert server.tried == tries
        await make_due()
    await mail.send_due()
    assert server.tried == 3
    await newcomers.set_password(token_in(server), "battery staple", via=Via.API)


async def test_a_server_that_is_away_keeps_nobody_waiting_and_is_tried_again(
    server: MailServer, ada: SignedIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9?starttls=off")
    get_settings.cache_clear()
    await ask(EMAIL)
    await mail.send_due()
    assert [row.tries for row in await waiting()] == [1]
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{server.port}?starttls=off")
    get_settings.cache_clear()
    await make_due()
    await mail.send_due()
    assert len(server.letters) == 1


async def test_what_is_refused_for_good_or_for_too_long_is_given_up(
    server: MailServer, ada: SignedIn
):
    server.answers = ["550 No such mailbox"]
    await ask(EMAIL)
    await mail.send_due()
    assert (server.tried, await waiting()) == (1, [])
    server.answers = ["451 Later"] * 20
    await ask(EMAIL)
    for _ in range(20):
        await mail.send_due()
        await make_due()
    assert (server.tried, await waiting()) == (11, [])


async def test_two_workers_send_a_mail_once(server: MailServer, ada: SignedIn):
    await ask(EMAIL)
    await asyncio.gather(*(mail.send_due() for _ in range(5)))
    assert server.tried == 1


async def test_one_that_waits_is_enough(server: MailServer, ada: SignedIn):
    for _ in range(3):
        await ask(EMAIL)
    await mail.send_due()
    assert server.tried == 1
    with pytest.raises(RateLimited, match="links"):
        await passwords.ask_for_link(EMAIL, Via.API)
    with pytest.raises(RateLimited):
        await passwords.ask_for_link("ＡＤＡ@example.com", Via.API)


async def test_changes_of_how_one_comes_in_are_told(server: MailServer, ada: SignedIn):
    await passwords.change(by(ada.user), PASSWORD, "battery staple")
    await mail.send_due()
    changed = await accounts.login(EMAIL, "battery staple")
    await set_up(changed.user, "battery staple")
    await mail.send_due()
    subjects = [letter["Subject"] for letter in server.letters]
    assert subjects == ["Your password was changed", "Your sign-in was changed"]
    assert all(ORIGIN in letter.get_content() for letter in server.letters)


@pytest.mark.parametrize("language", ["de", "es", "ja", "ar"])
async def test_mail_is_in_the_language_of_who_gets_it(
    server: MailServer, ada: SignedIn, language: str
):
    await accounts.change(by(ada.user), language=language, name="Ada 愛")
    await ask(EMAIL)
    await mail.send_due()
    assert server.letters[0]["Subject"] != "Set a new password"
    assert "Ada 愛" in server.letters[0].get_content()
    assert token_in(server)


async def test_an_address_in_letters_of_its_own_is_written_to(server: MailServer):
    await accounts.register("büro@bücher.example", PASSWORD)
    await ask("büro@bücher.example")
    await mail.send_due()
    assert server.letters[0]["To"] == "büro@bücher.example"


async def test_a_mail_that_is_undone_with_its_change_is_not_sent(server: MailServer, ada: SignedIn):
    async def queue_and_fail() -> None:
        async with transaction() as session:
            await mail.queue(session, ada.user.user_id, Mail.PASSWORD_CHANGED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await queue_and_fail()
    await mail.send_due()
    assert server.tried == 0


async def test_without_a_server_of_mail_nobody_is_written(
    server: MailServer, ada: SignedIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("SMTP_URL")
    get_settings.cache_clear()
    with pytest.raises(Forbidden, match="sends no mail"):
        await passwords.ask_for_link(EMAIL, Via.API)
    await passwords.change(by(ada.user), PASSWORD, "battery staple")
    assert await waiting() == []


async def test_name_and_password_of_the_server_are_told_to_it(
    server: MailServer, ada: SignedIn, monkeypatch: pytest.MonkeyPatch
):
    address = f"smtp://tally%40example.org:p%3Aw@127.0.0.1:{server.port}?starttls=off"
    monkeypatch.setenv("SMTP_URL", address)
    get_settings.cache_clear()
    await ask(EMAIL)
    await mail.send_due()
    assert server.signed_in == [(b"tally@example.org", b"p:w")]
    assert len(server.letters) == 1


async def test_a_server_that_does_not_start_tls_is_told_nothing(
    server: MailServer, ada: SignedIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SMTP_URL", f"smtp://name:secret@127.0.0.1:{server.port}")
    get_settings.cache_clear()
    await ask(EMAIL)
    await mail.send_due()
    assert (server.tried, server.signed_in) == (0, [])
    assert len(await waiting()) == 1
