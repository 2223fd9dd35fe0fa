"""Passkeys: kept and signed in by, and every answer that is none refused."""

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import update
from uuid_utils.compat import uuid7

from chat_app.db import transaction
from chat_app.errors import (
    ChatAppError,
    Forbidden,
    InvalidCredentials,
    InvalidRequest,
    NotFound,
    Unauthenticated,
)
from chat_app.models import Identity, Passkey, User, Via, Way, now
from chat_app.services import accounts
from chat_app.services.accounts import Caller, SignedIn, Visit, sign_in
from chat_app.services.admin import audit, users
from chat_app.services.security import passkeys
from tests.callers import by, owner_of
from tests.devices import PRESENT, VERIFIED, Device
from tests.services.authenticators import keep_passkey

pytestmark = pytest.mark.usefixtures("database")
PASSWORD, EMAIL, ORIGIN = "correct horse", "ada@example.com", "https://tally.example.org"


@pytest.fixture
async def ada(database: object) -> SignedIn:
    return await accounts.register(EMAIL, PASSWORD, "Ada")


@pytest.fixture
async def device(ada: SignedIn) -> Device:
    return await keep(ada.user)


async def keep(user: User, device: Device | None = None, name: str = "Phone") -> Device:
    """Have a device make a passkey for somebody."""
    device = device or Device(ORIGIN)
    await keep_passkey(user, PASSWORD, device, name, ORIGIN)
    return device


async def come_in(device: Device, **changed: Any) -> SignedIn:
    asked = passkeys.ask_to_sign_in(ORIGIN)
    answer = {"ticket": asked.ticket, "credential": device.sign(asked.options)}
    return await passkeys.login(ORIGIN, visit=Visit(), **(answer | changed))


async def test_a_passkey_lets_its_owner_in_without_a_name_or_a_code(ada: SignedIn, device: Device):
    await keep((await accounts.register("eve@example.com", PASSWORD)).user)
    signed_in = await come_in(device)
    assert signed_in.user.user_id == ada.user.user_id
    assert (await sign_in.sessions(ada.user)).sessions[0].way is Way.PASSKEY
    (kept,) = await passkeys.own(ada.user)
    assert kept.last_used_at
    actions = [line.event.action for line in (await audit.page()).lines]
    assert actions == ["passkey.create", "passkey.create"]


async def test_an_answer_lets_in_once(device: Device):
    asked = passkeys.ask_to_sign_in(ORIGIN)
    answer = device.sign(asked.options)
    came = await asyncio.gather(
        *(
            passkeys.login(ORIGIN, ticket=asked.ticket, credential=answer, visit=Visit())
            for _ in range(4)
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in came) == ["Forbidden"] * 3 + ["SignedIn"]


def _other_challenge(device: Device) -> dict[str, Any]:
    return device.sign(passkeys.ask_to_sign_in(ORIGIN).options)


WRONG: dict[str, Callable[[Device, dict[str, Any]], Any]] = {
    "asked by another": lambda device, _: _other_challenge(device),
    "for another site": lambda device, options: device.sign(options | {"rpId": "evil.example"}),
    "by another key": lambda device, options: Device(
        ORIGIN, credential_id=device.credential_id
    ).sign(options),
    "by nobody": lambda _, options: Device(ORIGIN).sign(options),
    "nothing": lambda _, __: {},
    "no more than an id": lambda device, options: {"id": device.sign(options)["id"]},
    "made instead of signed": lambda device, options: device.make(
        {"user": {"id": ""}, "rp": {"id": options["rpId"]}, "challenge": options["challenge"]}
    ),
}


@pytest.mark.parametrize("kind", WRONG)
async def test_any_other_answer_is_refused(ada: SignedIn, device: Device, kind: str):
    asked = passkeys.ask_to_sign_in(ORIGIN)
    answer = WRONG[kind](device, asked.options)
    with pytest.raises(InvalidCredentials):
        await passkeys.login(ORIGIN, ticket=asked.ticket, credential=answer, visit=Visit())
    assert (await come_in(device)).user.user_id == ada.user.user_id


@pytest.mark.parametrize("flags", [PRESENT, VERIFIED, 0])
async def test_a_device_that_does_not_know_who_holds_it_lets_nobody_in(
    ada: SignedIn, device: Device, flags: int
):
    device.flags = flags
    with pytest.raises(InvalidCredentials):
        await come_in(device)
    with pytest.raises(InvalidRequest):
        await keep(ada.user, Device(ORIGIN, flags=flags))


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://tally.example.org", "https://tally.example.org:8443"]
)
async def test_a_page_elsewhere_gets_nothing_for_it(ada: SignedIn, device: Device, origin: str):
    device.origin = origin
    with pytest.raises(InvalidCredentials):
        await come_in(device)
    with pytest.raises(InvalidRequest):
        await keep(ada.user, Device(origin))


