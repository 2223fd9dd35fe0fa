"""Whom a page's events count for, and what is said when somebody asks too often."""

from typing import Any

import pytest
from reflex.istate.data import RouterData
from sqlmodel import select

from chat_app.config import Settings
from chat_app.db import reading
from chat_app.errors import RateLimited
from chat_app.models import Message, Via
from chat_app.services import accounts
from chat_app.services.accounts import COOKIE_NAME
from chat_app.ui.chat.state import ChatState
from chat_app.ui.session import caller_of, signed_in

pytestmark = [
    pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True),
    pytest.mark.settings(RATE_LIMIT_PER_MINUTE=3),
]


async def test_what_a_page_begins_and_what_programs_ask_count_together(app: Settings) -> None:
    ada = await accounts.register("ada@example.com", "correct horse")
    tab: Any = _tab(ada.access_token)
    for _ in range(5):
        assert (await signed_in(tab)).email == ada.user.email
    await accounts.enter(ada.access_token, Via.API)
    for _ in range(2):
        assert (await caller_of(tab)).via is Via.BROWSER

    with pytest.raises(RateLimited, match=r"again in"):
        await caller_of(tab)
    with pytest.raises(RateLimited):
        await accounts.enter(ada.access_token, Via.API)
    assert (await signed_in(tab)).email == ada.user.email


@pytest.mark.parametrize("event", ["send", "edit", "regenerate"])
async def test_a_page_that_sends_too_often_is_told_how_long_to_wait(
    app: Settings, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    ada = await accounts.register("ada@example.com", "correct horse")
    tab = _tab(ada.access_token)
    for hook in ("__aenter__", "__aexit__"):
        # Reflex holds a state through a proxy of its own; here nobody else has it.
        monkeypatch.setattr(ChatState, hook, _nothing, raising=False)
    for _ in range(3):
        await accounts.enter(ada.access_token, Via.API)
    handler = getattr(ChatState, event).fn
    arguments = {"send": ("", "Hello", ""), "edit": ("", "", "Hello"), "regenerate": ("", "")}

    async for _ in handler(tab, *arguments[event]):
        pass

    assert "Too many requests; try again in" in str(tab.change)
    async with reading() as session:
        assert (await session.exec(select(Message))).all() == []


async def _nothing(*_: object) -> None:
    pass


def _tab(token: str) -> Any:
    headers = {"cookie": f"{COOKIE_NAME}={token}"}
    state = ChatState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    state.router = RouterData.from_router_data({"headers": headers})
    return state
