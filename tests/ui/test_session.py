"""Whom a page's events count for, and what is said when somebody asks too often."""

from typing import Any

import pytest
from redis import exceptions
from reflex.istate.data import RouterData
from reflex_base.event.context import EventContext
from sqlmodel import select

from chat_app.config import Settings
from chat_app.db import reading
from chat_app.errors import RateLimited
from chat_app.models import Message, Via
from chat_app.services import accounts
from chat_app.services.accounts import COOKIE_NAME
from chat_app.ui.chat.state import ChatState
from chat_app.ui.session import caller_of, explain, signed_in
from chat_app.words.language import LANGUAGE_COOKIE

pytestmark = [
    pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True),
    pytest.mark.settings(RATE_LIMIT_PER_MINUTE=3),
]


@pytest.mark.parametrize(
    "odd",
    [
        "a=[1]; ",
        'a={"b": "c"}; ',
        "a b=c; ",
        "a=b=c; ",
        "nothing; ",
        "=; ",
        'a="b; ',
        "ä=ö; ",
        "a[]=1; ",
    ],
)
async def test_a_cookie_of_another_app_locks_nobody_out(app: Settings, odd: str) -> None:
    ada = await accounts.register("ada@example.com", "correct horse")
    for cookies in (
        odd + f"{COOKIE_NAME}={ada.access_token}",
        f"{COOKIE_NAME}={ada.access_token}; {odd}",
    ):
        assert (await signed_in(_tab_with(cookies))).email == ada.user.email


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


@pytest.mark.parametrize("event", ["send", "edit", "regenerate", "go_on", "compare"])
async def test_a_page_that_sends_too_often_is_told_how_long_to_wait(
    app: Settings, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    ada = await accounts.register("ada@example.com", "correct horse")
    tab = _tab_with(f"{COOKIE_NAME}={ada.access_token}; {LANGUAGE_COOKIE}=de")
    for hook in ("__aenter__", "__aexit__"):
        # Reflex holds a state through a proxy of its own; here nobody else has it.
        monkeypatch.setattr(ChatState, hook, _nothing, raising=False)
    for _ in range(3):
        await accounts.enter(ada.access_token, Via.API)
    handler = getattr(ChatState, event).fn
    arguments = {
        "send": ("", "Hello", "", {}, []),
        "edit": ("", "", "Hello", "", []),
        "regenerate": ("", "", ""),
        "go_on": ("", ""),
        "compare": ("", "Hello", "", "", {}, []),
    }

    async for _ in handler(tab, *arguments[event]):
        pass

    assert "Zu viele Anfragen" in str(tab.change)
    async with reading() as session:
        assert (await session.exec(select(Message))).all() == []


async def _nothing(*_: object) -> None:
    pass


def _tab(token: str) -> Any:
    return _tab_with(f"{COOKIE_NAME}={token}")


def _tab_with(cookies: str) -> Any:
    headers = {"cookie": cookies}
    state = ChatState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    state.router = RouterData.from_router_data({"headers": headers})
    return state


async def test_who_meets_an_outage_of_redis_is_told_to_try_again(app: Settings) -> None:
    nobody: Any = None
    german = {"headers": {"accept-language": "de"}}
    seen_by = EventContext(
        token="tab", state_manager=nobody, enqueue_impl=nobody, router_data=german
    )
    with seen_by:
        told = str(explain(exceptions.ConnectionError("redis://secret")))
    assert "ist gerade nicht" in told
    assert "secret" not in told