async def test_every_field_of_an_answer_may_be_anything(device: Device):
    asked = passkeys.ask_to_sign_in(ORIGIN)
    good = device.sign(asked.options)
    odd = [
        None,
        "",
        "x",
        "\0",
        "\ud800",
        1,
        [],
        {},
        "A" * 5000,
        base64.b64encode(b"x" * 99).decode(),
    ]
    for value in odd:
        for name in good:
            ticket = passkeys.ask_to_sign_in(ORIGIN).ticket
            with pytest.raises(ChatAppError):
                await passkeys.login(
                    ORIGIN, ticket=ticket, credential=good | {name: value}, visit=Visit()
                )
        for name in good["response"]:
            bad = good | {"response": good["response"] | {name: value}}
            ticket = passkeys.ask_to_sign_in(ORIGIN).ticket
            with pytest.raises(ChatAppError):
                await passkeys.login(ORIGIN, ticket=ticket, credential=bad, visit=Visit())


async def test_a_copied_device_is_found_out_by_its_count(ada: SignedIn):
    device = await keep(ada.user, Device(ORIGIN, counts=True))
    await come_in(device)
    await come_in(device)
    device.uses = 1
    with pytest.raises(InvalidCredentials):
        await come_in(device)


async def test_a_ticket_is_for_one_purpose_and_one_person(ada: SignedIn, device: Device):
    eve = (await accounts.register("eve@example.com", PASSWORD)).user
    mine = await passkeys.ask_to_add(by(ada.user), ORIGIN, password=PASSWORD)
    made = Device(ORIGIN).make(mine.options)
    with pytest.raises(Forbidden, match="somebody else"):
        await passkeys.add(by(eve), ORIGIN, ticket=mine.ticket, credential=made, name="x")
    to_sign_in = passkeys.ask_to_sign_in(ORIGIN)
    with pytest.raises(Forbidden, match="start again"):
        await passkeys.add(
            by(ada.user), ORIGIN, ticket=to_sign_in.ticket, credential=made, name="x"
        )
    with pytest.raises(Forbidden, match="start again"):
        await come_in(device, ticket=mine.ticket)


async def test_a_passkey_is_kept_once(ada: SignedIn, device: Device):
    with pytest.raises(InvalidRequest, match="already"):
        await keep(ada.user, device)
    eve = (await accounts.register("eve@example.com", PASSWORD)).user
    with pytest.raises(InvalidRequest, match="already"):
        await keep(eve, device)
    asked = await passkeys.ask_to_add(by(ada.user), ORIGIN, password=PASSWORD)
    there = [each["id"] for each in asked.options["excludeCredentials"]]
    assert there == [device.make(asked.options)["id"]]


async def test_there_are_no_more_than_may_be(ada: SignedIn):
    asked = await passkeys.ask_to_add(by(ada.user), ORIGIN, password=PASSWORD)
    async with transaction() as session:
        session.add_all(
            Passkey(user_id=ada.user.user_id, name="x", credential_id=str(n), public_key=b"x")
            for n in range(20)
        )
    with pytest.raises(InvalidRequest, match="20 passkeys"):
        await passkeys.ask_to_add(by(ada.user), ORIGIN, password=PASSWORD)
    with pytest.raises(InvalidRequest, match="20 passkeys"):
        await passkeys.add(
            by(ada.user),
            ORIGIN,
            ticket=asked.ticket,
            credential=Device(ORIGIN).make(asked.options),
            name="x",
        )


