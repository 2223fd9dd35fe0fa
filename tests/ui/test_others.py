"""What a tab is told of those who write: all of them each time, and never twice the same."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
import reflex as rx
from reflex.state import StateUpdate
from reflex_base.registry import RegistrationContext
from uuid_utils.compat import uuid7

from chat_app.models import User
from chat_app.services import live
from chat_app.services.live import Event, Kind
from chat_app.services.live.log import SEQUENCE_BITS
from chat_app.ui.at_once import AtOnce
from chat_app.ui.chat.others import OthersState

CHAT, ADA, GRACE = uuid7(), uuid7(), uuid7()
NAMES = {ADA: "Ada", GRACE: "Grace"}
MARY = User(email="a@b.c", name="Mary", password_hash="!", token_limit=1)


class Tab:
    """Mary's tab, and what its page is told."""

    def __init__(self) -> None:
        self._at_once = AtOnce("tab", CHAT)
        self._told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def emit_update(self, update: StateUpdate, _token: str) -> None:
        await self._told.put(update.delta[OthersState.get_full_name()]["typing_rx_state_"])

    async def hears(self, *signs: tuple[int, UUID, str], chat: UUID = CHAT) -> dict[str, Any]:
        """Hear signs that come together: in which second, of whom, `on`, `off` or `left`."""
        events = [
            Event(
                second * 1000 << SEQUENCE_BITS,
                live.of_chat(chat),
                Kind.MEMBERS if state == "left" else Kind.TYPING,
                {"user": str(who), "state": state}
                | ({} if state == "left" else {"name": NAMES[who]}),
            )
            for second, who, state in signs
        ]
        self._at_once.chat_id = chat
        self._at_once.hear(MARY, events)
        async with asyncio.timeout(60):
            return await self._told.get()


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch):
    tab = Tab()
    with RegistrationContext.ensure_context().fork():
        app = rx.App()
        assert app.event_namespace
        monkeypatch.setattr(app.event_namespace, "emit_update", tab.emit_update)
        yield tab


def sign(who: UUID, holds_ms: int) -> list[Any]:
    return [str(who), NAMES[who], holds_ms]


async def test_a_telling_names_all_whose_signs_hold_so_that_none_is_lost_with_another(tab: Tab):
    assert (await tab.hears((100, ADA, "on")))["signs"] == [sign(ADA, 5000)]
    told = await tab.hears((102, GRACE, "on"))
    assert told["signs"] == [sign(ADA, 3000), sign(GRACE, 5000)]
    told = await tab.hears((103, ADA, "off"), (104, GRACE, "on"))
    assert told["signs"] == [sign(ADA, 0), sign(GRACE, 5000)]
    assert (await tab.hears((108, GRACE, "on")))["signs"] == [sign(GRACE, 5000)]


async def test_who_goes_on_writing_is_not_told_in_the_words_of_before(tab: Tab):
    first, second = await tab.hears((100, ADA, "on")), await tab.hears((103, ADA, "on"))
    assert first["signs"] == second["signs"]
    # A page passes over what equals what it knows.
    assert first != second


async def test_signs_of_another_chat_are_left_there(tab: Tab):
    await tab.hears((100, ADA, "on"))
    another = uuid7()
    told = await tab.hears((101, GRACE, "on"), chat=another)
    assert (told["chat"], told["signs"]) == (str(another), [sign(GRACE, 5000)])


async def test_who_leaves_writes_no_more(tab: Tab):
    await tab.hears((100, ADA, "on"), (100, GRACE, "on"))
    told = await tab.hears((101, ADA, "left"))
    assert told["signs"] == [[str(ADA), "", 0], sign(GRACE, 4000)]
