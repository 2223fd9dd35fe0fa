"""Who asks: what a caller may do, and what is kept of how they came in."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from sqlmodel import select
from uuid_utils.compat import uuid7

from chat_app.db import reading
from chat_app.errors import Forbidden, RateLimited, Unauthenticated
from chat_app.models import Turn, User, UserRole, Via
from chat_app.services import accounts, chats, turns
from chat_app.services.accounts import Caller, sign_in
from chat_app.services.admin import audit, newcomers, orgs, token_cache, users
from chat_app.services.admin.audit import Action
from chat_app.services.security import passwords
from chat_app.services.turns import prompts
from chat_app.ui.admin.audit import AuditRow, audit_row
from chat_app.words import words_for
from tests.conftest import NewUser
from tests.services.listening import hear

Deed = Callable[[Caller], Coroutine[Any, Any, Any]]
PASSWORD = "correct horse"

OF_ADMINS: dict[str, Deed] = {
    "newcomers.add": lambda caller: newcomers.add(caller, email="eve@example.com"),
    "newcomers.new_link": lambda caller: newcomers.new_link(caller, caller.user.user_id),
    "orgs.create": lambda caller: orgs.create(caller, "Acme"),
    "orgs.rename": lambda caller: orgs.rename(caller, uuid7(), "Apex"),
    "orgs.delete": lambda caller: orgs.delete(caller, uuid7()),
    "people.update_person": lambda caller: users.update_user(
        caller, caller.user.user_id, role=UserRole.ADMIN
    ),
    "people.reset_usage": lambda caller: users.reset_usage(caller, caller.user.user_id),
    "token_cache.empty": token_cache.empty,
}
OF_OWNERS: dict[str, Deed] = {
    "change": lambda caller: accounts.change(caller, name="Eve"),
    "change_password": lambda caller: passwords.change(caller, PASSWORD, "another one"),
    "revoke_session": lambda caller: sign_in.revoke(caller, uuid7()),
}


@pytest.mark.parametrize("deed", OF_ADMINS.values(), ids=OF_ADMINS)
async def test_what_is_for_administrators_is_refused_to_others_below_the_faces(
    app: object, new_user: NewUser, deed: Deed
) -> None:
    user = await new_user()

    with pytest.raises(Forbidden, match="administrators"):
        await deed(Caller.of(user, Via.BROWSER))

    assert (await audit.page()).lines == []


@pytest.mark.parametrize("deed", OF_OWNERS.values(), ids=OF_OWNERS)
async def test_an_account_is_changed_by_nobody_without_that_scope(
    app: object, new_user: NewUser, deed: Deed
) -> None:
    user = await new_user(role=UserRole.ADMIN)

    with pytest.raises(Forbidden):
        await deed(Caller(user, Via.API, frozenset()))


def ways(user: User) -> dict[str, Caller]:
    return {via.value: Caller.of(user, via) for via in (Via.BROWSER, Via.API)}


ENGLISH = words_for("en")


async def test_a_turn_keeps_how_it_was_asked_for(app: object, new_user: NewUser) -> None:
    user = await new_user()
    kept: list[str] = []
    for name, caller in ways(user).items():
        first = await turns.start(caller, None, "Hello")
        await hear(first)
        for begin in (
            turns.edit(caller, first.chat_id, first.user_message_id, "Hello again"),
            turns.regenerate(caller, first.chat_id, first.message_id),
        ):
            await hear(await begin)
        opened = await prompts.open_session(caller, model="simulated", prompt="Hi")
        await hear(await prompts.reply_of(caller, opened.session_id))
        kept += [name] * 4

    async with reading() as session:
        found = (await session.exec(select(Turn.via).order_by(Turn.turn_id))).all()  # pyright: ignore[reportArgumentType]
    assert found == kept


async def test_the_audit_trail_keeps_how_somebody_came_in(app: object, new_user: NewUser) -> None:
    admin = await new_user(role=UserRole.ADMIN)
    for caller in ways(admin).values():
        chat = await chats.create(caller)
        await chats.delete(caller, chat.chat_id)
        await users.reset_usage(caller, admin.user_id)
    await users.grant_admin(admin.email)
    _, link = await newcomers.add(ways(admin)["browser"], email="eve@example.com")
    assert link
    await newcomers.set_password(link.token, PASSWORD, via=Via.API)

    lines = (await audit.page()).lines[::-1]

    assert [(line.event.action, line.event.via) for line in lines] == [
        (Action.CHAT_DELETE, Via.BROWSER),
        (Action.USAGE_RESET, Via.BROWSER),
        (Action.CHAT_DELETE, Via.API),
        (Action.USAGE_RESET, Via.API),
        (Action.USER_PROMOTE, Via.CLI),
        (Action.USER_CREATE, Via.BROWSER),
        (Action.PASSWORD_LINK_CREATE, Via.BROWSER),
        (Action.PASSWORD_SET, Via.API),
    ]
    assert [audit_row(line, ENGLISH)["through"] for line in lines[3:6]] == [
        "API",
        "Command line",
        "Browser",
    ]


async def test_the_audit_page_has_names_for_ids(app: object, new_user: NewUser) -> None:
    caller = ways(await new_user(role=UserRole.ADMIN))["browser"]
    eve = await new_user()
    org = (await orgs.create(caller, "Looms")).organisation
    await users.update_user(caller, eve.user_id, org_id=org.org_id)

    joined, made = await told()

    assert (made["what"], made["target"]) == ("Made an organisation", "Looms")
    assert (joined["target"], joined["changes"]) == (eve.email, ["Organisation: – → Looms"])
    await orgs.delete(caller, org.org_id)
    gone, joined, made = await told()
    assert [row["target"] for row in (gone, made)] == ["Looms (deleted)"] * 2
    assert joined["changes"] == ["Organisation: – → Looms (deleted)"]
    assert f"People in it: {eve.email} → –" in gone["changes"]


async def test_the_audit_page_calls_deleted_chats_by_their_name(
    app: object, new_user: NewUser
) -> None:
    caller = ways(await new_user(role=UserRole.ADMIN))["browser"]
    chat = await chats.create(caller, title="A table of planets")
    await chats.update(caller, chat.chat_id, archived=True)
    assert [row["target"] for row in await told()] == ["A table of planets"]
    await chats.delete(caller, chat.chat_id)
    assert [row["target"] for row in await told()] == ["A table of planets (deleted)"] * 2
    await chats.empty_trash(caller)
    assert [row["target"] for row in await told()][1:] == ["Deleted chat"] * 2


async def told() -> list[AuditRow]:
    """Return what the audit page says, newest first."""
    return [audit_row(line, ENGLISH) for line in (await audit.page()).lines]


@pytest.mark.parametrize("action", Action)
def test_actions_are_a_noun_and_a_verb_and_have_words_on_the_page(action: Action) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*\.[a-z]+", action)
    event = audit.AuditEvent(action=action, target="user:1")
    assert audit_row(audit.AuditLine(event, "", audit.Name("")), ENGLISH)["what"] != action


@pytest.mark.settings(RATE_LIMIT_PER_MINUTE=4)
async def test_all_ways_in_count_against_one_limit(app: object) -> None:
    ada = await accounts.register("ada@example.com", PASSWORD)
    again = await accounts.login("ada@example.com", PASSWORD)
    eve = await accounts.register("eve@example.com", PASSWORD)
    for signed_in in (ada, again):
        for via in (Via.BROWSER, Via.API):
            caller = await accounts.enter(signed_in.access_token, via)
            assert (caller.user.user_id, caller.via) == (ada.user.user_id, via)

    for via in (Via.BROWSER, Via.API):
        with pytest.raises(RateLimited, match=r"again in \d+ s|again in a minute"):
            await accounts.enter(ada.access_token, via)

    assert (await accounts.authenticate(ada.access_token, Via.BROWSER)).user.email == ada.user.email
    await accounts.enter(eve.access_token, Via.BROWSER)
    with pytest.raises(Unauthenticated):
        await accounts.enter("no token", Via.BROWSER)