async def test_an_open_tab_alone_adds_and_removes_none(ada: SignedIn, device: Device):
    (kept,) = await passkeys.own(ada.user)
    for proof in ({}, {"password": "wrong"}, {"code": "000000"}):
        with pytest.raises(ChatAppError):
            await passkeys.ask_to_add(by(ada.user), ORIGIN, **proof)
        with pytest.raises(ChatAppError):
            await passkeys.remove(by(ada.user), kept.passkey_id, **proof)
    with pytest.raises(Forbidden):
        await passkeys.ask_to_add(Caller(ada.user, Via.KEY, frozenset()), ORIGIN, password=PASSWORD)


async def test_a_removed_passkey_lets_nobody_in_and_ends_other_sign_ins(
    ada: SignedIn, device: Device
):
    by_passkey = await come_in(device)
    (kept,) = await passkeys.own(ada.user)
    here = await accounts.authenticate(ada.access_token, Via.API)
    await passkeys.remove(here, kept.passkey_id, password=PASSWORD)
    await owner_of(ada.access_token)
    with pytest.raises(Unauthenticated):
        await owner_of(by_passkey.access_token)
    with pytest.raises(InvalidCredentials, match="not known"):
        await come_in(device)
    with pytest.raises(NotFound):
        await passkeys.remove(here, kept.passkey_id, password=PASSWORD)


async def test_others_neither_rename_nor_remove_it(ada: SignedIn, device: Device):
    eve = (await accounts.register("eve@example.com", PASSWORD)).user
    (kept,) = await passkeys.own(ada.user)
    for whose in (kept.passkey_id, uuid7()):
        with pytest.raises(NotFound):
            await passkeys.rename(by(eve), whose, "Mine")
        with pytest.raises(NotFound):
            await passkeys.remove(by(eve), whose, password=PASSWORD)
    assert (await passkeys.rename(by(ada.user), kept.passkey_id, " Old phone ")).name == "Old phone"
    with pytest.raises(InvalidRequest):
        await passkeys.rename(by(ada.user), kept.passkey_id, "\u200b")


@pytest.mark.parametrize("other_way", ["none", "passkey", "provider"])
async def test_the_only_way_in_is_not_removed(ada: SignedIn, device: Device, other_way: str):
    (kept,) = await passkeys.own(ada.user)
    if other_way == "passkey":
        await keep(ada.user)
    async with transaction() as session:
        await session.exec(update(User).values(password_hash=""))
        if other_way == "provider":
            session.add(
                Identity(
                    issuer="https://id.example",
                    subject="ada",
                    user_id=ada.user.user_id,
                    last_used_at=now(),
                )
            )
    caller = await accounts.authenticate((await come_in(device)).access_token, Via.API)
    if other_way == "none":
        with pytest.raises(Forbidden, match="only way"):
            await passkeys.remove(caller, kept.passkey_id)
        assert len(await passkeys.own(ada.user)) == 1
    else:
        await passkeys.remove(caller, kept.passkey_id)


async def test_who_is_switched_off_comes_in_by_none(ada: SignedIn):
    eve = await accounts.register("eve@example.com", PASSWORD)
    device = await keep(eve.user)
    await users.update_user(by(ada.user), eve.user.user_id, is_active=False)
    with pytest.raises(Forbidden, match="switched off"):
        await come_in(device)


async def test_what_a_browser_is_asked_wants_the_device_to_know_its_owner(ada: SignedIn):
    made = (await passkeys.ask_to_add(by(ada.user), ORIGIN, password=PASSWORD)).options
    selection = made["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert (made["rp"]["id"], made["user"]["name"]) == ("tally.example.org", EMAIL)
    signed = passkeys.ask_to_sign_in(ORIGIN).options
    assert signed["userVerification"] == "required"
    assert not signed.get("allowCredentials")
    json.dumps([made, signed])
