"""What a tab is told when something changed: once, only what its page shows, and never in vain."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
import reflex as rx
from reflex.state import StateUpdate
from reflex_base.registry import RegistrationContext
from uuid_utils.compat import uuid7

from chat_app.config import Settings
from chat_app.models import User
from chat_app.services import chats, live, presence
from chat_app.services.chats import members
from chat_app.services.live import Event, Kind, open_live
from chat_app.services.presence import Person, open_presence
from chat_app.ui import at_once, tabs


class Told:
    """What the tabs of an app without pages were told, by tab."""

    def __init__(self) -> None:
        self._said: list[tuple[str, list[str]]] = []
        self._more = asyncio.Event()

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        events = sorted(str(event["name"]) for event in _plain(update.events))
        events += [
            f"{name}: {told}" for state in update.delta.values() for name, told in state.items()
        ]
        self._said.append((token, events))
        self._more.set()

    async def next(self) -> tuple[str, list[str]]:
        async with asyncio.timeout(60):
            while not self._said:
                self._more.clear()
                await self._more.wait()
        return self._said.pop(0)

    @property
    def is_silent(self) -> bool:
        return not self._said


def _plain(events: list[Any]) -> list[dict[str, Any]]:
    return [{"name": event.name.rpartition(".")[2]} for event in events]


@pytest.fixture
async def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Told]:
    monkeypatch.setattr(tabs, "_reactions", [])
    monkeypatch.setattr(at_once, "_tellings", [])
    monkeypatch.setattr(tabs, "_tabs", {})
    told = Told()
    with RegistrationContext.ensure_context().fork():
        app = rx.App()
        assert app.event_namespace
        monkeypatch.setattr(app.event_namespace, "emit_update", told.emit_update)
        tabs.when(Kind.LIST, then=lambda _: _do("list"))
        tabs.when(Kind.BUDGET, then=lambda _: _do("usage"), page="usage")
        tabs.when(*tabs.OF_CHATS, then=lambda _: _do("chat"), page="chat")
        at_once.tell(Kind.PRESENCE, what=_people)
        async with open_live(settings), open_presence(settings):
            yield told


async def _people(reader: User, chat_id: UUID, heard: Sequence[Event]) -> at_once.Shown:
    people = await presence.people_in(chat_id, heard[-1].number)
    return "state", "here", f"{reader.name} sees {' '.join(each.name for each in people)}"


def _do(name: str) -> Any:
    from reflex_base.event import Event

    return Event(name=f"state.{name}")


ADA = User(email="a@b.c", name="Ada", password_hash="!", token_limit=1)
USER = ADA.user_id


async def open_tab(path: str = "/") -> str:
    """Connect a tab of a person that shows a page."""
    token = uuid4().hex
    await tabs._sockets().link_token_to_sid(token, f"socket of {token}")
    tabs.attend(token, ADA, path)
    return token


async def test_all_tabs_of_a_person_are_told(told: Told):
    mine = {await open_tab("/"), await open_tab("/usage")}
    live.publish(live.of_user(uuid7()), Kind.LIST)
    live.publish(live.of_user(USER), Kind.LIST)
    heard = [await told.next(), await told.next()]
    assert {token for token, _ in heard} == mine
    assert [events for _, events in heard] == [["list"], ["list"]]


async def test_much_at_once_is_told_once(told: Told):
    await open_tab("/usage")
    for _ in range(20):
        live.publish(live.of_user(USER), Kind.LIST)
        live.publish(live.of_user(USER), Kind.BUDGET)
    assert (await told.next())[1] == ["list", "usage"]
    assert told.is_silent


async def test_a_page_is_told_only_what_it_shows(told: Told):
    await open_tab("/chat/1")
    live.publish(live.of_user(USER), Kind.BUDGET)
    live.publish(live.of_user(USER), Kind.LIST)
    assert (await told.next())[1] == ["list"]


async def test_a_tab_is_told_of_the_chat_that_is_open_in_it(told: Told):
    tab, chat_id, another = await open_tab(), uuid7(), uuid7()
    tabs.show_chat(tab, chat_id)
    live.publish(live.of_chat(another), Kind.TURN)
    live.publish(live.of_user(USER), Kind.PLACE, chat=str(another))
    live.publish(live.of_chat(chat_id), Kind.TURN)
    assert (await told.next())[1] == ["chat"]
    live.publish(live.of_user(USER), Kind.PLACE, chat=str(chat_id))
    assert (await told.next())[1] == ["chat"]
    tabs.attend(tab, ADA, "/usage")
    live.publish(live.of_chat(chat_id), Kind.TURN)
    live.publish(live.of_user(USER), Kind.LIST)
    assert (await told.next())[1] == ["list"]


async def test_a_conversation_is_not_told_what_it_did_itself_but_another_page_of_it_is(told: Told):
    tab = await open_tab()
    other = await open_tab()
    live.acting_from(tab)
    live.publish(live.of_user(USER), Kind.LIST)
    assert (await told.next())[0] == other
    tabs.attend(tab, ADA, "/usage")
    live.publish(live.of_user(USER), Kind.LIST)
    assert {(await told.next())[0], (await told.next())[0]} == {tab, other}


async def test_who_may_have_missed_something_reads_all_of_its_page_anew(told: Told):
    tab = await open_tab("/usage")
    assert live._log
    live._log.break_off()
    assert await told.next() == (tab, ["list", "usage"])


async def test_a_tab_that_is_gone_for_a_while_is_forgotten(
    told: Told, monkeypatch: pytest.MonkeyPatch
):
    gone, here = await open_tab(), await open_tab()
    await tabs._sockets().disconnect_token(gone, f"socket of {gone}")
    live.publish(live.of_user(USER), Kind.LIST)
    assert (await told.next())[0] == here
    await tabs._forget_gone()
    assert set(tabs._tabs) == {gone, here}
    monkeypatch.setattr(tabs, "_CLOSED_AFTER_S", 0)
    await tabs._forget_gone()
    assert set(tabs._tabs) == {here}


async def test_a_tab_that_reloads_is_not_forgotten(told: Told, monkeypatch: pytest.MonkeyPatch):
    tab = await open_tab()
    await tabs._sockets().disconnect_token(tab, f"socket of {tab}")
    await tabs._forget_gone()
    await tabs._sockets().link_token_to_sid(tab, "another socket")
    monkeypatch.setattr(tabs, "_CLOSED_AFTER_S", 0)
    await tabs._forget_gone()
    live.publish(live.of_user(USER), Kind.LIST)
    assert (await told.next())[0] == tab


async def test_a_chat_counts_as_left_when_the_last_tab_with_it_leaves_or_closes(
    told: Told, monkeypatch: pytest.MonkeyPatch
):
    closed: list[UUID] = []

    async def close(_user: User, chat_id: UUID) -> None:
        closed.append(chat_id)

    monkeypatch.setattr(chats.temporary, "close", close)
    monkeypatch.setattr(tabs, "_CLOSED_AFTER_S", 0)
    chat_id = uuid7()
    first, second, third = [await open_tab() for _ in range(3)]
    for tab in (first, second, third):
        tabs.show_chat(tab, chat_id)
        tabs.attend(tab, ADA, "/chat/1")
    tabs.show_chat(first, uuid7())
    tabs.attend(second, ADA, "/usage")
    await asyncio.sleep(0)
    assert closed == []
    await tabs._sockets().disconnect_token(third, f"socket of {third}")
    await tabs._forget_gone()
    await asyncio.sleep(0)
    assert closed == [chat_id]


GRACE = Person(uuid7(), "Grace")


def sees(*names: str) -> list[str]:
    return [f"here_rx_state_: Ada sees {' '.join(names)}"]


async def test_a_tab_has_a_seat_in_a_shared_chat_and_is_told_who_else_has(told: Told):
    tab, chat_id = await open_tab("/chat/1"), uuid7()
    tabs.show_chat(tab, chat_id, is_shared=True)
    assert await told.next() == (tab, sees("Ada"))
    presence.take_seat("a stream", chat_id, GRACE)
    assert await told.next() == (tab, sees("Ada", "Grace"))
    # Its page was loaded again: it knows nothing.
    tabs.show_chat(tab, chat_id, is_shared=True)
    assert await told.next() == (tab, sees("Ada", "Grace"))
    tabs.show_chat(tab, uuid7())
    assert await presence.people_in(chat_id, 0) == [GRACE]


async def test_a_chat_of_one_has_no_seats_and_its_tabs_are_told_of_none(told: Told):
    tab, chat_id = await open_tab("/chat/1"), uuid7()
    tabs.show_chat(tab, chat_id)
    tabs.share(tab, False)
    live.publish(live.of_user(USER), Kind.LIST)
    assert await told.next() == (tab, ["list"])
    assert await presence.people_in(chat_id, 0) == []
    tabs.share(tab, True)
    assert await told.next() == (tab, sees("Ada"))
    tabs.share(tab, True)
    tabs.share(tab, False)
    assert await presence.people_in(chat_id, 0) == []


@pytest.mark.parametrize("leaving", ["to another page", "to a new chat", "for good"])
async def test_who_goes_elsewhere_has_left_the_seat(
    told: Told, leaving: str, monkeypatch: pytest.MonkeyPatch
):
    tab, chat_id = await open_tab("/chat/1"), uuid7()
    tabs.show_chat(tab, chat_id, is_shared=True)
    if leaving == "to another page":
        tabs.attend(tab, ADA, "/usage")
    elif leaving == "to a new chat":
        tabs.show_chat(tab, None)
    else:
        monkeypatch.setattr(tabs, "_CLOSED_AFTER_S", 0)
        await tabs._sockets().disconnect_token(tab, f"socket of {tab}")
        await tabs._forget_gone()
    assert await presence.people_in(chat_id, 0) == []


async def test_a_tab_that_is_closed_leaves_its_seat_and_one_that_reloads_keeps_it(told: Told):
    tab, chat_id = await open_tab("/chat/1"), uuid7()
    tabs.show_chat(tab, chat_id, is_shared=True)
    await told.next()
    await tabs._sockets().disconnect_token(tab, f"socket of {tab}")
    await tabs._look_after_seats()
    assert len(await presence.people_in(chat_id, 0)) == 1
    await tabs._sockets().link_token_to_sid(tab, "another socket")
    await tabs._look_after_seats()
    assert await told.next() == (tab, sees("Ada"))
    await tabs._sockets().disconnect_token(tab, "another socket")
    await tabs._look_after_seats()
    await tabs._look_after_seats()
    assert await presence.people_in(chat_id, 0) == []
    await tabs._sockets().link_token_to_sid(tab, "a third socket")
    await tabs._look_after_seats()
    assert await told.next() == (tab, sees("Ada"))


async def test_a_person_is_told_of_chats_of_others_as_they_stand_in_the_list(
    told: Told, monkeypatch: pytest.MonkeyPatch
):
    chat_id, another = uuid7(), uuid7()
    mine = {chat_id}

    async def chats_of_others(_user: User) -> set[UUID]:
        return mine

    monkeypatch.setattr(members, "chats_of_others", chats_of_others)
    tab = await open_tab("/usage")
    await asyncio.sleep(0)
    for kind in (Kind.TYPING, Kind.PRESENCE, Kind.MESSAGE):
        live.publish(live.of_chat(chat_id), kind)
    live.publish(live.of_chat(another), Kind.TURN)
    live.publish(live.of_chat(chat_id), Kind.TURN)
    assert await told.next() == (tab, ["list"])
    # Who is let into another one hears of that one, too.
    mine.add(another)
    live.members_changed(another, USER, "joined")
    assert await told.next() == (tab, ["list"])
    live.publish(live.of_chat(another), Kind.CHAT)
    assert await told.next() == (tab, ["list"])
    tabs.attend(tab, ADA, "/chat/1")
    tabs.show_chat(tab, chat_id)
    await asyncio.sleep(0)
    live.publish(live.of_chat(chat_id), Kind.TURN)
    assert await told.next() == (tab, ["chat", "list"])
